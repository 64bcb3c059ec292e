package console_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// exampleContext is a context whose console writes to h.
func exampleContext(ctx context.Context, h console.Handler) (c *v8.Context, done func()) {
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: 64 << 20})
	check(err)
	c, err = iso.NewContext(ctx, v8.ContextOptions{Console: console.New(h, console.Options{})})
	check(err)
	return c, func() { check(iso.Close()) }
}

func Example() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	c, done := exampleContext(ctx, console.Writer(os.Stdout))
	defer done()
	check(c.Eval(ctx, `
		console.log('%s is %d', 'Ann', 42, {tags: ['a', 'b'], get secret() { return 1 }});
		console.group('group');
		console.warn(new Map([['key', {deep: {deeper: {deepest: {}}}}]]));
		console.groupEnd();
		console.table([{x: 1, y: 2}, {x: 3}]);`, nil))
	// Output:
	// Ann is 42 { tags: [ 'a', 'b' ], secret: [Getter] }
	// group
	//   Map(1) { 'key' => { deep: { deeper: [Object] } } }
	// ┌─────────┬───┬───┐
	// │ (index) │ x │ y │
	// ├─────────┼───┼───┤
	// │ 0       │ 1 │ 2 │
	// │ 1       │ 3 │   │
	// └─────────┴───┴───┘
}

// What one call writes, of many in one context.
func ExampleWithHandler() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	c, done := exampleContext(ctx, console.Writer(os.Stdout))
	defer done()

	var out console.Buffer
	err := c.Eval(console.WithHandler(ctx, &out), `console.log('for this call'); 1 + 1`, nil)
	check(err)
	fmt.Printf("%q\n", out.String())
	// Output: "for this call\n"
}

// Messages of a log, with the script's levels.
func ExampleSlog() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	h := slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})
	c, done := exampleContext(ctx, console.Slog(h.WithAttrs([]slog.Attr{slog.String("tenant", "a")})))
	defer done()
	check(c.Eval(ctx, `console.debug('not wanted'); console.error('failed', {code: 5})`, nil))
	// Output: level=ERROR msg="failed { code: 5 }" tenant=a
}
