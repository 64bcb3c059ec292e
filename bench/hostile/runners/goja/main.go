// Command goja runs a hostile script in goja. It limits the time by Interrupt
// and the depth of calls by SetMaxCallStackSize. Memory it can't limit.
package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/dop251/goja"

	"github.com/nodeisolates/isolates/bench/hostile/runners/runner"
)

func main() { runner.Main(open) }

// callDepth is about as deep as V8 gets.
const callDepth = 10_000

type instance struct{ runtime *goja.Runtime }

func open(int) (runner.Instance, error) {
	runtime := goja.New()
	runtime.SetMaxCallStackSize(callDepth)
	err := runtime.Set("host", func(call goja.FunctionCall) goja.Value {
		f, ok := goja.AssertFunction(call.Argument(0))
		if !ok {
			return goja.Undefined()
		}
		v, err := f(goja.Undefined())
		if err != nil {
			panic(err) // goja throws an Exception, and passes an interrupt on
		}
		return v
	})
	return &instance{runtime}, err
}

func (i *instance) Eval(source string, deadline time.Duration) (text string, err error) {
	timer := time.AfterFunc(deadline, func() { i.runtime.Interrupt("deadline") })
	defer func() {
		timer.Stop()
		i.runtime.ClearInterrupt()
	}()
	// Making text of a value or of an error runs JavaScript, and panics where
	// RunString returns an error.
	defer func() {
		if r := recover(); r != nil {
			var ok bool
			if err, ok = r.(error); !ok || i.Kind(err) == "exception" {
				err = fmt.Errorf("%w: %T", errPanic, r) // whose text may panic again
			}
		}
	}()
	v, err := i.runtime.RunString(source)
	if err != nil {
		return "", fmt.Errorf("%w", err) // its text is made now, while time is limited
	}
	return v.String(), nil
}

var errPanic = errors.New("panic")

func (i *instance) Kind(err error) string {
	var interrupted *goja.InterruptedError
	var overflow *goja.StackOverflowError
	switch {
	case errors.As(err, &interrupted):
		return "deadline"
	case errors.As(err, &overflow):
		return "stack"
	case errors.Is(err, errPanic):
		return "panic"
	}
	return "exception"
}

func (i *instance) Close() {}
