package v8_test

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// TestArrayBufferWithoutMemory has the kernel refuse memory for which there are
// addresses: V8 finds out when it is too late for an error of its own.
func TestArrayBufferWithoutMemory(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("needs memory of its own")
	}
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.Context(t)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			var limit syscall.Rlimit
			require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_DATA, &limit))
			limit.Cur = 1 << 30
			require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_DATA, &limit))
			for range 3 {
				_, err := s.NewResizableArrayBuffer(2<<30, 4<<30)
				v8test.RequireThrown(t, err, "RangeError: Array buffer allocation failed")
				_, err = s.NewArrayBuffer(2 << 30)
				v8test.RequireThrown(t, err, "RangeError: Array buffer allocation failed")
				_, err = s.NewSharedArrayBuffer(2 << 30)
				v8test.RequireThrown(t, err, "RangeError: Array buffer allocation failed")
				_, err = v8test.Eval(s, "new ArrayBuffer(2 * 2**30, {maxByteLength: 2**32})")
				v8test.RequireThrown(t, err, "RangeError: ")
			}
			resizable, err := s.NewResizableArrayBuffer(1<<20, 4<<30)
			require.NoError(t, err)
			require.Len(t, resizable.Bytes(), 1<<20)
		})
		v8test.RequireUsable(t, c)
	})
}
