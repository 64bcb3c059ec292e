package binding_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// benchmarkProperty measures a loop in JavaScript that does turn b.N times, o
// being an object of the template.
func benchmarkProperty(b *testing.B, turn string, fill func(template *v8.ObjectTemplate) error) {
	b.ReportAllocs()
	iso := v8test.Isolate(b, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	require.NoError(b, fill(template))
	v8test.RunIn(b, v8test.ContextIn(b, iso), func(s *v8.Scope) {
		v8test.Instance(b, s, "o", template)
		loop, _ := v8test.MustEval(b, s, "(function(n) { let x = 0; for (let i = 0; i < n; i++) { "+turn+" } return x })").AsFunction()
		b.ResetTimer()
		_, err := loop.Call(v8.Undefined(), v8.NewNumber(float64(b.N)))
		require.NoError(b, err)
	})
}

func BenchmarkNamedPropertyHandler(b *testing.B) {
	benchmarkProperty(b, "x = o.foo", func(template *v8.ObjectTemplate) error {
		return template.SetNamedPropertyHandler(v8test.Handler{
			Named: func(v8.PropertyCallbackInfo, v8.Name) (v8.Value, bool, error) { return v8.NewInteger(1), true, nil },
		}, 0)
	})
}

func BenchmarkIndexedPropertyHandler(b *testing.B) {
	benchmarkProperty(b, "x = o[i]", func(template *v8.ObjectTemplate) error {
		return template.SetIndexedPropertyHandler(v8test.Handler{
			Indexed: func(v8.PropertyCallbackInfo, uint32) (v8.Value, bool, error) { return v8.NewInteger(1), true, nil },
		}, 0)
	})
}

func BenchmarkNativeDataProperty(b *testing.B) {
	benchmarkProperty(b, "x = o.native", func(template *v8.ObjectTemplate) error {
		return template.SetNativeDataProperty("native", func(v8.PropertyCallbackInfo, v8.Name) (v8.Value, error) {
			return v8.NewInteger(1), nil
		}, nil, v8.None)
	})
}

func BenchmarkCallAsFunctionHandler(b *testing.B) {
	benchmarkProperty(b, "x = o(i)", func(template *v8.ObjectTemplate) error {
		return template.SetCallAsFunctionHandler(func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.NewInteger(1), nil })
	})
}

func BenchmarkTemplateNewInstance(b *testing.B) {
	iso := v8test.Isolate(b, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	require.NoError(b, template.SetInternalFieldCount(1))
	require.NoError(b, template.Set("x", 1, v8.None))
	c := v8test.ContextIn(b, iso)
	b.ReportAllocs()
	v8test.RunIn(b, c, func(s *v8.Scope) {
		for b.Loop() {
			require.NoError(b, s.Nested(func(s *v8.Scope) error {
				_, err := template.NewInstance(s)
				return err
			}))
		}
	})
}
