package clone_test

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/clone"
)

// allocatedBy is how much fn allocates, garbage too, in bytes.
func allocatedBy(fn func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	fn()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// nested is [[x, x], [x, x]] ... in which each is there once, so deep.
func nested(t *testing.T, depth int) []byte {
	var value any = []any{1.5}
	for range depth {
		value = []any{value, value}
	}
	data, err := clone.Marshal(value)
	require.NoError(t, err)
	return data
}

// What is there once in the data is not to be there 2^40 times in memory.
func TestShared(t *testing.T) {
	data := nested(t, 40)
	var same any
	require.NoError(t, clone.Unmarshal(data, &same))
	const most = 1 << 20
	for _, target := range []any{new(json.RawMessage), new([]json.RawMessage), new(struct{ A json.RawMessage })} {
		require.Less(t, allocatedBy(func() {
			var syntax *clone.SyntaxError
			if err := clone.Unmarshal(data, target); !strings.Contains(err.Error(), "cannot store Array") {
				require.ErrorAs(t, err, &syntax)
			}
		}), most)
	}

	elements := make([]any, 1000)
	for n := range elements {
		elements[n] = 1.5
	}
	all := make([]any, 1000)
	for n := range all {
		all[n] = elements
	}
	for _, test := range []struct{ value, to any }{
		{&clone.Set{Values: []any{all}}, new([][][]float64)},
		{&clone.Map{Entries: []clone.MapEntry{{Key: "k", Value: all}}}, new(map[string][][]float64)},
	} {
		data, err := clone.Marshal(test.value)
		require.NoError(t, err)
		require.Less(t, allocatedBy(func() {
			var syntax *clone.SyntaxError
			require.ErrorAs(t, clone.Unmarshal(data, test.to), &syntax)
		}), 4*most)
	}

	circle := map[string]any{}
	circle["itself"] = circle
	data, err := clone.Marshal(circle)
	require.NoError(t, err)
	require.Error(t, clone.Unmarshal(data, new(json.RawMessage)))

	// What is a little shared is no matter.
	text, err := json.Marshal([]any{[]any{1, 2}, []any{1, 2}})
	require.NoError(t, err)
	one := []any{1.0, 2.0}
	data, err = clone.Marshal([]any{one, one})
	require.NoError(t, err)
	var raw json.RawMessage
	require.NoError(t, clone.Unmarshal(data, &raw))
	require.JSONEq(t, string(text), string(raw))
}

func TestMemoryLimit(t *testing.T) {
	type large struct {
		A [1000]int64
		B string
	}
	for name, test := range map[string]struct {
		value, to any
	}{
		"elements":   {make([]any, 1000), new([]large)},
		"pointers":   {make([]struct{}, 1000), new([]*large)},
		"properties": {map[string]any{"a": make([]struct{}, 1000)}, new(map[string][]large)},
		"text":       {strings.Repeat("x", 1<<20+1), new(string)},
		"wide text":  {strings.Repeat("\u4e00", 1<<20), new(any)},
		"Latin-1":    {strings.Repeat("\u00e9", 1<<20), new(any)},
		"a buffer":   {make([]byte, 1<<20), new([]byte)},
		"any":        {make([]any, 1<<17), new(any)},
		"maps":       {make([]struct{ A int }, 1<<15), new(any)},
		"typed maps": {make([]struct{ A int }, 1<<15), new([]map[string]int)},
		"a Map":      {&clone.Map{Entries: make([]clone.MapEntry, 1<<16)}, new(any)},
		"JSON":       {strings.Repeat("\x01", 1<<18), new(json.RawMessage)},
		"unused": {map[string]any{"x": make([]any, 1<<20), "y": strings.Repeat("x", 1<<20)}, new(struct {
			Y string `js:"y"`
		})},
		"nested maps": {map[string]any{"a": &clone.Set{Values: []any{make([]struct{ A int }, 1<<14)}}}, new(map[string][]large)},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := clone.Marshal(test.value)
			require.NoError(t, err)
			decoder := clone.NewDecoder(data)
			decoder.MemoryLimit = 1 << 20
			const most = 3 << 20 // with what is dropped on the way
			require.Less(t, allocatedBy(func() { err = decoder.Decode(test.to) }), most)
			var limit *clone.MemoryLimitError
			require.ErrorAs(t, err, &limit)
			require.Equal(t, uint64(1<<20), limit.Limit)

			decoder = clone.NewDecoder(data)
			decoder.MemoryLimit = 1 << 30
			err = decoder.Decode(test.to)
			require.False(t, err != nil && strings.Contains(err.Error(), "memory"), "%v", err)
		})
	}
	decoder := clone.NewDecoder([]byte("\xff\x0f\"\x03abc\"\x03abc"))
	decoder.MemoryLimit = 5 // for all values together
	require.NoError(t, decoder.Decode(new(string)))
	require.Error(t, decoder.Decode(new(string)))
}
