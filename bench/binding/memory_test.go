package binding_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func BenchmarkArrayBufferBytes(b *testing.B) {
	c := v8test.Context(b)
	c.Run(context.Background(), func(s *v8.Scope) error {
		buffer, err := s.NewArrayBuffer(1024)
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			buffer.Bytes()[0]++
		}
		return nil
	})
}

func BenchmarkElements(b *testing.B) {
	c := v8test.Context(b)
	c.Run(context.Background(), func(s *v8.Scope) error {
		array, err := v8.NewTypedArrayOf(s, make([]float64, 1000))
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			elements, _ := v8.Elements[float64](array)
			elements[0]++
		}
		return nil
	})
}

func BenchmarkArrayElements(b *testing.B) {
	c := v8test.Context(b)
	c.Run(context.Background(), func(s *v8.Scope) error {
		v, err := v8test.Eval(s, "Array.from({length: 1000}, (_, i) => i % 2 ? i : String(i))")
		if err != nil {
			b.Fatal(err)
		}
		a, _ := v.AsArray()
		b.ReportAllocs()
		for b.Loop() {
			s.Nested(func(s *v8.Scope) error {
				_, err := a.Elements()
				return err
			})
		}
		return nil
	})
}

func BenchmarkJSONParse(b *testing.B) {
	c := v8test.Context(b)
	c.Run(context.Background(), func(s *v8.Scope) error {
		for b.Loop() {
			s.Nested(func(s *v8.Scope) error {
				_, err := s.JSONParse(`{"a":[1,2,3],"b":"text"}`)
				return err
			})
		}
		return nil
	})
}
