package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// What scripts do to the built-in objects that our own code was made with.
var poisons = map[string]string{
	"then":    `Object.defineProperty(Object.prototype, 'then', { configurable: true, get() { throw new Error('then') } })`,
	"numbers": `for (const key of [0, 1, 2]) Object.defineProperty(Array.prototype, key, { configurable: true, set() { throw new Error('index') }, get() { return 'evil' } })`,
	"names": `for (const key of ['status', 'headers', 'body', 'streams', 'exchange', 'url', 'method', 'value', 'done', 'start', 'pull', 'cancel', 'get', 'enumerable'])
		Object.defineProperty(Object.prototype, key, { configurable: true, get() { throw new Error(key) }, set() { throw new Error(key) } })`,
	"promises": `Promise.prototype.then = Promise.prototype.catch = Promise.resolve = Promise.reject = () => { throw new Error('promise') }
		Object.defineProperty(Promise.prototype, 'constructor', { get() { throw new Error('constructor') } })`,
	"species":   `for (const of of [Promise, Array, ArrayBuffer, Object.getPrototypeOf(Uint8Array)]) Object.defineProperty(of, Symbol.species, { get() { throw new Error('species') } })`,
	"iterators": `Array.prototype[Symbol.iterator] = Object.getPrototypeOf([][Symbol.iterator]()).next = () => { throw new Error('iterator') }`,
	"prototypes": `for (const of of [Array, Map, Set, String, Uint8Array, ArrayBuffer, Function]) for (const key of Object.getOwnPropertyNames(of.prototype)) {
		try { if (key !== 'constructor') of.prototype[key] = () => { throw new Error(key) } } catch {} }`,
	"classes": `for (const of of [Request, Response, Headers, ReadableStream, Blob, FormData, AbortSignal]) for (const key of Object.getOwnPropertyNames(of.prototype)) {
		try { if (key !== 'constructor') Object.defineProperty(of.prototype, key, { get() { throw new Error(key) } }) } catch {} }`,
	"globals": `for (const key of Object.getOwnPropertyNames(globalThis)) { try { if (!['Response', 'ReadableStream', 'Uint8Array', 'fetch', 'url'].includes(key)) delete globalThis[key] } catch {} }`,
}

// Whatever a script has made of built-in objects, its requests are answered or fail, and the
// next context is as ever.
func TestPoisoned(t *testing.T) {
	upstream := newServer(t, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("upstream")) })
	for name, poison := range poisons {
		t.Run(name, func(t *testing.T) {
			l := newFetch(t, web.FetchOptions{})
			require.NoError(t, l.Context().Eval(soon(t), "globalThis.url = '"+upstream.URL+"'", nil))
			var log errorLog
			handler := newHandler(t, l, `(request, env, ctx) => {
				const path = request.url.slice(-4)
				if (path === '/bad') { `+poison+`; return new Response('poisoned') }
				if (path === '/got') return fetch(url)
				if (path === '/str') return new Response(new ReadableStream({ __proto__: null, pull(c) { c.enqueue(new Uint8Array(3)); c.close() } }))
				return new Response('text')
			}`, web.HandlerOptions{OnError: log.handle, RunOptions: v8.RunOptions{CPULimit: time.Second}, Timeout: 20 * time.Second})
			server := newServer(t, handler.ServeHTTP)
			ask := func(path string) (int, string) {
				response, err := http.Post(server.URL+path, "text/plain", strings.NewReader("body"))
				if err != nil {
					return 0, err.Error()
				}
				defer response.Body.Close()
				return response.StatusCode, ""
			}
			for _, path := range []string{"/bad", "/txt", "/str", "/got", "/txt"} {
				status, text := ask(path)
				require.Contains(t, []int{0, http.StatusOK, http.StatusTeapot}, status, "%s: %s", path, text)
			}
		})
	}
}

// A handler that is used from everywhere while its loop closes neither hangs nor panics.
func TestHandlerOfClosingLoop(t *testing.T) {
	l := newWeb(t, web.Options{})
	handler := newHandler(t, l, `() => new Promise(resolve => setTimeout(() => resolve(new Response('x')), 5))`, web.HandlerOptions{OnError: new(errorLog).handle})
	server := newServer(t, handler.ServeHTTP)
	done := make(chan struct{})
	for range 8 {
		go func() {
			defer func() { done <- struct{}{} }()
			for range 20 {
				if response, err := http.Get(server.URL); err == nil {
					_ = response.Body.Close()
				}
			}
		}()
	}
	time.Sleep(20 * time.Millisecond)
	require.NoError(t, l.Close())
	for range 8 {
		<-done
	}
	_, err := loop.New(l.Context(), loop.Options{})
	require.NoError(t, err)
}

// Any bytes are a form or a TypeError.
func FuzzFormData(f *testing.F) {
	for _, seed := range []string{
		"--x--", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n",
		"--x\r\ncontent-disposition: form-data; name=a; filename=\"b\"\r\nContent-Type: c\r\n\r\n\r\n--x\r\n\r\n--x--", "a=1&b=%zz&&=+", "\r\n--x\r\n:\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	l := newWeb(f, web.Options{})
	require.NoError(f, l.Context().Eval(soon(f), `globalThis.parse = async bytes => {
		for (const type of ['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
			try {
				const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
				const again = await new Response(form).formData()
				if ([...form].length !== [...again].length) throw new Error('another form')
			} catch (error) {
				if (!(error instanceof TypeError)) throw error
			}
		}
	}`, nil))
	parse, err := loop.FuncOf[func(data []byte) error](l, "parse")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) { require.NoError(t, parse(data)) })
}

// A codec takes a megabyte of Go's memory that no limit of the isolate counts.
func TestCompressionStreamsAtATime(t *testing.T) {
	l := newWeb(t, web.Options{})
	const hundred = `
		const open = () => { const writer = new CompressionStream('gzip').writable.getWriter(); return writer.write(new Uint8Array(10)) }
		for (let n = 0; n < 100; n++) await open()
		try { await open(); return 'open' } catch (e) { return e.message }`
	got, err := await(t, l, "", hundred)
	require.NoError(t, err)
	require.Contains(t, got, "compression streams is 100")
	require.Eventually(t, func() bool { // they end with their Await
		got, err = await(t, l, "", hundred)
		return err == nil
	}, time.Minute, time.Millisecond)
	require.Contains(t, got, "compression streams is 100")
}
