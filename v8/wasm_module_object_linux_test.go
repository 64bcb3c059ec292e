package v8_test

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// wasmDivisions exports f(i64) i64, which divides its argument so many times by
// itself, unless it is zero.
func wasmDivisions(count int) []byte {
	number := func(n int) []byte { return binary.AppendUvarint(nil, uint64(n)) }
	sized := func(b []byte) []byte { return append(number(len(b)), b...) }
	code := []byte{0x00, 0x20, 0x00, 0x50, 0x04, 0x40, 0x42, 0x00, 0x0f, 0x0b, 0x20, 0x00} // if (!x) return 0; x
	for range count {
		code = append(code, 0x20, 0x00, 0x7f) // / x
	}
	code = append(code, 0x0b)
	module := append([]byte(nil), v8test.WasmAdd[:8]...)
	module = append(module, 0x01, 0x06, 0x01, 0x60, 0x01, 0x7e, 0x01, 0x7e)
	module = append(module, 0x03, 0x02, 0x01, 0x00, 0x07, 0x05, 0x01, 0x01, 'f', 0x00, 0x00)
	return append(append(module, 0x0a), sized(append([]byte{1}, sized(code)...))...)
}

func TestWasmCodeIsCounted(t *testing.T) {
	before := v8.Stats().ExternalMemory
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 64 * v8test.Megabyte})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		m, err := s.CompileWasm(wasmDivisions(50_000))
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("module", m.Value))
		v8test.MustEval(t, s, "var f = new WebAssembly.Instance(module).exports.f")
		compiled := v8.Stats().ExternalMemory
		require.Equal(t, "0", v8test.MustEval(t, s, "f(0n)").String())
		require.Greater(t, v8.Stats().ExternalMemory-compiled, int64(v8test.Megabyte))
	})
	require.NoError(t, iso.Close())
	require.Equal(t, before, v8.Stats().ExternalMemory)
}
