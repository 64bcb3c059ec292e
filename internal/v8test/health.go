package v8test

import (
	"context"
	"fmt"

	"github.com/nodeisolates/isolates/v8"
)

// RequireUsable, RunIn and the like fail a test; what is here gives an error, for
// goroutines of which a test has many.

// UseNewIsolate makes an isolate, runs JavaScript in it and closes it.
func UseNewIsolate(options v8.IsolateOptions) error {
	iso, err := NewIsolate(options)
	if err != nil {
		return err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return err
	}
	return EvalIn(context.Background(), c, "[1, 2, 3].map(x => x * 2).join()")
}

// Usable is an error unless a healthy script gets the right result in iso.
func Usable(iso *v8.Isolate) error {
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return fmt.Errorf("after the attack: %w", err)
	}
	defer c.Close()
	if err := Healthy(c); err != nil {
		return fmt.Errorf("after the attack: %w", err)
	}
	return nil
}

// Healthy is an error unless c computes what it should: in JavaScript that is
// compiled and garbage that is collected, in a callback, in microtasks.
func Healthy(c *v8.Context) error {
	const source = `
		(() => {
			const words = Array.from({length: 2000}, (_, i) => ({key: 'k' + i * 7919 % 2003, n: i}));
			words.sort((a, b) => a.key < b.key ? -1 : 1);
			const sum = JSON.parse(JSON.stringify(words)).reduce((s, w, i) => (s * 31 + w.n * (i + 1)) % 1000003, 7);
			globalThis.answer = Promise.resolve(sum).then(async n => n + await host(() => 1));
			return /(\d+)-(\d+)/.exec('x' + sum + '-' + host(() => 41n ** 3n)).slice(1).join();
		})()`
	const want, wantAnswer = "529765,68921", "529766"
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		host, err := s.NewFunction(CallBack, v8.FunctionOptions{})
		if err == nil {
			err = s.Global().Set("host", host.Value)
		}
		if err != nil {
			return err
		}
		v, err := Eval(s, source)
		if err == nil && v.String() != want {
			err = fmt.Errorf("healthy script gave %s, want %s", v, want)
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.Run(context.Background(), func(s *v8.Scope) error {
		v, err := s.Global().Get("answer")
		if err != nil {
			return err
		}
		promise, ok := v.AsPromise()
		if !ok || promise.Result().String() != wantAnswer {
			return fmt.Errorf("healthy promise is %s, want %s", v, wantAnswer)
		}
		return nil
	})
}
