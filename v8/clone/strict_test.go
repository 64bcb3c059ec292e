package clone_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/clone"
)

// What has no value is no zero: a function that forgot to return gives an error.
func TestUndefined(t *testing.T) {
	type optional struct {
		Total float64 `js:"total,omitzero"`
		Count *int    `js:"count"`
	}
	undefined := marshal(t, clone.Undefined{})
	inside := marshal(t, map[string]any{"total": clone.Undefined{}, "count": clone.Undefined{}})
	for _, to := range []any{
		new(float64), new(int), new(bool), new(string), new(struct{}), new([2]int), new(time.Time),
		new(json.Number), new(textual),
	} {
		err := clone.Unmarshal(undefined, to)
		var wrong *clone.UnmarshalTypeError
		require.ErrorAs(t, err, &wrong, "%T", to)
		require.Contains(t, err.Error(), "cannot store undefined", "%T", to)
		require.NoError(t, clone.Unmarshal(undefined, to, clone.DecodeOptions{UndefinedIsZero: true}), "%T", to)
	}
	for _, to := range []any{new(any), new(*int), new([]int), new(map[string]int), new(clone.Undefined)} {
		require.NoError(t, clone.Unmarshal(undefined, to), "%T", to)
	}
	require.NoError(t, clone.Unmarshal(inside, new(optional)))
	var strict struct {
		Total float64 `js:"total"`
	}
	require.EqualError(t, clone.Unmarshal(inside, &strict), "clone: $.total: cannot store undefined in float64: "+
		"use a pointer, the tag option omitzero, or UndefinedIsZero")
	require.NoError(t, clone.Unmarshal(inside, &strict, clone.DecodeOptions{UndefinedIsZero: true}))
	require.NoError(t, clone.Unmarshal(marshal(t, nil), &strict), "null is JSON's way to say nothing")
	require.NoError(t, clone.Unmarshal(marshal(t, map[string]any{}), &strict), "nor is what is not there")
	var all []float64
	require.ErrorContains(t, clone.Unmarshal(marshal(t, []any{1.0, clone.Undefined{}}), &all), "$[1]: cannot store undefined")
	var byKey map[string]float64
	require.ErrorContains(t, clone.Unmarshal(inside, &byKey), "cannot store undefined")
}

// textual reads itself from text.
type textual string

func (t *textual) UnmarshalText(text []byte) error {
	*t = textual(text)
	return nil
}

// Names that differ in case are one, as for encoding/json, if none is equal.
func TestFieldCase(t *testing.T) {
	type rating struct {
		Total   float64
		ID      int `json:"orderId"`
		Straße  string
		K       int // U+212A, the sign of kelvin, is a k without case
		Exact   int `js:"exact"`
		Another int `js:"EXACT"`
	}
	for _, names := range []map[string]any{
		{"total": 1.5, "orderid": 2.0, "straßE": "a", "\u212a": 3.0},
		{"TOTAL": 1.5, "ORDERID": 2.0, "STRAßE": "a", "k": 3.0},
		{"Total": 1.5, "orderId": 2.0, "Straße": "a", "K": 3.0},
	} {
		var r rating
		require.NoError(t, clone.Unmarshal(marshal(t, names), &r, clone.DecodeOptions{DisallowUnknownFields: true}))
		require.Equal(t, rating{Total: 1.5, ID: 2, Straße: "a", K: 3}, r)
	}
	var r rating
	require.NoError(t, clone.Unmarshal(marshal(t, map[string]any{"exact": 1.0, "EXACT": 2.0}), &r))
	require.Equal(t, []int{1, 2}, []int{r.Exact, r.Another})
	require.NoError(t, clone.Unmarshal(marshal(t, map[string]any{"Exact": 7.0}), &r))
	require.Equal(t, 7, r.Exact, "the first of those that differ")

	long := map[string]any{strings.Repeat("T", 1<<20): 1.0}
	require.NoError(t, clone.Unmarshal(marshal(t, long), &r))
}

func TestDisallowUnknownFields(t *testing.T) {
	var to struct {
		Items []struct{ Price float64 }
	}
	data := marshal(t, map[string]any{"items": []any{map[string]any{"price": 1.0, "prise": 2.0}}})
	require.NoError(t, clone.Unmarshal(data, &to))
	err := clone.Unmarshal(data, &to, clone.DecodeOptions{DisallowUnknownFields: true})
	require.EqualError(t, err, "clone: $.items[0].prise: cannot store property in struct { Price float64 }: there is no such field")
	require.PanicsWithValue(t, misuse.DecodeOptions, func() {
		clone.Unmarshal(data, &to, clone.DecodeOptions{}, clone.DecodeOptions{})
	})
	d := clone.NewDecoder(data)
	d.Options.DisallowUnknownFields = true
	require.Error(t, d.Decode(&to))
}

func marshal(t *testing.T, value any) []byte {
	t.Helper()
	data, err := clone.Marshal(value)
	require.NoError(t, err)
	return data
}
