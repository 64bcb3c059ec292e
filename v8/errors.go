package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
)

// The errors that are no exception of JavaScript. Test for them with
// [errors.Is]; what is returned wraps them with the operation and the reason.
var (
	// ErrClosed is the error of using an [Isolate] or [Context] that is closed.
	// It comes with [ErrTerminated] to what ran in an isolate that was closed.
	ErrClosed = errors.New("closed")

	// ErrTerminated is the error of JavaScript that was ended from outside, by
	// whatever: what matches it was stopped, and has not failed. It comes with its
	// reason: ctx.Err() and context.Cause(ctx), the cause that was given to
	// [Isolate.Terminate], [ErrCPULimit], [ErrMemoryLimit] or [ErrClosed]. What
	// can't begin, because its ctx has ended or its isolate is closed or dead, is
	// the reason alone; and an isolate that V8's own failure has killed is
	// [ErrIsolateDead] alone.
	ErrTerminated = errors.New("terminated")

	// ErrMemoryLimit is the error of JavaScript that was ended because it needed
	// more than [IsolateOptions].MemoryLimit or HeapLimit allows. The isolate can
	// be used again when what filled it is no longer reachable. It is also
	// that of an isolate that has added its share of WebAssembly's types, of
	// which V8 keeps a million for all isolates, and adds one more. It comes
	// with [ErrTerminated].
	ErrMemoryLimit = errors.New("memory limit reached")

	// ErrCPULimit is the error of JavaScript that was ended because its Run had
	// used the CPU time that [IsolateOptions].CPULimit or [RunOptions].CPULimit allows.
	// It comes with [ErrTerminated].
	ErrCPULimit = errors.New("CPU time limit reached")

	// ErrExportLimit is the error of taking more out of JavaScript at once than
	// [IsolateOptions].ExportLimit allows. [ExportLimitError] has the figures.
	ErrExportLimit = errors.New("export limit reached")

	// ErrSourceTooLong is the error of compiling text that is longer than
	// [IsolateOptions].SourceLimit.
	ErrSourceTooLong = errors.New("source text is longer than the isolate's limit")

	// ErrIsolateDead is the error of an isolate in which V8 met an error that
	// it can't return from, such as a true out of memory. Nothing runs in it
	// again; it can only be closed. Other isolates are not affected.
	ErrIsolateDead = errors.New("isolate is dead")

	// ErrUninterruptible comes with [ErrIsolateDead] and [ErrTerminated] when
	// JavaScript was terminated, had not ended within
	// [IsolateOptions].TerminationGrace, and was ended by force. The reason of the
	// termination comes with it too.
	ErrUninterruptible = errors.New("a built-in function of V8 could not be interrupted")

	// ErrCrashed comes with [ErrIsolateDead] when V8 has crashed, and
	// [ContainCrashes] has kept the process alive. The process is suspect from
	// then on: it should be replaced soon.
	ErrCrashed = errors.New("V8 has crashed")

	// ErrStringTooLong is the error of text that is longer than a JavaScript
	// string can be, 2^29-24 (about 537 million) UTF-16 code units.
	ErrStringTooLong = errors.New("longer than a JavaScript string can be")

	// ErrStarted is the error of [SetFlags], [SetUnsafeFlags], [Harden] and
	// [ContainCrashes] after V8 has started.
	ErrStarted = errors.New("V8 has started: do this before the first isolate")

	// ErrHardened is the error of setting flags after [Harden], and of giving
	// back to a context what Harden takes from all.
	ErrHardened = errors.New("V8 is hardened")

	// ErrDisposed is the error of using V8 after [Dispose].
	ErrDisposed = errors.New("V8 is disposed of, which is for good in one process")

	// ErrDataEnds is that a [ValueDeserializer] has no more data of the kind that
	// it was asked for.
	ErrDataEnds = errors.New("the data ends too early")
)

// What a programmer did wrong: the text of a panic. Each names the rule.
const (
	misuseScopeEnded = "v8: Scope used after its function has returned: " +
		"a Scope is valid only inside the function that it was passed to"
	misuseValueEnded = "v8: value used after its Scope has ended: " +
		"a value dies with the Scope that it was made in"
	misuseGoroutine = "v8: Scope or value used outside the goroutine that is inside Run: " +
		"its isolate is not the one that this goroutine entered last"
	misuseUnpinned = "v8: Run has ended on another thread than it began on: " +
		"its function called runtime.UnlockOSThread without runtime.LockOSThread"
	misuseIsolate    = "v8: value of another isolate: a value belongs to the isolate that made it"
	misuseNilContext = "v8: nil context.Context: use context.Background()"
	misuseNilScope   = "v8: Scope is nil: a Scope comes from Run"
	misuseInfoEnded  = "v8: FunctionCallbackInfo used after its callback has returned: " +
		"it is valid only inside the callback that it was passed to"
	misuseNilCallback       = "v8: callback is nil"
	misuseGlobalClosed      = "v8: Global or Weak used after Close"
	misuseZeroGlobal        = "v8: zero Global or Weak used: one comes from NewGlobal or NewWeak"
	misuseErrorKind         = "v8: ErrorKind is none of the constants"
	misuseIntegrityLevel    = "v8: IntegrityLevel is none of the constants"
	misuseWeak              = "v8: Weak of a value that is no object: only objects are collected"
	misuseDescriptor        = "v8: PropertyDescriptor has an accessor and a value: it is one or the other"
	misusePrototype         = "v8: prototype is neither an object nor null"
	misuseInternalField     = "v8: internal field index out of range: see InternalFieldCount"
	misuseZeroIsolate       = "v8: zero Isolate used: an Isolate comes from NewIsolate"
	misuseCompilers         = "v8: Compilers is none of the constants"
	misuseZeroContext       = "v8: zero Context used: a Context comes from Isolate.NewContext"
	misuseKind              = "v8: value is not of the kind that its type stands for: get such a type from an As method"
	misuseNilBigInt         = "v8: *big.Int is nil"
	misuseTypedArrayKind    = "v8: Kind is not that of a typed array"
	misuseWellKnownSymbol   = "v8: WellKnownSymbol is none of the constants"
	misuseZeroTemplate      = "v8: zero template used: a template comes from Isolate.NewObjectTemplate or NewFunctionTemplate"
	misuseTemplateIsolate   = "v8: template of another isolate: a template belongs to the isolate that made it"
	misuseTemplateUsed      = "v8: template changed after something was made of it, or of a template that contains it"
	misuseTemplateTwice     = "v8: template set twice: a name, a handler or a parent can be set once"
	misuseTemplateKey       = "v8: template property key is neither a string nor a symbol nor a number"
	misuseTemplateValue     = "v8: template property value is no bool, string or number, no primitive Value and no template"
	misuseTemplateCycle     = "v8: template would contain itself"
	misuseTemplateDepth     = "v8: templates contain each other more than 64 deep"
	misuseTemplateInherited = "v8: template sets a name that is native data of a template that it inherits from: " +
		"make both native data properties"
	misuseTemplateGlobal   = "v8: template of a global object has more than 1,000 properties, or one that is an array index"
	misuseFunctionProperty = "v8: function template sets name, length, prototype, arguments or caller, " +
		"which functions have: see SetClassName and SetLength"
	misuseFunctionLength = "v8: function length out of range: from 0 to 65,535"
	misuseNoPrototype    = "v8: function template of no constructor has neither prototype nor instances: " +
		"see FunctionOptions.Constructor"
	misuseRemovePrototype = "v8: RemovePrototype of a function template that has a prototype or instance template, " +
		"or inherits"
	misuseInheritUsed = "v8: Inherit from a function template that something was made of: " +
		"call its ReadOnlyPrototype before that"
	misuseAccessor = "v8: accessor property with neither getter nor setter, with one that has no callback, " +
		"or with ReadOnly"
	misuseAttributes   = "v8: PropertyAttribute out of range: it consists of ReadOnly, DontEnum and DontDelete"
	misuseHandlerFlags = "v8: PropertyHandlerFlags out of range: " +
		"an IndexedPropertyHandler takes HasNoSideEffect alone"
	misuseUndetectable       = "v8: MarkAsUndetectable without SetCallAsFunctionHandler: only callable objects can be so"
	misuseInternalFieldCount = "v8: internal field count out of range: from 0 to 125"
	misuseIndex              = "v8: 4294967295 is no array index"
	misusePropertyInfoEnded  = "v8: PropertyCallbackInfo used after its callback has returned: " +
		"it is valid only inside the callback that it was passed to"
	misuseSerializerEnded = "v8: serializer used after its function has returned: " +
		"it is valid only inside the function that it was passed to"
	misuseDeadlock = "v8: deadlock: a goroutine inside a Run waits for an isolate whose Run waits for this one: " +
		"enter several isolates in one order, or give Run a ctx that ends"
	misuseOptions      = "v8: more than one RunOptions: pass one or none"
	misuseQueueIsolate = "v8: MicrotaskQueue of another isolate: a queue belongs to the isolate that made it"
	misuseZeroHandle   = "v8: zero handle used: a handle comes from a method of Scope"
)

// fail turns the failure of a call into a Go error. op and subject name the
// call: compile "main.js". A call on the wrong thread is a panic.
func (i *Isolate) fail(op, subject string, status C.uint32_t) error {
	switch status {
	case C.SHIM_STATUS_TERMINATED, C.SHIM_STATUS_HEAP_LIMIT, C.SHIM_STATUS_DEAD:
		i.resumePanic()
	}
	switch status {
	case C.SHIM_STATUS_WRONG_THREAD:
		panic(misuseGoroutine)
	case C.SHIM_STATUS_EXCEPTION:
		return i.exception(op, subject)
	case C.SHIM_STATUS_TERMINATED:
		return operationError(op, subject, terminated(i.whyEnded()))
	case C.SHIM_STATUS_HEAP_LIMIT:
		return operationError(op, subject, terminated(ErrMemoryLimit))
	case C.SHIM_STATUS_TOO_LONG:
		return operationError(op, subject, ErrStringTooLong)
	case C.SHIM_STATUS_DEAD:
		return operationError(op, subject, i.deadError())
	}
	panic(fmt.Sprintf("v8: the shim returned status %d, which is a bug of package v8", status))
}

func operationError(op, subject string, err error) error {
	if subject == "" {
		return fmt.Errorf("v8: %s: %w", op, err)
	}
	return fmt.Errorf("v8: %s %q: %w", op, subject, err)
}

// contextError is why ctx has ended: its Err, and its Cause when that says more.
func contextError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}
