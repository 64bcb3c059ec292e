package v8_test

import (
	"context"
	"testing"

	"github.com/nodeisolates/isolates/v8"
)

func benchContext(b *testing.B) *v8.Context {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { iso.Close() })
	c, err := iso.NewContext(v8.ContextOptions{})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func BenchmarkEnterLeave(b *testing.B) {
	c := benchContext(b)
	b.ReportAllocs()
	for b.Loop() {
		c.Run(context.Background(), func(s *v8.Scope) error { return nil })
	}
}

func BenchmarkRunScript(b *testing.B) {
	c := benchContext(b)
	b.ReportAllocs()
	c.Run(context.Background(), func(s *v8.Scope) error {
		script, _ := s.Compile("1+1", v8.ScriptOrigin{})
		for b.Loop() {
			script.Run()
		}
		return nil
	})
}

func BenchmarkCompileRun(b *testing.B) {
	c := benchContext(b)
	b.ReportAllocs()
	c.Run(context.Background(), func(s *v8.Scope) error {
		for b.Loop() {
			s.Nested(func(s *v8.Scope) error {
				script, _ := s.Compile("1+1", v8.ScriptOrigin{})
				script.Run()
				return nil
			})
		}
		return nil
	})
}

func BenchmarkNewString(b *testing.B) {
	c := benchContext(b)
	b.ReportAllocs()
	c.Run(context.Background(), func(s *v8.Scope) error {
		for b.Loop() {
			s.Nested(func(s *v8.Scope) error {
				for range 100 {
					s.NewString("0123456789abcdef0123456789abcdef")
				}
				return nil
			})
		}
		return nil
	})
}

func BenchmarkString(b *testing.B) {
	c := benchContext(b)
	b.ReportAllocs()
	c.Run(context.Background(), func(s *v8.Scope) error {
		v, _ := s.NewString("0123456789abcdef0123456789abcdef")
		for b.Loop() {
			_ = v.String()
		}
		return nil
	})
}
func BenchmarkLength(b *testing.B) {
	c := benchContext(b)
	b.ReportAllocs()
	c.Run(context.Background(), func(s *v8.Scope) error {
		v, _ := s.NewString("0123456789abcdef0123456789abcdef")
		for b.Loop() {
			_ = v.Length()
		}
		return nil
	})
}
