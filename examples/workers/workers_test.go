package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// newNode is a node with a NATS of its own.
func newNode(t testing.TB, options NodeOptions) *Node {
	connection, end, err := connect("", t.TempDir())
	require.NoError(t, err)
	t.Cleanup(end)
	options.Domain, options.Idle = "test", time.Minute
	if options.RequestCPU == 0 {
		options.RequestCPU = 500 * time.Millisecond // a test is no benchmark
	}
	options.Logger = slog.New(slog.DiscardHandler)
	n, err := NewNode(t.Context(), connection, options)
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		n.Close(ctx)
	})
	return n
}

func pack(t testing.TB, files map[string]string) []byte {
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	archive, err := PackFolder(folder)
	require.NoError(t, err)
	return archive
}

// deploy deploys a module, and waits until the node knows of it.
func deploy(t testing.TB, n *Node, name, source, config string) Version {
	files := map[string]string{"worker.ts": source}
	if config != "" {
		files["worker.json"] = config
	}
	v, err := n.Deploy(t.Context(), name, pack(t, files))
	require.NoError(t, err)
	current(t, n, name, v.ID)
	return v
}

func current(t testing.TB, n *Node, name, version string) {
	require.Eventually(t, func() bool {
		if t := n.tenant(name); t != nil {
			s, _ := t.describe()
			return s.Current == version
		}
		return false
	}, 10*time.Second, time.Millisecond)
}

// ask gives a request to a handler.
func ask(n http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for at := 0; at < len(headers); at += 2 {
		r.Header.Add(headers[at], headers[at+1])
	}
	w := httptest.NewRecorder()
	n.ServeHTTP(w, r)
	return w
}

func onTiers(t *testing.T, test func(t *testing.T, n *Node)) {
	for _, tier := range []vm.Tier{vm.InProcess, vm.Process} {
		t.Run(tier.String(), func(t *testing.T) { test(t, newNode(t, NodeOptions{Tier: tier})) })
	}
}

const echo = `export default { async fetch(request: Request) {
	return new Response(await request.text(), {
		status: 201,
		headers: [['x-method', request.method], ['x-url', request.url], ['x-given', request.headers.get('x-given') ?? ''], ['set-cookie', 'a'], ['set-cookie', 'b']],
	})
} }`

func TestRequests(t *testing.T) {
	onTiers(t, func(t *testing.T, n *Node) {
		deploy(t, n, "echo", echo, `{"hosts": ["echo.example"]}`)
		for target, url := range map[string]string{
			"http://echo.test/a?b=1":       "http://echo.test/a?b=1",
			"http://echo.example:8080/%20": "http://echo.example:8080/%20",
			"http://else.where/~echo/a%2f": "http://else.where/a%2f",
			"http://else.where/~echo":      "http://else.where/",
			"http://else.where/~echo//b/c": "http://else.where//b/c",
			"http://echo.test//b/c%2f?d":   "http://echo.test//b/c%2f?d",
		} {
			w := ask(n, http.MethodPost, target, "body", "x-given", "yes", "connection", "close")
			require.Equal(t, http.StatusCreated, w.Code, "%s: %s", target, w.Body)
			require.Equal(t, "body", w.Body.String())
			require.Equal(t, "POST", w.Header().Get("x-method"))
			require.Equal(t, "yes", w.Header().Get("x-given"))
			require.Equal(t, []string{"a", "b"}, w.Header().Values("set-cookie"))
			require.Equal(t, strings.ToLower(url), strings.ToLower(w.Header().Get("x-url")))
		}
		require.Equal(t, http.StatusCreated, ask(n, http.MethodGet, "http://echo.test/", "").Code)
		require.Equal(t, http.StatusNotFound, ask(n, http.MethodGet, "http://nobody.test/", "").Code)
		require.Equal(t, http.StatusNotFound, ask(n, http.MethodGet, "http://else.where/", "").Code)
		w := ask(n, http.MethodPost, "http://echo.test/", strings.Repeat("x", maxRequest+1))
		require.Equal(t, http.StatusRequestEntityTooLarge, w.Code)

		// Many at a time, in one isolate.
		deploy(t, n, "slow", "let n = 0; export default { async fetch() { n++; while (n < 20) await new Promise(r => setTimeout(r, 1)); return new Response('all') } }", "")
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if w := ask(n, http.MethodGet, "http://slow.test/", ""); w.Body.String() != "all" {
					t.Error(w.Code, w.Body)
				}
			})
		}
		all.Wait()
	})
}

// Each hostile program gets its own answer, and nobody else notices.
func TestHostile(t *testing.T) {
	onTiers(t, func(t *testing.T, n *Node) {
		deploy(t, n, "honest", "export default { fetch: () => new Response('fine') }", "")
		for name, test := range map[string]struct {
			source string
			status int
		}{
			"endless":      {"export default { fetch() { for (;;); } }", http.StatusServiceUnavailable},
			"memory":       {"export default { fetch() { const a = []; for (;;) a.push(new Array(1e5).fill(0)) } }", http.StatusServiceUnavailable},
			"promises":     {"export default { async fetch() { for (;;) await null } }", http.StatusServiceUnavailable},
			"no-response":  {"export default { fetch() { return 'text' } }", http.StatusInternalServerError},
			"no-method":    {"export default {}", http.StatusInternalServerError},
			"liar":         {"globalThis.Response = class {}; Object.prototype.status = 200; export default { fetch: () => ({ status: 200, headers: [], body: 5 }) }", http.StatusInternalServerError},
			"proxy":        {"export default new Proxy({}, { get() { for (;;); } })", http.StatusServiceUnavailable},
			"throws":       {"export default { fetch() { throw null } }", http.StatusInternalServerError},
			"used":         {"export default { async fetch() { const r = new Response('a'); await r.text(); return r } }", http.StatusInternalServerError},
			"headers":      {"export default { fetch: () => new Response('', { headers: { a: 'x'.repeat(1 << 16) } }) }", http.StatusInternalServerError},
			"long":         {"export default { fetch: () => new Response(new Uint8Array(9 << 20)) }", http.StatusInternalServerError},
			"never":        {"export default { fetch: () => new Promise(() => {}) }", http.StatusInternalServerError},
			"flood":        {"export default { fetch() { for (;;) console.log('x'.repeat(1e5)) } }", http.StatusServiceUnavailable},
			"kills":        {"export default { fetch() { 'ab'.repeat(2 ** 27).split('') } }", http.StatusServiceUnavailable},
			"subrequests":  {"export default { async fetch() { for (;;) await fetch('http://169.254.169.254/').catch(e => { if (/may make/.test(e)) throw e }) } }", http.StatusInternalServerError},
			"reads-others": {"export default { async fetch(_, env) { return new Response(String(globalThis.__host) + env.KV) } }", http.StatusOK},
		} {
			deploy(t, n, name, test.source, "")
			w := ask(n, http.MethodGet, "http://"+name+".test/", "")
			require.Equal(t, test.status, w.Code, "%s: %s", name, w.Body)
			if name == "reads-others" {
				require.Equal(t, "undefinedundefined", w.Body.String())
			}
			w = ask(n, http.MethodGet, "http://honest.test/", "")
			require.Equal(t, "fine", w.Body.String(), "after %s", name)
		}
	})
}

// Addresses that are not public are refused, whatever form they have.
func TestFetch(t *testing.T) {
	n := newNode(t, NodeOptions{})
	inside := httptest.NewServer(http.NotFoundHandler())
	defer inside.Close()
	port := inside.URL[strings.LastIndex(inside.URL, ":"):]
	deploy(t, n, "ssrf", `export default { async fetch(request) {
		return new Response(await fetch(await request.text()).then(r => 'reached ' + r.status, e => 'refused'))
	} }`, "")
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001", "0177.0.0.1", "0", "169.254.169.254", "[fd00::1]", "10.0.0.1"} {
		w := ask(n, http.MethodPost, "http://ssrf.test/", "http://"+host+port+"/")
		require.Equal(t, "refused", w.Body.String(), host)
	}
	require.Equal(t, "refused", ask(n, http.MethodPost, "http://ssrf.test/", "file:///etc/passwd").Body.String())

	// What the host allows is reached.
	allowed := newNode(t, NodeOptions{Client: inside.Client()})
	deploy(t, allowed, "ssrf", "export default { async fetch(request) { return fetch(await request.text()) } }", "")
	require.Equal(t, http.StatusNotFound, ask(allowed, http.MethodPost, "http://ssrf.test/", inside.URL).Code)
}

// A program has few connections at a time, however many requests it makes, and all of
// them in turn.
func TestConnections(t *testing.T) {
	var now, all atomic.Int32
	outside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if now.Add(1) > connections {
			t.Error("there are more connections")
		}
		all.Add(1)
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
	}))
	t.Cleanup(outside.Close)
	n := newNode(t, NodeOptions{Client: outside.Client()})
	deploy(t, n, "many", `export default { async fetch(request) {
		const url = await request.text()
		await Promise.all(Array.from({ length: 50 }, () => fetch(url)))
		return new Response('done')
	} }`, "")
	require.Equal(t, "done", ask(n, http.MethodPost, "http://many.test/", outside.URL).Body.String())
	require.Equal(t, int32(50), all.Load())
}

// Whatever a program gives as headers, its answer is one, and ends where HTTP says.
func TestHeadersOfLiars(t *testing.T) {
	n := newNode(t, NodeOptions{})
	server := httptest.NewServer(newServer(n).Handler)
	t.Cleanup(server.Close)
	deploy(t, n, "liar", `Headers.prototype[Symbol.iterator] = function* () {
		yield ['a\r\nx-injected', '1']
		yield ['content-length ', '1']
	}
	const headers = { connection: 'upgrade', 'transfer-encoding': 'chunked', 'proxy-connection': 'x', trailer: 'x-injected', good: 'yes' }
	export default { fetch(request) {
		if (request.url.endsWith('/length')) headers['content-length'] = '1'
		return new Response('all of it', { headers })
	} }`, "")
	response, err := http.Get(server.URL + "/~liar/")
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, "all of it", string(body))
	require.Equal(t, int64(len(body)), response.ContentLength)
	require.Equal(t, "yes", response.Header.Get("good"))
	for name := range response.Header {
		require.Contains(t, []string{"Good", "Date", "Content-Length", "Content-Type"}, name)
	}
	require.Empty(t, response.Trailer)
	require.Equal(t, http.StatusInternalServerError, ask(n, http.MethodGet, "http://liar.test/length", "").Code)
}

// However many clients there are, a node has no more of their bodies than it may.
func TestHeldBodies(t *testing.T) {
	n := newNode(t, NodeOptions{})
	deploy(t, n, "echo", echo, "")
	n.held.Add(maxHeld - 15)
	for _, body := range []string{"of sixteen bytes", "10 twice, "} { // on its way in, and out
		require.Equal(t, http.StatusServiceUnavailable, ask(n, http.MethodPost, "http://echo.test/", body).Code)
	}
	require.Equal(t, http.StatusCreated, ask(n, http.MethodPost, "http://echo.test/", "short").Code)
	require.Equal(t, int64(maxHeld-15), n.held.Load())
}

func TestKV(t *testing.T) {
	onTiers(t, func(t *testing.T, n *Node) {
		const source = `export default { async fetch(request, env) {
			const [op, key, value, options] = await request.json()
			const result = await env.DATA[op](key, value, options)
			return Response.json(result ?? null)
		} }`
		for _, name := range []string{"a", "b"} {
			deploy(t, n, name, source, `{"kv": ["DATA"]}`)
		}
		kv := func(tenant, operation string) string {
			return strings.TrimSpace(ask(n, http.MethodPost, "http://"+tenant+".test/", operation).Body.String())
		}
		require.Equal(t, "null", kv("a", `["get", "x"]`))
		require.Equal(t, "null", kv("a", `["put", "x", "one\ntwo"]`))
		require.Equal(t, "null", kv("a", `["put", "a.>*.b", "{\"json\": [1]}"]`))
		require.Equal(t, `"one\ntwo"`, kv("a", `["get", "x"]`))
		require.JSONEq(t, `{"json": [1]}`, kv("a", `["get", "a.>*.b", "json"]`))
		require.Equal(t, "null", kv("b", `["get", "x"]`), "it is another's")
		require.JSONEq(t, `{"keys": [{"name": "a.>*.b"}, {"name": "x"}], "list_complete": true}`, kv("a", `["list"]`))
		require.JSONEq(t, `{"keys": [{"name": "x"}], "list_complete": true}`, kv("a", `["list", {"prefix": "x"}]`))
		require.JSONEq(t, `{"keys": [], "list_complete": true}`, kv("b", `["list"]`))
		require.Equal(t, "null", kv("a", `["delete", "x"]`))
		require.Equal(t, "null", kv("a", `["get", "x"]`))
		require.Equal(t, "null", kv("a", `["put", "gone", "x", {"expirationTtl": 0.001}]`))
		require.Equal(t, "null", kv("a", `["get", "gone"]`))
		for _, bad := range []string{`["get", ""]`, `["put", "x", "` + strings.Repeat("x", maxValue+1) + `"]`, `["get", "` + strings.Repeat("k", maxKey+1) + `"]`, `["get", "a.>*.b", "picture"]`} {
			require.Contains(t, kv("a", bad), "has failed")
		}
		for at := range 2*maxKeys + 1 {
			require.NoError(t, n.store.Put(t.Context(), "b", "DATA", fmt.Sprintf("%05d", 2*maxKeys-at), nil, 0))
		}
		keys, err := n.store.List(t.Context(), "b", "DATA", "0", maxKeys)
		require.NoError(t, err)
		require.Len(t, keys, maxKeys)
		require.Equal(t, []string{"00000", "00999"}, []string{keys[0], keys[maxKeys-1]})
		require.Contains(t, kv("b", `["list", {"limit": 5000}]`), `{"name":"00999"}],"list_complete":false}`)
		n.options.RequestCPU = time.Minute // it is the number that ends it
		deploy(t, n, "greedy", `export default { async fetch(_, env) { for (let i = 0; ; i++) await env.DATA.get('x') } }`, `{"kv": ["DATA"]}`)
		require.Equal(t, http.StatusInternalServerError, ask(n, http.MethodGet, "http://greedy.test/", "").Code)
	})
}

func TestServices(t *testing.T) {
	onTiers(t, func(t *testing.T, n *Node) {
		deploy(t, n, "a", `export default { async fetch(r, env) { return new Response('a:' + await (await env.B.fetch('http://b/', { method: 'POST', body: 'x' })).text()) } }`, `{"services": {"B": "b"}}`)
		deploy(t, n, "b", `export default { async fetch(r, env) { return new Response('b:' + await r.text() + (r.url.endsWith('/') && typeof env.B)) } }`, "")
		require.Equal(t, "a:b:xundefined", ask(n, http.MethodGet, "http://a.test/", "").Body.String())
		// Two that ask each other for ever.
		deploy(t, n, "c", `export default { fetch: (r, env) => env.D.fetch(r) }`, `{"services": {"D": "d"}}`)
		deploy(t, n, "d", `export default { fetch: (r, env) => env.C.fetch(r) }`, `{"services": {"C": "c"}}`)
		require.Equal(t, http.StatusInternalServerError, ask(n, http.MethodGet, "http://c.test/", "").Code)
		deploy(t, n, "e", `export default { fetch: (r, env) => env.F.fetch(r) }`, `{"services": {"F": "nobody"}}`)
		require.Equal(t, http.StatusInternalServerError, ask(n, http.MethodGet, "http://e.test/", "").Code)
	})
}

// What a tenant's program says in an error is not for those that it serves.
func TestServiceErrors(t *testing.T) {
	onTiers(t, func(t *testing.T, n *Node) {
		deploy(t, n, "asks", `export default { fetch: (r, env) => env.B.fetch('http://b/').catch(e => new Response(String(e))) }`, `{"services": {"B": "fails"}}`)
		deploy(t, n, "fails", `export default { fetch() { throw new Error('my password') } }`, "")
		answer := ask(n, http.MethodGet, "http://asks.test/", "").Body.String()
		require.Contains(t, answer, `service "fails": the tenant's program has failed`)
		require.NotContains(t, answer, "password")
	})
}

// A tenant gets no requests that are for another one.
func TestHostsOfOthers(t *testing.T) {
	n := newNode(t, NodeOptions{})
	deploy(t, n, "honest", "export default { fetch: () => new Response('mine') }", `{"hosts": ["honest.example"]}`)
	for _, host := range []string{"honest.example", "honest.test", "later.test"} {
		_, err := n.Deploy(t.Context(), "thief", pack(t, map[string]string{"worker.js": "export default {}", "worker.json": fmt.Sprintf(`{"hosts": [%q]}`, host)}))
		require.ErrorContains(t, err, "is another tenant's", host)
	}
	deploy(t, n, "honest", "export default { fetch: () => new Response('again') }", `{"hosts": ["honest.example", "honest.test"]}`)
	require.Equal(t, "again", ask(n, http.MethodGet, "http://honest.example/", "").Body.String())
	require.Equal(t, "again", ask(n, http.MethodGet, "http://honest.test/", "").Body.String())
	// Not even if it is stored.
	_, err := n.store.Deploy(t.Context(), "thief", pack(t, map[string]string{
		"worker.js": "export default { fetch: () => new Response('stolen') }", "worker.json": `{"hosts": ["later.test", "honest.example"]}`}))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return ask(n, http.MethodGet, "http://thief.test/", "").Code == http.StatusOK }, 10*time.Second, time.Millisecond)
	require.Equal(t, http.StatusNotFound, ask(n, http.MethodGet, "http://later.test/", "").Code)
	require.Equal(t, "again", ask(n, http.MethodGet, "http://honest.example/", "").Body.String())
}

func TestWaitUntil(t *testing.T) {
	onTiers(t, func(t *testing.T, n *Node) {
		deploy(t, n, "later", `export default { async fetch(request, env, ctx) {
			if (request.method === 'POST') ctx.waitUntil((async () => { await new Promise(r => setTimeout(r, 20)); await env.DATA.put('x', 'done') })())
			if (request.method === 'PUT') ctx.waitUntil(Promise.reject(new Error('too late')))
			return new Response(await env.DATA.get('x') ?? 'not yet')
		} }`, `{"kv": ["DATA"]}`)
		require.Equal(t, "not yet", ask(n, http.MethodPost, "http://later.test/", "").Body.String())
		require.Eventually(t, func() bool {
			return ask(n, http.MethodGet, "http://later.test/", "").Body.String() == "done"
		}, 10*time.Second, 10*time.Millisecond)
		require.Equal(t, http.StatusOK, ask(n, http.MethodPut, "http://later.test/", "").Code)
		require.Eventually(t, func() bool {
			s, _ := n.tenant("later").describe()
			return len(s.Problems) == 1 && strings.Contains(s.Problems[0].Stack, "too late")
		}, 10*time.Second, 10*time.Millisecond)
	})
}

func TestScheduled(t *testing.T) {
	n := newNode(t, NodeOptions{})
	deploy(t, n, "cron", `export default {
		async scheduled(event, env) { await env.DATA.put('at', String(event.scheduledTime % 1000)) },
		async fetch(request, env) { return new Response(await env.DATA.get('at') ?? '') },
	}`, `{"kv": ["DATA"], "every": "1s"}`)
	require.Eventually(t, func() bool {
		return ask(n, http.MethodGet, "http://cron.test/", "").Body.String() == "0"
	}, 10*time.Second, 50*time.Millisecond)
}
