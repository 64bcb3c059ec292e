// Command rules rates a thousand orders by a script, on eight goroutines. Some orders
// make the script loop, eat memory, throw or return what is no rating: each costs its
// own order an error, and the others nothing.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/v8/vm"
	_ "github.com/nodeisolates/isolates/v8/vm/inprocess"
)

// An Order is what the script gets.
type Order struct {
	Coupon string `js:"coupon"`
	Items  []Item `js:"items"`
}

// An Item is a line of an order.
type Item struct {
	Name  string  `js:"name"`
	Price float64 `js:"price"`
	Count int     `js:"count"`
}

// A Rating is what it returns.
type Rating struct {
	Total    float64  `js:"total"`
	Discount float64  `js:"discount"`
	Notes    []string `js:"notes"`
}

const script = `
const rate = ({coupon, items}) => {
	const sum = items.reduce((sum, {price, count}) => sum + price * count, 0);
	switch (coupon) {
	case 'LOOP': for (;;);
	case 'MEMORY': for (const kept = [];;) kept.push(new Array(1000).fill({}));
	case 'THROW': throw new RangeError('coupon ' + coupon + ' is not valid');
	case 'WRONG': return {total: 'much'};
	case 'TENTH': return {total: sum * 0.9, discount: sum * 0.1, notes: ['a tenth off']};
	}
	return {total: sum, discount: 0, notes: []};
};`

// newEngine makes an engine of up to eight isolates, which run the script when they
// are needed. Dead ones are replaced.
func newEngine(host *vm.Host) *vm.Pool {
	return vm.NewPool(host, vm.PoolOptions{
		Isolate: vm.IsolateOptions{MemoryLimit: 32 << 20, CPULimit: 100 * time.Millisecond},
		Prepare: func(ctx context.Context, c *vm.Context) error {
			return c.Eval(ctx, script, nil, vm.CallOptions{Name: "rules.js"})
		},
		Size: 8, PerTenant: 8, KeepContexts: true,
	})
}

// rate rates an order. Any number of goroutines may call it.
func rate(ctx context.Context, engine *vm.Pool, order Order) (rating Rating, err error) {
	err = engine.Run(ctx, "", func(ctx context.Context, c *vm.Context) error {
		return c.EvalClosure(ctx, "return rate($0)", []any{order}, &rating)
	})
	return rating, err
}

func main() {
	if err := run(context.Background(), 1000, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run rates so many orders, and prints how they ended.
func run(ctx context.Context, orders int, to io.Writer) error {
	host, err := vm.NewHost(vm.HostOptions{})
	if err != nil {
		return err
	}
	defer host.Close()
	engine := newEngine(host)
	defer engine.Close()

	var wait sync.WaitGroup
	errs := make([]error, orders)
	for n := range orders {
		wait.Go(func() { errs[n] = check(ctx, engine, n) })
	}
	wait.Wait()
	said := map[string]bool{}
	for n, err := range errs {
		if coupon := couponOf(n); err != nil && !said[coupon] {
			said[coupon] = true
			fmt.Fprintf(to, "order with coupon %s: %v\n", coupon, err)
		}
	}
	return nil
}

// couponOf is the coupon of an order: one of a hundred is bad in one of four ways.
func couponOf(n int) string {
	bad := map[int]string{20: "LOOP", 40: "MEMORY", 60: "THROW", 80: "WRONG"}
	if coupon, ok := bad[n%100]; ok {
		return coupon
	}
	return "TENTH"
}

// check rates an order, whose total is known.
func check(ctx context.Context, engine *vm.Pool, n int) error {
	order := Order{Coupon: couponOf(n), Items: []Item{{"tea", 2.5, n}, {"milk", 1, 1}}}
	rating, err := rate(ctx, engine, order)
	if err != nil {
		return err
	}
	if want := (2.5*float64(n) + 1) * 0.9; rating.Total != want {
		return errors.New("a wrong total")
	}
	return nil
}
