package binding_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// Read these beside bench/floor, which is what a crossing costs by itself.

// benchmarkIn measures turn inside a Run. A scope of its own for every hundred
// turns keeps handles from piling up, at a hundredth of its price.
func benchmarkIn(b *testing.B, prepare func(s *v8.Scope) (turn func(s *v8.Scope))) {
	b.Helper()
	b.ReportAllocs()
	v8test.Run(b, func(s *v8.Scope) {
		turn := prepare(s)
		left := 0
		hundred := func(s *v8.Scope) error {
			for left = 100; left > 0 && b.Loop(); left-- {
				turn(s)
			}
			return nil
		}
		for left == 0 {
			require.NoError(b, s.Nested(hundred))
		}
	})
}

func BenchmarkIsolate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		iso, err := v8.NewIsolate(v8.IsolateOptions{})
		require.NoError(b, err)
		iso.Close()
	}
}

func BenchmarkIsolateAndContext(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		iso, err := v8.NewIsolate(v8.IsolateOptions{})
		require.NoError(b, err)
		_, err = iso.NewContext(context.Background(), v8.ContextOptions{})
		require.NoError(b, err)
		iso.Close()
	}
}

func BenchmarkContext(b *testing.B) {
	iso := v8test.Isolate(b, v8.IsolateOptions{})
	b.ReportAllocs()
	for b.Loop() {
		c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
		require.NoError(b, err)
		c.Close()
	}
}

// Enter and leave, with nothing in between.
func BenchmarkRun(b *testing.B) {
	c := v8test.Context(b)
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		c.Run(ctx, v8test.Nothing)
	}
}

// The same under a context that can end.
func BenchmarkRunWithCancel(b *testing.B) {
	c := v8test.Context(b)
	b.ReportAllocs()
	for b.Loop() {
		c.Run(b.Context(), v8test.Nothing)
	}
}

// Enter, compile, run and leave: what a program does that has one script to run.
func BenchmarkRunAll(b *testing.B) {
	c := v8test.Context(b)
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		c.Run(ctx, func(s *v8.Scope) error {
			script, err := s.Compile("1 + 1", v8.ScriptOrigin{})
			if err == nil {
				_, err = script.Run()
			}
			return err
		})
	}
}

func BenchmarkRunNested(b *testing.B) {
	benchmarkIn(b, func(s *v8.Scope) func(*v8.Scope) {
		c, ctx := s.Context(), s.Ctx()
		return func(*v8.Scope) { c.Run(ctx, v8test.Nothing) }
	})
}

func BenchmarkNested(b *testing.B) {
	benchmarkIn(b, func(*v8.Scope) func(*v8.Scope) {
		return func(s *v8.Scope) { s.Nested(v8test.Nothing) }
	})
}

func BenchmarkCompile(b *testing.B) {
	benchmarkIn(b, func(*v8.Scope) func(*v8.Scope) {
		return func(s *v8.Scope) { s.Compile("1 + 1", v8.ScriptOrigin{}) }
	})
}

func BenchmarkScriptRun(b *testing.B) {
	benchmarkIn(b, func(s *v8.Scope) func(*v8.Scope) {
		script, err := s.Compile("1 + 1", v8.ScriptOrigin{})
		require.NoError(b, err)
		return func(*v8.Scope) { script.Run() }
	})
}

func BenchmarkThrow(b *testing.B) {
	benchmarkIn(b, func(s *v8.Scope) func(*v8.Scope) {
		script, err := s.Compile("throw new Error('no')", v8.ScriptOrigin{Name: "bench.js"})
		require.NoError(b, err)
		return func(*v8.Scope) { script.Run() }
	})
}

// What the compiler must not leave out of a loop.
var (
	sinkBool   bool
	sinkNumber float64
	sinkText   string
	sinkLength int
)

func BenchmarkKind(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		array := v8test.MustEval(b, s, "[]")
		b.ReportAllocs()
		for b.Loop() {
			sinkBool = array.IsArray()
		}
	})
}

func BenchmarkAsNumber(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		number := v8test.MustEval(b, s, "1.5")
		b.ReportAllocs()
		for b.Loop() {
			sinkNumber, _ = number.AsNumber()
		}
	})
}

const thirtyTwo = "0123456789abcdef0123456789abcdef"

func BenchmarkStringIn(b *testing.B) {
	benchmarkIn(b, func(*v8.Scope) func(*v8.Scope) {
		return func(s *v8.Scope) { s.NewString(thirtyTwo) }
	})
}

func BenchmarkStringOut(b *testing.B) {
	benchmarkIn(b, func(s *v8.Scope) func(*v8.Scope) {
		text, err := s.NewString(thirtyTwo)
		require.NoError(b, err)
		return func(*v8.Scope) { sinkText = text.String() }
	})
}

func BenchmarkStringLength(b *testing.B) {
	benchmarkIn(b, func(s *v8.Scope) func(*v8.Scope) {
		text, err := s.NewString(thirtyTwo)
		require.NoError(b, err)
		return func(*v8.Scope) { sinkLength = text.Length() }
	})
}
