package v8_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
)

type plainStruct struct {
	Name  string `js:"name"`
	When  time.Time
	Maybe *plainStruct   `js:"maybe,omitempty"`
	Zero  int            `js:",omitzero"`
	Map   map[string]int `js:",omitempty"`
	Any   any
}

type plainEmbedded struct {
	plainStruct
	Number float64
}

// manyNames has more different names than there are shapes.
func manyNames() []any {
	var all []any
	for n := range 2000 {
		all = append(all, map[string]any{"name" + strconv.Itoa(n): float64(n)})
	}
	return all
}

// More shapes than are kept are no end of it.
func TestToValueManyShapes(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		plain := 0
		const rounds, each = 300, 40
		for round := range rounds {
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				var all []any
				for n := range each {
					all = append(all, map[string]any{"x": float64(n), "name" + strconv.Itoa(round*each+n): true})
				}
				got, isPlain, err := v8.ToValueBy(s, all, true)
				require.NoError(t, err)
				if isPlain {
					plain++
				}
				back, err := got.Export()
				require.NoError(t, err)
				require.Equal(t, any(all), back)
				return nil
			}))
		}
		require.Equal(t, rounds, plain)
	})
}

func deepValue(levels int) (v any) {
	for range levels {
		v = []any{v}
	}
	return v
}

// What V8's deserializer makes of a value, and what the plain reader makes, are
// the same.
func TestToValuePlain(t *testing.T) {
	values := map[string]struct {
		from    any
		isPlain bool
	}{
		"nothing":           {[]any{}, true},
		"no properties":     {map[string]any{}, true},
		"nil":               {map[string]any(nil), true},
		"scalars":           {[]any{nil, true, false, 1, -1, 1.5, math.Copysign(0, -1), 1 << 40, "", "a", clone.Undefined{}}, true},
		"text":              {[]any{"a", "é", "ключ", "a\x00b", "🎉", "a🎉"}, true},
		"two-byte at odds":  {map[string]any{"a": "ключ", "bc": "ключ", "def": "ключ"}, true},
		"a date":            {[]any{time.UnixMilli(5), clone.InvalidDate{}}, true},
		"the same names":    {[]any{map[string]any{"a": 1, "b": 2}, map[string]any{"b": "x", "a": nil}, map[string]any{"a": 1, "c": 2}}, true},
		"other types":       {[]any{map[string]any{"a": 1}, map[string]any{"a": 1.5}, map[string]any{"a": "x"}, map[string]any{"a": []any{}}}, true},
		"nested":            {map[string]any{"a": map[string]any{"a": map[string]any{"b": []any{map[string]any{"a": 1}}}}}, true},
		"typed map":         {map[string]int{"b": 1, "a": 2}, true},
		"map of numbers":    {map[int]string{1: "a"}, false},
		"an index":          {map[string]any{"1": 1, "a": 2}, false},
		"__proto__":         {map[string]any{"__proto__": map[string]any{"x": 1}}, false},
		"a name in Russian": {map[string]any{"ключ": 1}, false},
		"no name":           {map[string]any{"": 1}, true},
		"structs": {[]plainStruct{
			{Name: "a", Any: 1}, {Name: "b", Zero: 1}, {Name: "c", Maybe: &plainStruct{}, Map: map[string]int{"x": 1}}, {Name: "d", Any: "x"},
		}, true},
		"embedded":   {plainEmbedded{plainStruct{Name: "x"}, 2}, true},
		"bytes":      {map[string]any{"a": []byte("x")}, false},
		"a cycle":    {func() any { m := map[string]any{}; m["m"] = m; return m }(), false},
		"many names": {manyNames(), false},
	}
	v8test.Run(t, func(s *v8.Scope) {
		for name, test := range values {
			got, isPlain, err := v8.ToValueBy(s, test.from, true)
			require.NoError(t, err, name)
			require.Equal(t, test.isPlain, isPlain, name)
			want, isPlain, err := v8.ToValueBy(s, test.from, false)
			require.NoError(t, err, name)
			require.False(t, isPlain, name)
			requireSame(t, s, want, got, name)
		}
		// Too deep for the reader's stack, and for V8's too.
		_, isPlain, err := v8.ToValueBy(s, deepValue(9000), true)
		require.True(t, isPlain)
		_, _, wantErr := v8.ToValueBy(s, deepValue(9000), false)
		require.Equal(t, fmt.Sprint(wantErr), fmt.Sprint(err))
		for name, from := range map[string]any{
			"a channel": []any{make(chan int)}, "two names": map[sameText]int{{1}: 1, {2}: 2}, "too deep": deepValue(11000),
		} {
			_, _, err := v8.ToValueBy(s, from, true)
			var failed *clone.MarshalError
			require.ErrorAs(t, err, &failed, name)
		}
	})
}

type sameText struct{ number int }

func (sameText) MarshalText() ([]byte, error) { return []byte("a"), nil }

// graphs are clone's functions for random values.
func graphs(t *testing.T, s *v8.Scope) (make, equal v8.Function) {
	t.Helper()
	source, err := os.ReadFile("clone/testdata/graphs.js")
	require.NoError(t, err)
	object, _ := v8test.MustEval(t, s, string(source)).AsObject()
	for name, to := range map[string]*v8.Function{"make": &make, "equal": &equal} {
		f, err := object.Get(name)
		require.NoError(t, err)
		*to, _ = f.AsFunction()
	}
	return make, equal
}

// requireSame compares values, with the properties' order, and the prototypes.
func requireSame(t *testing.T, s *v8.Scope, want, got v8.Value, name any) {
	t.Helper()
	_, equal := graphs(t, s)
	difference, err := equal.Call(v8.Undefined(), want, got)
	require.NoError(t, err, name)
	require.True(t, difference.IsUndefined(), "%v: %v", name, difference)
	describe, ok := v8test.MustEval(t, s, `(v) => {
		const stack = [v], all = [];
		for (const seen = new Set(); stack.length > 0 && all.length < 1e5;) {
			const v = stack.pop();
			if (typeof v !== 'object' || v === null || seen.has(v)) continue;
			seen.add(v);
			all.push([Object.prototype.toString.call(v), Object.getPrototypeOf(v) === v.constructor?.prototype,
				ArrayBuffer.isView(v) || JSON.stringify(Object.entries(Object.getOwnPropertyDescriptors(v)).map(([k, d]) => [k, d.writable, d.enumerable, d.configurable]))]);
			if (!ArrayBuffer.isView(v)) stack.push(...Object.values(v));
		}
		return JSON.stringify(all);
	}`).AsFunction()
	require.True(t, ok)
	wantText, err := describe.Call(v8.Undefined(), want)
	require.NoError(t, err, name)
	gotText, err := describe.Call(v8.Undefined(), got)
	require.NoError(t, err, name)
	require.Equal(t, wantText.String(), gotText.String(), name)
}

// The same with what random graphs become in Go.
func TestToValueGraphs(t *testing.T) {
	plain := 0
	v8test.Run(t, func(s *v8.Scope) {
		make, _ := graphs(t, s)
		for seed := range 1000 {
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				v, err := make.Call(v8.Undefined(), v8.NewNumber(float64(seed+1)))
				require.NoError(t, err)
				from, err := v.Export()
				require.NoError(t, err)
				got, isPlain, err := v8.ToValueBy(s, from, true)
				require.NoError(t, err)
				if isPlain {
					plain++
				}
				want, _, err := v8.ToValueBy(s, from, false)
				require.NoError(t, err)
				requireSame(t, s, want, got, seed)
				return nil
			}))
		}
	})
	require.Greater(t, plain, 20)
}

// Nobody but package clone writes the format. Still, what is broken does no harm.
func TestReadPlainBroken(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	whole := v8.PlainData([]any{
		map[string]any{"a": 1, "b": []any{1.5, "x", "ключ", nil}}, map[string]any{"a": time.UnixMilli(5), "b": map[string]any{}},
	})
	v8test.Run(t, func(s *v8.Scope) {
		for length := range whole {
			_, err := v8.ReadPlain(s, whole[:length])
			require.Error(t, err)
		}
		for range 20000 {
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				broken := append([]byte(nil), whole...)
				for range 1 + random.IntN(4) {
					broken[random.IntN(len(broken))] = byte(random.Uint32() >> (8 * random.IntN(3)))
				}
				if v, err := v8.ReadPlain(s, broken); err == nil {
					_, err = v.Export()
					require.NoError(t, err)
				}
				return nil
			}))
		}
	})
}
