package binding_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/bench/work"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
)

func benchmarkRecords(b *testing.B, fn func(s *v8.Scope, v v8.Value)) {
	v8test.Run(b, func(s *v8.Scope) {
		v := v8test.MustEval(b, s, work.Source.Records)
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			require.NoError(b, s.Nested(func(s *v8.Scope) error {
				fn(s, v)
				return nil
			}))
		}
		b.StopTimer()
	})
}

func BenchmarkExportRecords(b *testing.B) {
	benchmarkRecords(b, func(s *v8.Scope, v v8.Value) {
		got, err := v.Export()
		if err != nil || len(got.([]any)) != 1000 {
			b.Fatal(err)
		}
	})
}

func BenchmarkExportToRecords(b *testing.B) {
	benchmarkRecords(b, func(s *v8.Scope, v v8.Value) {
		var got []work.Record
		if err := v.ExportTo(&got); err != nil || len(got) != 1000 || got[999].ID != 999 {
			b.Fatal(err)
		}
	})
}

func BenchmarkExportRecordsByJSON(b *testing.B) {
	benchmarkRecords(b, func(s *v8.Scope, v v8.Value) {
		text, err := s.JSONStringify(v, "")
		if err != nil {
			b.Fatal(err)
		}
		var got any
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			b.Fatal(err)
		}
	})
}

func benchmarkToValue[T any](b *testing.B, convert func(s *v8.Scope, from T) (v8.Value, error)) {
	v8test.Run(b, func(s *v8.Scope) {
		var from T
		require.NoError(b, v8test.MustEval(b, s, work.Source.Records).ExportTo(&from))
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			require.NoError(b, s.Nested(func(s *v8.Scope) error {
				v, err := convert(s, from)
				if err != nil || !v.IsArray() {
					b.Fatal(err)
				}
				return nil
			}))
		}
		b.StopTimer()
	})
}

func BenchmarkToValueRecords(b *testing.B) {
	benchmarkToValue(b, func(s *v8.Scope, from any) (v8.Value, error) { return s.ToValue(from) })
}

func BenchmarkToValueRecordsOfStructs(b *testing.B) {
	benchmarkToValue(b, func(s *v8.Scope, from []work.Record) (v8.Value, error) { return s.ToValue(from) })
}

func BenchmarkToValueRecordsByJSON(b *testing.B) {
	benchmarkToValue(b, func(s *v8.Scope, from any) (v8.Value, error) {
		text, err := json.Marshal(from)
		if err != nil {
			return v8.Value{}, err
		}
		return s.JSONParse(string(text))
	})
}

func BenchmarkMarshalRecords(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		var from any
		require.NoError(b, v8test.MustEval(b, s, work.Source.Records).ExportTo(&from))
		e := clone.NewEncoder()
		b.ReportAllocs()
		for b.Loop() {
			e.Reset()
			if err := e.Encode(from); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// A callback with a small object, JavaScript's loop included.
func BenchmarkCallbackOfStruct(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		f, err := s.NewFunctionOf(func(x work.Small) int { return x.ID }, v8.FunctionOptions{})
		require.NoError(b, err)
		loop, _ := v8test.MustEval(b, s, `(f, n) => { let x = 0; for (let i = 0; i < n; i++) x += f({id: 1, name: 'a name'}); return x }`).AsFunction()
		b.ReportAllocs()
		b.ResetTimer()
		got, err := loop.Call(v8.Undefined(), f.Value, v8.NewNumber(float64(b.N)))
		b.StopTimer()
		require.NoError(b, err)
		require.Equal(b, v8.NewNumber(float64(b.N)), got)
	})
}

// A call with a small object of Go's.
func BenchmarkCallWithStruct(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		f, _ := v8test.MustEval(b, s, work.Source.CallSmall).AsFunction()
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			require.NoError(b, s.Nested(func(s *v8.Scope) error {
				v, err := s.ToValue(work.Small{ID: 1, Name: "a name"})
				if err != nil {
					return err
				}
				_, err = f.Call(v8.Undefined(), v)
				return err
			}))
		}
		b.StopTimer()
	})
}

func BenchmarkMegabyte(b *testing.B) {
	ascii := strings.Repeat("0123456789abcdef", (1<<20)/16)
	wide := strings.Repeat("ключ", (1<<20)/8)
	floats := make([]float64, 1e6)
	b.Run("memcpy", func(b *testing.B) {
		b.SetBytes((1 << 20))
		for range b.N {
			_ = strings.Clone(ascii)
		}
	})
	b.Run("memcpy floats", func(b *testing.B) {
		b.SetBytes(8e6)
		for range b.N {
			_ = append([]float64(nil), floats...)
		}
	})
	for name, text := range map[string]string{"ASCII": ascii, "two-byte": wide} {
		b.Run(name+" in", func(b *testing.B) {
			v8test.Run(b, func(s *v8.Scope) {
				b.SetBytes((1 << 20))
				b.ResetTimer()
				for range b.N {
					_ = s.Nested(func(s *v8.Scope) error { _, err := s.ToValue(text); return err })
				}
				b.StopTimer()
			})
		})
		b.Run(name+" out", func(b *testing.B) {
			v8test.Run(b, func(s *v8.Scope) {
				v, err := s.ToValue(text)
				require.NoError(b, err)
				b.SetBytes((1 << 20))
				b.ResetTimer()
				for range b.N {
					_, _ = v.Export()
				}
				b.StopTimer()
			})
		})
	}
	b.Run("floats in", func(b *testing.B) {
		v8test.Run(b, func(s *v8.Scope) {
			b.SetBytes(8e6)
			b.ResetTimer()
			for range b.N {
				_ = s.Nested(func(s *v8.Scope) error { _, err := s.ToValue(floats); return err })
			}
			b.StopTimer()
		})
	})
	b.Run("floats in, a Run each", func(b *testing.B) {
		c := v8test.Context(b)
		b.SetBytes(8e6)
		b.ResetTimer()
		for range b.N {
			v8test.RunIn(b, c, func(s *v8.Scope) { _, _ = s.ToValue(floats) })
		}
	})
	b.Run("floats out", func(b *testing.B) {
		v8test.Run(b, func(s *v8.Scope) {
			v, err := s.ToValue(floats)
			require.NoError(b, err)
			b.SetBytes(8e6)
			b.ResetTimer()
			for range b.N {
				_, _ = v.Export()
			}
			b.StopTimer()
		})
	})
}
