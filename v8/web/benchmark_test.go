package web_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// What all parts add to a context of an isolate that has had one.
func BenchmarkInstall(b *testing.B) {
	iso := v8test.Isolate(b, v8.IsolateOptions{})
	newWebIn(b, v8test.ContextIn(b, iso), web.Options{})
	for b.Loop() {
		b.StopTimer()
		c, err := iso.NewContext(b.Context(), v8.ContextOptions{})
		require.NoError(b, err)
		l, err := loop.New(c, loop.Options{})
		require.NoError(b, err)
		b.StartTimer()
		require.NoError(b, web.Install(l, web.Options{}))
		b.StopTimer()
		require.NoError(b, c.Close())
		b.StartTimer()
	}
}

func BenchmarkHandler(b *testing.B) {
	for name, target := range map[string]string{
		"json":   `request => Response.json({ hello: 'World' })`,
		"async":  `async request => { await null; return new Response(await request.text()) }`,
		"stream": `request => new Response(ReadableStream.from([new Uint8Array(1000), new Uint8Array(1000)]))`,
	} {
		b.Run(name, func(b *testing.B) {
			handler := newHandler(b, newWeb(b, web.Options{}), target, web.HandlerOptions{})
			for b.Loop() {
				recorder := httptest.NewRecorder()
				handler.ServeHTTP(recorder, httptest.NewRequest("GET", "http://example.com/path?query", nil))
				require.Equal(b, 200, recorder.Code)
			}
		})
	}
}

// What parts take, a use each.
func BenchmarkUse(b *testing.B) {
	for name, source := range map[string]string{
		"URL":             "() => new URL('https://user@example.com:81/a/../b?x=1#f').href",
		"URLSearchParams": "() => new URLSearchParams('a=1&b=%20c').get('b')",
		"URLPattern":      "(p => () => p.test('https://a/books/1'))(new URLPattern({ pathname: '/books/:id' }))",
		"TextEncoder":     "(e => () => e.encode('hello'))(new TextEncoder)",
		"TextDecoder":     "(d => () => d.decode(b))(new TextDecoder, b = new Uint8Array(1000).fill(97))",
		"Event":           "(t => () => t.dispatchEvent(new Event('x')))(new EventTarget)",
		"AbortController": "() => new AbortController().abort()",
		"DOMException":    "() => new DOMException('gone', 'AbortError')",
		"structuredClone": "() => structuredClone({ a: 1, b: [1, 2, 3], c: { d: 'x' } })",
		"performance.now": "() => performance.now()",
		"randomUUID":      "() => crypto.randomUUID()",
		"atob":            "() => atob('aGVsbG8=')",
	} {
		b.Run(name, func(b *testing.B) {
			c := newWeb(b, web.Options{}).Context()
			require.NoError(b, c.Run(b.Context(), func(s *v8.Scope) error {
				var v v8.Value
				require.NoError(b, s.Eval("var b; (f => n => { for (let i = 0; i < n; i++) f() })("+source+")", &v))
				f, _ := v.AsFunction()
				b.ResetTimer()
				_, err := f.Call(v8.Undefined(), v8.NewNumber(float64(b.N)))
				return err
			}))
		})
	}
}
