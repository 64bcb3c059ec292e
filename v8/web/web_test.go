package web_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// newWeb makes a loop in a context of its own that has the web platform.
func newWeb(t testing.TB, options web.Options) *loop.Loop {
	t.Helper()
	return newWebIn(t, v8test.Context(t), options)
}

func newWebIn(t testing.TB, c *v8.Context, options web.Options) *loop.Loop {
	t.Helper()
	l, err := loop.New(c, loop.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	require.NoError(t, web.Install(l, options))
	return l
}

// soon is a ctx for what must not hang.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// eval is a func for Await.
func eval(source string) func(*v8.Scope) (v8.Value, error) {
	return func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		err := s.Eval(source, &v)
		return v, err
	}
}

func evalFile(t testing.TB, l *loop.Loop, name string) {
	t.Helper()
	source, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, l.Context().Run(soon(t), func(s *v8.Scope) error {
		script, err := s.Compile(string(source), v8.ScriptOrigin{Name: name})
		if err != nil {
			return err
		}
		_, err = script.Run()
		return err
	}))
}

// The tests in testdata, which are JavaScript.
func TestScripts(t *testing.T) {
	names, err := filepath.Glob("testdata/*.js")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		part := strings.TrimSuffix(filepath.Base(name), ".js")
		if part == "assert" {
			continue
		}
		t.Run(part, func(t *testing.T) {
			runScript(t, newWeb(t, web.Options{}), name)
		})
	}
}

func runScript(t *testing.T, l *loop.Loop, name string) {
	evalFile(t, l, "testdata/assert.js")
	evalFile(t, l, name)
	var tests []string
	require.NoError(t, l.Context().Eval(soon(t), `tests.map(t => t.name)`, &tests))
	require.NotEmpty(t, tests)
	for n, name := range tests {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, l.Await(soon(t), nil, func(s *v8.Scope) (v8.Value, error) {
				var v v8.Value
				err := s.Eval("n => tests[n].run()", &v)
				if err != nil {
					return v, err
				}
				f, _ := v.AsFunction()
				return f.Call(v8.Undefined(), v8.NewInteger(int32(n)))
			}))
		})
	}
}
