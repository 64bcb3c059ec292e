package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// A server whose requests JavaScript answers.
func ExampleHandler() {
	ctx := context.Background()
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	check(err)
	defer iso.Close()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	check(err)
	l, err := loop.New(c, loop.Options{})
	check(err)
	defer l.Close()
	check(web.Install(l, web.Options{}))

	check(c.Eval(ctx, `globalThis.worker = {
		async fetch(request, env, ctx) {
			const { name } = await request.json()
			return Response.json({ hello: name }, { status: 201 })
		},
	}`, nil))
	handler := web.NewHandler(l, func(s *v8.Scope) (v8.Value, error) { return s.Global().Get("worker") }, web.HandlerOptions{})

	recorder := httptest.NewRecorder()
	request := httptest.NewRequest("POST", "/", strings.NewReader(`{"name": "World"}`))
	handler.ServeHTTP(recorder, request)
	check(handler.Wait(ctx))
	fmt.Println(recorder.Code, recorder.Body)
	// Output: 201 {"hello":"World"}
}

// A script that may ask one server, whatever a redirect or DNS says.
func ExampleFetchOptions() {
	ctx := context.Background()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "Hello") }))
	defer server.Close()
	address := netip.MustParseAddrPort(server.Listener.Addr().String())

	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	check(err)
	defer iso.Close()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	check(err)
	l, err := loop.New(c, loop.Options{})
	check(err)
	defer l.Close()
	check(web.Install(l, web.Options{Fetch: &web.FetchOptions{
		AllowAddress: func(_ context.Context, dialled netip.AddrPort) error {
			if dialled != address {
				return web.ErrAddress
			}
			return nil
		},
	}}))

	check(c.Eval(ctx, `async function get(url) {
		try {
			return await (await fetch(url)).text()
		} catch (error) {
			return error.message
		}
	}`, nil))
	get, err := loop.FuncOf[func(url string) (string, error)](l, "get")
	check(err)
	for _, url := range []string{server.URL, "http://127.1:1234/"} {
		text, err := get(url)
		check(err)
		fmt.Println(text)
	}
	// Output:
	// Hello
	// fetch http://127.0.0.1:1234/: dial tcp 127.0.0.1:1234: the address is not allowed
}
