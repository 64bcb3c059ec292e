package v8_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"math"
	"os"
	"strings"
	"time"

	"github.com/nodeisolates/isolates/v8"
)

// A Go function that JavaScript calls, with its arguments as they are.
func ExampleScope_NewFunction() {
	show(func(s *v8.Scope) error {
		join, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			if info.Length() == 0 {
				return v8.Undefined(), v8.TypeError.Errorf("nothing to join")
			}
			var words []string
			for n := range info.Length() {
				words = append(words, info.Argument(n).String())
			}
			text, err := info.Scope().NewString(strings.Join(words, "-"))
			return text.Value, err
		}, v8.FunctionOptions{Name: "join"})
		if err != nil {
			return err
		}
		if err := s.Global().Set("join", join.Value); err != nil {
			return err
		}
		return printAll(s, "join('a', 1, null)", "try { join() } catch (e) { e.name }", "join.name")
	})
	// Output:
	// a-1-null
	// TypeError
	// join
}

// Many calls in one crossing into V8, each with its own result or error.
func ExampleFunctionCallBatch() {
	show(func(s *v8.Scope) error {
		script, err := s.Compile("price => { if (price < 0) throw RangeError('below zero'); return price * 1.2 }", v8.ScriptOrigin{})
		if err != nil {
			return err
		}
		v, err := script.Run()
		if err != nil {
			return err
		}
		withTax, _ := v.AsFunction()
		var batch v8.FunctionCallBatch
		for _, price := range []float64{10, -1, 25} {
			batch.Add(withTax, v8.Undefined(), v8.NewNumber(price))
		}
		if err := batch.Call(); err != nil {
			return err
		}
		for n := range batch.Len() {
			price, err := batch.Result(n)
			fmt.Println(price, err)
		}
		return nil
	})
	// Output:
	// 12 <nil>
	// undefined v8: call: RangeError: below zero (<anonymous>:1:27)
	// 30 <nil>
}

// Any Go func of plain types: the arguments are checked and converted. A
// context.Context is the one that Run was called with.
func ExampleScope_NewFunctionOf() {
	type key struct{}
	hypotenuse := func(a, b float64) float64 { return math.Hypot(a, b) }
	whoAmI := func(ctx context.Context, greeting string) string { return greeting + ", " + ctx.Value(key{}).(string) }

	c := newContext()
	defer c.Isolate().Close()
	err := c.Run(context.WithValue(context.Background(), key{}, "tenant 7"), func(s *v8.Scope) error {
		for name, fn := range map[string]any{"hypotenuse": hypotenuse, "whoAmI": whoAmI} {
			f, err := s.NewFunctionOf(fn, v8.FunctionOptions{Name: name})
			if err != nil {
				return err
			}
			if err := s.Global().Set(name, f.Value); err != nil {
				return err
			}
		}
		return printAll(s, "hypotenuse(3, 4)", "whoAmI('hello')", "hypotenuse(3)")
	})
	var thrown *v8.Exception
	if errors.As(err, &thrown) {
		fmt.Println(thrown.Message)
	}
	// Output:
	// 5
	// hello, tenant 7
	// TypeError: argument 2: want number, got undefined
}

// A Go error goes through JavaScript and comes out as itself.
func ExampleFunctionCallback_error() {
	err := inContext(func(s *v8.Scope) error {
		read, err := s.NewFunctionOf(func(name string) error {
			_, err := os.ReadFile(name)
			return err
		}, v8.FunctionOptions{Name: "read"})
		if err != nil {
			return err
		}
		if err := s.Global().Set("read", read.Value); err != nil {
			return err
		}
		_, err = run(s, "try { read('/nowhere') } catch (e) { throw e instanceof Error ? e : 'not an Error' }")
		return err
	})
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output: true
}

func ExampleFunction_Call() {
	show(func(s *v8.Scope) error {
		v, err := run(s, "(function (factor) { return this.n * factor })")
		if err != nil {
			return err
		}
		f, _ := v.AsFunction()
		this, err := s.NewObject()
		if err != nil {
			return err
		}
		if err := this.Set("n", v8.NewInteger(6)); err != nil {
			return err
		}
		product, err := f.Call(this.Value, v8.NewInteger(7))
		fmt.Println(product)
		return err
	})
	// Output: 42
}

// Throw throws any value, and not only errors.
func ExampleThrow() {
	show(func(s *v8.Scope) error {
		exit, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8.Value{}, v8.Throw(info.Argument(0))
		}, v8.FunctionOptions{Name: "exit"})
		if err != nil {
			return err
		}
		if err := s.Global().Set("exit", exit.Value); err != nil {
			return err
		}
		caught, err := run(s, "try { exit(3) } catch (code) { code + 1 }")
		fmt.Println(caught)
		return err
	})
	// Output: 4
}

func ExampleScope_NewError() {
	err := inContext(func(s *v8.Scope) error {
		cause, err := s.NewError(v8.RangeError, "disk is full", v8.Undefined())
		if err != nil {
			return err
		}
		failure, err := s.NewError(v8.Error, "could not save", cause.Value)
		if err != nil {
			return err
		}
		if err := s.Global().Set("failure", failure.Value); err != nil {
			return err
		}
		_, err = run(s, "throw failure")
		return err
	})
	var thrown *v8.Exception
	if errors.As(err, &thrown) {
		fmt.Println(thrown.Message)
		fmt.Println(thrown.Cause.Message)
	}
	// Output:
	// Error: could not save
	// RangeError: disk is full
}

// A promise that Go settles, and another function of Go that waits for it.
func ExamplePromise_Then() {
	show(func(s *v8.Scope) error {
		resolver, err := s.NewPromiseResolver()
		if err != nil {
			return err
		}
		_, err = resolver.Promise().Then(func(_ *v8.Scope, value v8.Value) (v8.Value, error) {
			fmt.Println("fulfilled with", value)
			return value, nil
		}, nil)
		if err != nil {
			return err
		}
		if err := resolver.Resolve(v8.NewInteger(42)); err != nil {
			return err
		}
		fmt.Println(resolver.Promise().State())
		return nil // then microtasks run
	})
	// Output:
	// fulfilled
	// fulfilled with 42
}

// By default a rejection that nobody handles is the error of Run.
func ExampleIsolateOptions_onUnhandledRejection() {
	for _, hook := range []func(*v8.Scope, v8.Promise, *v8.Exception) error{
		nil,
		func(_ *v8.Scope, _ v8.Promise, reason *v8.Exception) error {
			fmt.Println("logged:", reason.Message)
			return nil
		},
	} {
		iso, err := v8.NewIsolate(v8.IsolateOptions{OnUnhandledRejection: hook})
		if err != nil {
			log.Fatal(err)
		}
		defer iso.Close()
		c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Run(context.Background(), func(s *v8.Scope) error {
			_, err := run(s, "Promise.reject(new Error('lost')); 1")
			return err
		}))
	}
	// Output:
	// v8: unhandled rejection: Error: lost (example.js:1:16)
	// logged: Error: lost
	// <nil>
}

// What counts is the time that JavaScript computes, not the time that it takes.
func ExampleRunOptions() {
	c := newContext()
	defer c.Isolate().Close()
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		_, err := run(s, "for (;;);")
		return err
	}, v8.RunOptions{CPULimit: 20 * time.Millisecond})
	fmt.Println(errors.Is(err, v8.ErrCPULimit))
	// Output: true
}
