package clone_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
)

func TestMain(m *testing.M) { os.Exit(v8test.Main(m)) }

// An oracle is V8, asked.
type oracle struct {
	s           *v8.Scope
	make, equal v8.Function
}

func newOracle(t testing.TB, s *v8.Scope) oracle {
	source, err := os.ReadFile("testdata/graphs.js")
	require.NoError(t, err)
	tools, ok := v8test.MustEval(t, s, string(source)).AsObject()
	require.True(t, ok)
	function := func(name string) v8.Function {
		v, err := tools.Get(name)
		require.NoError(t, err)
		f, ok := v.AsFunction()
		require.True(t, ok)
		return f
	}
	return oracle{s, function("make"), function("equal")}
}

func (o oracle) write(s *v8.Scope, v v8.Value) ([]byte, error) {
	return s.Serialize(v8.SerializeOptions{}, func(to *v8.ValueSerializer) error {
		if err := to.WriteHeader(); err != nil {
			return err
		}
		return to.WriteValue(v)
	})
}

func (o oracle) read(s *v8.Scope, data []byte) (v v8.Value, err error) {
	err = s.Deserialize(data, v8.DeserializeOptions{}, func(from *v8.ValueDeserializer) error {
		if _, err := from.ReadHeader(); err != nil {
			return err
		}
		v, err = from.ReadValue()
		return err
	})
	return v, err
}

func (o oracle) requireEqual(t testing.TB, a, b v8.Value, message ...any) {
	t.Helper()
	difference, err := o.equal.Call(v8.Undefined(), a, b)
	require.NoError(t, err)
	require.Equal(t, "undefined", difference.String(), message...)
}

// V8 writes, Go reads, Go writes, V8 reads, and it is the same.
func TestRoundTrips(t *testing.T) {
	graphs := 10000
	if testing.Short() || v8test.Sanitized {
		graphs = 1000
	}
	c := v8test.Context(t)
	require.NoError(t, c.Run(context.Background(), func(s *v8.Scope) error {
		o := newOracle(t, s)
		for seed := range graphs {
			err := s.Nested(func(s *v8.Scope) error {
				original, err := o.make.Call(v8.Undefined(), v8.NewNumber(float64(seed+1)))
				require.NoError(t, err)
				data, err := o.write(s, original)
				require.NoError(t, err)
				var value any
				require.NoError(t, clone.Unmarshal(data, &value), "%d: %q", seed, data)
				back, err := clone.Marshal(value)
				require.NoError(t, err)
				got, err := o.read(s, back)
				require.NoError(t, err, "%d: %q became %q", seed, data, back)
				o.requireEqual(t, original, got, "%d: %q became %q", seed, data, back)
				return nil
			})
			require.NoError(t, err)
		}
		return nil
	}))
}

// V8 13.6 has Float16Array, behind a flag.
func TestFloat16Array(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetFlags("--js-float16array"))
		v8test.Run(t, func(s *v8.Scope) {
			v, err := v8test.MustEval(t, s, "Float16Array.of(1.5, -2)").Export()
			require.NoError(t, err)
			require.Equal(t, &clone.View{
				Type: clone.Float16Array, Buffer: &clone.ArrayBuffer{Data: []byte{0x00, 0x3e, 0x00, 0xc0}}, ByteLength: 4,
			}, v)
			back, err := s.ToValue(v)
			require.NoError(t, err)
			require.NoError(t, s.Global().Set("back", back))
			require.Equal(t, "true", v8test.MustEval(t, s, "back instanceof Float16Array && back.join() === '1.5,-2'").String())
		})
	})
}
