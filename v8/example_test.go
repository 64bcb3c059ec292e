package v8_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/nodeisolates/isolates/v8"
)

func Example() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: 64 << 20})
	if err != nil {
		log.Fatal(err)
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	var greeting string
	if err := c.Eval(ctx, `'Hello' + ', World!'`, &greeting); err != nil {
		log.Fatal(err)
	}
	fmt.Println(greeting)
	// Output: Hello, World!
}

// The other examples are about one thing each; these functions are what they
// leave out.

// newContext makes a context in an isolate of its own.
func newContext() *v8.Context {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		log.Fatal(err)
	}
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		log.Fatal(err)
	}
	return c
}

// inContext calls fn in a context of its own.
func inContext(fn func(s *v8.Scope) error) error {
	c := newContext()
	defer c.Isolate().Close()
	return c.Run(context.Background(), fn)
}

// show is inContext where nothing goes wrong.
func show(fn func(s *v8.Scope) error) {
	if err := inContext(fn); err != nil {
		log.Fatal(err)
	}
}

func run(s *v8.Scope, source string) (v8.Value, error) {
	script, err := s.Compile(source, v8.ScriptOrigin{Name: "example.js"})
	if err != nil {
		return v8.Value{}, err
	}
	return script.Run()
}

// printAll runs scripts and prints their values.
func printAll(s *v8.Scope, sources ...string) error {
	for _, source := range sources {
		v, err := run(s, source)
		if err != nil {
			return err
		}
		fmt.Println(v)
	}
	return nil
}

func ExampleInitialize() {
	if err := v8.Initialize(); err != nil {
		log.Fatal(err) // says what stands in the way, and the cure
	}
	fmt.Println(v8.Initialize())
	// Output: <nil>
}

// Flags are set first of all. Not run here, where V8 has started.
func ExampleSetFlags() {
	if err := v8.SetFlags("--expose-gc", "--max-lazy"); err != nil {
		log.Fatal(err)
	}
}

func ExampleSetFlags_tooLate() {
	if err := v8.Initialize(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(v8.SetFlags("--expose-gc"))
	// Output: v8: set flags: V8 has started: do this before the first isolate
}

// Dispose is for good, so that it is not run here.
func ExampleDispose() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		log.Fatal(err)
	}
	iso.Close()
	if err := v8.Dispose(); err != nil {
		log.Fatal(err) // an isolate is still open
	}
}

func ExampleStats() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := iso.NewContext(context.Background(), v8.ContextOptions{}); err != nil {
		log.Fatal(err)
	}
	fmt.Println(v8.Stats().Isolates, v8.Stats().Contexts)
	iso.Close()
	fmt.Println(v8.Stats().Isolates, v8.Stats().Contexts)
	// Output:
	// 1 1
	// 0 0
}

// Two contexts of an isolate share its heap and nothing else.
func ExampleIsolate_NewContext() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer iso.Close()
	for range 2 {
		c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
		if err != nil {
			log.Fatal(err)
		}
		c.Run(context.Background(), func(s *v8.Scope) error {
			v, err := run(s, "globalThis.visits = (globalThis.visits ?? 0) + 1")
			fmt.Println(v, err)
			return err
		})
	}
	// Output:
	// 1 <nil>
	// 1 <nil>
}

// A memory limit ends the script that runs into it, and nothing else.
func ExampleIsolateOptions_memoryLimit() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: 32 << 20})
	if err != nil {
		log.Fatal(err)
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for _, source := range []string{"{ const all = []; for (;;) all.push({}) }", "6 * 7"} {
		err = c.Run(context.Background(), func(s *v8.Scope) error {
			v, err := run(s, source)
			fmt.Println(v, errors.Is(err, v8.ErrMemoryLimit))
			return err
		})
	}
	// Output:
	// undefined true
	// 42 false
}

// What V8 can't return from costs the isolate, and not the process.
func ExampleErrIsolateDead() {
	err := inContext(func(s *v8.Scope) error {
		_, err := run(s, "'ab'.repeat(2 ** 27).split('')")
		return err
	})
	fmt.Println(errors.Is(err, v8.ErrIsolateDead))
	// Output: true
}

// A deadline stops JavaScript that would run for ever. The next Run works.
func ExampleContext_Run_deadline() {
	c := newContext()
	defer c.Isolate().Close()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err := c.Run(ctx, func(s *v8.Scope) error {
		_, err := run(s, "for (;;);")
		return err
	})
	fmt.Println(err)
	fmt.Println(errors.Is(err, v8.ErrTerminated), errors.Is(err, context.DeadlineExceeded))
	// Output:
	// v8: run "example.js": terminated: context deadline exceeded (at example.js:1:1)
	// true true
}

// Microtasks, such as what waits for promises, run when the outermost Run ends.
func ExampleContext_Run_microtasks() {
	c := newContext()
	defer c.Isolate().Close()
	for _, source := range []string{"let answer; (async () => { answer = await 42 })(); answer", "answer"} {
		c.Run(context.Background(), func(s *v8.Scope) error {
			v, err := run(s, source)
			fmt.Println(v)
			return err
		})
	}
	// Output:
	// undefined
	// 42
}

// Terminate gives a reason of your own.
func ExampleIsolate_Terminate() {
	errOverBudget := errors.New("the tenant is over its budget")
	err := inContext(func(s *v8.Scope) error {
		time.AfterFunc(50*time.Millisecond, func() { s.Isolate().Terminate(errOverBudget) })
		_, err := run(s, "for (;;);")
		return err
	})
	fmt.Println(err)
	fmt.Println(errors.Is(err, errOverBudget))
	// Output:
	// v8: run "example.js": terminated: the tenant is over its budget (at example.js:1:1)
	// true
}

// Close ends what runs, and waits for it.
func ExampleIsolate_Close() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		log.Fatal(err)
	}
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		log.Fatal(err)
	}
	time.AfterFunc(50*time.Millisecond, func() { iso.Close() })
	err = c.Run(context.Background(), func(s *v8.Scope) error {
		_, err := run(s, "for (;;);")
		return err
	})
	fmt.Println(err)
	fmt.Println(c.Run(context.Background(), func(*v8.Scope) error { return nil }))
	// Output:
	// v8: run "example.js": terminated: closed (at example.js:1:1)
	// v8: isolate: closed
}

// A scope for each turn of a loop keeps its values from piling up.
func ExampleScope_Nested() {
	total := 0
	err := inContext(func(s *v8.Scope) error {
		for n := range 1000 {
			err := s.Nested(func(s *v8.Scope) error {
				text, err := s.NewString(fmt.Sprint("item ", n))
				total += text.Length()
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	fmt.Println(total, err)
	// Output: 7890 <nil>
}

// A compiled script runs as often as you like, in the Run it was compiled in.
func ExampleScope_Compile() {
	err := inContext(func(s *v8.Scope) error {
		script, err := s.Compile("globalThis.n = (globalThis.n ?? 0) + 1", v8.ScriptOrigin{Name: "count.js"})
		if err != nil {
			return err
		}
		for range 3 {
			v, err := script.Run()
			fmt.Println(v, err)
		}
		return nil
	})
	fmt.Println(err)
	// Output:
	// 1 <nil>
	// 2 <nil>
	// 3 <nil>
	// <nil>
}

// Source text that is part of a larger file, such as a script in a web page.
func ExampleScriptOrigin() {
	err := inContext(func(s *v8.Scope) error {
		script, err := s.Compile("null.x", v8.ScriptOrigin{Name: "page.html", LineOffset: 41, ColumnOffset: 8})
		if err != nil {
			return err
		}
		_, err = script.Run()
		return err
	})
	fmt.Println(err)
	// Output: v8: run "page.html": TypeError: Cannot read properties of null (reading 'x') (page.html:42:14)
}

func ExampleException() {
	err := inContext(func(s *v8.Scope) error {
		_, err := run(s, "function area(shape) {\n  return shape.width * shape.height\n}\narea(null)")
		return err
	})
	var exception *v8.Exception
	if errors.As(err, &exception) {
		fmt.Println(exception.Message)
		fmt.Println(exception.Line, exception.Column)
		fmt.Printf("%+v\n", exception)
	}
	// Output:
	// TypeError: Cannot read properties of null (reading 'width')
	// 2 16
	// v8: run "example.js": TypeError: Cannot read properties of null (reading 'width') (example.js:2:16)
	//   return shape.width * shape.height
	//     at area (example.js:2:16)
	//     at example.js:4:1
}

func ExampleValue() {
	err := inContext(func(s *v8.Scope) error {
		for _, source := range []string{"1 / 3", "'text'", "[1, 2]", "x => x", "new Map", "undefined"} {
			v, err := run(s, source)
			if err != nil {
				return err
			}
			fmt.Printf("%v: %v\n", v.Kind(), v)
		}
		return nil
	})
	fmt.Println(err)
	// Output:
	// number: 0.3333333333333333
	// string: text
	// Array: [object Array]
	// Function: x => x
	// Map: #<Map>
	// undefined: undefined
	// <nil>
}

func ExampleValue_AsInt32() {
	for _, f := range []float64{42, 42.5, 3e9} {
		fmt.Println(v8.NewNumber(f).AsInt32())
	}
	// Output:
	// 42 true
	// 0 false
	// 0 false
}

// A string's length is in UTF-16 code units, as in JavaScript.
func ExampleScope_NewString() {
	err := inContext(func(s *v8.Scope) error {
		text, err := s.NewString("Grüße 😀")
		if err != nil {
			return err
		}
		fmt.Println(text, text.Length())
		return nil
	})
	fmt.Println(err)
	// Output:
	// Grüße 😀 8
	// <nil>
}
