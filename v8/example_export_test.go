package v8_test

import (
	"fmt"
	"time"

	"github.com/nodeisolates/isolates/v8"
)

func ExampleValue_Export() {
	show(func(s *v8.Scope) error {
		v, err := run(s, `({name: 'tea', price: 1.5, tags: ['hot', 'green'], since: new Date(0), stock: 10n})`)
		if err != nil {
			return err
		}
		data, err := v.Export()
		if err != nil {
			return err
		}
		fmt.Println(data)
		return nil
	})
	// Output: map[name:tea price:1.5 since:1970-01-01 00:00:00 +0000 UTC stock:10 tags:[hot green]]
}

func ExampleValue_ExportTo() {
	type Item struct {
		Name  string    `json:"name"`
		Price float64   `json:"price"`
		Since time.Time `json:"since"`
	}
	show(func(s *v8.Scope) error {
		v, err := run(s, `[{name: 'tea', price: 1.5, since: new Date(0)}, {name: 'pot', price: 'free'}]`)
		if err != nil {
			return err
		}
		var items []Item
		fmt.Println(v.ExportTo(&items))
		fmt.Println(items[0])
		return nil
	})
	// Output:
	// v8: export: clone: $[1].price: cannot store string in float64
	// {tea 1.5 1970-01-01 00:00:00 +0000 UTC}
}

func ExampleScope_ToValue() {
	type Item struct {
		Name  string    `json:"name"`
		Price float64   `json:"price"`
		Since time.Time `json:"since"`
	}
	show(func(s *v8.Scope) error {
		v, err := s.ToValue([]Item{{"tea", 1.5, time.Unix(0, 0)}, {"pot", 2, time.Unix(1, 0)}})
		if err != nil {
			return err
		}
		if err := s.Global().Set("items", v); err != nil {
			return err
		}
		total, err := run(s, `items.map(i => i.name + ' ' + i.since.getUTCFullYear()).join() + ': ' + items.reduce((sum, i) => sum + i.price, 0)`)
		fmt.Println(total)
		return err
	})
	// Output: tea 1970,pot 1970: 3.5
}

// A clone is made once, and becomes a value in as many isolates as one likes.
func ExampleScope_SerializeValue() {
	var made *v8.SerializedValue
	show(func(s *v8.Scope) error {
		v, err := run(s, `({rules: [{when: /^\d+$/, then: new Map([['kind', 'number']])}]})`)
		if err != nil {
			return err
		}
		made, err = s.SerializeValue(v)
		return err
	})
	defer made.Close()
	for range 2 {
		show(func(s *v8.Scope) error { // in another isolate
			v, err := s.DeserializeValue(made)
			if err != nil {
				return err
			}
			if err := s.Global().Set("config", v); err != nil {
				return err
			}
			kind, err := run(s, `config.rules[0].when.test('42') && config.rules[0].then.get('kind')`)
			fmt.Println(kind)
			return err
		})
	}
	// Output:
	// number
	// number
}
