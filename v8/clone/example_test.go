package clone_test

import (
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/nodeisolates/isolates/v8/clone"
)

func Example() {
	type Item struct {
		Name  string  `js:"name"`
		Price float64 `js:"price"`
	}
	type Order struct {
		ID    int       `js:"id"`
		When  time.Time `js:"when"`
		Total *big.Int  `js:"total"`
		Items []Item    `js:"items"`
	}
	data, err := clone.Marshal(Order{
		ID:    7,
		When:  time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC),
		Total: big.NewInt(250),
		Items: []Item{{"tea", 1.5}, {"pot", 1}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var order Order
	if err := clone.Unmarshal(data, &order); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(order.ID, order.When, order.Total, order.Items)
	// Output: 7 2025-01-02 03:04:05 +0000 UTC 250 [{tea 1.5} {pot 1}]
}

// What is referred to twice is one thing on the other side too, and may
// contain itself.
func Example_cycle() {
	type Node struct {
		Name string
		Next *Node
	}
	a := &Node{Name: "a"}
	a.Next = &Node{Name: "b", Next: a}
	data, err := clone.Marshal(a)
	if err != nil {
		fmt.Println(err)
		return
	}
	var copied *Node
	if err := clone.Unmarshal(data, &copied); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(copied.Next.Name, copied.Next.Next == copied, copied != a)
	// Output: b true true
}

func ExampleUnmarshal_any() {
	data, _ := clone.Marshal(map[string]any{
		"list":  []any{1, "two", nil, clone.Undefined{}},
		"bytes": []byte("abc"),
		"map":   &clone.Map{Entries: []clone.MapEntry{{Key: 1, Value: "one"}}},
	})
	var value any
	if err := clone.Unmarshal(data, &value); err != nil {
		fmt.Println(err)
		return
	}
	object := value.(map[string]any)
	fmt.Printf("%v %T\n", object["list"], object["list"].([]any)[0])
	fmt.Printf("%s\n", object["bytes"])
	fmt.Println(object["map"].(*clone.Map).Entries)
	// Output:
	// [1 two <nil> {}] float64
	// abc
	// [{1 one}]
}

func ExampleUnmarshalTypeError() {
	data, _ := clone.Marshal(map[string]any{"items": []any{map[string]any{"price": "free"}}})
	var order struct {
		Items []struct {
			Price float64 `js:"price"`
		} `js:"items"`
	}
	err := clone.Unmarshal(data, &order)
	fmt.Println(err)
	var wrong *clone.UnmarshalTypeError
	fmt.Println(errors.As(err, &wrong), wrong.Path)
	// Output:
	// clone: $.items[0].price: cannot store string in float64
	// true $.items[0].price
}

type point struct{ x, y float64 }

func (p point) WriteHostObject(to *clone.Encoder) error {
	to.WriteDouble(p.x)
	to.WriteDouble(p.y)
	return nil
}

// Several values share what they refer to, and a type can have a format of its
// own.
func ExampleEncoder() {
	e := clone.NewEncoder()
	shared := map[string]any{"x": 1}
	for _, v := range []any{shared, shared, point{3, 4}} {
		if err := e.Encode(v); err != nil {
			fmt.Println(err)
			return
		}
	}
	d := clone.NewDecoder(e.Bytes())
	d.HostObject = func(d *clone.Decoder) (any, error) {
		x, err := d.ReadDouble()
		if err != nil {
			return nil, err
		}
		y, err := d.ReadDouble()
		return point{x, y}, err
	}
	for d.More() {
		var v any
		if err := d.Decode(&v); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(v)
	}
	// Output:
	// map[x:1]
	// map[x:1]
	// {3 4}
}
