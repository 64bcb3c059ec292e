// Command isolates runs a hostile script in package v8.
package main

import (
	"context"
	"errors"
	"time"

	"github.com/nodeisolates/isolates/bench/hostile/runners/runner"
	"github.com/nodeisolates/isolates/v8"
)

func main() { runner.Main(open) }

type instance struct {
	isolate *v8.Isolate
	context *v8.Context
}

func open(memory int) (runner.Instance, error) {
	isolate, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: uint64(memory)})
	if err != nil {
		return nil, err
	}
	c, err := isolate.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return nil, err
	}
	return &instance{isolate, c}, nil
}

func (i *instance) Eval(source string, deadline time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	text := ""
	err := i.context.Run(ctx, func(s *v8.Scope) error {
		host, err := s.NewFunction(host, v8.FunctionOptions{Name: "host"})
		if err != nil {
			return err
		}
		if err := s.Global().Set("host", host.Value); err != nil {
			return err
		}
		script, err := s.Compile(source, v8.ScriptOrigin{Name: "hostile.js"})
		if err != nil {
			return err
		}
		v, err := script.Run()
		if err == nil {
			text = v.String()
		}
		return err
	})
	return text, err
}

func host(info v8.FunctionCallbackInfo) (v8.Value, error) {
	f, ok := info.Argument(0).AsFunction()
	if !ok {
		return v8.Undefined(), nil
	}
	return f.Call(v8.Undefined())
}

func (i *instance) Kind(err error) string {
	switch {
	case errors.Is(err, v8.ErrIsolateDead):
		return "dead"
	case errors.Is(err, v8.ErrMemoryLimit):
		return "memory"
	case errors.Is(err, context.DeadlineExceeded):
		return "deadline"
	}
	return "exception"
}

func (i *instance) Close() { i.isolate.Close() }
