//go:build npm

package npm

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/module/typescript"
	"github.com/nodeisolates/isolates/v8/web"
)

// serve is a server whose requests a module's default export answers, which may import
// the packages.
func serve(t *testing.T, source string) *httptest.Server {
	c := v8test.Context(t)
	l, err := loop.New(c, loop.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	t.Cleanup(l.Hold()) // a request may wait for another
	require.NoError(t, web.Install(l, web.Options{}))
	root, err := os.OpenRoot(folder)
	require.NoError(t, err, "make npm installs the packages")
	t.Cleanup(func() { root.Close() })
	const main = "file:///main.jsx"
	loader := module.ChainLoader{
		module.MapLoader{
			main:              {Text: source},
			"app:environment": {Text: "globalThis.process = { env: { NODE_ENV: 'production' } }"},
		},
		builtins(t),
		&module.NPMLoader{FS: root.FS(), Conditions: []string{"workerd", "worker", "browser", "production"}},
	}
	r, err := module.NewRegistry(t.Context(), c, typescript.NewLoader(loader, typescript.Options{}), module.Options{Loop: l})
	require.NoError(t, err)
	require.NoError(t, r.Import(t.Context(), main, nil))
	handler := web.NewHandler(l, func(s *v8.Scope) (v8.Value, error) {
		namespace, err := r.Namespace(s, main)
		if err != nil {
			return v8.Value{}, err
		}
		return namespace.Get("default")
	}, web.HandlerOptions{})
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.Close()
		require.NoError(t, handler.Wait(context.Background()))
	})
	return server
}

func body(t *testing.T, response *http.Response, err error) string {
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return string(text)
}

// The example of Hono's first page, and one with parameters, JSON and a middleware.
func TestHono(t *testing.T) {
	server := serve(t, `
		import { Hono } from 'hono'
		import { etag } from 'hono/etag'
		const app = new Hono()
		app.use('/etag/*', etag())
		app.get('/', c => c.text('Hono!'))
		app.get('/etag/abc', c => c.json({ message: 'tagged' }))
		app.get('/posts/:id', c => c.json({ id: c.req.param('id'), page: c.req.query('page') }))
		app.post('/posts', async c => c.json(await c.req.json(), 201))
		app.notFound(c => c.text('Custom 404 Message', 404))
		export default app`)
	get := func(path string) string {
		response, err := http.Get(server.URL + path)
		return body(t, response, err)
	}
	require.Equal(t, "Hono!", get("/"))
	require.JSONEq(t, `{"id": "7", "page": "2"}`, get("/posts/7?page=2"))
	require.Equal(t, "Custom 404 Message", get("/nothing"))
	response, err := http.Get(server.URL + "/etag/abc")
	require.JSONEq(t, `{"message": "tagged"}`, body(t, response, err))
	require.NotEmpty(t, response.Header.Get("ETag"))
	response, err = http.Post(server.URL+"/posts", "application/json", strings.NewReader(`{"title": "x"}`))
	require.JSONEq(t, `{"title": "x"}`, body(t, response, err))
	require.Equal(t, http.StatusCreated, response.StatusCode)
}

// The example of itty-router's first page, whose answers are JSON.
func TestIttyRouter(t *testing.T) {
	server := serve(t, `
		import { AutoRouter } from 'itty-router'
		const router = AutoRouter()
		router
			.get('/hello/:name', ({ name }) => 'Hello, ' + name + '!')
			.get('/json', () => ({ list: [1, 2, 3] }))
			.get('/promises', () => Promise.resolve('foo'))
		export default router`)
	for path, want := range map[string]string{"/hello/World": `"Hello, World!"`, "/json": `{"list":[1,2,3]}`, "/promises": `"foo"`} {
		response, err := http.Get(server.URL + path)
		require.Equal(t, want, body(t, response, err), path)
	}
	response, err := http.Get(server.URL + "/nothing")
	require.Contains(t, body(t, response, err), "404")
	require.Equal(t, http.StatusNotFound, response.StatusCode)
}

// React streams a page: what waits comes when it is there, after what does not.
func TestReactStreams(t *testing.T) {
	server := serve(t, `
		import 'app:environment' // what bundlers put in for React
		import { createElement as h, Suspense, use } from 'react'
		import { renderToReadableStream } from 'react-dom/server.edge'
		let arrive
		function Late({ text }) { return h('b', null, use(text)) }
		export default {
			async fetch(request) {
				if (request.url.endsWith('/arrive')) { arrive('late'); return new Response('') }
				const text = new Promise(resolve => { arrive = resolve })
				const page = h('main', null, h('i', null, 'soon'), h(Suspense, { fallback: 'waiting' }, h(Late, { text })))
				return new Response(await renderToReadableStream(page), { headers: { 'content-type': 'text/html' } })
			},
		}`)
	response, err := http.Get(server.URL)
	require.NoError(t, err)
	defer response.Body.Close()
	page := bufio.NewReader(response.Body)
	first := make([]byte, 16)
	_, err = io.ReadFull(page, first)
	require.NoError(t, err)
	require.Equal(t, "<main><i>soon</i", string(first))
	// The rest can't come before this.
	response, err = http.Get(server.URL + "/arrive")
	body(t, response, err)
	rest, err := io.ReadAll(page)
	require.NoError(t, err)
	require.Contains(t, string(rest), "<b>late</b>")
}
