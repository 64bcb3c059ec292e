// Package bridge has what the packages above v8 need of it beyond its API. Package
// v8 sets these when it is initialized; the types are its own, which this package
// can't name.
package bridge

import (
	"reflect"
	"time"
)

// ErrorTextKey is the name of the private key under which an error has the text that
// v8.Exception gives as its message. V8 makes that text without running JavaScript, and
// a DOMException has its name and message by accessors.
const ErrorTextKey = "isolates/error text"

// AwaitKey is the key of a true in the ctx of what belongs to an Await of a loop.Loop.
type AwaitKey struct{}

// CPUBudgetKey is the key of the *v8.CPUBudget that Go code in a goroutine of its own is to
// spend from, in the ctx that a loop.Loop gives it.
type CPUBudgetKey struct{}

// A TaskLeaver is the ctx of a Run that leaves what has become due in its context to
// whoever OnTask tells of it.
type TaskLeaver interface {
	// LeavesTasks reports whether it does, in a *v8.Context.
	LeavesTasks(context any) bool

	// TasksLeft tells it that it has left something.
	TasksLeft()
}

// References are the Go functions that JavaScript of this module's packages holds, by the
// names that snapshots have for them, each with the path of its package before it. The
// packages add them when they are initialized. They find what is the context's own by
// the context that they are called in.
var References = map[string]any{}

var (
	// AsyncCallback is what loop.Loop's NewAsyncFunction makes a JavaScript function of,
	// a v8.FunctionCallback, for a Go func. Package loop sets it.
	AsyncCallback func(fn any) (callback any)

	// NewAsyncFunction is NewFunction of a *v8.Scope for the AsyncCallback of a Go func,
	// with v8.FunctionOptions. It gives a v8.Function.
	NewAsyncFunction func(scope, callback, fn, options any) (function any, err error)

	// IsSnapshotCreator reports whether a snapshot is made of the isolate of a
	// *v8.Context.
	IsSnapshotCreator func(context any) bool

	// Arguments makes what converts the arguments of a call, a
	// v8.FunctionCallbackInfo, for a Go func. It panics as v8.NewFunctionOf does.
	Arguments func(fn reflect.Type) func(info any) ([]reflect.Value, error)

	// Required is how many arguments a Go func needs.
	Required func(fn reflect.Type) int

	// IsScoped reports whether values of the type end with a v8.Scope.
	IsScoped func(reflect.Type) bool

	// FromGo makes a v8.Value of a result in a *v8.Scope.
	FromGo func(scope any, result reflect.Value) (value any, err error)

	// Describe is the error's v8.ErrorKind, as a number, and its message.
	Describe func(err error) (kind int, message string)

	// Attach makes JavaScript keep err, which Describe has given message for, with an
	// error object, a v8.Value.
	Attach func(scope, object any, err error, message string)

	// Exception is the *v8.Exception of a v8.Value in a *v8.Scope, as if it had been
	// thrown.
	Exception func(scope any, op string, value any) error

	// FuncOf is v8.FuncOf of a *v8.Context for an F that is only known now. The func
	// calls run, a func(context.Context, any, func(*v8.Scope) (v8.Value, error)) error.
	FuncOf func(of any, name string, f reflect.Type, run any) (any, error)

	// IsInside reports whether this goroutine is inside a Run of the isolate of a
	// *v8.Context.
	IsInside func(context any) bool

	// Checkpoint is PerformMicrotaskCheckpoint of a *v8.Scope, and says whether there
	// may be promises that are rejected and not handled.
	Checkpoint func(scope any) (rejected bool, err error)

	// Tasks says what is left to be done in a *v8.Scope's context: whether the next
	// Run has something to do, whether something is awaited, and when it becomes due;
	// negative: nobody knows.
	Tasks func(scope any) (due, pending bool, next time.Duration)

	// HasTasks reports whether Tasks of a *v8.Context may have anything.
	HasTasks func(context any) bool

	// CPULimit is that of the isolate of a *v8.Context.
	CPULimit func(context any) time.Duration

	// Tidy does in a *v8.Scope what else the next outermost Run begins with: it calls who
	// wanted to know of what is collected.
	Tidy func(scope any)

	// ResetCPUBudget makes a *v8.CPUBudget that no Run has as NewCPUBudget makes it.
	ResetCPUBudget func(budget any, limit time.Duration)

	// Exported is how much of Go's memory the innermost callback or Run has made
	// of JavaScript's data, in bytes.
	Exported func(scope any) int64

	// Turn is a number that is another for each outermost Run of an isolate.
	Turn func(scope any) uint64
)
