package v8_test

import (
	"context"
	"fmt"
	"log"

	"github.com/nodeisolates/isolates/v8"
)

// Each request has a context that no other request has had, and waits for none.
func ExampleIsolate_NewContextPool() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: 64 << 20})
	if err != nil {
		log.Fatal(err)
	}
	defer iso.Close()
	pool := iso.NewContextPool(v8.ContextPoolOptions{
		Prepare: func(ctx context.Context, c *v8.Context) error {
			return c.Eval(ctx, "let seen = 0; const visit = name => `${name} is visitor ${++seen}`", nil)
		},
	})
	defer pool.Close()
	for _, name := range []string{"'Ada'", "'Grace'"} {
		c, err := pool.Get(context.Background())
		if err != nil {
			log.Fatal(err)
		}
		var greeting string
		if err := c.Eval(context.Background(), "visit("+name+")", &greeting); err != nil {
			log.Fatal(err)
		}
		c.Close()
		fmt.Println(greeting)
	}
	// Output:
	// Ada is visitor 1
	// Grace is visitor 1
}
