package v8

import (
	"math"
	"time"
)

// IsolateOptions say how to make an [Isolate]. The zero value is V8's default,
// without limits: set them for code that you do not trust.
type IsolateOptions struct {
	// MemoryLimit is how much memory JavaScript may take, in bytes: objects,
	// and what lies outside the heap, such as ArrayBuffers and WebAssembly
	// memories. A script that needs more ends in [ErrMemoryLimit], after a full
	// collection of garbage has shown that it is in use; an ArrayBuffer or a
	// WebAssembly memory that does not fit is a RangeError in JavaScript; functions
	// whose compilation on V8's own threads does not fit are not optimized (on
	// Linux). Zero is no limit.
	//
	// Limited for every isolate is how many resizable buffers and WebAssembly
	// memories it may have at a time, and the sum of what they may grow to: the
	// kernel's mappings and the sandbox's addresses are all isolates'. One may
	// have an eighth of what the others leave: with Linux's default of 65,530
	// mappings (vm.max_map_count) a single isolate 1,820 such buffers, and 100 GB
	// of addresses. Beyond is a RangeError, too.
	MemoryLimit uint64

	// HeapLimit is how much memory JavaScript objects alone may take, in bytes.
	// Zero is MemoryLimit, or without one V8's default, which depends on the
	// machine's memory and is at most 4 GB. V8 itself needs some, and raises a
	// limit that is below 3 MB or so.
	HeapLimit uint64

	// CPULimit is how much CPU time an outermost Run may use; see
	// [RunOptions] for one Run. Zero and less are no limit.
	CPULimit time.Duration

	// StackSize is how much stack JavaScript may use, in bytes; beyond it is a
	// RangeError in JavaScript. It is at most what the thread has. Zero is V8's
	// default, 984 KB.
	StackSize uint64

	// SourceLimit is the longest text that [Scope.Compile] (in bytes), eval and
	// Function (in UTF-16 code units) accept. V8's parser can't be interrupted,
	// and takes up to forty times the text in memory that no limit counts. Zero
	// is a sixteenth of MemoryLimit or HeapLimit, at least 128 KB, or without
	// them no limit.
	SourceLimit uint64

	// ExportLimit is how much of Go's memory may be made of what JavaScript has,
	// in bytes: what [Value.Export] and arguments of Go functions take, texts,
	// and lists of values. It counts until the scope ends in which it was made: a
	// callback, a [Scope.Nested], a Run; what Go code keeps longer is that code's
	// to bound. More is a [*LimitError]; where there is no error to give,
	// as in [Value.String], the text is empty and the JavaScript that runs is
	// terminated with it. Zero is four times MemoryLimit, or without one no limit;
	// [math.MaxUint64] is none either.
	ExportLimit uint64

	// TerminationGrace is how much CPU time JavaScript may use after it was
	// terminated, by its ctx or in another way. JavaScript itself ends at once.
	// Some of V8's built-in functions, and its parser, don't notice it until they
	// return, which may take a hundred years. Beyond the grace they are ended
	// by force, with [ErrUninterruptible], and the isolate is dead. Code that
	// never leaves a single C++ function of V8's gets half of the grace more, at
	// least 100 ms. Zero is half a second; a negative grace has no end. Only Linux
	// can end by force.
	TerminationGrace time.Duration

	// DisallowSharedMemory takes SharedArrayBuffer and the shared memories of
	// WebAssembly from scripts, and with them the most precise clock that they
	// can make. Contexts have no SharedArrayBuffer then, and making one is a
	// RangeError, for Go too. One that comes from another isolate is shared all
	// the same. Where the linker can't put our functions before V8's, which is
	// everywhere but on Linux, memories of WebAssembly can still be shared.
	DisallowSharedMemory bool

	// DisallowAtomicsWait makes Atomics.wait, and WebAssembly's, an error in
	// JavaScript. Atomics.waitAsync, which does not block, stays.
	//
	// V8: [v8::Isolate::SetAllowAtomicsWait].
	//
	// [v8::Isolate::SetAllowAtomicsWait]: https://v8.github.io/api/head/classv8_1_1Isolate.html
	DisallowAtomicsWait bool

	// Snapshot, when not nil, is what the isolate begins with, and its contexts; see
	// [NewSnapshot]. Any number of isolates may be made of one.
	//
	// V8: [v8::Isolate::CreateParams::snapshot_blob].
	//
	// [v8::Isolate::CreateParams::snapshot_blob]: https://v8.github.io/api/head/structv8_1_1Isolate_1_1CreateParams.html
	Snapshot *Snapshot

	// ExternalReferences are the Go values that a snapshot refers to, by names: the
	// functions, handlers and other values that JavaScript in it holds. Where it is
	// made, they say which value has which name; where it is used, which value stands
	// for the name there, and that is of the same type. It is an error of NewIsolate
	// when one is missing or of another type. The map is not changed meanwhile.
	//
	// A function is found by what it is, not by what it does: keep the very func value
	// that NewFunction, NewFunctionOf or a template is given, because each x.Method and
	// each evaluation of a func literal makes another. The functions of packages console,
	// loop and web are known without it.
	//
	// V8: [v8::Isolate::CreateParams::external_references].
	//
	// [v8::Isolate::CreateParams::external_references]: https://v8.github.io/api/head/structv8_1_1Isolate_1_1CreateParams.html
	ExternalReferences map[string]any

	// CodeCache, when not nil, is asked for what V8 has compiled before, and given what
	// it compiles; see there.
	CodeCache CodeCache

	// OnUnhandledRejection is called for each promise that is rejected and not
	// handled when the microtasks of a Run have run, inside that
	// Run, with the reason as if it had been thrown. Its error becomes the
	// Run's error. When nil, the exception itself does. Of more than a hundred
	// errors, the last tells how many the others are.
	OnUnhandledRejection func(s *Scope, promise Promise, reason *Exception) error

	// OnUncaughtException is called with what goes wrong in what a script has
	// left to be done later, see [MicrotaskQueue], inside the Run that has done
	// it and in its context. It is no error of that Run: an [*Exception], what
	// OnUnhandledRejection makes of a promise, or why it was ended. When nil,
	// nobody is told.
	OnUncaughtException func(c *Context, err error)
}

const (
	defaultStackSize   = 984 << 10
	defaultGrace       = 500 * time.Millisecond
	smallestSource     = 128 << 10
	sourceShareOfLimit = 16
)

// withDefaults is the options with every zero that stands for another value
// replaced.
func (o IsolateOptions) withDefaults() IsolateOptions {
	if o.HeapLimit == 0 {
		o.HeapLimit = o.MemoryLimit
	}
	o.ExportLimit = exportLimit(o)
	if o.StackSize == 0 {
		o.StackSize = defaultStackSize
	}
	if o.TerminationGrace == 0 {
		o.TerminationGrace = defaultGrace
	}
	if o.SourceLimit == 0 {
		if o.HeapLimit == 0 {
			o.SourceLimit = math.MaxUint64
		} else {
			o.SourceLimit = max(o.HeapLimit/sourceShareOfLimit, smallestSource)
		}
	}
	return o
}
