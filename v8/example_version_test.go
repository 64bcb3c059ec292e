//go:build !v8_custom

package v8_test

import (
	"errors"
	"fmt"

	"github.com/nodeisolates/isolates/v8"
)

func ExampleVersion() {
	fmt.Println(v8.Version())
	// Output: 13.6.233.10
}

// JavaScript may throw any value. Plain ones are Go data in Value.
func ExampleException_value() {
	for _, source := range []string{"throw 'text'", "throw 404", "throw { code: 404 }"} {
		err := inContext(func(s *v8.Scope) error {
			_, err := run(s, source)
			return err
		})
		var exception *v8.Exception
		if errors.As(err, &exception) {
			fmt.Printf("%s: %v, %#v\n", exception.Message, exception.Thrown.Kind(), exception.Value)
		}
	}
	// Output:
	// text: string, "text"
	// 404: number, 404
	// #<Object>: Object, map[string]interface {}{"code":404}
}
