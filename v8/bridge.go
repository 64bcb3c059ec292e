package v8

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"time"

	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// What the packages above use beside the API.
func init() {
	bridge.Arguments = func(fn reflect.Type) func(any) ([]reflect.Value, error) {
		plan := planOf(fn)
		return func(info any) ([]reflect.Value, error) {
			return plan.arguments(info.(FunctionCallbackInfo))
		}
	}
	bridge.NewAsyncFunction = func(scope, callback, fn, options any) (any, error) {
		return scope.(*Scope).newFunction(callback.(FunctionCallback), asyncFunc{fn}, options.(FunctionOptions))
	}
	bridge.IsSnapshotCreator = func(context any) bool { return context.(*Context).made().creation != nil }
	bridge.Required = func(fn reflect.Type) int { return planOf(fn).required }
	bridge.IsScoped = isScoped
	bridge.FromGo = func(scope any, result reflect.Value) (any, error) {
		return fromGo(scope.(*Scope), result)
	}
	bridge.Describe = func(err error) (int, string) {
		kind, message := describeError(err)
		return int(kind), message
	}
	bridge.Attach = func(scope, object any, err error, message string) {
		scope.(*Scope).check().attach(object.(Value), err, message)
	}
	bridge.Exception = func(scope any, op string, value any) error {
		return scope.(*Scope).check().described(op, value.(Value))
	}
	bridge.FuncOf = func(of any, name string, f reflect.Type, run any) (any, error) {
		plan := goFuncPlanOf(f)
		global, err := of.(*Context).globalFunction(name)
		if err != nil {
			return nil, err
		}
		return plan.goFunc(runBy(run.(func(context.Context, any, func(*Scope) (Value, error)) error)), global).Interface(), nil
	}
	bridge.IsInside = func(context any) bool {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		return context.(*Context).made().entered()
	}
	bridge.Checkpoint = func(scope any) (rejected bool, err error) { return scope.(*Scope).checkpoint() }
	bridge.Tasks = func(scope any) (due, pending bool, next time.Duration) {
		s := scope.(*Scope)
		return s.check().pendingTasks(s.Context())
	}
	bridge.HasTasks = func(of any) bool {
		c := of.(*Context)
		return c.tasks.count.Load() > 0 || c.isolate.hasOutsideTasks()
	}
	bridge.CPULimit = func(context any) time.Duration {
		return context.(*Context).made().options.CPULimit
	}
	bridge.Tidy = func(scope any) { scope.(*Scope).check().tidy() }
	bridge.ResetCPUBudget = func(budget any, limit time.Duration) { budget.(*CPUBudget).reset(limit) }
	bridge.Exported = func(scope any) int64 {
		i := scope.(*Scope).check()
		return i.exports.Used - i.top().exported
	}
	bridge.Turn = func(scope any) uint64 { return scope.(*Scope).check().termination.run }
}

// describeError is what an error of Go is in JavaScript.
func describeError(err error) (ErrorKind, string) {
	var kinded *kindError
	if errors.As(err, &kinded) {
		return kinded.kind, kinded.err.Error()
	}
	return Error, err.Error()
}
