package vm_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/nodeisolates/isolates/v8/vm"
)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func Example() {
	ctx := context.Background()
	host, err := vm.NewHost(vm.HostOptions{}) // or {Tier: vm.Process}
	check(err)
	defer host.Close()
	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{MemoryLimit: 64 << 20})
	check(err)
	guest, err := isolate.NewContext(ctx, vm.ContextOptions{})
	check(err)
	check(guest.Global().Set(ctx, "price", func(item string) (float64, error) {
		if item != "tea" {
			return 0, errors.New("we have tea only")
		}
		return 2.5, nil
	}))
	var total float64
	check(guest.Eval(ctx, "price('tea') * 4", &total))
	fmt.Println(total)
	err = guest.Eval(ctx, "for (;;);", nil, vm.CallOptions{CPULimit: 20 * time.Millisecond})
	fmt.Println(errors.Is(err, vm.ErrCPULimit))
	fmt.Println(guest.Eval(ctx, "price('milk')", nil, vm.CallOptions{Name: "shop.js"}))
	// Output:
	// 10
	// true
	// vm: eval: Error: we have tea only (shop.js:1:1)
}

func ExampleOutput() {
	ctx := context.Background()
	host, err := vm.NewHost(vm.HostOptions{})
	check(err)
	defer host.Close()
	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{})
	check(err)
	var out vm.Output
	guest, err := isolate.NewContext(ctx, vm.ContextOptions{Console: out.Console()})
	check(err)
	check(guest.Eval(ctx, "console.log('%s has', 'it', {tea: ['green', 'black']})", nil))
	fmt.Print(out.String())
	// Output:
	// it has { tea: [ 'green', 'black' ] }
}

func ExampleHost_NewSnapshot() {
	ctx := context.Background()
	host, err := vm.NewHost(vm.HostOptions{})
	check(err)
	defer host.Close()
	snapshot, err := host.NewSnapshot(ctx, vm.SnapshotOptions{
		Scripts: []vm.SnapshotScript{{Name: "library.js", Source: "const greet = name => 'Hello, ' + name; greet('nobody')"}},
	})
	check(err)
	defer snapshot.Close()
	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{Snapshot: snapshot})
	check(err)
	guest, err := isolate.NewContext(ctx, vm.ContextOptions{})
	check(err)
	var text string
	check(guest.Eval(ctx, "greet('World')", &text))
	fmt.Println(text)
	// Output: Hello, World
}

func ExamplePool() {
	ctx := context.Background()
	host, err := vm.NewHost(vm.HostOptions{})
	check(err)
	defer host.Close()
	pool := vm.NewPool(host, vm.PoolOptions{
		Prepare: func(ctx context.Context, c *vm.Context) error {
			return c.Eval(ctx, "function greet(name) { return 'Hello, ' + name }", nil)
		},
	})
	defer pool.Close()
	check(pool.Run(ctx, "some tenant", func(ctx context.Context, c *vm.Context) error {
		var text string
		err := c.EvalClosure(ctx, "return greet($0)", []any{"World"}, &text)
		fmt.Println(text)
		return err
	}))
	// Output: Hello, World
}
