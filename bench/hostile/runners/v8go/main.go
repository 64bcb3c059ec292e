// Command v8go runs a hostile script in v8go. It limits memory by
// WithResourceConstraints and the time by TerminateExecution.
package main

import (
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/tommie/v8go"

	"github.com/nodeisolates/isolates/bench/hostile/runners/runner"
	_ "github.com/nodeisolates/isolates/bench/peers/v8go" // it links where glibc is old
)

func main() { runner.Main(open) }

type instance struct {
	isolate *v8go.Isolate
	context *v8go.Context
	late    atomic.Bool
	results []*v8go.Value // what host has returned
}

func open(memory int) (runner.Instance, error) {
	isolate := v8go.NewIsolate(v8go.WithResourceConstraints(uint64(memory)/4, uint64(memory)))
	i := &instance{isolate: isolate, context: v8go.NewContext(isolate)}
	host := v8go.NewFunctionTemplateWithError(isolate, i.host).GetFunction(i.context)
	return i, i.context.Global().Set("host", host)
}

var errLate = errors.New("too late")

// host releases what it can, as v8go's users must do. What it returns can be
// released when the next call comes.
func (i *instance) host(info *v8go.FunctionCallbackInfo) (*v8go.Value, error) {
	defer info.Release()
	for _, v := range i.results {
		v.Release()
	}
	i.results = i.results[:0]
	if i.late.Load() {
		return nil, errLate // what it would call might take another termination
	}
	if len(info.Args()) == 0 {
		return nil, nil
	}
	f, err := info.Args()[0].AsFunction()
	if err != nil {
		return nil, nil // no function
	}
	v, err := f.Call(v8go.Undefined(i.isolate))
	if err == nil {
		i.results = append(i.results, v)
	}
	return v, err
}

func (i *instance) Eval(source string, deadline time.Duration) (string, error) {
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		i.terminate(deadline, done)
	}()
	defer func() {
		close(done)
		<-stopped
	}()
	v, err := i.context.RunScript(source, "hostile.js")
	if err != nil {
		return "", err
	}
	defer v.Release()
	return v.String(), nil
}

// terminate ends what runs at the deadline. It does so again and again: what
// comes after a nested call or in microtasks may have a termination of its own.
func (i *instance) terminate(deadline time.Duration, done chan struct{}) {
	for wait := deadline; ; wait = 10 * time.Millisecond {
		select {
		case <-done:
			return
		case <-time.After(wait):
			i.late.Store(true)
			i.isolate.TerminateExecution()
		}
	}
}

// Kind can't tell by the error which limit it was.
func (i *instance) Kind(err error) string {
	switch {
	case !strings.HasPrefix(err.Error(), "ExecutionTerminated"):
		return "exception"
	case i.late.Load():
		return "deadline"
	}
	return "memory"
}

func (i *instance) Close() {
	i.context.Close()
	i.isolate.Dispose()
}
