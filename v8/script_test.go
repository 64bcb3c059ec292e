package v8_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestCompile(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		script, err := s.Compile("globalThis.n = (globalThis.n ?? 0) + 1", v8.ScriptOrigin{})
		require.NoError(t, err)
		for _, want := range []string{"1", "2", "3"} {
			v, err := script.Run()
			require.NoError(t, err)
			require.Equal(t, want, v.String(), "a script runs any number of times")
		}
	})
}

// Whatever text comes in, it is a value or an exception.
func TestCompileStrangeText(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, test := range []struct{ source, want string }{
			{"", "undefined"},
			{" \t\n\r\v\f\u00a0\ufeff", "undefined"},
			{"\ufeff7", "7"},
			{"#!/usr/bin/env node\n7", "7"},
			{"// \xff\n7", "7"},
			{"'a\x00b'.length", "3"},
			{"'\x00'", "\x00"},
			{"'\xff\xfe'", "\ufffd\ufffd"},
			{"'\xed\xa0\x80'.length", "3"}, // a surrogate is not UTF-8: each byte is replaced
			{"'\\ud800'.length", "1"},
			{"'\\ud800'", "\ufffd"},
			{"'\\ud83d\\ude00'", "😀"},
			{"'😀'.length", "2"},
			{"'\u2028'", "\u2028"},
			{"var \\u0061b = 5; ab", "5"},
			{"const é = 'ü'; é", "ü"},
		} {
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				require.Equal(t, test.want, v8test.MustEval(t, s, test.source).String(), "%q", test.source)
				return nil
			}))
		}
		for _, source := range []string{
			"\x00", "1\x00", "\xff", "\xed\xa0\x80", "\ufffd", "'", "'\n'", "`", "/*", "let let", "}", "throw",
			"1 +", "await 1", "import 'x'", "\\u{110000}", "'\\u{110000}'", "0b2", "1n.5", "/(/",
		} {
			_, err := s.Compile(source, v8.ScriptOrigin{Name: "strange.js"})
			var syntax *v8.Exception
			require.ErrorAs(t, err, &syntax, "%q", source)
			require.True(t, strings.HasPrefix(syntax.Message, "SyntaxError: "), syntax.Message)
			require.Equal(t, "strange.js", syntax.ResourceName)
			require.Positive(t, syntax.Line)
			require.Positive(t, syntax.Column)
		}
	})
}

func TestScriptOrigin(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, test := range []struct {
			origin       v8.ScriptOrigin
			source       string
			name         string
			line, column int
		}{
			{v8.ScriptOrigin{}, "null.x", "", 1, 6},
			{v8.ScriptOrigin{Name: "a.js"}, "\n null.x", "a.js", 2, 7},
			{v8.ScriptOrigin{Name: "a.js", LineOffset: 10, ColumnOffset: 20}, "null.x", "a.js", 11, 26},
			{v8.ScriptOrigin{Name: "a.js", LineOffset: 10, ColumnOffset: 20}, "\nnull.x", "a.js", 12, 6},
			{v8.ScriptOrigin{Name: "a.js"}, "'😀', null.x", "a.js", 1, 12},
			{v8.ScriptOrigin{Name: "a\x00b\xff.js"}, "null.x", "a\x00b\ufffd.js", 1, 6},
			{v8.ScriptOrigin{Name: "a.js"}, "null.x\n//# sourceURL=other.js", "other.js", 1, 6},
			{v8.ScriptOrigin{Name: "日本語.js", SourceMapURL: "日本語.map"}, "null.x", "日本語.js", 1, 6},
		} {
			script, err := s.Compile(test.source, test.origin)
			require.NoError(t, err)
			_, err = script.Run()
			var exception *v8.Exception
			require.ErrorAs(t, err, &exception)
			require.Equal(t, test.name, exception.ResourceName, "%q", test.source)
			require.Equal(t, [2]int{test.line, test.column}, [2]int{exception.Line, exception.Column}, "%q", test.source)
		}
	})
}

// A stack that is used up is an exception like others, on every kind of thread
// and at every depth of Runs.
func TestStackOverflow(t *testing.T) {
	const recursion = "(function f() { f() })()"
	overflow := func(t *testing.T, c *v8.Context) {
		err := v8test.EvalIn(t.Context(), c, recursion)
		var exception *v8.Exception
		require.ErrorAs(t, err, &exception)
		require.Equal(t, "RangeError: Maximum call stack size exceeded", exception.Message)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			depth, ok := v8test.MustEval(t, s, "var depth = 0; try { (function f() { depth++; f() })() } catch {} depth").AsNumber()
			require.True(t, ok)
			require.Greater(t, depth, 1000.0)
		})
	}
	a, b := v8test.Context(t), v8test.Context(t)
	t.Run("in a Run", func(t *testing.T) { overflow(t, a) })
	t.Run("in nested Runs", func(t *testing.T) {
		v8test.RunIn(t, a, func(*v8.Scope) {
			v8test.RunIn(t, b, func(*v8.Scope) {
				overflow(t, a)
				overflow(t, b)
			})
		})
	})
	t.Run("on many threads", func(t *testing.T) {
		for range 10 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				overflow(t, v8test.Context(t))
			})
		}
	})
	t.Run("in built-ins", func(t *testing.T) {
		for _, source := range []string{
			"var a = []; a[0] = a; for (let i = 0; i < 1e5; i++) a = [a]; JSON.stringify(a)",
			"eval('('.repeat(1e6))",
			"new Function('return ' + '['.repeat(1e6))",
			"new RegExp('('.repeat(1e6) + ')'.repeat(1e6))",
			"var p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x",
			"var o = { toString() { return '' + this } }; '' + o",
			"class A extends (class { constructor() { new A } }) {} new A",
			"[1].flat.call({ get length() { return this.length } })",
			"'a'.replace(/a/g, function f() { return 'a'.replace(/a/g, f) })",
			"(function f() { try { f() } finally { f() } })()",
		} {
			ctx := t.Context()
			if strings.Contains(source, "finally") { // it takes exponential time
				limited, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
				defer cancel()
				ctx = limited
			}
			err := v8test.EvalIn(ctx, a, source)
			var exception *v8.Exception
			require.True(t, errors.As(err, &exception) || errors.Is(err, v8.ErrTerminated), "%s: %v", source, err)
			v8test.RequireUsable(t, a)
		}
	})
}

const huge = 24 * v8test.Megabyte

// hugeSources are shapes that V8 takes in very different time, with what comes
// of them.
var hugeSources = []struct {
	name   string
	source func() string
	want   string
}{
	{"spaces", func() string { return strings.Repeat(" ", huge) + "7" }, "7"},
	{"comment in two bytes", func() string { return "/*" + strings.Repeat("é€", huge/5) + "*/ 7" }, "7"},
	{"parentheses", func() string { return strings.Repeat("(", huge) }, "RangeError: Maximum call stack size exceeded"},
	{"unfinished", func() string { return strings.Repeat(" ", huge) + "(" }, "SyntaxError: Unexpected end of input"},
	{"string", func() string { return "'" + strings.Repeat("x", huge) + "'.length" }, strconv.Itoa(huge)},
	{"statements", func() string { return strings.Repeat("1;", huge/2) }, "1"},
}

func TestCompileHugeSource(t *testing.T) {
	for _, test := range hugeSources {
		t.Run(test.name, func(t *testing.T) {
			if test.name == "statements" && (v8test.Sanitized || testing.Short()) {
				t.Skip("takes a gigabyte")
			}
			v8test.Subprocess(t, func(t *testing.T) {
				v8test.Run(t, func(s *v8.Scope) {
					source, start := test.source(), time.Now()
					v, err := v8test.Eval(s, source)
					t.Logf("%s: %v, then %d MB resident", test.name, time.Since(start), v8test.ResidentMemory(t)/v8test.Megabyte)
					var exception *v8.Exception
					if errors.As(err, &exception) {
						require.Equal(t, test.want, exception.Message)
						return
					}
					require.NoError(t, err)
					require.Equal(t, test.want, v.String())
				})
			})
		})
	}
}

// One that does not fit under the heap limit is an error, and no more.
func TestCompileHugeSourceInSmallHeap(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		source := strings.Repeat(" ", huge) + "7"
		c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 16 * v8test.Megabyte, SourceLimit: 2 * huge}))
		err := v8test.EvalIn(t.Context(), c, source)
		require.True(t, errors.Is(err, v8.ErrMemoryLimit) || errors.Is(err, v8.ErrIsolateDead), "%v", err)
		require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
	})
}

// Whatever the source, it is a script or a SyntaxError, and V8 works on.
func FuzzCompile(f *testing.F) {
	for _, sample := range v8test.Samples {
		f.Add(sample.Source)
	}
	for _, source := range v8test.Endless {
		f.Add(source)
	}
	for _, text := range v8test.Strings {
		f.Add(text)
	}
	f.Add("function inner() { null.x }\nclass Outer { constructor() { inner() } }\n\tnew Outer")
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
	for _, sample := range v8test.Samples {
		f.Add(sample.Source)
		f.Add("throw (" + sample.Source + ")")
	}
	for _, source := range v8test.Endless {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		iso := v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 64 * v8test.Megabyte})
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
