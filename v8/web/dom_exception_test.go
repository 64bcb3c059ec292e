package web_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

func TestExceptionOfDOMException(t *testing.T) {
	c := newWeb(t, web.Options{}).Context()
	for source, want := range map[string]string{
		"throw new DOMException('gone', 'AbortError')":                         "AbortError: gone",
		"throw new DOMException('', 'AbortError')":                             "AbortError",
		"throw new DOMException":                                               "Error",
		"throw new DOMException('x', '')":                                      ": x",
		"throw new DOMException('x'.repeat(1e6), 'N')":                         "N: " + strings.Repeat("x", 4<<10-3),
		"throw new Error('why', {cause: new DOMException('gone', 'N')})":       "Error: why",
		"DOMException.prototype.foo = 1; AbortSignal.abort().throwIfAborted()": "AbortError: This operation was aborted",
	} {
		err := c.Eval(soon(t), source, nil)
		var e *v8.Exception
		require.ErrorAs(t, err, &e, source)
		require.Equal(t, want, e.Message, source)
		require.NotEmpty(t, e.StackTrace, source)
		if e.Cause != nil {
			require.Equal(t, "N: gone", e.Cause.Message)
		}
	}
}

func TestConsoleOfDOMException(t *testing.T) {
	var out console.Buffer
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c, err := iso.NewContext(t.Context(), v8.ContextOptions{Console: console.New(&out, console.Options{})})
	require.NoError(t, err)
	newWebIn(t, c, web.Options{})
	require.NoError(t, c.Eval(soon(t), "console.log(new DOMException('gone', 'AbortError'))", nil))
	require.True(t, strings.HasPrefix(out.String(), "DOMException [AbortError]: gone\n    at "), out.String())
}

// What nothing catches goes to the loop.
func TestReport(t *testing.T) {
	for _, source := range []string{
		"reportError(new RangeError('it')); 5",
		"{ const t = new EventTarget; t.addEventListener('x', () => { throw new RangeError('it') }); t.dispatchEvent(new Event('x')); 5 }",
		"{ const t = new EventTarget; t.addEventListener('x', { get handleEvent() { throw new RangeError('it') } }); t.dispatchEvent(new Event('x')); 5 }",
	} {
		l, err := loop.New(v8test.Context(t), loop.Options{})
		require.NoError(t, err)
		require.NoError(t, web.Install(l, web.Options{}))
		require.NoError(t, l.Context().Eval(soon(t), source, nil))
		require.ErrorContains(t, l.Drain(soon(t)), "RangeError: it", source)
		require.NoError(t, l.Close())

		var told []error
		l, err = loop.New(v8test.Context(t), loop.Options{OnUncaughtException: func(err error) { told = append(told, err) }})
		require.NoError(t, err)
		require.NoError(t, web.Install(l, web.Options{}))
		require.NoError(t, l.Context().Eval(soon(t), source, nil))
		require.NoError(t, l.Drain(soon(t)))
		require.NoError(t, l.Close())
		require.ErrorContains(t, errors.Join(told...), "RangeError: it", source)
	}
}
