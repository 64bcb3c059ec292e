package vm

import (
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// IsolateOptions say how to make an Isolate. The zero value has the defaults that
// are named; a negative number is no limit.
type IsolateOptions struct {
	// MemoryLimit is how much memory JavaScript may take, in bytes, with all that
	// lies outside of its heap. Zero is 128 MB. A script that needs more ends in
	// [ErrMemoryLimit].
	MemoryLimit int64

	// CPULimit is how much CPU time a call may use, CallOptions aside. Zero is 5
	// seconds.
	CPULimit time.Duration

	// WallLimit is how long a call may take, CallOptions aside, with what it waits
	// for. Zero is 30 seconds.
	WallLimit time.Duration

	// Grace is how much longer a call may take that does not end at once when it
	// has to: some functions of V8's can't be interrupted. After it the isolate, or
	// its worker process, is ended by force. Zero is half a second.
	Grace time.Duration

	// Tenant is whose isolate it is. It decides with whom it shares a worker
	// process; see [WorkerOptions].
	Tenant string

	// Group, when not nil, has limits that the isolate shares with others.
	Group *Group

	// Web is for isolates whose contexts have [ContextOptions].Web: it is there already
	// when such a context is made, with its code, by a snapshot that a process makes
	// once, in tens of milliseconds, when it has its first such isolate. Contexts and
	// first requests take a fraction of the time then; the isolate takes half a megabyte more.
	// A [Pool] sets it by itself.
	Web bool

	// Snapshot, when not nil, is what all contexts of the isolate begin with; it is one
	// of the same host.
	Snapshot *Snapshot

	// AllowSharedMemory leaves SharedArrayBuffer and Atomics.wait to scripts. They
	// make a precise clock of them.
	AllowSharedMemory bool

	// nobody says that Tenant is not known yet: until it is, the isolate shares its
	// worker with no other.
	nobody bool
	// alone says that it never shares its worker.
	alone bool
}

const (
	defaultMemoryLimit = 128 << 20
	defaultCPULimit    = 5 * time.Second
	defaultWallLimit   = 30 * time.Second
	defaultGrace       = 500 * time.Millisecond
	defaultOutputBytes = int64(1 << 20)
)

func (o IsolateOptions) withDefaults() IsolateOptions {
	o.MemoryLimit = withDefault(o.MemoryLimit, defaultMemoryLimit)
	o.CPULimit = withDefault(o.CPULimit, defaultCPULimit)
	o.WallLimit = withDefault(o.WallLimit, defaultWallLimit)
	o.Grace = withDefault(o.Grace, defaultGrace)
	return o
}

// withDefault is 0 for no limit.
func withDefault[T int64 | time.Duration](given, otherwise T) T {
	switch {
	case given < 0:
		return 0
	case given == 0:
		return otherwise
	}
	return given
}

// ContextOptions say how to make a Context. The zero value has everything of
// JavaScript's.
type ContextOptions struct {
	// DisallowCodeGeneration makes eval, and Function of text, errors.
	DisallowCodeGeneration bool
	// DisallowWasm leaves out WebAssembly.
	DisallowWasm bool

	// Console is where what scripts write with console goes, unless
	// CallOptions.Console says otherwise. When nil, console does nothing. Of what is
	// written when no call goes on that has begun it, a context has 1 MB, and the
	// rest is dropped.
	Console Console

	// Web gives the context what the web platform has besides JavaScript, as package
	// web of this module does: URL, streams, Request and Response, and so on. Nothing
	// of it reaches the network. Set [IsolateOptions].Web, too.
	Web bool

	// Loader, when not nil, has the modules that scripts import, and
	// [Context.Import].
	Loader Loader
}

// CallOptions are the limits of one call, in place of its isolate's, and what is to
// be told of it. The zero value has the isolate's. A negative number is no limit.
type CallOptions struct {
	// CPULimit is how much CPU time the call may use, timers and promises included:
	// [ErrCPULimit].
	CPULimit time.Duration

	// WallLimit is how long the call may take: [ErrWallLimit].
	WallLimit time.Duration

	// HostCalls is how many calls of Go functions it may make: one more is an Error
	// in JavaScript. Zero is no limit.
	HostCalls int64

	// Console is where what the call writes with console goes, in place of the
	// context's, which has to have one.
	Console Console

	// OutputBytes is how much it may write, each message counting 64 bytes besides
	// its text. When that is used up there is one message that says so. Zero is 1 MB.
	OutputBytes int64

	// ResultBytes is how long its result may be, as a clone: [ErrResultLimit]. Zero
	// is the isolate's MemoryLimit.
	ResultBytes int64

	// NoAwait leaves a promise a promise, of which there can be a [Reference].
	// Otherwise the result is what it is fulfilled with.
	NoAwait bool

	// Accessors lets getters, setters and the traps of proxies run in
	// [Reference.Get], [Reference.Set] and [Reference.Delete]. Otherwise they are
	// errors, for they are the guest's code.
	Accessors bool

	// Name is where the text comes from that is run: a file name or URL. Line and
	// Column are the place in it, from 1.
	Name         string
	Line, Column int // see Name

	// Usage, when not nil, is set to what the call has used.
	Usage *Usage
}

// Usage is what a call has used.
type Usage struct {
	CPU         time.Duration // of all its Runs
	Wall        time.Duration // from the call to its return
	HostCalls   int64         // that it made
	OutputBytes int64         // on the console
}

func onlyCallOptions(options []CallOptions) CallOptions {
	switch len(options) {
	case 0:
		return CallOptions{}
	case 1:
		return options[0]
	}
	panic(misuse.CallOptions)
}

// within is the call's limit, 0 for none.
func within[T int64 | time.Duration](call, isolate T) T {
	switch {
	case call < 0:
		return 0
	case call == 0:
		return isolate
	}
	return call
}

func positive(n int64) uint64 { return uint64(max(n, 0)) }
