package v8_test

import (
	"context"
	"errors"
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
)

func TestExport(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		maximum := 8
		for source, want := range map[string]any{
			`undefined`: clone.Undefined{}, `null`: nil, `true`: true, `1`: 1.0, `-1.5`: -1.5, `'é🎉'`: "é🎉",
			`10n ** 20n`:  new(big.Int).Exp(big.NewInt(10), big.NewInt(20), nil),
			`new Date(5)`: time.UnixMilli(5).UTC(), `new Date(NaN)`: clone.InvalidDate{}, `/a/gi`: &clone.RegExp{Source: "a", Flags: "gi"},
			`[1, 'a', [null]]`: []any{1.0, "a", []any{nil}}, `({a: {b: undefined}})`: map[string]any{"a": map[string]any{"b": clone.Undefined{}}},
			`[]`: []any{}, `({})`: map[string]any{}, `Object(1)`: &clone.PrimitiveObject{Value: 1.0},
			`new Float64Array([1, 2.5])`: []float64{1, 2.5}, `new Uint8Array([1, 2])`: []byte{1, 2}, `new Int8Array(1)`: []int8{0},
			`new Int16Array(1)`: []int16{0}, `new Uint16Array(1)`: []uint16{0}, `new Int32Array(1)`: []int32{0}, `new Uint32Array(1)`: []uint32{0},
			`new Float32Array(1)`: []float32{0}, `new BigInt64Array(1)`: []int64{0}, `new BigUint64Array(1)`: []uint64{0}, `[new Uint8Array(0)]`: []any{[]byte{}},
			`new ArrayBuffer(1)`:                     &clone.ArrayBuffer{Data: []byte{0}},
			`new ArrayBuffer(1, {maxByteLength: 8})`: &clone.ArrayBuffer{Data: []byte{0}, MaxByteLength: &maximum},
			`new Uint8ClampedArray(1)`:               &clone.View{Type: clone.Uint8ClampedArray, Buffer: &clone.ArrayBuffer{Data: []byte{0}}, ByteLength: 1},
			`new Uint8Array([1, 2, 3]).subarray(1)`:  &clone.View{Type: clone.Uint8Array, Buffer: &clone.ArrayBuffer{Data: []byte{1, 2, 3}}, ByteOffset: 1, ByteLength: 2},
			`new DataView(new ArrayBuffer(2), 1)`:    &clone.View{Type: clone.DataView, Buffer: &clone.ArrayBuffer{Data: []byte{0, 0}}, ByteOffset: 1, ByteLength: 1},
			`new Map([[1, 'a'], ['b', null]])`:       &clone.Map{Entries: []clone.MapEntry{{Key: 1.0, Value: "a"}, {Key: "b"}}},
			`new Set([1, 1, 2])`:                     &clone.Set{Values: []any{1.0, 2.0}},
			`[1, , 3]`:                               &clone.Array{Length: 3, Elements: map[uint32]any{0: 1.0, 2: 3.0}},
			`Object.assign([1], {x: 2})`:             &clone.Array{Length: 1, Elements: map[uint32]any{0: 1.0}, Properties: map[string]any{"x": 2.0}},
			`(() => { const a = new Array(3); a[0] = a[1] = a[2] = 'x'; return a })()`: []any{"x", "x", "x"},
			`new (class { x = 1; #y = 2; get z() { return 3 } })()`:                    map[string]any{"x": 1.0},
		} {
			got, err := v8test.MustEval(t, s, source).Export()
			require.NoError(t, err, source)
			require.Equal(t, want, got, source)
			back, err := s.ToValue(got)
			require.NoError(t, err, source)
			again, err := back.Export()
			require.NoError(t, err, source)
			require.Equal(t, want, again, source)
		}
		got, err := v8test.MustEval(t, s, `-0`).Export()
		require.NoError(t, err)
		require.True(t, math.Signbit(got.(float64)))
		got, err = v8test.MustEval(t, s, `[NaN, -0]`).Export()
		require.NoError(t, err)
		require.True(t, math.IsNaN(got.([]any)[0].(float64)))
		require.True(t, math.Signbit(got.([]any)[1].(float64)))

		got, err = v8test.MustEval(t, s, `new TypeError('m', {cause: new Error('c')})`).Export()
		require.NoError(t, err)
		require.EqualError(t, got.(error), "TypeError: m")
		require.EqualError(t, errors.Unwrap(got.(error)), "Error: c")
		require.Contains(t, got.(*clone.Error).Stack, "TypeError: m\n    at test.js:1:1")

		got, err = v8test.MustEval(t, s, `(() => { const o = {list: []}; o.self = o; o.list.push(o.list); return o })()`).Export()
		require.NoError(t, err)
		object := got.(map[string]any)
		require.Equal(t, 2, len(object["self"].(map[string]any)["self"].(map[string]any)))
		list := object["list"].([]any)
		require.Same(t, &list[0], &list[0].([]any)[0])
	})
}

func TestExportTo(t *testing.T) {
	type item struct {
		Name  string  `json:"name"`
		Price float64 `js:"price" json:"cost"`
	}
	v8test.Run(t, func(s *v8.Scope) {
		var order struct {
			ID    int `json:"id"`
			Items []item
			When  time.Time          `json:"when"`
			Total *big.Int           `json:"total"`
			Rates map[string]float64 `json:"rates"`
			First *item
			Note  *string
		}
		v := v8test.MustEval(t, s, `(() => {
			const o = {id: 7, Items: [{name: 'a', price: 1.5, more: {}}, {name: 'b', price: 2}], when: new Date(0), total: 10n, rates: {x: 1}, Note: null};
			o.First = o.Items[0];
			return o;
		})()`)
		require.NoError(t, v.ExportTo(&order))
		require.Equal(t, 7, order.ID)
		require.Equal(t, []item{{"a", 1.5}, {"b", 2}}, order.Items)
		require.Same(t, &order.Items[0], order.First)
		require.Equal(t, time.Unix(0, 0).UTC(), order.When)
		require.Equal(t, big.NewInt(10), order.Total)
		require.Equal(t, map[string]float64{"x": 1}, order.Rates)
		err := v8test.MustEval(t, s, `({Items: [{}, {}, {}, {price: 'free'}]})`).ExportTo(&order)
		require.EqualError(t, err, "v8: export: clone: $.Items[3].price: cannot store string in float64")

		var n int8
		require.NoError(t, v8.NewNumber(5).ExportTo(&n))
		require.Equal(t, int8(5), n)
		require.EqualError(t, v8.NewNumber(500).ExportTo(&n), "v8: export: clone: $: cannot store number 500 in int8")
		var text string
		require.NoError(t, v8test.MustEval(t, s, `'x'`).ExportTo(&text))
		require.Equal(t, "x", text)
		var floats []float64
		require.NoError(t, v8test.MustEval(t, s, `new Float64Array([1, 2])`).ExportTo(&floats))
		require.Equal(t, []float64{1, 2}, floats)
		require.NoError(t, v8test.MustEval(t, s, `[3, 4]`).ExportTo(&floats))
		require.Equal(t, []float64{3, 4}, floats)
		require.NoError(t, v8test.MustEval(t, s, `new Int32Array([5])`).ExportTo(&floats))
		require.Equal(t, []float64{5}, floats)
		require.Error(t, v8test.MustEval(t, s, `1`).ExportTo(nil))
		require.Error(t, v8test.MustEval(t, s, `[]`).ExportTo(n))
	})
}

func TestToValue(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		shared := map[string]any{"x": 1}
		cyclic := []any{nil}
		cyclic[0] = cyclic
		for source, from := range map[string]any{
			`v === undefined`: clone.Undefined{}, `v === null`: nil, `v === true`: true, `v === 1.5`: 1.5, `v === 7`: 7, `v === 'é'`: "é",
			`v === 2n ** 64n`:                         new(big.Int).Lsh(big.NewInt(1), 64),
			`v.a === v.b && v.a.x === 1`:              map[string]any{"a": shared, "b": shared},
			`v[0] === v`:                              cyclic,
			`v instanceof Float64Array && v[1] === 2`: []float64{1, 2},
			`v instanceof Uint8Array && v[0] === 1`:   []byte{1},
			`v instanceof Date && +v === 5`:           time.UnixMilli(5),
			`v.Name === 'n' && !('Skip' in v) && v.Inner.Deep === 1`: struct {
				Name  string
				Skip  int `json:"-"`
				Inner *struct{ Deep int8 }
			}{"n", 1, &struct{ Deep int8 }{1}},
			`v instanceof Error && v.message === 'go' && v.cause.message === 'inside'`: &clone.Error{Message: "go", Cause: errors.New("inside")},
			`v instanceof Map && v.get(1) === 'a'`:                                     &clone.Map{Entries: []clone.MapEntry{{Key: 1, Value: "a"}}},
			`v === globalThis`:                                                         s.Global(), `Object.keys(v).join() === '1,b'`: map[string]int{"b": 1, "1": 2}, `v['\ufffd'] === '\ufffd\ufffd'`: map[string]string{"\xff": "\xe2\x82\xff"},
		} {
			v, err := s.ToValue(from)
			require.NoError(t, err, source)
			require.NoError(t, s.Global().Set("v", v))
			require.Equal(t, "true", v8test.MustEval(t, s, source).String(), source)
		}
		for want, from := range map[string]any{
			"v8: to value: clone: $.c: cannot clone chan int: there is nothing like it in JavaScript":                           map[string]any{"c": make(chan int)},
			"v8: to value: clone: $[1]: cannot clone func(): there is nothing like it in JavaScript":                            []any{1, func() {}},
			"v8: to value: clone: $.n: cannot clone int64: a JavaScript number can't hold integers beyond 2^53-1: use *big.Int": map[string]any{"n": int64(1 << 53)},
			"v8: to value: clone: $: cannot clone int: a JavaScript number can't hold integers beyond 2^53-1: use *big.Int":     1 << 53,
		} {
			_, err := s.ToValue(from)
			require.EqualError(t, err, want)
		}
		_, err := s.ToValue([]any{&clone.Reference{Kind: clone.SharedArrayBuffer}})
		v8test.RequireThrown(t, err, "Error: Unable to deserialize cloned data.")
		_, err = s.ToValue([]any{&clone.RegExp{Source: "("}})
		require.Error(t, err)
	})
}

func TestNewFunctionOfGraphs(t *testing.T) {
	type user struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	}
	v8test.Run(t, func(s *v8.Scope) {
		for name, fn := range map[string]any{
			"rename": func(u user, name string) user { u.Name = name; return u },
			"all":    func(users ...*user) (map[string]int, error) { return map[string]int{"n": len(users)}, nil },
			"any":    func(v any) any { return []any{v} },
			"later":  func(t time.Time, d int) time.Time { return t.Add(time.Duration(d) * time.Second) },
			"sum": func(f []float64) (sum float64) {
				for _, x := range f {
					sum += x
				}
				return sum
			},
		} {
			f, err := s.NewFunctionOf(fn, v8.FunctionOptions{Name: name})
			require.NoError(t, err)
			require.NoError(t, s.Global().Set(name, f.Value))
		}
		for source, want := range map[string]string{
			`JSON.stringify(rename({id: 1, name: 'a'}, 'b'))`: `{"id":1,"name":"b"}`,
			`JSON.stringify(all({}, null, {id: 2}))`:          `{"n":3}`,
			`JSON.stringify(any({x: [1]}))`:                   `[{"x":[1]}]`,
			`any()[0] === undefined`:                          `true`,
			`+later(new Date(0), 5)`:                          `5000`,
			`sum([1, 2]) + sum(new Float64Array([3]))`:        `6`,
			`rename(1)`:              `TypeError: argument 1: clone: $: cannot store number 1 in v8_test.user`,
			`rename({id: 'x'}, 'b')`: `TypeError: argument 1: clone: $.id: cannot store string in int`,
			`rename()`:               `TypeError: argument 1: want v8_test.user, got undefined`,
			`rename(() => 1)`:        `DataCloneError: () => 1 could not be cloned.`,
		} {
			v, err := v8test.Eval(s, source)
			var exception *v8.Exception
			if errors.As(err, &exception) {
				require.Equal(t, want, exception.Message, source)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, want, v.String(), source)
		}
	})
}

// In an isolate that died in the middle everything is that error.
func TestExportDead(t *testing.T) {
	c := v8test.Context(t)
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		values := []v8.Value{}
		for _, source := range []string{`'text'`, `''`, `[1]`, `({})`, `new Uint8Array(3)`, `new Float64Array(0)`, `new Date()`} {
			values = append(values, v8test.MustEval(t, s, source))
		}
		_, err := v8test.Eval(s, `'ab'.repeat(2 ** 27).split('')`)
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		for _, v := range values {
			_, err := v.Export()
			require.ErrorIs(t, err, v8.ErrIsolateDead)
			require.ErrorIs(t, v.ExportTo(new(any)), v8.ErrIsolateDead)
			require.ErrorIs(t, v.ExportTo(new([]byte)), v8.ErrIsolateDead)
			_, err = s.SerializeValue(v)
			require.ErrorIs(t, err, v8.ErrIsolateDead)
		}
		_, err = s.ToValue([]any{1})
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		_, err = s.Serialize(v8.SerializeOptions{}, func(*v8.ValueSerializer) error { return nil })
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		err = s.Deserialize(nil, v8.DeserializeOptions{}, func(*v8.ValueDeserializer) error { return nil })
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		return nil
	})
	require.Error(t, err)
}

// So it is when it dies in a getter, below the serializer.
func TestExportDies(t *testing.T) {
	c := v8test.Context(t)
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		v := v8test.MustEval(t, s, `({a: [1, 2], get b() { return 'ab'.repeat(2 ** 27).split('') }})`)
		_, err := v.Export()
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		_, err = s.SerializeValue(v)
		return err
	})
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	c = v8test.Context(t)
	err = c.Run(context.Background(), func(s *v8.Scope) error {
		v := v8test.MustEval(t, s, `({a: [1, 2], get b() { return 'ab'.repeat(2 ** 27).split('') }})`)
		_, err := s.Serialize(v8.SerializeOptions{}, func(to *v8.ValueSerializer) error { return to.WriteValue(v) })
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		return err
	})
	require.ErrorIs(t, err, v8.ErrIsolateDead)
}
