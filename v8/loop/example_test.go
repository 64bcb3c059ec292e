package loop_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// A host of plugins, which answer many requests at a time by asking others.
func Example() {
	type request struct{ Path string }
	type response struct{ Status, Body string }
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: 64 << 20})
	if err != nil {
		log.Fatal(err)
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		log.Fatal(err)
	}
	l, err := loop.New(c, loop.Options{})
	if err != nil {
		log.Fatal(err)
	}
	err = l.SetAsync("fetch", func(ctx context.Context, url string) (string, error) {
		select {
		case <-time.After(time.Millisecond): // as if it asked a server
			return "<" + url + ">", nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	})
	if err != nil {
		log.Fatal(err)
	}
	err = c.Eval(context.Background(), `
		async function onRequest({Path}) {
			const parts = await Promise.all([fetch(Path), fetch("/footer")])
			await new Promise(resolve => setTimeout(resolve, 1))
			return {Status: "200", Body: parts.join()}
		}`, nil)
	if err != nil {
		log.Fatal(err)
	}
	onRequest, err := loop.FuncOf[func(context.Context, request) (response, error)](l, "onRequest")
	if err != nil {
		log.Fatal(err)
	}

	var all sync.WaitGroup
	answers := make([]response, 80)
	for n := range answers {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			if answers[n], err = onRequest(ctx, request{fmt.Sprint("/", n)}); err != nil {
				log.Fatal(err)
			}
		})
	}
	all.Wait()
	fmt.Println(answers[0], answers[79])
	// Output: {200 </0>,</footer>} {200 </79>,</footer>}
}

// The error of a Go function comes back through JavaScript, with the place of the
// call.
func ExampleLoop_SetAsync() {
	l := open()
	defer l.Context().Isolate().Close()
	errGone := errors.New("gone")
	l.SetAsync("read", func(ctx context.Context, name string) (string, error) { return "", errGone })
	err := l.Await(context.Background(), nil, func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		err := s.Eval("async function main() { return await read('x') }\nmain()", &v)
		return v, err
	})
	fmt.Println(errors.Is(err, errGone))
	fmt.Println(err)
	// Output:
	// true
	// v8: await: Error: gone (<anonymous>:1:38)
}

// A promise that nothing can settle any more is told at once.
func ExampleLoop_Await_never() {
	l := open()
	defer l.Context().Isolate().Close()
	err := l.Await(context.Background(), nil, func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		err := s.Eval("new Promise(() => {})", &v)
		return v, err
	})
	fmt.Println(errors.Is(err, loop.ErrNeverSettles))
	// Output: true
}

// A script's timers run while somebody waits for all of them.
func ExampleLoop_Drain() {
	l := open()
	defer l.Context().Isolate().Close()
	ctx := context.Background()
	l.Context().Eval(ctx, `
		var told = []
		setTimeout(() => told.push("later"), 1)
		queueMicrotask(() => told.push("soon"))
		told.push("now")`, nil)
	if err := l.Drain(ctx); err != nil {
		log.Fatal(err)
	}
	var told []string
	l.Context().Eval(ctx, "told", &told)
	fmt.Println(told)
	// Output: [now soon later]
}

// open makes a loop in an isolate of its own.
func open() *loop.Loop {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		log.Fatal(err)
	}
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		log.Fatal(err)
	}
	l, err := loop.New(c, loop.Options{})
	if err != nil {
		log.Fatal(err)
	}
	return l
}
