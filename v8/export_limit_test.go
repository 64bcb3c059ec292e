package v8_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
)

// allocated is how much fn allocates in Go's memory, garbage too, in bytes.
func allocated(fn func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	fn()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// callWith runs a script that can call fn as save.
func callWith(t *testing.T, c *v8.Context, fn any, source string) error {
	t.Helper()
	return c.Run(t.Context(), func(s *v8.Scope) error {
		f, err := s.NewFunctionOf(fn, v8.FunctionOptions{Name: "save"})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("save", f.Value))
		_, err = v8test.Eval(s, source)
		return err
	})
}

// A script decides how often the host's memory is to hold one thing.
func TestExportLimit(t *testing.T) {
	type node struct {
		A     float64        `js:"a"`
		B     string         `js:"b"`
		Next  *node          `js:"next"`
		Items []node         `js:"items"`
		M     map[string]any `js:"m"`
	}
	// Runs in which nothing has an error to give end by termination.
	text := func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		for n := range info.Length() {
			_ = info.Argument(n).String()
		}
		return v8.Value{}, nil
	}
	units := func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		for n := range info.Length() {
			text, _ := info.Argument(n).AsString()
			text.UTF16()
		}
		return v8.Value{}, nil
	}
	for _, test := range []struct {
		name, source string
		fn           any
	}{
		{"one text, many arguments", "save(...Array(400).fill('x'.repeat(2e7)))", func(...string) {}},
		{"one buffer, many arguments", "save(...Array(200).fill(new Uint8Array(2e7)))", func(...[]byte) {}},
		{"one view, many arguments", "save(...Array(200).fill(new Uint8Array(new ArrayBuffer(2e7), 8)))", func(...any) {}},
		{"many arguments of one size", "save(...Array(6e4).fill(1))", func(...[1 << 12]int) {}},
		{"one object, large structs", "save(Array(6e6).fill({}))", func([]struct{ X [64]int64 }) {}},
		{"one object, many structs", "save(Array(6e6).fill({}))", func([]node) {}},
		{"holes", "save(Array(2 ** 20))", func([]struct{ X [64]int64 }) {}},
		{"holes among many arguments", "save(...Array(200).fill(Array(2 ** 19)))", func(...[]int) {}},
		{"empty texts", "save(Array(6e6).fill(''))", func(any) {}},
		{"small objects", "save(Array.from({length: 8e5}, () => ({a: 1})))", func(any) {}},
		{"small arrays", "save(Array.from({length: 5e5}, () => [{}]))", func([][]struct{ X [32]int64 }) {}},
		{"JSON of a graph", "let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; save({raw: a})", func(struct {
			Raw json.RawMessage `json:"raw"`
		}) {
		}},
		{"JSON of a Map", "let a = [1]; for (let i = 0; i < 40; i++) a = new Map([[a, a]]); save(a)", func(json.RawMessage) {}},
		{"JSON of a text", "save(...Array(4).fill('\\x01'.repeat(2e6)))", func(...json.RawMessage) {}},
		{"one array in a Map", "const a = Array(3e4).fill(1.5); save(new Map([['k', Array(3e4).fill(a)]]))", func(map[string][][]float64) {}},
		{"one array in a Set", "const a = Array(3e4).fill(1.5); save(new Set([Array(3e4).fill(a)]))", func([][][]float64) {}},
		{"one Map", "const m = new Map(Array.from({length: 1e4}, (_, i) => [i, i])); save(Array(1e5).fill(m))", func([]map[int]int) {}},
		{"Latin-1", "save(...Array(40).fill('\\xff'.repeat(2e6)))", func(...any) {}},
		{"elements", "save(Array(3e6))", func(a v8.Array) error { _, err := a.Elements(); return err }},
		{"values of a Set", "save(new Set(Array(1e6).keys()))", func(set v8.Set) error {
			for {
				if _, err := set.Values(); err != nil {
					return err
				}
			}
		}},
		{"entries of a Map", "save(new Map(Array.from({length: 1e5}, (_, i) => [i, i])))", func(m v8.Map) error {
			for {
				if _, err := m.Entries(); err != nil {
					return err
				}
			}
		}},
		{"an iterator without end", "save(function* () { for (;;) yield 'x'.repeat(1e5) }())", func(v v8.Value) error {
			var all []string
			for each, err := range v.Iterate() {
				if err != nil {
					return err
				}
				all = append(all, each.String())
			}
			return fmt.Errorf("%d texts", len(all))
		}},
		{"texts", "save(...Array(400).fill('x'.repeat(2e7))); while (true);", text},
		{"UTF-16", "save(...Array(400).fill('x'.repeat(1e7))); while (true);", units},
	} {
		t.Run(test.name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) { // where nobody else allocates
				iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 << 20})
				c := v8test.ContextIn(t, iso)
				fn := test.fn
				if callback, ok := fn.(func(v8.FunctionCallbackInfo) (v8.Value, error)); ok {
					require.NoError(t, c.Run(t.Context(), func(s *v8.Scope) error {
						f, err := s.NewFunction(callback, v8.FunctionOptions{})
						require.NoError(t, err)
						return s.Global().Set("raw", f.Value)
					}))
					fn = func(v8.Value) {}
				}
				source := "{ " + test.source + " }"
				if _, ok := test.fn.(func(v8.FunctionCallbackInfo) (v8.Value, error)); ok {
					source = "save = raw; " + source
				}
				var err error
				const limit = 4 * 32 << 20
				const most = 2 * limit // with what is dropped on the way
				took := allocated(func() { err = callWith(t, c, fn, source) })
				if !v8test.Sanitized { // which lets more escape
					require.Less(t, took, most)
				}
				require.ErrorIs(t, err, v8.ErrExportLimit)
				var wrong *v8.LimitError
				require.ErrorAs(t, err, &wrong)
				require.Equal(t, "ExportLimit", wrong.Option)
				require.Equal(t, uint64(limit), wrong.Limit)
				require.Greater(t, wrong.Used, wrong.Limit)
				require.NoError(t, callWith(t, c, func(any) {}, "save({works: 'still'})"))
			})
		})
	}
}

// What was taken out counts as long as the scope that it was taken out in.
func TestExportLimitOfScopes(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{ExportLimit: 1 << 20})
	c := v8test.ContextIn(t, iso)
	const text = "'x'.repeat(6e5)"
	require.NoError(t, callWith(t, c, func(string) {}, "for (let i = 0; i < 100; i++) save("+text+")"))
	require.NoError(t, callWith(t, c, func(any) {}, "for (let i = 0; i < 100; i++) save(['x'.repeat(4e5)])"))
	require.ErrorIs(t, callWith(t, c, func(a, b string) {}, "save("+text+", "+text+")"), v8.ErrExportLimit)
	require.NoError(t, callWith(t, c, func(a, b string) {}, "try { save("+text+", "+text+") } catch (e) { if (!(e instanceof RangeError)) throw e }"))

	v8test.RunIn(t, c, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, text)
		for range 100 {
			require.NoError(t, s.Nested(func(*v8.Scope) error {
				_, err := v.Export()
				return err
			}))
		}
		_, err := v.Export()
		require.NoError(t, err)
		_, err = v.Export()
		require.ErrorIs(t, err, v8.ErrExportLimit)
		_, err = v.StringValue()
		require.ErrorIs(t, err, v8.ErrExportLimit)
	})
	v8test.RunIn(t, c, func(s *v8.Scope) { // a new Run
		_, err := v8test.MustEval(t, s, text).Export()
		require.NoError(t, err)
	})

	// What has no error to give ends the Run.
	err := c.Run(t.Context(), func(s *v8.Scope) error {
		v := v8test.MustEval(t, s, text)
		require.Len(t, v.String(), 6e5)
		require.Empty(t, v.String())
		_, err := v8test.Eval(s, "1")
		require.ErrorIs(t, err, v8.ErrTerminated)
		require.ErrorIs(t, err, v8.ErrExportLimit)
		return nil
	})
	require.ErrorIs(t, err, v8.ErrExportLimit)
	require.NoError(t, v8test.EvalIn(t.Context(), c, "1"))
}

func TestExportLimitDefaults(t *testing.T) {
	const text = "'x'.repeat(3 << 20)"
	for limit, fits := range map[uint64]bool{0: true, 1 << 20: false, 4 << 20: true, math.MaxUint64: true} {
		c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 16 << 20, ExportLimit: limit}))
		err := callWith(t, c, func(string) {}, "save("+text+")")
		require.Equal(t, !fits, errors.Is(err, v8.ErrExportLimit), "%d: %v", limit, err)
	}
}

// A stopper is stopped by what it is for.
type stopper struct{}

var (
	stop    func()
	stopped int
)

func (*stopper) UnmarshalClone(any) error {
	if stopped++; stopped == 1 {
		stop()
	}
	return nil
}

// Nobody waits for what is converted after the deadline.
func TestExportTerminated(t *testing.T) {
	c := v8test.Context(t)
	for name, source := range map[string]string{
		"plain": "save(Array(1e6).fill('text of some length'))",
		"V8's":  "save(Object.assign(Array(1e6).fill('text of some length'), {x: new Date(0)}))",
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			cause := errors.New("enough")
			stopped = 0
			stop = func() {
				cancel(cause)
				c.Isolate().Terminate(cause) // at once
			}
			err := c.Run(ctx, func(s *v8.Scope) error {
				f, err := s.NewFunctionOf(func([]stopper) {}, v8.FunctionOptions{})
				require.NoError(t, err)
				require.NoError(t, s.Global().Set("save", f.Value))
				_, err = v8test.Eval(s, source)
				return err
			})
			require.ErrorIs(t, err, v8.ErrTerminated)
			require.ErrorIs(t, err, cause)
			require.Less(t, stopped, 100_000)
		})
	}
}

// A handle is no data, however deep it is inside some.
func TestToValueHandle(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		object, err := s.NewObject()
		require.NoError(t, err)
		global, err := v8.NewGlobal(s, object)
		require.NoError(t, err)
		defer global.Close()
		type embedding struct {
			v8.Object
			N int
		}
		for path, data := range map[string]any{
			"$.a":         map[string]any{"a": object},
			"$[1].b":      []any{1, map[string]v8.Value{"b": v8.Null()}},
			"$.S":         struct{ S *v8.Scope }{s},
			"$[0]":        []*v8.Isolate{s.Isolate()},
			"$.G":         struct{ G any }{global},
			"$[0].Object": []embedding{{object, 1}},
		} {
			_, err := s.ToValue(data)
			var wrong *clone.MarshalError
			require.ErrorAs(t, err, &wrong, path)
			require.Equal(t, path, wrong.Path)
		}
		_, err = s.ToValue([]any{(*v8.Isolate)(nil), v8.StackTrace{{}}, v8.Statistics{}})
		require.NoError(t, err)

		var to struct{ A v8.Value }
		var wrong *clone.UnmarshalTypeError
		require.ErrorAs(t, v8test.MustEval(t, s, "({A: 1})").ExportTo(&to), &wrong)
		require.Equal(t, "$.A", wrong.Path)
	})
}
