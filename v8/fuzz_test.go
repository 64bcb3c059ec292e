package v8_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/v8test"
)

// Whatever the source, it is a script or a SyntaxError, and V8 works on.
func FuzzCompile(f *testing.F) {
	for _, sample := range samples {
		f.Add(sample.source)
	}
	for _, source := range endless {
		f.Add(source)
	}
	for _, text := range texts {
		f.Add(text)
	}
	f.Add(threeCalls)
	f.Add("//# sourceMappingURL=x.map\n/(?<=a)b/v.exec(`${1}`)?.[0] ?? await")
	c := v8test.Context(f)
	f.Fuzz(func(t *testing.T, source string) {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			_, err := s.Compile(source, v8.ScriptOrigin{Name: source})
			var exception *v8.Exception
			if err == nil {
				return
			}
			require.ErrorAs(t, err, &exception)
			require.Regexp(t, "^(SyntaxError|RangeError|ReferenceError): ", exception.Message)
			require.True(t, exception.Thrown.IsNativeError())
		})
	})
}

// Whatever the source, running it ends in a value or an error.
func FuzzRun(f *testing.F) {
	for _, sample := range samples {
		f.Add(sample.source)
		f.Add("throw (" + sample.source + ")")
	}
	for _, source := range endless {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		iso := v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 64 * megabyte})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
		require.NoError(t, err)
		err = c.Run(ctx, func(s *v8.Scope) error {
			v, err := v8test.Eval(s, source)
			if err == nil {
				_ = v.String()
			}
			return err
		})
		var exception *v8.Exception
		known := err == nil || errors.As(err, &exception) || errors.Is(err, v8.ErrTerminated) ||
			errors.Is(err, context.DeadlineExceeded) || errors.Is(err, v8.ErrMemoryLimit) || errors.Is(err, v8.ErrIsolateDead)
		require.True(t, known, "%v", err)
	})
}

// Text goes into V8 and comes out the same, but for what is not UTF-8.
func FuzzString(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	c := v8test.Context(f)
	f.Fuzz(func(t *testing.T, text string) {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			requireRoundTrip(t, s, text)
			requireRoundTrip(t, s, strings.Repeat(text, 3)+"\x00")
		})
	})
}

// Go writes a number as V8 does.
func FuzzNumber(f *testing.F) {
	for _, number := range numbers {
		f.Add(math.Float64bits(number))
	}
	c := v8test.Context(f)
	f.Fuzz(func(t *testing.T, bits uint64) {
		v8test.RunIn(t, c, func(s *v8.Scope) { requireNumber(t, s, math.Float64frombits(bits)) })
	})
}
