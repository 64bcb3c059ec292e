package clone_test

import (
	"context"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
)

// addSeeds adds what V8 writes of random graphs.
func addSeeds(f *testing.F) {
	for _, wire := range hostile {
		f.Add([]byte(wire))
	}
	v8test.Run(f, func(s *v8.Scope) {
		o := newOracle(f, s)
		for seed := range 300 {
			v, err := o.make.Call(v8.Undefined(), v8.NewNumber(float64(seed+1)))
			require.NoError(f, err)
			data, err := o.write(s, v)
			require.NoError(f, err)
			if len(data) < 2000 {
				f.Add(data)
			}
		}
	})
}

// hostile is data that nobody has cloned.
var hostile = []string{
	"", "\xff", "\xff\x0f", "\xff\x10_", "\xff\x0c_", "\xff\x0e_", "\xff\x0d_", "_", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x0f_",
	"\xff\x0fA\xff\xff\xff\xff\x0f", "\xff\x0fa\xff\xff\xff\xff\x0f@\x00\xff\xff\xff\xff\x0f", "\xff\x0f\"\xff\xff\xff\xff\x0f", "\xff\x0fc\x03abc", "\xff\x0fS\x02\xff\xfe",
	"\xff\x0f^\x00", "\xff\x0fo\"\x01a^\x01{\x01", "\xff\x0fo\"\x01a^\x00{\x01", "\xff\x0fo\"\x01aI\x02\"\x01aI\x04{\x02", "\xff\x0fo{\x01", "\xff\x0foo{\x00_{\x01",
	"\xff\x0fB\x08abcdefghVF\x00\x08\x00", "\xff\x0fB\x08abcdefghVF\x01\x08\x00", "\xff\x0fB\x02abVB\x01\x02\x00", "\xff\x0fB\x02abV!\x00\x02\x00", "\xff\x0f~\x02\x01ab",
	"\xff\x0f~\x02\x08abVB\x00\x02\x03", "\xff\x0f~\x02\x08abVB\x00\x02\x00", "\xff\x0fB\x02abVB\x00\x02\x01", "\xff\x0dB\x02abVB\x00\x02", "\xff\x0dB\x02abVB\x00\x02\x00",
	"\xff\x0fZ\x10\x01\x02\x03\x04\x05\x06\x07\x08", "\xff\x0fZ\xfe\xff\xff\xff\x0f", "\xff\x0fZ\x01", "\xff\x0fR\"\x01a\x30", "\xff\x0fR\"\x01(\x00", "\xff\x0fR\"\x01a\x80\x04", "\xff\x0fR\"\x01a\x90\x02",
	"\xff\x0fD\x00\x00\x00\x00\x00\x00\xf0\x7f", "\xff\x0fN\x01\x00\x00\x00\x00\x00\xf8\x7f", "\xff\x0f;\"\x01aI\x02:\x02", "\xff\x0f;\"\x01a:\x01", "\xff\x0f'I\x02I\x02,\x02", "\xff\x0f'^\x00,\x01",
	"\xff\x0frTm\"\x01xs\"\x01yc^\x00.", "\xff\x0frz.", "\xff\x0fr.", "\xff\x0f\\abc", "\xff\x0fu\x00VB\x00\x04\x00", "\xff\x0ft\x00", "\xff\x0fw\x00", "\xff\x0fp\x00", "\xff\x0fm\x02\x00u\x00",
	"\xff\x0f?\x05?\x06I\x02", "\xff\x0fA\x02-I\x02$\x00\x02", "\xff\x0fA\x02I\x02I\x04\"\x01xI\x06$\x01\x02", "\xff\x0fA\x01I\x02I\x00I\x04$\x01\x01", "\xff\x0fa\x02I\x00I\x02\"\x011I\x04@\x02\x02",
	"\xff\x0fa\x02I\x0aI\x02@\x01\x02", "\xff\x0fa\x01\"\x06lengthI\x02@\x01\x01", "\xff\x0foI\x03I\x02N\x00\x00\x00\x00\x00\x00\xf8?I\x04{\x02", "\xff\x0fy", "\xff\x0fx", "\xff\x0fn\x00\x00\x00\x00\x00\x00\xf0?",
	"\xff\x0fs\"\x01a", "\xff\x0fsI\x02", "\xff\x0fz\x10\x01\x02\x03\x04\x05\x06\x07\x08", "\xff\x0f\x00\x00\x00I\x02", "\xff\x0fU\xff\xff\xff\xff\x0f", "\xff\x0fI\x80\x80\x80\x80\x80\x80\x01", "\xff\x0fI\xfe\xff\xff\xfe\xf1",
	"\xff\x0fc\x02\x00\xd8", "\xff\x0foc\x02\x00\xd8_c\x02\x00\xdc_{\x02", "\xff\x0foc\x02\x00\xd80c\x02\x00\xd80{\x02", "\xff\x0fA\x02a\x01I\x00^\x00@\x01\x01^\x01$\x00\x02", "\xff\x0fA\x01A\x01^\x00\"\x01x^\x01$\x01\x01$\x00\x01",
}

// FuzzUnmarshal: whatever the data, it is a value or an error, soon, and of a
// value Go and Go agree.
func FuzzUnmarshal(f *testing.F) {
	addSeeds(f)
	type inner struct {
		A  any
		B  *inner
		C  []inner
		D  map[string]inner
		X  string
		N  float64
		I  int8
		T  time.Time
		Z  *big.Int
		By []byte
		F  []float64
		S  map[string]struct{}
		E  error
		M  *clone.Map
		P  [2]uint
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, target := range []any{new(inner), new([]inner), new(map[int]any), new(string), new([]string), new(*clone.Error), new([][]*inner)} {
			if clone.Unmarshal(data, target) == nil {
				_, err := clone.Marshal(target)
				if err != nil {
					require.NotContains(t, err.Error(), "panic")
				}
			}
		}
		var value any
		if clone.Unmarshal(data, &value) != nil {
			return
		}
		wire, err := clone.Marshal(value)
		require.NoError(t, err)
		var again any
		require.NoError(t, clone.Unmarshal(wire, &again), "%q", wire)
		rewired, err := clone.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(wire), string(rewired))
	})
}

// FuzzAgainstV8: what V8 reads Go reads, as the same; what V8 does not read Go
// does not, with few exceptions.
func FuzzAgainstV8(f *testing.F) {
	addSeeds(f)
	c := v8test.ContextIn(f, v8test.Isolate(f, v8.IsolateOptions{MemoryLimit: 256 << 20}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		require.NoError(t, c.Run(context.Background(), func(s *v8.Scope) error {
			o := oracle{s: s}
			want, v8Err := o.read(s, data)
			d := clone.NewDecoder(data)
			var value any
			err := d.Decode(&value)
			if v8Err != nil {
				if err == nil && !mayDiffer(reflect.ValueOf(value), 0) {
					t.Fatalf("Go reads %#v, and V8 %v", value, v8Err)
				}
				return nil
			}
			if err != nil && (strings.Contains(err.Error(), "deep") || strings.Contains(err.Error(), "stored too often") || d.Version() == 13) {
				return nil
			}
			require.NoError(t, err)
			wire, err := clone.Marshal(value)
			require.NoError(t, err)
			if strings.ContainsRune(string(wire), '\ufffd') || strings.Contains(string(wire), "\xfd\xff") {
				return nil // there were lone surrogates
			}
			got, err := o.read(s, wire)
			require.NoError(t, err, "%q", wire)
			tools := newOracle(t, s)
			tools.requireEqual(t, want, got, "%q became %q", data, wire)
			return nil
		}))
	})
}

// mayDiffer reports whether there is something in a value that Go reads and V8
// need not.
func mayDiffer(v reflect.Value, depth int) bool {
	if depth > 100 {
		return true
	}
	if v.IsValid() && v.CanInterface() {
		switch value := v.Interface().(type) {
		case *clone.Reference, *clone.RegExp, *clone.Error, *clone.WasmMemory:
			return true
		case *clone.View: // V8 13.6 has Float16Array only when a flag says so
			if value.Type == clone.Float16Array {
				return true
			}
		case *clone.PrimitiveObject, *big.Int:
			return false
		case *clone.ArrayBuffer:
			return value.MaxByteLength != nil && *value.MaxByteLength > 1<<20
		case time.Time:
			return false
		}
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		return !v.IsNil() && mayDiffer(v.Elem(), depth+1)
	case reflect.Struct:
		for n := range v.NumField() {
			if mayDiffer(v.Field(n), depth+1) {
				return true
			}
		}
	case reflect.Slice:
		for n := range min(v.Len(), 1000) {
			if mayDiffer(v.Index(n), depth+1) {
				return true
			}
		}
	case reflect.Map:
		for all := v.MapRange(); all.Next(); {
			lossy := all.Key().Kind() == reflect.String && strings.ContainsRune(all.Key().String(), '\ufffd')
			if lossy || mayDiffer(all.Value(), depth+1) {
				return true
			}
		}
	}
	return false
}
