package v8_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestCompileFunction(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		require.NoError(t, s.Eval("let seen = 1; var factor = 10", nil))
		f, err := s.CompileFunction("return (a + b) * factor + seen", v8.FunctionSource{
			Parameters: []string{"a", "b"}, Name: "weigh", Origin: v8.ScriptOrigin{Name: "rule.js"},
		})
		require.NoError(t, err)
		v, err := f.Call(v8.Undefined(), v8.NewNumber(1), v8.NewNumber(2))
		require.NoError(t, err)
		require.Equal(t, "31", v.String())
		name, err := f.Get("name")
		require.NoError(t, err)
		require.Equal(t, "weigh", name.String())
		length, err := f.Get("length")
		require.NoError(t, err)
		require.Equal(t, "2", length.String())

		f, err = s.CompileFunction("", v8.FunctionSource{})
		require.NoError(t, err)
		v, err = f.Call(v8.Undefined())
		require.NoError(t, err)
		require.True(t, v.IsUndefined())
	})
}

// The text can't end the function, nor begin another.
func TestCompileFunctionBadSource(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, body := range []string{"}, function() {", "return 1 })(); (function() {", "return }", "import x from 'y'", "await 1"} {
			_, err := s.CompileFunction(body, v8.FunctionSource{})
			require.ErrorContains(t, err, "SyntaxError", body)
		}
		for _, name := range []string{"", "a b", "a, b", "a) {", "1", "a\x00b", "a=1", "...a", "{a}", "\xff", "a\n"} {
			_, err := s.CompileFunction("return 1", v8.FunctionSource{Parameters: []string{"first", name}})
			require.ErrorContains(t, err, "SyntaxError", name)
			_, err = s.CompileFunction("return 1", v8.FunctionSource{Parameters: []string{name, "last"}})
			require.ErrorContains(t, err, "SyntaxError", name)
			_, err = s.CompileFunction("return 1", v8.FunctionSource{Parameters: []string{name}})
			require.ErrorContains(t, err, "SyntaxError", name)
		}
		many := make([]string, 65535) // one too many
		for n := range many {
			many[n] = "p" + strings.Repeat("x", n%7)
		}
		_, err := s.CompileFunction("", v8.FunctionSource{Parameters: many})
		require.ErrorContains(t, err, "SyntaxError: Too many parameters")
		f, err := s.CompileFunction("return arguments.length", v8.FunctionSource{Parameters: many[1:]})
		require.NoError(t, err)
		v, err := f.Call(v8.Undefined(), v8.Null())
		require.NoError(t, err)
		require.Equal(t, "1", v.String())
	})
}

// Errors name the place in the body's own lines.
func TestCompileFunctionOrigin(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		f, err := s.CompileFunction("\n  throw new Error('no')", v8.FunctionSource{
			Name: "fails", Origin: v8.ScriptOrigin{Name: "rule.js", LineOffset: 10},
		})
		require.NoError(t, err)
		_, err = f.Call(v8.Undefined())
		var exception *v8.Exception
		require.ErrorAs(t, err, &exception)
		require.Equal(t, 12, exception.Line)
		require.Equal(t, "rule.js", exception.ResourceName)
		require.Equal(t, "fails", exception.StackTrace[0].FunctionName)
	})
}

func TestCompileFunctionSourceLimit(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{SourceLimit: 100})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		_, err := s.CompileFunction(strings.Repeat(" ", 101), v8.FunctionSource{})
		require.ErrorIs(t, err, v8.ErrSourceTooLong)
		_, err = s.CompileFunction("", v8.FunctionSource{Parameters: []string{strings.Repeat("a", 101)}})
		require.ErrorIs(t, err, v8.ErrSourceTooLong)
		_, err = s.CompileUnboundScript(strings.Repeat(" ", 101), v8.ScriptOrigin{})
		require.ErrorIs(t, err, v8.ErrSourceTooLong)
	})
}

// One compilation serves contexts that know nothing of each other.
func TestUnboundScript(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	var kept *v8.Global[v8.UnboundScript]
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		unbound, err := s.CompileUnboundScript("globalThis.count = (globalThis.count ?? 0) + 1", v8.ScriptOrigin{Name: "count.js"})
		require.NoError(t, err)
		kept, err = v8.NewGlobal(s, unbound)
		require.NoError(t, err)
	})
	for range 3 {
		v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
			for want := range 2 {
				script, err := kept.Get(s).BindToCurrentContext()
				require.NoError(t, err)
				again, err := script.UnboundScript()
				require.NoError(t, err)
				script, err = again.BindToCurrentContext()
				require.NoError(t, err)
				v, err := script.Run()
				require.NoError(t, err)
				n, ok := v.AsNumber()
				require.True(t, ok)
				require.EqualValues(t, want+1, n)
			}
		})
	}
	require.NoError(t, kept.Close())
	v8test.Run(t, func(s *v8.Scope) {
		_, err := s.CompileUnboundScript("}", v8.ScriptOrigin{Name: "count.js"})
		require.ErrorContains(t, err, "count.js:1:1")
		require.Panics(t, func() { _, _ = v8.UnboundScript{}.BindToCurrentContext() })
	})
}
