package web_test

import (
	"bytes"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// useAll uses each of the globals, and something of what Go does.
const useAll = `
	for (const name of Object.getOwnPropertyNames(globalThis)) globalThis[name]
	const used = [
		new URL('https://ü.example/a?b=1').href, new TextDecoder('shift_jis').decode(new Uint8Array([0x82, 0xa0])), atob(btoa('x')),
		performance.now(), performance.timeOrigin, navigator.userAgent, crypto.randomUUID(), structuredClone({ a: [1] }), new Request('/x').url,
		new URLPattern({ pathname: '/:id' }).test('https://a/b'), new DOMException('gone', 'AbortError').message, new Blob(['a']).size]
	const { log } = console
	const later = setTimeout
	const request = new Request('https://example.org/', { headers: { a: 'b' } })
`

// webSnapshot is of a context with console, loop and web, in which the source has run.
func webSnapshot(t testing.TB, from *v8.Snapshot, source string) *v8.Snapshot {
	t.Helper()
	s, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{Isolate: v8.IsolateOptions{Snapshot: from}}, func(creator *v8.SnapshotCreator) error {
		c, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{Console: console.New(&console.Buffer{}, console.Options{})})
		if err != nil {
			return err
		}
		creator.SetDefaultContext(c)
		l, err := loop.New(c, loop.Options{})
		if err != nil {
			return err
		}
		defer l.Close()
		if err := web.Install(l, web.Options{UserAgent: "the creator's", BaseURL: "https://creator.example/"}); err != nil {
			return err
		}
		return l.Await(t.Context(), nil, eval(source))
	})
	require.NoError(t, err)
	return s
}

// webOf makes a context of a snapshot, with what its Go side needs.
func webOf(t testing.TB, i *v8.Isolate, to console.Handler, options web.Options) *loop.Loop {
	t.Helper()
	c, err := i.NewContext(t.Context(), v8.ContextOptions{Console: console.New(to, console.Options{})})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return newWebIn(t, c, options)
}

// The tests in testdata, in contexts of a snapshot. All parts were used before, but where
// it is the test that they were not.
func TestScriptsOfSnapshot(t *testing.T) {
	unused := v8test.Isolate(t, v8.IsolateOptions{Snapshot: webSnapshot(t, nil, "")})
	used := v8test.Isolate(t, v8.IsolateOptions{Snapshot: webSnapshot(t, nil, useAll)})
	names, err := filepath.Glob("testdata/*.js")
	require.NoError(t, err)
	for _, name := range names {
		part := strings.TrimSuffix(filepath.Base(name), ".js")
		i := used
		switch part {
		case "assert":
			continue
		case "globals", "poison":
			i = unused
		}
		t.Run(part, func(t *testing.T) { runScript(t, webOf(t, i, &console.Buffer{}, web.Options{}), name) })
	}
}

// What is a context's own it has of its options, and of nothing that the snapshot had.
func TestSnapshot(t *testing.T) {
	first := webSnapshot(t, nil, useAll)
	var saved bytes.Buffer
	_, err := first.WriteTo(&saved)
	require.NoError(t, err)
	read, err := v8.ReadSnapshot(&saved, nil)
	require.NoError(t, err)
	again := webSnapshot(t, read, "request.url + navigator.userAgent + performance.timeOrigin")
	for _, snapshot := range []*v8.Snapshot{first, read, again} {
		i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: snapshot})
		for _, agent := range []string{"one", "two"} {
			before := time.Now()
			var output console.Buffer
			l := webOf(t, i, &output, web.Options{UserAgent: agent, BaseURL: "https://" + agent + ".example/"})
			require.NoError(t, l.Await(soon(t), nil, eval(`
				new Promise(resolve => later(() => { log(navigator.userAgent, new Request('/x').url); resolve() }, 1))`)))
			require.Equal(t, agent+" https://"+agent+".example/x\n", output.String())
			var origin float64
			require.NoError(t, l.Context().Eval(soon(t), "performance.timeOrigin", &origin))
			require.GreaterOrEqual(t, origin, float64(before.UnixMicro())/1000)
			var is bool
			require.NoError(t, l.Context().Eval(soon(t), `
				performance.now() < 60_000 && request.headers.get('a') === 'b' && request instanceof Request &&
				new Uint8Array(new TextEncoder().encode('x')).length === 1 && 
				new TextDecoder().decode(new Uint8Array(new SharedArrayBuffer(2))) === '\0\0'`, &is))
			require.True(t, is)
			handler := newHandler(t, l, `async request => new Response(await request.text(), { headers: { used: used[0] } })`, web.HandlerOptions{})
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, httptest.NewRequest("POST", "http://example.com/", strings.NewReader("body")))
			require.Equal(t, "body https://xn--tda.example/a?b=1", recorder.Body.String()+" "+recorder.Header().Get("used"))
		}
	}
}

// Until the Go side is there, what needs it throws, and console is silent.
func TestSnapshotWithoutInstall(t *testing.T) {
	i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: webSnapshot(t, nil, useAll)})
	c := v8test.ContextIn(t, i)
	require.NoError(t, c.Eval(t.Context(), "log('x'); console.timeStamp()", nil))
	require.ErrorContains(t, c.Eval(t.Context(), "later(() => 1)", nil), "make it with loop.New")
	require.ErrorContains(t, c.Eval(t.Context(), "crypto.randomUUID()", nil), "call web.Install")
	l := newWebIn(t, c, web.Options{})
	require.NoError(t, l.Await(soon(t), nil, eval("crypto.randomUUID(); new Promise(resolve => later(resolve))")))
}

func TestSnapshotAndParts(t *testing.T) {
	i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: webSnapshot(t, nil, "")})
	l, err := loop.New(v8test.ContextIn(t, i), loop.Options{})
	require.NoError(t, err)
	require.ErrorContains(t, web.Install(l, web.Options{Parts: web.URL}), "web: install: the context is made of a snapshot that has other Options.Parts")
	require.NoError(t, web.Install(l, web.Options{Parts: web.AllParts}))
}

// Numbers of what Go has had for the snapshot are nobody's.
func TestSnapshotAndNumbers(t *testing.T) {
	i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: webSnapshot(t, nil, `
		const stale = new CompressionStream('gzip')
		const writer = stale.writable.getWriter()
		writer.write(new Uint8Array([1, 2, 3]))`)})
	l := webOf(t, i, &console.Buffer{}, web.Options{})
	require.ErrorContains(t, l.Await(soon(t), nil, eval(`
		const other = new CompressionStream('gzip')
		stale.readable.getReader().read()`)), "the stream has ended")
}
