package vm

// WebServe is an argument that arrives, in a context that has [ContextOptions].Web, as the
// function that answers a request of HTTP; elsewhere it is an error. Its arguments are
// those of the function that ServeFunction of package web gives, and the [Callback]s among
// them are the host's part of it, which Serve of that package has. It is for a script of
// the host's own, which does not give it to others.
func WebServe() any { return webServe{} }

type webServe struct{}
