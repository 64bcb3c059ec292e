package web_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

func ExampleInstall() {
	ctx := context.Background()
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	check(err)
	defer iso.Close()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	check(err)
	l, err := loop.New(c, loop.Options{})
	check(err)
	defer l.Close()

	check(web.Install(l, web.Options{}))

	var text string
	check(c.Eval(ctx, `atob("SGVsbG8sIFdvcmxkIQ==")`, &text))
	fmt.Println(text)
	// Output: Hello, World!
}

// Leave out what scripts have no business with.
func ExampleOptions() {
	ctx := context.Background()
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	check(err)
	defer iso.Close()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	check(err)
	l, err := loop.New(c, loop.Options{})
	check(err)
	defer l.Close()

	check(web.Install(l, web.Options{
		Parts:          web.AllParts &^ (web.Fetch | web.Crypto),
		TimeResolution: time.Millisecond,
	}))

	var found []string
	check(c.Eval(ctx, `[typeof URL, typeof fetch, typeof crypto]`, &found))
	fmt.Println(found)
	// Output: [function undefined undefined]
}

// Go awaits what a script makes of the web platform.
func ExampleInstall_await() {
	ctx := context.Background()
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	check(err)
	defer iso.Close()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	check(err)
	l, err := loop.New(c, loop.Options{})
	check(err)
	defer l.Close()
	check(web.Install(l, web.Options{}))

	var digest []byte
	check(l.Await(ctx, &digest, func(s *v8.Scope) (v8.Value, error) {
		var promise v8.Value
		err := s.Eval(`crypto.subtle.digest("SHA-256", new TextEncoder().encode("abc"))`, &promise)
		return promise, err
	}))
	fmt.Printf("%x...\n", digest[:4])
	// Output: ba7816bf...
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
