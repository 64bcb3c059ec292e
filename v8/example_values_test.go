package v8_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/nodeisolates/isolates/v8"
)

func ExampleScope_NewBigInt() {
	show(func(s *v8.Scope) error {
		n, err := s.NewBigInt(new(big.Int).Exp(big.NewInt(3), big.NewInt(50), nil))
		if err != nil {
			return err
		}
		if err := s.Global().Set("n", n.Value); err != nil {
			return err
		}
		v, err := run(s, "n ** 2n")
		if err != nil {
			return err
		}
		square, _ := v.AsBigInt()
		fmt.Println(square.BigInt())
		_, lossless := square.Int64()
		fmt.Println("fits in an int64:", lossless)
		return nil
	})
	// Output:
	// 515377520732011331036461129765621272702107522001
	// fits in an int64: false
}

func ExampleDate_Time() {
	show(func(s *v8.Scope) error {
		v, err := run(s, "new Date(Date.UTC(2024, 1, 29, 12))")
		if err != nil {
			return err
		}
		date, _ := v.AsDate()
		t, ok := date.Time()
		fmt.Println(t.Format(time.RFC3339), ok)
		return nil
	})
	// Output: 2024-02-29T12:00:00Z true
}

func ExampleRegExp_Exec() {
	show(func(s *v8.Scope) error {
		r, err := s.NewRegExp(`(\d+)-(\d+)`, 0)
		if err != nil {
			return err
		}
		subject, err := s.NewString("rooms 12-15")
		if err != nil {
			return err
		}
		match, err := r.Exec(subject)
		if err != nil {
			return err
		}
		groups, ok := match.AsArray() // null when nothing matches
		if !ok {
			return nil
		}
		elements, err := groups.Elements()
		fmt.Println(elements)
		return err
	})
	// Output: [12-15 12 15]
}

func ExampleScope_NewArray() {
	show(func(s *v8.Scope) error {
		text, err := s.NewString("text")
		if err != nil {
			return err
		}
		array, err := s.NewArray(v8.NewNumber(1.5), text.Value, v8.NewBoolean(true), v8.Null())
		if err != nil {
			return err
		}
		json, err := s.JSONStringify(array.Value, "")
		fmt.Println(array.Length(), json)
		return err
	})
	// Output: 4 [1.5,"text",true,null]
}

func ExampleMap_Entries() {
	show(func(s *v8.Scope) error {
		v, err := run(s, "new Map([['one', 1], ['two', 2]])")
		if err != nil {
			return err
		}
		m, _ := v.AsMap()
		entries, err := m.Entries()
		for _, entry := range entries {
			fmt.Println(entry.Key, entry.Value)
		}
		return err
	})
	// Output:
	// one 1
	// two 2
}

func ExampleSet_Add() {
	show(func(s *v8.Scope) error {
		set, err := s.NewSet()
		if err != nil {
			return err
		}
		for _, n := range []int32{1, 2, 1} {
			if err := set.Add(v8.NewInteger(n)); err != nil {
				return err
			}
		}
		fmt.Println(set.Size())
		return nil
	})
	// Output: 2
}

func ExampleScope_WellKnownSymbol() {
	show(func(s *v8.Scope) error {
		v, err := run(s, "class Point { get [Symbol.toStringTag]() { return 'a point' } } new Point")
		if err != nil {
			return err
		}
		point, _ := v.AsObject()
		tag, err := point.GetKey(s.WellKnownSymbol(v8.SymbolToStringTag).Value)
		fmt.Println(tag)
		return err
	})
	// Output: a point
}

func ExampleArrayBuffer_Bytes() {
	show(func(s *v8.Scope) error {
		buffer, err := s.NewArrayBuffer(8)
		if err != nil {
			return err
		}
		if err := s.Global().Set("buffer", buffer.Value); err != nil {
			return err
		}
		binary.LittleEndian.PutUint32(buffer.Bytes(), 1234) // no copy
		v, err := run(s, "new Uint32Array(buffer)[0]")
		fmt.Println(v)
		return err
	})
	// Output: 1234
}

func ExampleElements() {
	show(func(s *v8.Scope) error {
		array, err := v8.NewTypedArrayOf(s, []float64{1, 2, 3})
		if err != nil {
			return err
		}
		if err := s.Global().Set("samples", array.Value); err != nil {
			return err
		}
		if _, err := run(s, "samples.forEach((x, i) => samples[i] = x * x)"); err != nil {
			return err
		}
		samples, _ := v8.Elements[float64](array) // no copy
		fmt.Println(samples)
		return nil
	})
	// Output: [1 4 9]
}

func ExampleScope_NewExternal() {
	type connection struct{ address string }
	show(func(s *v8.Scope) error {
		external, err := s.NewExternal(&connection{"localhost:80"})
		if err != nil {
			return err
		}
		if err := s.Global().Set("connection", external.Value); err != nil {
			return err
		}
		v, err := run(s, "[connection][0]") // JavaScript can only pass it on
		if err != nil {
			return err
		}
		external, _ = v.AsExternal()
		fmt.Println(external.GoValue().(*connection).address)
		return nil
	})
	// Output: localhost:80
}

func ExampleScope_NewProxy() {
	show(func(s *v8.Scope) error {
		target, err := s.NewObject()
		if err != nil {
			return err
		}
		v, err := run(s, "({get: (target, name) => `no ${String(name)} here`})")
		if err != nil {
			return err
		}
		handler, _ := v.AsObject()
		proxy, err := s.NewProxy(target, handler)
		if err != nil {
			return err
		}
		v, err = proxy.Get("cheese")
		fmt.Println(v)
		proxy.Revoke()
		_, revoked := proxy.Get("cheese")
		fmt.Println(revoked)
		return err
	})
	// Output:
	// no cheese here
	// v8: get "cheese": TypeError: Cannot perform 'get' on a proxy that has been revoked
}

func ExampleScope_JSONParse() {
	show(func(s *v8.Scope) error {
		v, err := s.JSONParse(`{"name": "a", "sizes": [1, 2]}`)
		if err != nil {
			return err
		}
		text, err := s.JSONStringify(v, "  ")
		fmt.Println(text)
		return err
	})
	// Output:
	// {
	//   "name": "a",
	//   "sizes": [
	//     1,
	//     2
	//   ]
	// }
}

func ExampleScope_JSONStringify_cycle() {
	show(func(s *v8.Scope) error {
		v, err := run(s, "const a = {}; a.self = a; a")
		if err != nil {
			return err
		}
		_, err = s.JSONStringify(v, "")
		var thrown *v8.Exception
		fmt.Println(errors.As(err, &thrown))
		return nil
	})
	// Output: true
}

func ExampleScope_CompileWasm() {
	code := []byte{ // (func (export "add") (param i32 i32) (result i32) ...)
		0, 'a', 's', 'm', 1, 0, 0, 0, 1, 7, 1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f, 3, 2, 1, 0,
		7, 7, 1, 3, 'a', 'd', 'd', 0, 0, 10, 9, 1, 7, 0, 0x20, 0, 0x20, 1, 0x6a, 0x0b,
	}
	show(func(s *v8.Scope) error {
		module, err := s.CompileWasm(code)
		if err != nil {
			return err
		}
		if err := s.Global().Set("module", module.Value); err != nil {
			return err
		}
		v, err := run(s, "new WebAssembly.Instance(module).exports.add(40, 2)")
		fmt.Println(v)
		return err
	})
	// Output: 42
}

func ExampleValue_ToNumber() {
	show(func(s *v8.Scope) error {
		for _, source := range []string{"'0x10'", "new Date(5)", "Symbol('s')", "({valueOf() { throw new Error('no') }})"} {
			v, err := run(s, source)
			if err != nil {
				return err
			}
			f, err := v.ToNumber()
			fmt.Println(f, err)
		}
		return nil
	})
	// Output:
	// 16 <nil>
	// 5 <nil>
	// 0 v8: to number: TypeError: Cannot convert a Symbol value to a number
	// 0 v8: to number: Error: no (example.js:1:15)
}

func ExampleString_UTF16() {
	show(func(s *v8.Scope) error {
		v, err := run(s, `'\ud83c'`) // half of a character
		if err != nil {
			return err
		}
		half, _ := v.AsString()
		fmt.Printf("%x %q\n", half.UTF16(), half.String())
		return nil
	})
	// Output: [d83c] "�"
}
