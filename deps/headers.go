//go:build !v8_custom

package deps

// cgo finds the headers by their place in the module cache. These imports are
// for "go mod vendor", which copies the folders of imported packages and
// nothing below them; the last one stands in for what it leaves behind.
import (
	_ "github.com/nodeisolates/isolates/deps/cppgc"
	_ "github.com/tommie/v8go/deps/include"
	_ "github.com/tommie/v8go/deps/include/cppgc"
	_ "github.com/tommie/v8go/deps/include/libplatform"
)
