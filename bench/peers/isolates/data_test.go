package isolates

import (
	"testing"

	"github.com/nodeisolates/isolates/bench/work"
	"github.com/nodeisolates/isolates/v8"
)

// value calls fn b.N times with the value of source, each time in a scope of
// its own.
func value(b *testing.B, source string, fn func(s *v8.Scope, v v8.Value) error) {
	run(b, source, func(s *v8.Scope, v v8.Value) {
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			must(b, s.Nested(func(s *v8.Scope) error { return fn(s, v) }))
		}
		b.StopTimer()
	})
}

func BenchmarkRecordsOut(b *testing.B) {
	value(b, work.Source.Records, func(_ *v8.Scope, v v8.Value) error {
		got, err := v.Export()
		if err == nil && got.([]any)[999].(map[string]any)["id"] != 999.0 {
			b.Fatal("not the records")
		}
		return err
	})
}

func BenchmarkRecordsOutStructs(b *testing.B) {
	value(b, work.Source.Records, func(_ *v8.Scope, v v8.Value) error {
		var got []work.Record
		err := v.ExportTo(&got)
		if err == nil && got[999].Nested.B[0] != 999 {
			b.Fatal("not the records")
		}
		return err
	})
}

// in makes a value of what source's is in Go.
func in[T any](b *testing.B, source string) {
	run(b, source, func(s *v8.Scope, v v8.Value) {
		var from T
		must(b, v.ExportTo(&from))
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			must(b, s.Nested(func(s *v8.Scope) error {
				v, err := s.ToValue(from)
				if err == nil && v.IsNullOrUndefined() {
					b.Fatal("nothing")
				}
				return err
			}))
		}
		b.StopTimer()
	})
}

func BenchmarkRecordsIn(b *testing.B)        { in[any](b, work.Source.Records) }
func BenchmarkRecordsInStructs(b *testing.B) { in[[]work.Record](b, work.Source.Records) }
func BenchmarkTextIn(b *testing.B)           { in[string](b, work.Source.Text) }
func BenchmarkFloatsIn(b *testing.B)         { in[[]float64](b, work.Source.Floats) }

func BenchmarkTextOut(b *testing.B) {
	value(b, work.Source.Text, func(_ *v8.Scope, v v8.Value) error {
		got, err := v.Export()
		if err == nil && len(got.(string)) != 1<<20 {
			b.Fatal("not the text")
		}
		return err
	})
}

func BenchmarkFloatsOut(b *testing.B) {
	value(b, work.Source.Floats, func(_ *v8.Scope, v v8.Value) error {
		got, err := v.Export()
		if err == nil && got.([]float64)[999] != 999.5 {
			b.Fatal("not the floats")
		}
		return err
	})
}

func BenchmarkCallSmall(b *testing.B) {
	run(b, work.Source.CallSmall, func(s *v8.Scope, v v8.Value) {
		f := function(b, v)
		b.ReportAllocs()
		b.ResetTimer()
		nested(b, s, func(s *v8.Scope) error {
			argument, err := s.ToValue(work.Small{ID: 1, Name: "a name"})
			if err != nil {
				return err
			}
			got, err := f.Call(v8.Undefined(), argument)
			if n, _ := got.AsNumber(); err == nil && n != work.Seven {
				b.Fatalf("got %v", got)
			}
			return err
		})
		b.StopTimer()
	})
}
