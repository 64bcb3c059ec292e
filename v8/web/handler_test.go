package web_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// newHandler has a handler whose target is the value of an expression.
func newHandler(t testing.TB, l *loop.Loop, target string, options web.HandlerOptions) *web.Handler {
	t.Helper()
	handler := web.NewHandler(l, func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		err := s.Eval("globalThis.target ??= ("+target+")", &v)
		return v, err
	}, options)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		require.NoError(t, handler.Wait(ctx))
	})
	return handler
}

// An errorLog keeps what OnError is told, and answers with its text.
type errorLog struct {
	mu   sync.Mutex
	errs []error
}

func (l *errorLog) handle(w http.ResponseWriter, _ *http.Request, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.errs = append(l.errs, err)
	if w != nil {
		http.Error(w, err.Error(), http.StatusTeapot)
	}
}

func (l *errorLog) all() []error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]error(nil), l.errs...)
}

func serve(t testing.TB, target string, options web.HandlerOptions) *httptest.Server {
	t.Helper()
	handler := newHandler(t, newWeb(t, web.Options{}), target, options)
	return newServer(t, handler.ServeHTTP)
}

func ask(t testing.TB, method, url, body string) (status int, header http.Header, text string) {
	t.Helper()
	request, err := http.NewRequestWithContext(soon(t), method, url, strings.NewReader(body))
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, response.Header, string(data)
}

func TestHandler(t *testing.T) {
	server := serve(t, `{
		name: 'me',
		async fetch(request, env, ctx) {
			const { pathname } = new URL(request.url)
			const streamed = (...chunks) => ReadableStream.from(chunks.map(c => new TextEncoder().encode(c)))
			switch (pathname) {
			case '/this': return new Response(this.name)
			case '/echo': return new Response([request.method, request.url.startsWith('http://127.0.0.1:'), request.headers.get('host') !== null, await request.text()].join())
			case '/json': return Response.json({ a: [1] }, { status: 201, headers: [['x', 'a'], ['x', 'b'], ['set-cookie', 'c'], ['set-cookie', 'd']] })
			case '/bytes': return new Response(new Uint8Array([255, 0]))
			case '/stream': return new Response(streamed('a', 'b', '', 'c'))
			case '/length': return new Response(streamed('abc'), { headers: { 'content-length': '3' } })
			case '/empty': return new Response(null, { status: 204 })
			case '/none': return new Response()
			case '/pipe': return new Response(request.body)
			case '/blob': return new Response(new Blob(['blob']))
			case '/headers': return new Response('x', { headers: { connection: 'close', 'transfer-encoding': 'chunked', latin: '\xff' } })
			}
			return new Response('?', { status: 404 })
		},
	}`, web.HandlerOptions{})
	for _, test := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/this", "", 200, "me"},
		{"POST", "/echo?x", "ä", 200, "POST,true,true,ä"},
		{"GET", "/json", "", 201, `{"a":[1]}`},
		{"GET", "/bytes", "", 200, "\xff\x00"},
		{"GET", "/stream", "", 200, "abc"},
		{"GET", "/length", "", 200, "abc"},
		{"GET", "/empty", "", 204, ""},
		{"GET", "/none", "", 200, ""},
		{"POST", "/pipe", strings.Repeat("x", 1_000_000), 200, strings.Repeat("x", 1_000_000)},
		{"GET", "/blob", "", 200, "blob"},
		{"HEAD", "/json", "", 201, ""},
		{"HEAD", "/stream", "", 200, ""},
		{"GET", "/%2F?%", "", 404, "?"},
	} {
		status, _, got := ask(t, test.method, server.URL+test.path, test.body)
		require.Equal(t, test.status, status, test.path)
		require.Equal(t, test.want, got, test.path)
	}
	_, header, _ := ask(t, "GET", server.URL+"/json", "")
	require.Equal(t, []string{"a", "b"}, header["X"])
	require.Equal(t, []string{"c", "d"}, header["Set-Cookie"])
	require.Equal(t, "9", header.Get("Content-Length"))
	_, header, _ = ask(t, "GET", server.URL+"/headers", "")
	require.Empty(t, header.Get("Connection"))
	require.Equal(t, "\xff", header.Get("Latin"))
}

func TestHandlerFails(t *testing.T) {
	var log errorLog
	server := serve(t, `async request => {
		const bytes = n => new Uint8Array(n)
		switch (new URL(request.url).pathname) {
		case '/throw': throw new RangeError('no')
		case '/nothing': return
		case '/object': return { status: 200, headers: new Headers(), body: null }
		case '/proxy': return new Proxy(new Response(), {})
		case '/error': return Response.error()
		case '/used': { const r = new Response('a'); await r.text(); return r }
		case '/locked': { const r = new Response('a'); r.body.getReader(); return r }
		case '/never': return new Promise(() => {})
		case '/spin': for (;;) {}
		case '/long': return new Response('x'.repeat(1001))
		case '/headers': { const h = new Headers(); for (let n = 0; n < 2_000; n++) h.append('x' + n, 'y'); return new Response('', { headers: h }) }
		case '/short': return new Response('abc', { headers: { 'content-length': '4' } })
		case '/lengths': return new Response('abc', { headers: [['content-length', '3'], ['content-length', '3']] })
		case '/length': return new Response('abc', { headers: { 'content-length': '+3' } })
		case '/negative': return new Response(ReadableStream.from([bytes(3)]), { headers: { 'content-length': '-3' } })
		case '/request': await request.text(); return new Response('read')
		}
	}`, web.HandlerOptions{
		OnError: log.handle, RunOptions: v8.RunOptions{CPULimit: 500 * time.Millisecond}, MaxResponseBytes: 1000, MaxRequestBytes: 1000,
	})
	for path, want := range map[string]string{
		"/throw": "RangeError: no", "/nothing": "no Response", "/object": "no Response", "/proxy": "no Response", "/error": "Response.error()",
		"/used": "has been used", "/locked": "is locked", "/never": "never settles", "/spin": "CPU time limit", "/long": "MaxResponseBytes is 1000",
		"/headers": "MaxHeaderBytes is 65536", "/short": "not as long as its Content-Length", "/lengths": "Content-Length that is none",
		"/length": "Content-Length that is none", "/negative": "Content-Length that is none", "/request": "MaxRequestBytes is 1000",
	} {
		status, _, text := ask(t, "POST", server.URL+path, strings.Repeat("x", 2000))
		require.Equal(t, http.StatusTeapot, status, path)
		require.Contains(t, text, want, path)
	}
	require.Len(t, log.all(), 16, "each once")
}

// Without OnError a client learns nothing of why.
func TestHandlerAnswersErrors(t *testing.T) {
	server := serve(t, `request => {
		switch (new URL(request.url).pathname) {
		case '/spin': for (;;) {}
		case '/slow': return new Promise(resolve => setTimeout(resolve, 60_000))
		}
		throw new Error('secret')
	}`, web.HandlerOptions{RunOptions: v8.RunOptions{CPULimit: 50 * time.Millisecond}, Timeout: 500 * time.Millisecond})
	for path, want := range map[string]int{"/": 500, "/spin": 503, "/slow": 504} {
		status, _, text := ask(t, "GET", server.URL+path, "")
		require.Equal(t, want, status, path)
		require.Equal(t, http.StatusText(want)+"\n", text)
	}
}

// What breaks in the middle closes the connection: a client never takes a part for the whole.
func TestHandlerBreaks(t *testing.T) {
	var log errorLog
	server := serve(t, `request => {
		const stream = (chunks, last) => new ReadableStream({ pull(c) { chunks-- > 0 ? c.enqueue(new Uint8Array(100)) : last(c) } })
		switch (new URL(request.url).pathname) {
		case '/error': return new Response(stream(2, c => c.error(new RangeError('midway'))))
		case '/kind': return new Response(stream(2, c => c.enqueue('text')))
		case '/more': return new Response(stream(9, c => c.close()), { headers: { 'content-length': '150' } })
		case '/less': return new Response(stream(1, c => c.close()), { headers: { 'content-length': '150' } })
		case '/endless': return new Response(stream(Infinity))
		case '/never': return new Response(stream(1, c => new Promise(() => {})))
		case '/spin': return new Response(stream(1, c => { for (;;); }))
		}
	}`, web.HandlerOptions{OnError: log.handle, RunOptions: v8.RunOptions{CPULimit: 100 * time.Millisecond}, MaxResponseBytes: 10_000})
	for path, want := range map[string]string{
		"/error": "stream of the response has failed", "/kind": "stream of the response has failed", "/more": "not as long", "/less": "not as long",
		"/endless": "MaxResponseBytes is 10000", "/never": "never settles", "/spin": "CPU time limit",
	} {
		response, err := http.Get(server.URL + path)
		require.NoError(t, err, path)
		_, err = io.ReadAll(response.Body)
		require.Error(t, err, path)
		require.NoError(t, response.Body.Close())
		errs := log.all()
		require.ErrorContains(t, errs[len(errs)-1], want, path)
	}
	require.Len(t, log.all(), 7, "each once")
}

func TestHandlerWaitUntil(t *testing.T) {
	var log errorLog
	handler := newHandler(t, newWeb(t, web.Options{}), `(request, env, ctx) => {
		const { waitUntil } = ctx
		try { waitUntil(1) } catch (e) { if (!(e instanceof TypeError)) throw e }
		ctx.waitUntil(new Promise(resolve => setTimeout(() => { env.push('later'); ctx.waitUntil(Promise.reject(new RangeError('late'))); resolve() }, 20)))
		ctx.waitUntil('no promise')
		ctx.passThroughOnException()
		return new Response('now ' + env.length)
	}`, web.HandlerOptions{OnError: log.handle, Env: func(s *v8.Scope, r *http.Request) (v8.Value, error) {
		var v v8.Value
		return v, s.Eval("globalThis.env ??= []", &v)
	}})
	server := newServer(t, handler.ServeHTTP)
	_, _, text := ask(t, "GET", server.URL, "")
	require.Equal(t, "now 0", text)
	require.NoError(t, handler.Wait(soon(t)))
	_, _, text = ask(t, "GET", server.URL, "")
	require.Equal(t, "now 1", text)
	require.NoError(t, handler.Wait(soon(t)))
	errs := log.all()
	require.Len(t, errs, 2)
	require.ErrorContains(t, errs[0], "RangeError: late")
}

func TestHandlerWaitUntilTooLong(t *testing.T) {
	var log errorLog
	handler := newHandler(t, newWeb(t, web.Options{}), `(request, env, ctx) => {
		ctx.waitUntil(new Promise(resolve => setTimeout(resolve, 60_000)))
		return new Response('now')
	}`, web.HandlerOptions{OnError: log.handle, WaitUntilTimeout: 10 * time.Millisecond})
	_, _, text := ask(t, "GET", newServer(t, handler.ServeHTTP).URL, "")
	require.Equal(t, "now", text)
	require.NoError(t, handler.Wait(soon(t)))
	require.Len(t, log.all(), 1)
	require.ErrorContains(t, log.all()[0], "WaitUntilTimeout")
}

// A client that goes ends what was begun for it.
func TestHandlerClientGone(t *testing.T) {
	l := newWeb(t, web.Options{})
	handler := newHandler(t, l, `() => new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1 << 16)) } }))`,
		web.HandlerOptions{MaxResponseBytes: 1 << 40})
	server := newServer(t, handler.ServeHTTP)
	response, err := http.Get(server.URL)
	require.NoError(t, err)
	_, err = io.ReadFull(response.Body, make([]byte, 1<<20))
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.NoError(t, handler.Wait(soon(t)))
	require.Eventually(t, func() bool { return l.Statistics().Calls == 0 }, time.Minute, time.Millisecond)
}

// A client that neither reads nor sends is ended by Timeout, and stands nobody else in the way.
func TestHandlerSlowClient(t *testing.T) {
	var log errorLog
	handler := newHandler(t, newWeb(t, web.Options{}), `async request => {
		if (request.method === 'POST') return new Response(await request.text())
		if (request.url.endsWith('/fast')) return new Response('fast')
		return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1 << 20)) } }))
	}`, web.HandlerOptions{OnError: log.handle, MaxResponseBytes: 1 << 40, Timeout: 2 * time.Second})
	server := newServer(t, handler.ServeHTTP)
	for _, request := range []string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab"} {
		connection, err := net.Dial("tcp", server.Listener.Addr().String())
		require.NoError(t, err)
		defer connection.Close()
		_, err = io.WriteString(connection, request)
		require.NoError(t, err)
	}
	_, _, text := ask(t, "GET", server.URL+"/fast", "")
	require.Equal(t, "fast", text)
	require.Eventually(t, func() bool { return len(log.all()) == 2 }, time.Minute, time.Millisecond)
	for _, err := range log.all() {
		require.ErrorContains(t, err, "longer than Timeout")
	}
}

// The chunks of a stream reach the client as they come.
func TestHandlerStreams(t *testing.T) {
	next := make(chan struct{})
	l := newWeb(t, web.Options{})
	require.NoError(t, l.SetAsync("next", func(ctx context.Context) { <-next }))
	handler := newHandler(t, l, `() => new Response(new ReadableStream({ async pull(c) { await next(); c.enqueue(new TextEncoder().encode('line\n')) } }))`,
		web.HandlerOptions{})
	response, err := http.Get(newServer(t, handler.ServeHTTP).URL)
	require.NoError(t, err)
	lines := bufio.NewReader(response.Body)
	for range 3 {
		next <- struct{}{}
		line, err := lines.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "line\n", line)
	}
	close(next)
	require.NoError(t, response.Body.Close())
}

func TestHandlerPanics(t *testing.T) {
	l := newWeb(t, web.Options{})
	require.NoError(t, l.SetAsync("fail", func() { panic("mine") }))
	handler := newHandler(t, l, `async () => { await fail() }`, web.HandlerOptions{})
	require.PanicsWithValue(t, "mine", func() {
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(soon(t), "GET", "http://a/", nil))
	})
}

func TestHandlerManyAtATime(t *testing.T) {
	server := serve(t, `async request => {
		await new Promise(resolve => setTimeout(resolve, Math.random() * 20))
		return new Response(await request.text() + new URL(request.url).search)
	}`, web.HandlerOptions{})
	var group sync.WaitGroup
	failures := make(chan error, 50)
	for n := range 50 {
		group.Go(func() {
			response, err := http.Post(fmt.Sprint(server.URL, "?", n), "", strings.NewReader(fmt.Sprint("body", n)))
			if err != nil {
				failures <- err
				return
			}
			defer response.Body.Close()
			text, err := io.ReadAll(response.Body)
			if want := fmt.Sprint("body", n, "?", n); err != nil || string(text) != want {
				failures <- fmt.Errorf("%q, %w", text, errors.Join(err))
			}
		})
	}
	group.Wait()
	close(failures)
	for err := range failures {
		require.NoError(t, err)
	}
}

func TestHandlerWithoutServer(t *testing.T) {
	handler := newHandler(t, newWeb(t, web.Options{}), `async request => new Response(request.url + await request.text())`, web.HandlerOptions{})
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequestWithContext(soon(t), "POST", "http://a/b", strings.NewReader("c")))
	require.Equal(t, "http://a/bc", recorder.Body.String())
}

func TestHandlerMisuse(t *testing.T) {
	target := func(*v8.Scope) (v8.Value, error) { return v8.Undefined(), nil }
	require.PanicsWithValue(t, misuse.WebNilHandler, func() { web.NewHandler(nil, target, web.HandlerOptions{}) })
	l := newWeb(t, web.Options{})
	require.PanicsWithValue(t, misuse.WebNilHandler, func() { web.NewHandler(l, nil, web.HandlerOptions{}) })
	bare, err := loop.New(v8test.Context(t), loop.Options{})
	require.NoError(t, err)
	defer bare.Close()
	require.PanicsWithValue(t, misuse.WebNotInstalled, func() { web.NewHandler(bare, target, web.HandlerOptions{}) })
	// What is no handler, and a loop that is closed, are errors.
	for _, use := range []func() *web.Handler{
		func() *web.Handler { return web.NewHandler(l, target, web.HandlerOptions{}) },
		func() *web.Handler {
			require.NoError(t, l.Close())
			return web.NewHandler(l, target, web.HandlerOptions{})
		},
	} {
		recorder := httptest.NewRecorder()
		use().ServeHTTP(recorder, httptest.NewRequestWithContext(soon(t), "GET", "http://a/", nil))
		require.GreaterOrEqual(t, recorder.Code, 500)
	}
}
