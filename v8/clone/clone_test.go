package clone_test

import (
	"testing"

	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/stretchr/testify/require"
)

func TestQuick(t *testing.T) {
	type T struct {
		ID   int `json:"id"`
		Name string
		Tags []string
		N    *T
		M    map[string]float64
		B    []byte
		F    []float64
		A    any
	}
	in := T{1, "né🎉", []string{"a", "b"}, &T{ID: 4}, map[string]float64{"5": 1, "x": 1.5}, []byte{1, 2}, []float64{1}, []any{1.0, "x", clone.Undefined{}}}
	data, err := clone.Marshal(in)
	require.NoError(t, err)
	t.Logf("%q", data)
	var out T
	require.NoError(t, clone.Unmarshal(data, &out))
	require.Equal(t, in, out)
	var a any
	require.NoError(t, clone.Unmarshal(data, &a))
	t.Logf("%v", a)
	self := map[string]any{}
	self["self"] = self
	data, err = clone.Marshal(self)
	require.NoError(t, err)
	require.NoError(t, clone.Unmarshal(data, &a))
	t.Logf("%q", data)
	var bad struct {
		Items []struct {
			Price float64 `json:"price"`
		} `json:"items"`
	}
	data, err = clone.Marshal(map[string]any{"items": []any{map[string]any{"price": 1}, map[string]any{"price": "x"}}})
	require.NoError(t, err)
	t.Log(clone.Unmarshal(data, &bad))
}
