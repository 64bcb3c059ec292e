package loop_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

type request struct{ Path string }

type response struct{ Status, Body string }

// A pluginHost is an isolate with a script that answers requests.
type pluginHost struct {
	isolate   *v8.Isolate
	onRequest func(context.Context, request) (response, error)
}

func newPluginHost(script string) (*pluginHost, error) {
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: 64 << 20})
	if err != nil {
		return nil, err
	}
	h := &pluginHost{isolate: iso}
	if err := h.start(script); err != nil {
		iso.Close()
		return nil, err
	}
	return h, nil
}

func (h *pluginHost) start(script string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, err := h.isolate.NewContext(ctx, v8.ContextOptions{})
	if err != nil {
		return err
	}
	l, err := loop.New(c, loop.Options{MaxInFlight: 100})
	if err != nil {
		return err
	}
	if err := errors.Join(l.SetAsync("fetch", fetch), c.Eval(ctx, script, nil)); err != nil {
		return err
	}
	h.onRequest, err = loop.FuncOf[func(context.Context, request) (response, error)](l, "onRequest")
	return err
}

// fetch stands for what takes a while.
func fetch(ctx context.Context, url string) (string, error) {
	select {
	case <-time.After(time.Millisecond):
		return "<" + url + ">", nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// A host of plugins, which answer many requests at a time by asking others.
func Example() {
	h, err := newPluginHost(`
		async function onRequest({Path}) {
			const parts = await Promise.all([fetch(Path), fetch("/footer")])
			await new Promise(resolve => setTimeout(resolve, 1))
			return {Status: "200", Body: parts.join()}
		}`)
	if err != nil {
		log.Fatal(err)
	}
	defer h.isolate.Close()
	var all sync.WaitGroup
	var right atomic.Int32
	for n := range 80 {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			r, err := h.onRequest(ctx, request{fmt.Sprint("/", n)})
			if err == nil && r.Body == fmt.Sprintf("</%d>,</footer>", n) {
				right.Add(1)
			}
		})
	}
	all.Wait()
	fmt.Println(right.Load(), "of 80")
	// Output: 80 of 80
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
