//go:build !v8_custom

package v8_test

import (
	"fmt"

	"github.com/nodeisolates/isolates/v8"
)

func ExampleVersion() {
	fmt.Println(v8.Version())
	// Output: 13.6.233.10
}
