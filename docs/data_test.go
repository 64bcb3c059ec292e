package docs

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/console"
)

func TestOutOfJavaScript(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, row := range table(t, "data.md", "Out of JavaScript") {
			got, err := v8test.MustEval(t, s, "("+code(row[0])[0]+")").Export()
			if err != nil {
				got = err
			}
			require.Equal(t, code(row[1])[0], describe(got), row[0])
		}
	})
}

// describe is a value of Go as the document writes it.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case string:
		return strconv.QuoteToASCII(v)
	case float64:
		return fmt.Sprint(v)
	case time.Time:
		return "time " + v.Format(time.RFC3339Nano)
	case *big.Int:
		return "*big.Int " + v.String()
	case map[string]any:
		var entries []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			entries = append(entries, fmt.Sprintf("%q: %s", key, describe(v[key])))
		}
		return "map[string]any{" + strings.Join(entries, ", ") + "}"
	case []any:
		var elements []string
		for _, each := range v {
			elements = append(elements, describe(each))
		}
		return "[]any{" + strings.Join(elements, ", ") + "}"
	case *clone.Error:
		return "*clone.Error " + v.Name + ": " + v.Message
	case error:
		return "error"
	}
	return fmt.Sprintf("%T", v)
}

func TestSharedValues(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		got, err := v8test.MustEval(t, s, "(o => ({a: o, b: o}))({})").Export()
		require.NoError(t, err)
		both := got.(map[string]any)
		both["a"].(map[string]any)["x"] = 1
		require.Equal(t, both["a"], both["b"])

		got, err = v8test.MustEval(t, s, "(o => o.self = o)({})").Export()
		require.NoError(t, err)
		self := got.(map[string]any)
		require.Equal(t, reflect.ValueOf(self).Pointer(), reflect.ValueOf(self["self"]).Pointer())
	})
}

func TestOutOfJavaScriptIntoAType(t *testing.T) {
	types := map[string]any{
		"struct{ A int }": new(struct{ A int }),
		`struct{ A int "js:\"a\"" }`: new(struct {
			A int `js:"a"`
		}),
		"[3]int": new([3]int), "[]int": new([]int), "map[string]int": new(map[string]int), "float64": new(float64),
		"int": new(int), "int64": new(int64), "uint8": new(uint8), "string": new(string),
	}
	v8test.Run(t, func(s *v8.Scope) {
		for _, row := range table(t, "data.md", "Out of JavaScript into a type") {
			to := types[code(row[1])[0]]
			require.NotNil(t, to, row[1])
			err := v8test.MustEval(t, s, "("+code(row[0])[0]+")").ExportTo(to)
			require.Equal(t, strings.HasPrefix(row[2], "an error"), err != nil, "%v: %v", row, err)
		}
	})
}

func TestIntoJavaScript(t *testing.T) {
	type unexported struct{ A, b int }
	values := map[string]any{
		`map[string]int{"b": 1, "a": 2}`: map[string]int{"b": 1, "a": 2},
		`map[int]string{1: "a"}`:         map[int]string{1: "a"},
		`struct{ A, b int }{1, 2}`:       unexported{1, 2},
		`"\xff"`:                         "\xff",
		`[]byte{1}`:                      []byte{1},
		`[]float64{1.5}`:                 []float64{1.5},
		`[]int{1}`:                       []int{1},
		`[]string(nil)`:                  []string(nil),
		`new(int)`:                       new(int),
		`time.Unix(0, 1_500_000)`:        time.Unix(0, 1_500_000),
		`time.Second`:                    time.Second,
		`errors.New("no")`:               errors.New("no"),
		`json.RawMessage("{\"a\":1}")`:   json.RawMessage(`{"a":1}`),
		`'x'`:                            'x',
		`int64(1) << 53`:                 int64(1) << 53,
		`func() {}`:                      func() {},
		`[]any{func() {}}`:               []any{func() {}},
		`make(chan int)`:                 make(chan int),
		`complex(1, 2)`:                  complex(1, 2),
		`map[bool]int{true: 1}`:          map[bool]int{true: 1},
	}
	var out console.Buffer
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c, err := iso.NewContext(t.Context(), v8.ContextOptions{Console: console.New(&out, console.Options{})})
	require.NoError(t, err)
	rows := table(t, "data.md", "Into JavaScript")
	require.Len(t, rows, len(values))
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for _, row := range rows {
			value, ok := values[code(row[0])[0]]
			require.True(t, ok, row[0])
			v, err := s.ToValue(value)
			if want := code(row[1])[0]; want == "error" {
				require.Error(t, err, row[0])
			} else {
				require.NoError(t, err, row[0])
				out.Reset()
				require.NoError(t, s.Global().Set("v", v))
				v8test.MustEval(t, s, "console.dir(v)")
				text, _, _ := strings.Cut(strings.TrimSpace(out.String()), "\n")
				require.Equal(t, want, text, row[0])
			}
		}
	})
}
