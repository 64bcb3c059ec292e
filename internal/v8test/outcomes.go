package v8test

import (
	"fmt"
	"math"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
)

// RequireThrown fails the test unless err is what JavaScript threw, with a
// message that begins so.
func RequireThrown(t testing.TB, err error, message string) {
	t.Helper()
	var thrown *v8.Exception
	require.ErrorAs(t, err, &thrown)
	require.Equal(t, message, thrown.Message[:min(len(message), len(thrown.Message))])
}

// Throws evaluates a source that throws something with that text in its message.
func Throws(t testing.TB, s *v8.Scope, source, text string) *v8.Exception {
	t.Helper()
	v, err := Eval(s, source)
	var exception *v8.Exception
	require.ErrorAs(t, err, &exception, "%s is %v", source, v)
	require.Contains(t, exception.Message, text, source)
	return exception
}

// Same evaluates sources, each followed by the text that it should give.
func Same(t testing.TB, s *v8.Scope, want ...string) {
	t.Helper()
	for n := 0; n < len(want); n += 2 {
		v, err := Eval(s, want[n])
		require.NoError(t, err, want[n])
		require.Equal(t, want[n+1], v.String(), want[n])
	}
}

// Agree fails the test unless Go's answer is that of the JavaScript function:
// the same text, or an exception with the same message, or a TypeError both
// times, for which V8 has more than one way to say it.
func Agree(t testing.TB, s *v8.Scope, source, function string, answer any, err error) {
	t.Helper()
	said := MustEval(t, s, fmt.Sprintf(`(() => {
		try { const r = (%s)(%s); return Object.is(r, -0) ? '-0' : String(r) } catch (e) { return 'throws ' + e }
	})()`, function, source)).String()
	if err != nil {
		var thrown *v8.Exception
		require.ErrorAs(t, err, &thrown, source)
		if !strings.HasPrefix(said, "throws TypeError: ") || !strings.HasPrefix(thrown.Message, "TypeError: ") {
			require.Equal(t, said, "throws "+thrown.Message, source)
		}
		return
	}
	text := fmt.Sprint(answer)
	if f, ok := answer.(float64); ok {
		text = v8.NewNumber(f).String()
		if f == 0 && math.Signbit(f) {
			text = "-0"
		}
	}
	require.Equal(t, said, text, "%s of %s", function, source)
}

// RequireMisuse fails the test unless fn panics with a text of package misuse
// that contains want.
func RequireMisuse(t testing.TB, want string, fn func()) {
	t.Helper()
	defer func() {
		t.Helper()
		text, _ := recover().(string)
		require.True(t, strings.HasPrefix(text, "v8: "), "no misuse panic: %q", text)
		require.Contains(t, text, want)
	}()
	fn()
}

// Attempt calls an operation, and says how it ended: with an error or none, or
// with a panic.
func Attempt(do func() error) (panicked any, err error) {
	defer func() {
		if panicked = recover(); panicked != nil {
			panicked = fmt.Sprintf("%v\n%s", panicked, debug.Stack())
		}
	}()
	return nil, do()
}

// RequireAlive fails the test unless so many isolates and contexts are open.
func RequireAlive(t testing.TB, isolates, contexts int64) {
	t.Helper()
	alive := v8.Stats()
	require.Equal(t, [2]int64{isolates, contexts}, [2]int64{alive.Isolates, alive.Contexts}, "isolates and contexts")
}

// RequireNothingAlive takes no notice of the memory that the dead have left.
func RequireNothingAlive(t testing.TB, arguments ...any) {
	t.Helper()
	stats := v8.Stats()
	stats.AbandonedMemory = 0
	require.Zero(t, stats, arguments...)
}
