package misuse

// What a programmer did wrong with package loop.
const (
	LoopNilContext = "loop: nil *v8.Context"
	LoopTwice      = "loop: New of a Context that has a Loop already: close that one first"
	LoopZero       = "loop: zero Loop used: a Loop comes from New"
	LoopNilFunc    = "loop: func is nil"
	LoopInside     = "loop: wait inside a Run of the isolate, which the loop would need: " +
		"return the promise to the outermost Await"
	LoopLimit = "loop: negative limit in Options"
)
