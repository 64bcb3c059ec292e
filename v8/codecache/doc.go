/*
Package codecache keeps the code that V8 has compiled: a v8.CodeCache in memory,
which the isolates of a process share, and one in a folder, which outlives the
process.

	cache := codecache.NewMemory(64 << 20)
	iso, err := v8.NewIsolate(v8.IsolateOptions{CodeCache: cache})

A text is compiled once for all isolates, and the others begin with its code. Its key
is a hash of the text, of V8's version and flags and of the processor, so that a
cache needs no care: what has changed is compiled anew, and what is not asked for any
more makes room.

V8 runs compiled code without a check. Whoever can write to a cache can do
anything in the processes that read from it: a folder belongs to one user, and is never
taken from a stranger. See v8.CodeCache for tenants that don't trust each other.
*/
package codecache
