package v8go

import (
	"encoding/json"
	"testing"

	"github.com/tommie/v8go"

	"github.com/nodeisolates/isolates/bench/work"
)

// v8go takes whole values in and out as JSON.

func out[T any](b *testing.B, check func(T) bool) {
	c := newContext(b)
	v := evaluate(b, c, work.Source.Records)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		text, err := v8go.JSONStringify(c, v)
		must(b, err)
		var got T
		must(b, json.Unmarshal([]byte(text), &got))
		if !check(got) {
			b.Fatal("not the records")
		}
	}
}

func BenchmarkRecordsOut(b *testing.B) {
	out(b, func(got any) bool { return got.([]any)[999].(map[string]any)["id"] == 999.0 })
}

func BenchmarkRecordsOutStructs(b *testing.B) {
	out(b, func(got []work.Record) bool { return got[999].Nested.B[0] == 999 })
}

func in[T any](b *testing.B) {
	c := newContext(b)
	text, err := v8go.JSONStringify(c, evaluate(b, c, work.Source.Records))
	must(b, err)
	var from T
	must(b, json.Unmarshal([]byte(text), &from))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		text, err := json.Marshal(from)
		must(b, err)
		v, err := v8go.JSONParse(c, string(text))
		must(b, err)
		release(v)
	}
}

func BenchmarkRecordsIn(b *testing.B)        { in[any](b) }
func BenchmarkRecordsInStructs(b *testing.B) { in[[]work.Record](b) }

func BenchmarkTextIn(b *testing.B) {
	c := newContext(b)
	text := evaluate(b, c, work.Source.Text).String()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		v, err := v8go.NewValue(c.Isolate(), text)
		must(b, err)
		release(v)
	}
}

func BenchmarkTextOut(b *testing.B) {
	v := evaluate(b, newContext(b), work.Source.Text)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if len(v.String()) != 1<<20 {
			b.Fatal("not the text")
		}
	}
}

func BenchmarkCallSmall(b *testing.B) {
	c := newContext(b)
	f := function(b, c, work.Source.CallSmall)
	receiver := v8go.Undefined(c.Isolate())
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		text, err := json.Marshal(work.Small{ID: 1, Name: "a name"})
		must(b, err)
		argument, err := v8go.JSONParse(c, string(text))
		must(b, err)
		got, err := f.Call(receiver, argument)
		must(b, err)
		if got.Number() != work.Seven {
			b.Fatalf("got %v", got)
		}
		release(argument, got)
	}
}
