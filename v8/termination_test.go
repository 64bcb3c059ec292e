package v8_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// evalNamed compiles and runs source under a name.
func evalNamed(ctx context.Context, c *v8.Context, name, source string, options ...v8.RunOptions) error {
	return c.Run(ctx, func(s *v8.Scope) error {
		script, err := s.Compile(source, v8.ScriptOrigin{Name: name})
		if err != nil {
			return err
		}
		_, err = script.Run()
		return err
	}, options...)
}

const spin = "function spin() {\n  for (;;);\n}\n"

// What was ended says where it was, whoever has ended it.
func TestTermination(t *testing.T) {
	cause := errors.New("enough")
	for name, test := range map[string]struct {
		options v8.IsolateOptions
		limits  v8.RunOptions
		source  string
		reason  error
		option  string
	}{
		"deadline": {source: spin + "spin()", reason: context.DeadlineExceeded},
		"microtask": {
			source: spin + "Promise.resolve().then(spin)", reason: context.DeadlineExceeded,
		},
		"Terminate": {source: spin + "host(); spin()", reason: cause},
		"getter": {
			source: spin + "host(); [].concat({get length() { return spin() }, [Symbol.isConcatSpreadable]: true})",
			reason: cause,
		},
		"CPU limit": {
			limits: v8.RunOptions{CPULimit: 10 * time.Millisecond},
			source: spin + "spin()", reason: v8.ErrCPULimit, option: "CPULimit",
		},
		"memory limit": {
			options: v8.IsolateOptions{MemoryLimit: 32 << 20},
			source:  "function spin() {\n  for (const all = [];;) all.push([all])\n}\nspin()",
			reason:  v8.ErrMemoryLimit, option: "MemoryLimit",
		},
		"heap limit": {
			options: v8.IsolateOptions{HeapLimit: 32 << 20},
			source:  "function spin() {\n  for (const all = [];;) all.push([all])\n}\nspin()",
			reason:  v8.ErrMemoryLimit, option: "HeapLimit",
		},
	} {
		t.Run(name, func(t *testing.T) {
			iso := v8test.Isolate(t, test.options)
			c := v8test.ContextIn(t, iso)
			ctx := context.Background()
			if test.reason == context.DeadlineExceeded {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 20*time.Millisecond)
				defer cancel()
			}
			v8test.RunIn(t, c, func(s *v8.Scope) {
				v8test.Define(t, s, "host", func(v8.FunctionCallbackInfo) (v8.Value, error) {
					iso.Terminate(cause)
					return v8.Undefined(), nil
				})
			})
			err := evalNamed(ctx, c, "main.js", test.source, test.limits)
			require.ErrorIs(t, err, v8.ErrTerminated)
			require.ErrorIs(t, err, test.reason)
			var ended *v8.Termination
			require.ErrorAs(t, err, &ended)
			require.ErrorIs(t, ended.Reason, test.reason)
			require.NotEmpty(t, ended.StackTrace)
			innermost := ended.StackTrace[0]
			require.Equal(t, "main.js", innermost.ScriptName)
			if test.source == spin+"host(); spin()" { // where it is noticed first
				require.LessOrEqual(t, innermost.Line, 4)
			} else if name != "getter" {
				require.Equal(t, "spin", innermost.FunctionName)
				require.Equal(t, 2, innermost.Line)
			}
			require.Contains(t, err.Error(), fmt.Sprintf("(at %v)", innermost))
			require.Equal(t, err.Error()+"\n"+ended.StackTrace.String(), fmt.Sprintf("%+v", err))
			require.GreaterOrEqual(t, ended.CPUTime, time.Duration(0))
			if test.option != "" {
				var limit *v8.LimitError
				require.ErrorAs(t, err, &limit)
				require.Equal(t, test.option, limit.Option)
				require.Greater(t, limit.Used, limit.Limit/2)
				require.ErrorContains(t, err, " of "+test.option+" ")
				require.Positive(t, ended.CPUTime)
			}
			v8test.RequireUsable(t, c)
			require.NoError(t, c.Eval(context.Background(), "1", nil), "the next Run has no part of it")
		})
	}
}

// A Run that was ended inside another, which goes on, leaves no place behind.
func TestTerminationOfNestedRun(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for _, name := range []string{"first.js", "second.js"} {
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
			defer cancel()
			err := evalNamed(ctx, c, name, "for (;;);")
			var ended *v8.Termination
			require.ErrorAs(t, err, &ended)
			require.Equal(t, name, ended.StackTrace[0].ScriptName)
			require.Equal(t, "1", v8test.MustEval(t, s, "1").String())
		}
	})
}

// What begins after the end, in the same Run, says where it was ended.
func TestTerminationLater(t *testing.T) {
	c := v8test.Context(t)
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		script, err := s.Compile(spin+"spin()", v8.ScriptOrigin{Name: "main.js"})
		require.NoError(t, err)
		_, err = script.Run()
		require.ErrorIs(t, err, v8.ErrCPULimit)
		_, err = script.Run()
		return err
	}, v8.RunOptions{CPULimit: 5 * time.Millisecond})
	var ended *v8.Termination
	require.ErrorAs(t, err, &ended)
	require.Equal(t, "spin", ended.StackTrace[0].FunctionName)
}

// A stack of names as long as a script likes is no more than an exception's.
func TestTerminationStackIsBounded(t *testing.T) {
	c := v8test.Context(t)
	name := strings.Repeat("long", 1<<16)
	err := evalNamed(context.Background(), c, "main.js",
		"function "+name+"(n) { if (n) "+name+"(n - 1); for (;;); }\n"+name+"(1000)",
		v8.RunOptions{CPULimit: 20 * time.Millisecond})
	var ended *v8.Termination
	require.ErrorAs(t, err, &ended)
	require.LessOrEqual(t, len(ended.StackTrace), 10)
	require.Less(t, len(ended.StackTrace.String()), 128<<10)
}
