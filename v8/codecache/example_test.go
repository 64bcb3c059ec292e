package codecache_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/codecache"
)

// Two isolates run one library, and the second does not compile it.
func Example() {
	library := "function greet(name) { return `Hello, ${name}!` }" + strings.Repeat("\n", 1024)
	cache := codecache.NewMemory(64 << 20)
	for _, name := range []string{"Ada", "Grace"} {
		iso, err := v8.NewIsolate(v8.IsolateOptions{CodeCache: cache})
		if err != nil {
			panic(err)
		}
		c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
		if err != nil {
			panic(err)
		}
		if err := c.Eval(context.Background(), library, nil); err != nil {
			panic(err)
		}
		var greeting string
		if err := c.Eval(context.Background(), fmt.Sprintf("greet(%q)", name), &greeting); err != nil {
			panic(err)
		}
		fmt.Println(greeting)
		iso.Close()
	}
	fmt.Println(cache.Len(), "text")
	// Output:
	// Hello, Ada!
	// Hello, Grace!
	// 1 text
}
