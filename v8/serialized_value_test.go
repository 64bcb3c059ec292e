package v8_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
)

func TestSerializedValue(t *testing.T) {
	a, b := v8test.Context(t), v8test.Context(t)
	var made *v8.SerializedValue
	v8test.RunIn(t, a, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, `globalThis.moved = new ArrayBuffer(8); globalThis.shared = new SharedArrayBuffer(4);
			new Uint8Array(moved)[0] = 7;
			({list: [1, 'a'], moved, view: new Uint8Array(moved, 0, 2), shared, when: new Date(1),
				module: new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))})`)
		moved, _ := v8test.MustEval(t, s, `moved`).AsArrayBuffer()
		_, err := s.SerializeValue(v, moved, moved)
		v8test.RequireThrown(t, err, "DataCloneError: An ArrayBuffer is transferred twice.")
		require.Equal(t, 8, moved.ByteLength())
		made, err = s.SerializeValue(v, moved)
		require.NoError(t, err)
		require.True(t, moved.WasDetached())
		_, err = s.SerializeValue(v8test.MustEval(t, s, `() => 1`))
		v8test.RequireThrown(t, err, "DataCloneError: () => 1 could not be cloned.")
		_, err = s.SerializeValue(moved.Value, moved)
		v8test.RequireThrown(t, err, "DataCloneError: An ArrayBuffer can't be transferred.")
	})
	require.Equal(t, int64(1), v8.Stats().SerializedValues)
	v8test.RunIn(t, b, func(s *v8.Scope) {
		v, err := s.DeserializeValue(made)
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("v", v))
		require.Equal(t, "true", v8test.MustEval(t, s, `v.list[1] === 'a' && v.view.buffer === v.moved && v.view[0] === 7 && +v.when === 1 &&
			v.module instanceof WebAssembly.Module && (new Int32Array(v.shared)[0] = 42) === 42`).String())
		_, err = s.DeserializeValue(made)
		v8test.RequireThrown(t, err, "DataCloneError: What was transferred has been taken already.")
	})
	v8test.RunIn(t, a, func(s *v8.Scope) {
		require.Equal(t, "42", v8test.MustEval(t, s, `new Int32Array(shared)[0]`).String())
		plain, err := s.SerializeValue(v8test.MustEval(t, s, `({n: [1, 2]})`))
		require.NoError(t, err)
		defer plain.Close()
		var got map[string][]int
		require.NoError(t, clone.Unmarshal(plain.Bytes(), &got))
		require.Equal(t, map[string][]int{"n": {1, 2}}, got)
		for range 3 { // as often as one likes
			v, err := s.DeserializeValue(plain)
			require.NoError(t, err)
			require.True(t, v.IsObject())
		}
	})
	require.NoError(t, made.Close())
	require.NoError(t, made.Close())
	require.Empty(t, made.Bytes())
	v8test.RunIn(t, a, func(s *v8.Scope) {
		_, err := s.DeserializeValue(made)
		require.ErrorIs(t, err, v8.ErrClosed)
	})
}

// A getter that takes a buffer away while it is transferred leaves the others
// as they are.
func TestSerializeValueGetter(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, `globalThis.a = new ArrayBuffer(8); globalThis.b = new ArrayBuffer(8);
			({a, b, get c() { b.transfer(); return 1 }})`)
		a, _ := v8test.MustEval(t, s, `a`).AsArrayBuffer()
		b, _ := v8test.MustEval(t, s, `b`).AsArrayBuffer()
		_, err := s.SerializeValue(v, a, b)
		v8test.RequireThrown(t, err, "DataCloneError: An ArrayBuffer can't be transferred.")
		require.Equal(t, 8, a.ByteLength())
		shared, err := s.NewSharedArrayBuffer(8)
		require.NoError(t, err)
		_, err = s.SerializeValue(v8.Null(), shared.ArrayBuffer)
		v8test.RequireThrown(t, err, "DataCloneError: An ArrayBuffer can't be transferred.")
		_, err = v8test.Eval(s, `new WebAssembly.Memory({initial: 1})`)
		require.NoError(t, err)
		memory, _ := v8test.MustEval(t, s, `new WebAssembly.Memory({initial: 1}).buffer`).AsArrayBuffer()
		_, err = s.SerializeValue(memory.Value, memory)
		v8test.RequireThrown(t, err, "DataCloneError: An ArrayBuffer can't be transferred.")
	})
}

// One clone, and one memory, in several isolates at the same time.
func TestSerializedValueParallel(t *testing.T) {
	const isolates, turns = 4, 200
	var made *v8.SerializedValue
	first := v8test.Context(t)
	v8test.RunIn(t, first, func(s *v8.Scope) {
		var err error
		made, err = s.SerializeValue(v8test.MustEval(t, s, `globalThis.shared = new SharedArrayBuffer(4); ({shared, list: Array(50).fill({a: 'x'})})`))
		require.NoError(t, err)
	})
	var all sync.WaitGroup
	errs := make(chan error, isolates)
	for range isolates {
		c := v8test.Context(t)
		all.Add(1)
		go func() {
			defer all.Done()
			for range turns {
				err := c.Run(context.Background(), func(s *v8.Scope) error {
					v, err := s.DeserializeValue(made)
					if err != nil {
						return err
					}
					if err := s.Global().Set("v", v); err != nil {
						return err
					}
					_, err = v8test.Eval(s, `Atomics.add(new Int32Array(v.shared), 0, v.list.length)`)
					return err
				})
				if err != nil {
					errs <- err
					return
				}
			}
		}()
	}
	all.Wait()
	require.Empty(t, errs)
	require.NoError(t, made.Close())
	v8test.RunIn(t, first, func(s *v8.Scope) {
		require.Equal(t, v8.NewNumber(isolates*turns*50), v8test.MustEval(t, s, `new Int32Array(shared)[0]`))
	})
}
