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

func BenchmarkInstall(b *testing.B) {
	iso := v8test.Isolate(b, v8.IsolateOptions{})
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
