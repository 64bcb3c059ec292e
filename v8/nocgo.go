//go:build !cgo

package v8

// Without cgo nothing else here imports deps, whose compile error names the cure.
import _ "github.com/nodeisolates/isolates/deps"
