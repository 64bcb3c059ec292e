package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestCompileWasm(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		m, err := s.CompileWasm(v8test.WasmAdd)
		require.NoError(t, err)
		require.Equal(t, v8test.WasmAdd, m.Source())
		require.NoError(t, s.Global().Set("module", m.Value))
		require.Equal(t, "5", v8test.MustEval(t, s, "new WebAssembly.Instance(module).exports.add(2, 3)").String())

		back, ok := v8test.MustEval(t, s, "module").AsWasmModuleObject()
		require.True(t, ok)
		require.Equal(t, v8test.WasmAdd, back.Source())
	})
}

func TestCompileWasmErrors(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for n := range v8test.WasmAdd { // every truncation
			if _, err := s.CompileWasm(v8test.WasmAdd[:n]); err != nil {
				v8test.RequireThrown(t, err, "CompileError: WasmModuleObject::Compile(): ")
			}
		}
		for n := range v8test.WasmAdd {
			broken := append([]byte(nil), v8test.WasmAdd...)
			broken[n] ^= 0x80
			if _, err := s.CompileWasm(broken); err != nil {
				v8test.RequireThrown(t, err, "CompileError: WasmModuleObject::Compile(): ")
			}
		}
		_, err := s.CompileWasm(nil)
		v8test.RequireThrown(t, err, "CompileError: ")
	})
}

func TestWasmMemory(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		m, ok := v8test.MustEval(t, s, "var memory = new WebAssembly.Memory({initial: 1, maximum: 3}); memory").AsWasmMemoryObject()
		require.True(t, ok)
		held := m.Buffer().Bytes()
		require.Len(t, held, 1<<16)
		held[5] = 6
		require.Equal(t, "6", v8test.MustEval(t, s, "new Uint8Array(memory.buffer)[5]").String())

		buffer := m.Buffer()
		v8test.MustEval(t, s, "memory.grow(2)")
		require.True(t, buffer.WasDetached())
		held[6] = 7 // may be the memory's still, or nobody's
		require.Len(t, m.Buffer().Bytes(), 3<<16)
		require.Equal(t, byte(6), m.Buffer().Bytes()[5])

		shared, ok := v8test.MustEval(t, s, "new WebAssembly.Memory({initial: 1, maximum: 3, shared: true})").AsWasmMemoryObject()
		require.True(t, ok)
		require.True(t, shared.Buffer().IsSharedArrayBuffer())
		require.Len(t, shared.Buffer().Bytes(), 1<<16)

		none, ok := v8test.MustEval(t, s, "new WebAssembly.Memory({initial: 0})").AsWasmMemoryObject()
		require.True(t, ok)
		require.Empty(t, none.Buffer().Bytes())
	})
}

func FuzzCompileWasm(f *testing.F) {
	f.Add(v8test.WasmAdd)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, code []byte) {
		v8test.Run(t, func(s *v8.Scope) {
			m, err := s.CompileWasm(code)
			if err == nil {
				require.Equal(t, code, m.Source())
			}
		})
	})
}
