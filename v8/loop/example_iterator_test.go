package loop_test

import (
	"context"
	"fmt"
	"log"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// JavaScript asks for one line after another.
func ExampleNewAsyncIterator() {
	l := open()
	defer l.Context().Isolate().Close()
	lines := func(yield func(string, error) bool) {
		for n := 1; ; n++ {
			if !yield(fmt.Sprint("line ", n), nil) {
				fmt.Println("stopped")
				return
			}
		}
	}
	var got []string
	err := l.Await(context.Background(), &got, func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		all, err := loop.NewAsyncIterator(l, s, lines)
		if err != nil {
			return v, err
		}
		if err := s.Global().Set("lines", all.Value); err != nil {
			return v, err
		}
		err = s.Eval(`(async () => {
			const got = []
			for await (const line of lines) if (got.push(line) == 2) break
			return got
		})()`, &v)
		return v, err
	})
	fmt.Println(got, err)
	// Output:
	// stopped
	// [line 1 line 2] <nil>
}

// Go asks for one value after another.
func ExampleValues() {
	l := open()
	defer l.Context().Isolate().Close()
	count := func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		err := s.Eval("(async function * () { for (let n = 1; ; n++) yield n })()", &v)
		return v, err
	}
	for n, err := range loop.Values[int](context.Background(), l, count) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(n)
		if n == 3 {
			break
		}
	}
	// Output:
	// 1
	// 2
	// 3
}
