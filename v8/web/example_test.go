package web_test

import (
	"context"
	"fmt"
	"log"

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

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
