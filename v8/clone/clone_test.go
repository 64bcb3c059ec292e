package clone_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/clone"
)

// through marshals a value and unmarshals it into another.
func through(t testing.TB, from, to any) error {
	t.Helper()
	data, err := clone.Marshal(from)
	require.NoError(t, err)
	return clone.Unmarshal(data, to)
}

func TestAny(t *testing.T) {
	maximum := 16
	buffer := &clone.ArrayBuffer{Data: []byte{1, 2, 3, 4}}
	for _, value := range []any{
		nil, clone.Undefined{}, true, false, 0.0, 1.0, -1.0, 1.5, 1 << 40 * 1.0, math.Inf(-1), "", "a", "é", "日本🎉", strings.Repeat("x", 1000),
		big.NewInt(0), big.NewInt(-5), new(big.Int).Lsh(big.NewInt(1), 1000),
		time.UnixMilli(-1).UTC(), time.UnixMilli(8.64e15).UTC(), clone.InvalidDate{},
		[]any{}, []any{nil, clone.Undefined{}, []any{}}, map[string]any{}, map[string]any{"": 1.0, "5": "x", "é": nil, "日": true, "4294967295": 0.0},
		&clone.RegExp{Source: "a+", Flags: "dgimsuy"}, &clone.RegExp{Source: "", Flags: "v"},
		&clone.Map{}, &clone.Map{Entries: []clone.MapEntry{{Key: math.Inf(1), Value: "x"}, {Key: []any{1.0}}}}, &clone.Set{}, &clone.Set{Values: []any{"a", 1.0}},
		&clone.Array{Length: 5, Elements: map[uint32]any{1: "x"}}, &clone.Array{Length: math.MaxUint32, Elements: map[uint32]any{math.MaxUint32 - 1: 1.0}},
		&clone.Array{Elements: map[uint32]any{}, Properties: map[string]any{"a": 1.0}},
		&clone.Error{Name: "Error"}, &clone.Error{Name: "TypeError", Message: "m", Stack: "s", Cause: "c", HasCause: true}, &clone.Error{Name: "Error", HasCause: true},
		&clone.PrimitiveObject{Value: true}, &clone.PrimitiveObject{Value: false}, &clone.PrimitiveObject{Value: -1.5}, &clone.PrimitiveObject{Value: "x"}, &clone.PrimitiveObject{Value: big.NewInt(7)},
		buffer, &clone.ArrayBuffer{Data: []byte{1}, MaxByteLength: &maximum}, &clone.View{Type: clone.Float16Array, Buffer: buffer, ByteLength: 4},
		&clone.View{Type: clone.Int8Array, Buffer: buffer, ByteOffset: 1, ByteLength: 2}, &clone.View{Type: clone.DataView, Buffer: buffer, ByteOffset: 4},
		&clone.View{Type: clone.Int8Array, Buffer: &clone.ArrayBuffer{Data: []byte{1}, MaxByteLength: &maximum}, ByteLength: 1, LengthTracking: true},
		[]int8{-1}, []byte{}, []byte{255}, []int16{-1}, []uint16{1}, []int32{-1}, []uint32{1}, []float32{1.5}, []float64{math.Pi}, []int64{math.MinInt64}, []uint64{math.MaxUint64},
		&clone.Reference{Kind: clone.SharedArrayBuffer, ID: 7}, &clone.Reference{Kind: clone.TransferredArrayBuffer}, &clone.Reference{Kind: clone.WasmModule, ID: math.MaxUint32},
		&clone.WasmMemory{MaximumPages: 10, Buffer: &clone.Reference{Kind: clone.SharedArrayBuffer}}, &clone.View{Type: clone.Uint8Array, Buffer: &clone.Reference{Kind: clone.SharedArrayBuffer, ID: 1}, ByteLength: 100},
	} {
		var got any
		require.NoError(t, through(t, value, &got), "%#v", value)
		require.Equal(t, value, got)
		var inside []any
		require.NoError(t, through(t, []any{value, value}, &inside), "%#v", value)
		require.Equal(t, []any{value, value}, inside)
	}
	var got any
	require.NoError(t, through(t, math.NaN(), &got))
	require.True(t, math.IsNaN(got.(float64)))
	require.NoError(t, through(t, math.Copysign(0, -1), &got))
	require.True(t, math.Signbit(got.(float64)))
}

func TestSharing(t *testing.T) {
	m, s, b := map[string]any{}, []any{0.0}, []byte{1, 2}
	f := []float64{1}
	m["m"], s[0] = m, s
	var got []any
	require.NoError(t, through(t, []any{m, m, s, s, b, b, f, f, &clone.ArrayBuffer{Data: b}, b[:1]}, &got))
	got[0].(map[string]any)["x"] = 1
	require.Equal(t, 1, got[1].(map[string]any)["m"].(map[string]any)["x"])
	require.Same(t, &got[2].([]any)[0], &got[3].([]any)[0].([]any)[0])
	require.Same(t, &got[4].([]byte)[0], &got[5].([]byte)[0])
	require.Same(t, &got[6].([]float64)[0], &got[7].([]float64)[0])
	require.Same(t, &got[4].([]byte)[0], &got[8].(*clone.ArrayBuffer).Data[0])
	require.NotSame(t, &got[4].([]byte)[0], &got[9].([]byte)[0])

	type node struct {
		Name     string
		Children []*node
		Parent   *node
		Value    node2
		Any      any
	}
	root := &node{Name: "root"}
	root.Children = []*node{{Name: "a", Parent: root}, {Name: "b", Parent: root, Any: root}}
	root.Any = root.Children
	var copied *node
	require.NoError(t, through(t, root, &copied))
	require.Same(t, copied, copied.Children[0].Parent)
	require.Equal(t, "root", copied.Children[1].Any.(map[string]any)["Name"])
	require.Equal(t, "b", copied.Any.([]any)[1].(map[string]any)["Name"])

	// What can't share copies.
	shared := &node2{X: 5}
	var values struct {
		A, B node2
		C    *node2
		D    *node2
		E    map[string]int
		F    any
	}
	require.NoError(t, through(t, map[string]any{"A": shared, "B": shared, "C": shared, "D": shared, "E": shared, "F": shared}, &values))
	require.Equal(t, node2{5}, values.B)
	require.Same(t, &values.A, values.C)
	require.Same(t, values.C, values.D)
	require.Equal(t, map[string]int{"X": 5}, values.E)
	require.Equal(t, map[string]any{"X": 5.0}, values.F)
	type list []list
	l := make(list, 1)
	l[0] = l
	var ll list
	require.NoError(t, through(t, l, &ll))
	require.Same(t, &ll[0], &ll[0][0])
}

type node2 struct{ X int }

type embedded struct {
	Inner string
	Both  string
}

type tagged struct {
	embedded
	*node2
	Both    int
	Name    string    `json:"name,omitempty"`
	JS      float64   `js:"js" json:"other"`
	Skipped int       `js:"-"`
	Dash    int       `js:"-,"`
	Zero    time.Time `js:",omitzero"`
	Floats  []float64 `js:"floats,array,omitempty"`
	hidden  int
}

func TestStructs(t *testing.T) {
	var got any
	in := tagged{embedded: embedded{"i", "hidden"}, node2: &node2{3}, Both: 1, JS: 2, Skipped: 3, Dash: 4, hidden: 5}
	require.NoError(t, through(t, in, &got))
	require.Equal(t, map[string]any{"Inner": "i", "Both": 1.0, "js": 2.0, "-": 4.0}, got)
	var out tagged
	require.NoError(t, through(t, got, &out))
	in.embedded.Both, in.Skipped, in.hidden = "", 0, 0
	in.node2 = nil // an unexported type that can't be made is left out
	require.Equal(t, in, out)
	require.NoError(t, through(t, tagged{Floats: []float64{1}}, &got))
	require.Equal(t, []any{1.0}, got.(map[string]any)["floats"])
}

type celsius float64

func (c celsius) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%g°", float64(c)), nil }
func (c *celsius) UnmarshalText(b []byte) error {
	_, err := fmt.Sscanf(string(b), "%g°", (*float64)(c))
	return err
}

type pair struct{ a, b int }

func (p pair) MarshalClone() (any, error) { return []int{p.a, p.b}, nil }
func (p *pair) UnmarshalClone(v any) error {
	list, ok := v.([]any)
	if !ok || len(list) != 2 {
		return errors.New("no pair")
	}
	p.a, p.b = int(list[0].(float64)), int(list[1].(float64))
	return nil
}

func TestMethods(t *testing.T) {
	type methods struct {
		C    celsius
		P    pair
		Ps   []*pair
		Addr netip.Addr
		Raw  json.RawMessage
		M    map[netip.Addr]int
	}
	in := methods{36.6, pair{1, 2}, []*pair{{3, 4}, nil}, netip.MustParseAddr("::1"), json.RawMessage(`{"a":[1,null]}`), map[netip.Addr]int{netip.MustParseAddr("1.2.3.4"): 1}}
	var out methods
	require.NoError(t, through(t, in, &out))
	require.Equal(t, in, out)
	var p pair
	require.EqualError(t, through(t, "x", &p), "clone: $: cannot store string in clone_test.pair: no pair")
	var e *clone.Error
	require.NoError(t, through(t, fmt.Errorf("outer: %w", errors.New("inner")), &e))
	require.EqualError(t, e, "Error: outer: inner")
	require.EqualError(t, errors.Unwrap(e), "Error: inner")
	var err error
	require.NoError(t, through(t, e, &err))
	require.EqualError(t, err, "Error: outer: inner")
}

func TestConversions(t *testing.T) {
	var n8 int8
	var u uint64
	var i int
	var f32 float32
	var text string
	var bytes []byte
	var ints []int
	var array [2]float32
	var set map[string]struct{}
	var dates map[string]time.Time
	var intKeys map[int]string
	var re clone.RegExp
	var big64 int64
	for _, ok := range []struct{ from, to, want any }{
		{5.0, &n8, int8(5)}, {math.Copysign(0, -1), &n8, int8(0)}, {1 << 53 * 0.5, &u, uint64(1 << 52)}, {&clone.PrimitiveObject{Value: 3.0}, &i, 3},
		{0.5, &f32, float32(0.5)}, {&clone.PrimitiveObject{Value: "x"}, &text, "x"}, {nil, &text, "x"},
		{&clone.ArrayBuffer{Data: []byte{1}}, &bytes, []byte{1}}, {[]any{1, 2}, &bytes, []byte{1, 2}}, {[]int32{7}, &ints, []int{7}}, {[]uint64{7}, &ints, []int{7}},
		{&clone.Set{Values: []any{1.0}}, &ints, []int{1}}, {&clone.Array{Length: 3, Elements: map[uint32]any{1: 5.0}}, &ints, []int{0, 5, 0}},
		{[]any{1.5}, &array, [2]float32{1.5}}, {&clone.Set{Values: []any{"a"}}, &set, map[string]struct{}{"a": {}}},
		{&clone.Map{Entries: []clone.MapEntry{{Key: "d", Value: time.UnixMilli(1).UTC()}}}, &dates, map[string]time.Time{"d": time.UnixMilli(1).UTC()}},
		{map[int8]string{-1: "x", 7: "y"}, &intKeys, map[int]string{-1: "x", 7: "y"}}, {&clone.RegExp{Source: "a"}, &re, clone.RegExp{Source: "a"}},
		{big.NewInt(-7), &big64, int64(-7)},
	} {
		require.NoError(t, through(t, ok.from, ok.to), "%#v", ok)
		switch to := ok.to.(type) {
		case *int8:
			require.Equal(t, ok.want, *to)
		case *uint64:
			require.Equal(t, ok.want, *to)
		case *int:
			require.Equal(t, ok.want, *to)
		case *float32:
			require.Equal(t, ok.want, *to)
		case *string:
			require.Equal(t, ok.want, *to)
		case *[]byte:
			require.Equal(t, ok.want, *to)
		case *[]int:
			require.Equal(t, ok.want, *to)
		case *[2]float32:
			require.Equal(t, ok.want, *to)
		case *map[string]struct{}:
			require.Equal(t, ok.want, *to)
		case *map[string]time.Time:
			require.Equal(t, ok.want, *to)
		case *map[int]string:
			require.Equal(t, ok.want, *to)
		case *clone.RegExp:
			require.Equal(t, ok.want, *to)
		case *int64:
			require.Equal(t, ok.want, *to)
		default:
			t.Fatalf("%T", to)
		}
	}
	for _, wrong := range []struct {
		from, to any
		want     string
	}{
		{300.0, &n8, "$: cannot store number 300 in int8"}, {1.5, &i, "$: cannot store number 1.5 in int: it is no safe integer, from -(2^53-1) to 2^53-1"},
		{math.NaN(), &i, "$: cannot store number NaN in int: it is no safe integer, from -(2^53-1) to 2^53-1"}, {-1.0, &u, "$: cannot store number -1 in uint64"},
		{math.Pow(2, 53), &i, "$: cannot store number 9007199254740992 in int: it is no safe integer, from -(2^53-1) to 2^53-1"},
		{1e300, &f32, "$: cannot store number 1e+300 in float32"}, {"1", &i, "$: cannot store string in int"}, {true, &text, "$: cannot store boolean in string"},
		{big.NewInt(300), &n8, "$: cannot store BigInt in int8"}, {[]any{1, 2, 3}, &array, "$: cannot store Array of length 3 in [2]float32"},
		{map[string]any{"x": 1}, &intKeys, `$.x: cannot store the name "x" in int: strconv.ParseInt: parsing "x": invalid syntax`}, {[]any{"x"}, &ints, "$[0]: cannot store string in int"},
		{map[string]any{"a b": []any{nil, map[string]any{"c": 1}}}, new(map[string][]map[string]string), `$["a b"][1].c: cannot store number 1 in string`},
		{&clone.Array{Length: 1 << 21}, &ints, "$: cannot store sparse Array of length 2097152 in []int"}, {time.Now(), &text, "$: cannot store Date in string"},
		{&clone.Map{Entries: []clone.MapEntry{{Key: "a", Value: "x"}}}, new(map[string]int), "$[0].value: cannot store string in int"}, {[]float64{1.5}, &ints, "$[0]: cannot store number 1.5 in int: it is no safe integer, from -(2^53-1) to 2^53-1"},
		{&clone.View{Type: clone.DataView, Buffer: &clone.ArrayBuffer{}}, &text, "$: cannot store DataView in string"}, {[]any{}, new(chan int), "$: cannot store Array in chan int"},
	} {
		err := through(t, wrong.from, wrong.to)
		require.EqualError(t, err, "clone: "+wrong.want)
		var typed *clone.UnmarshalTypeError
		require.ErrorAs(t, err, &typed)
	}
	require.Error(t, clone.Unmarshal(nil, nil))
	require.Error(t, clone.Unmarshal(nil, 5))
}

func TestMarshalErrors(t *testing.T) {
	deep := []any{}
	for range 10001 {
		deep = []any{deep}
	}
	type pointer *pointer
	var p pointer
	p = &p
	huge := 1 << 40
	for _, wrong := range []struct {
		from any
		want string
	}{
		{make(chan int), "$: cannot clone chan int: there is nothing like it in JavaScript"}, {map[string]any{"f": func() {}}, "$.f: cannot clone func(): there is nothing like it in JavaScript"},
		{[]any{int64(math.MaxInt64)}, "$[0]: cannot clone int64: a JavaScript number can't hold integers beyond 2^53-1: use *big.Int"}, {[]uint{math.MaxUint}, "$[0]: cannot clone uint: a JavaScript number can't hold integers beyond 2^53-1: use *big.Int"},
		{map[bool]int{true: 1}, "$: cannot clone map[bool]int: bool is no property's name: use *clone.Map"}, {time.Date(300000, 1, 1, 0, 0, 0, 0, time.UTC), "$: cannot clone time.Time: a Date can't hold this time"},
		{&clone.RegExp{Flags: "gg"}, `$: cannot clone *clone.RegExp: invalid flags "gg"`}, {&clone.RegExp{Flags: "uv"}, `$: cannot clone *clone.RegExp: invalid flags "uv"`}, {complex(1, 1), "$: cannot clone complex128: there is nothing like it in JavaScript"},
		{&clone.View{Type: 'x'}, "$: cannot clone *clone.View: unknown Type 120"}, {&clone.View{Type: clone.Int8Array, Buffer: &clone.ArrayBuffer{}, ByteLength: 1}, "$: cannot clone *clone.View: ByteOffset and ByteLength are not inside the buffer"},
		{&clone.ArrayBuffer{Data: []byte{1}, MaxByteLength: new(int)}, "$: cannot clone *clone.ArrayBuffer: MaxByteLength is 0, and Data has 1 bytes"}, {&clone.ArrayBuffer{MaxByteLength: &huge}, "$: cannot clone *clone.ArrayBuffer: MaxByteLength is 1099511627776, and Data has 0 bytes"},
		{&clone.PrimitiveObject{}, "$: cannot clone *clone.PrimitiveObject: Value is <nil>, want bool, float64, string or *big.Int"}, {&clone.Array{Elements: map[uint32]any{0: 1}}, "$: cannot clone *clone.Array: there is an element 0, and Length is 0"},
		{&clone.Reference{}, "$: cannot clone *clone.Reference: unknown Kind 0"}, {&clone.WasmMemory{}, "$: cannot clone *clone.WasmMemory: Buffer is no SharedArrayBuffer"},
	} {
		_, err := clone.Marshal(wrong.from)
		require.EqualError(t, err, "clone: "+wrong.want)
	}
	for _, endless := range []any{deep, p, &loop{}} {
		_, err := clone.Marshal(endless)
		require.ErrorContains(t, err, "values nest more than 10000 deep")
		require.Less(t, len(err.Error()), 1000)
	}
	e := clone.NewEncoder()
	err := e.Encode(make(chan int))
	require.Error(t, err)
	require.Equal(t, err, e.Encode(1))
	e.Reset()
	require.NoError(t, e.Encode(1))
}

type loop struct{}

func (l *loop) MarshalClone() (any, error) { return l, nil }

// Data that nobody wrote is an error, and takes no memory to speak of.
func TestHostileData(t *testing.T) {
	for _, wire := range hostile {
		var value any
		_ = clone.Unmarshal([]byte(wire), &value)
		var slice []string
		_ = clone.Unmarshal([]byte(wire), &slice)
	}
	for name, wire := range map[string]string{
		"depth":    "\xff\x0f" + strings.Repeat("A\x01", 1e6),
		"lengths":  "\xff\x0f" + strings.Repeat("A\xff\x3f", 1e5),
		"sparse":   "\xff\x0f" + strings.Repeat("a\xff\xff\xff\xff\x0fI\x00", 5000),
		"holes":    "\xff\x0fA\xc0\x84\x3d" + strings.Repeat("a\x80\x80\x40@\x00\x80\x80\x40", 1e5),
		"maps":     "\xff\x0f" + strings.Repeat(";", 1e6),
		"errors":   "\xff\x0f" + strings.Repeat("rc", 1e6),
		"counts":   "\xff\x0f" + strings.Repeat("?\x00", 1e6),
		"padding":  "\xff\x0f" + strings.Repeat("\x00", 1e6),
		"exploded": "\xff\x0fA\x1a" + exploding(25) + "$\x00\x1a",
	} {
		for _, target := range []any{new(any), new([]any), new(string), new([][]string), new([]map[string]node2), new([]tree), new(tree)} {
			var wrong *clone.SyntaxError
			err := clone.Unmarshal([]byte(wire), target)
			if err != nil && !errors.As(err, &wrong) {
				var typed *clone.UnmarshalTypeError
				require.ErrorAs(t, err, &typed, name)
			}
		}
	}
}

type tree struct{ L, R map[string]tree }

// exploding is objects that refer twice to the one before.
func exploding(n int) string {
	wire := "o{\x00"
	for id := range n {
		wire += fmt.Sprintf("o\"\x01L^%c\"\x01R^%c{\x02", rune(id+1), rune(id+1))
	}
	return wire
}

func TestTrailing(t *testing.T) {
	var n int
	require.EqualError(t, clone.Unmarshal([]byte("\xff\x0fI\x02_"), &n), "clone: there is something behind the value, at byte 4")
	require.EqualError(t, clone.Unmarshal([]byte("\xff\x0c_"), &n), "clone: version 12 is not supported: 13 to 15 are, at byte 2")
	d := clone.NewDecoder([]byte("\xff\x0eI\x02_"))
	d.Options.UndefinedIsZero = true
	require.Equal(t, 14, d.Version())
	require.NoError(t, d.Decode(&n))
	require.True(t, d.More())
	require.NoError(t, d.Decode(&n))
	require.False(t, d.More())
	require.Error(t, d.Decode(&n))
}

func BenchmarkMarshal(b *testing.B) {
	value := []node2{{1}, {2}, {3}}
	for b.Loop() {
		if _, err := clone.Marshal(value); err != nil {
			b.Fatal(err)
		}
	}
}
