package v8_test

import (
	"context"
	"fmt"
	"log"

	"github.com/nodeisolates/isolates/v8"
)

// A Global keeps a value from one Run to the next.
func ExampleGlobal() {
	c := newContext()
	defer c.Isolate().Close()
	var handler *v8.Global[v8.Function]
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		v, err := run(s, "let calls = 0; () => ++calls")
		if err != nil {
			return err
		}
		f, _ := v.AsFunction()
		handler, err = v8.NewGlobal(s, f)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	defer handler.Close()
	for range 2 {
		err := c.Run(context.Background(), func(s *v8.Scope) error {
			calls, err := handler.Get(s).Call(v8.Undefined())
			fmt.Println(calls)
			return err
		})
		if err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// 1
	// 2
}

// A Weak does not keep its object. The function is called in the first Run after
// the garbage collector has found that nothing else does.
func ExampleNewWeak() {
	c := newContext()
	defer c.Isolate().Close()
	collected := false
	run := func(fn func(s *v8.Scope) error) {
		if err := c.Run(context.Background(), fn); err != nil {
			log.Fatal(err)
		}
	}
	var weak *v8.Weak[v8.Object]
	run(func(s *v8.Scope) error {
		session, err := s.NewObject()
		if err != nil {
			return err
		}
		weak, err = v8.NewWeak(s, session, func() { collected = true })
		if err != nil {
			return err
		}
		_, ok := weak.Get(s)
		fmt.Println("alive:", ok)
		return nil
	})
	for !collected {
		run(func(s *v8.Scope) error { // makes garbage, until there is reason to collect it
			for range 100 {
				if _, err := s.NewArrayBuffer(1 << 20); err != nil {
					return err
				}
			}
			return nil
		})
	}
	run(func(s *v8.Scope) error {
		_, ok := weak.Get(s)
		fmt.Println("alive:", ok)
		return weak.Close()
	})
	// Output:
	// alive: true
	// alive: false
}

// Of all that is made on the way, only the result lives on.
func ExampleEscape() {
	show(func(s *v8.Scope) error {
		longest, err := v8.Escape(s, func(s *v8.Scope) (v8.String, error) {
			var longest v8.String
			for _, source := range []string{"'short'", "'a longer one'", "'so so'"} {
				v, err := run(s, source)
				if err != nil {
					return longest, err
				}
				text, _ := v.AsString()
				if !longest.IsString() || text.Length() > longest.Length() {
					longest = text
				}
			}
			return longest, nil
		})
		fmt.Println(longest)
		return err
	})
	// Output: a longer one
}

// Iterate is for...of: here over a Map, whose entries are arrays.
func ExampleValue_Iterate() {
	show(func(s *v8.Scope) error {
		v, err := run(s, "new Map([['one', 1], ['two', 2], ['three', 3]])")
		if err != nil {
			return err
		}
		for entry, err := range v.Iterate() {
			if err != nil {
				return err
			}
			pair, _ := entry.AsArray()
			both, err := pair.Elements()
			if err != nil {
				return err
			}
			fmt.Println(both[0], both[1])
			if both[0].String() == "two" {
				break // closes the iterator
			}
		}
		return nil
	})
	// Output:
	// one 1
	// two 2
}

// A private property is Go's alone: no script sees it.
func ExamplePrivate() {
	show(func(s *v8.Scope) error {
		v, err := run(s, "globalThis.user = { name: 'Ada' }")
		if err != nil {
			return err
		}
		user, _ := v.AsObject()
		id, err := s.PrivateForAPI("example.com/id")
		if err != nil {
			return err
		}
		if err := user.SetPrivate(id, v8.NewInteger(7)); err != nil {
			return err
		}
		keys, err := run(s, "Reflect.ownKeys(user).join()")
		if err != nil {
			return err
		}
		n, err := user.GetPrivate(id)
		fmt.Println(keys, n)
		return err
	})
	// Output: name 7
}

// A symbol is a property key that is equal to no other.
func ExampleScope_NewSymbol() {
	show(func(s *v8.Scope) error {
		key, err := s.NewSymbol("id")
		if err != nil {
			return err
		}
		o, err := s.NewObject()
		if err != nil {
			return err
		}
		if err := o.SetKey(key.Value, v8.NewInteger(7)); err != nil {
			return err
		}
		n, err := o.GetKey(key.Value)
		if err != nil {
			return err
		}
		named, err := o.Has("id")
		fmt.Println(key, n, named)
		return err
	})
	// Output: Symbol(id) 7 false
}

// What is nil in a descriptor is left out, as in JavaScript.
func ExampleObject_DefineProperty() {
	show(func(s *v8.Scope) error {
		one, yes := v8.NewInteger(1), true
		if _, err := s.Global().DefineProperty("version", v8.PropertyDescriptor{Value: &one, Enumerable: &yes}); err != nil {
			return err
		}
		v, err := run(s, "version = 2; delete globalThis.version; version")
		fmt.Println(v)
		return err
	})
	// Output: 1
}

// The keys, less those that a filter leaves out.
func ExampleObject_PropertyNames() {
	show(func(s *v8.Scope) error {
		v, err := run(s, "Object.defineProperty({ a: 1, [Symbol('s')]: 2, 3: 3 }, 'hidden', { value: 4 })")
		if err != nil {
			return err
		}
		o, _ := v.AsObject()
		for _, options := range []v8.PropertyNamesOptions{{}, {Filter: v8.OnlyEnumerable | v8.SkipSymbols}, {SkipIndices: true}} {
			names, err := o.PropertyNames(options)
			if err != nil {
				return err
			}
			list, err := names.Elements()
			if err != nil {
				return err
			}
			fmt.Println(list)
		}
		return nil
	})
	// Output:
	// [3 a hidden Symbol(s)]
	// [3 a]
	// [a hidden Symbol(s)]
}
