package goja

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/nodeisolates/isolates/bench/work"
)

func BenchmarkRecordsOut(b *testing.B) {
	_, v := evaluate(b, work.Source.Records)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if v.Export().([]any)[999].(map[string]any)["id"] != int64(999) {
			b.Fatal("not the records")
		}
	}
}

func newMapped(b *testing.B, source string) (*goja.Runtime, goja.Value) {
	runtime, v := evaluate(b, source)
	runtime.SetFieldNameMapper(goja.TagFieldNameMapper("json", true))
	return runtime, v
}

func BenchmarkRecordsOutStructs(b *testing.B) {
	runtime, v := newMapped(b, work.Source.Records)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		var got []work.Record
		must(b, runtime.ExportTo(v, &got))
		if got[999].Nested.B[0] != 999 {
			b.Fatal("not the records")
		}
	}
}

// goja wraps Go's values: what this saves it pays when JavaScript reads them.
func in(b *testing.B, runtime *goja.Runtime, from any) {
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if goja.IsUndefined(runtime.ToValue(from)) {
			b.Fatal("nothing")
		}
	}
}

func BenchmarkRecordsIn(b *testing.B) {
	runtime, v := evaluate(b, work.Source.Records)
	in(b, runtime, v.Export())
}

func BenchmarkRecordsInStructs(b *testing.B) {
	runtime, v := newMapped(b, work.Source.Records)
	var from []work.Record
	must(b, runtime.ExportTo(v, &from))
	in(b, runtime, from)
}

func BenchmarkTextIn(b *testing.B) {
	runtime, v := evaluate(b, work.Source.Text)
	in(b, runtime, v.String())
}

func BenchmarkTextOut(b *testing.B) {
	_, v := evaluate(b, work.Source.Text)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if len(v.String()) != 1<<20 {
			b.Fatal("not the text")
		}
	}
}

func BenchmarkCallSmall(b *testing.B) {
	runtime, v := newMapped(b, work.Source.CallSmall)
	f := function(b, v)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		got, err := f(goja.Undefined(), runtime.ToValue(work.Small{ID: 1, Name: "a name"}))
		must(b, err)
		if got.ToInteger() != work.Seven {
			b.Fatalf("got %v", got)
		}
	}
}
