// Package v8test helps the tests of package v8 and of the packages above it.
// What it makes is closed when the test ends, so that a test's TestMain can
// demand that nothing is left over.
package v8test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
)

// Main runs a package's tests and gives the exit code. It fails a run that
// leaves something alive in V8: a test that does not close what it makes
// would hide a leak of the package that it tests.
func Main(m *testing.M) int {
	code := m.Run()
	left := Left()
	// V8's threads let go of the WebAssembly that they compile some time after the
	// last Close.
	for deadline := time.Now().Add(10 * time.Second); left != (v8.Statistics{}) && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
		left = Left()
	}
	if code == 0 && left != (v8.Statistics{}) {
		fmt.Fprintf(os.Stderr, "FAIL: all tests are done, and still alive are %+v\n", left)
		return 1
	}
	return code
}

// Left is what [v8.Stats] counts, but for what was given up with isolates that
// tests kill, which is no leak.
func Left() v8.Statistics {
	left := v8.Stats()
	left.AbandonedIsolates, left.AbandonedThreads, left.AbandonedMemory, left.Crashes = 0, 0, 0, 0
	left.Uncontained = false
	return left
}

// Isolate makes an isolate.
func Isolate(t testing.TB, options v8.IsolateOptions) *v8.Isolate {
	t.Helper()
	iso, err := NewIsolate(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, iso.Close()) })
	return iso
}

// Context makes a context in an isolate of its own.
func Context(t testing.TB) *v8.Context {
	t.Helper()
	return ContextIn(t, Isolate(t, v8.IsolateOptions{}))
}

// ContextIn makes a context in iso.
func ContextIn(t testing.TB, iso *v8.Isolate) *v8.Context {
	t.Helper()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

// Run calls fn inside a context of its own.
func Run(t testing.TB, fn func(s *v8.Scope)) {
	t.Helper()
	RunIn(t, Context(t), fn)
}

// RunIn calls fn inside c.
func RunIn(t testing.TB, c *v8.Context, fn func(s *v8.Scope)) {
	t.Helper()
	require.NoError(t, c.Run(context.Background(), func(s *v8.Scope) error {
		fn(s)
		return nil
	}))
}

// Eval compiles and runs source as the script test.js.
func Eval(s *v8.Scope, source string) (v8.Value, error) {
	script, err := s.Compile(source, v8.ScriptOrigin{Name: "test.js"})
	if err != nil {
		return v8.Value{}, err
	}
	return script.Run()
}

// MustEval is Eval of a source that neither throws nor is terminated.
func MustEval(t testing.TB, s *v8.Scope, source string) v8.Value {
	t.Helper()
	v, err := Eval(s, source)
	require.NoError(t, err)
	return v
}

// EvalIn evaluates source in a Run of its own.
func EvalIn(ctx context.Context, c *v8.Context, source string) error {
	return c.Run(ctx, func(s *v8.Scope) error {
		_, err := Eval(s, source)
		return err
	})
}

// RequireUsable fails the test unless JavaScript runs in c, which shows that
// what happened before has left its isolate in order.
func RequireUsable(t testing.TB, c *v8.Context) {
	t.Helper()
	RunIn(t, c, func(s *v8.Scope) {
		require.Equal(t, "2", MustEval(t, s, "1 + 1").String())
	})
}
