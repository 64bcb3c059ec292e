package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// What a host does with Serve that has no Handler: here JavaScript is Go.
func TestServe(t *testing.T) {
	var log errorLog
	for name, test := range map[string]struct {
		run    func(ctx context.Context, s *web.Serving) error
		status int
		body   string
	}{
		"head": {func(_ context.Context, s *web.Serving) error {
			head := s.Head(7, "")
			require.Equal(t, web.RequestHead{Serving: 7, Method: "POST", URL: "http://a/b?c", Headers: []string{"host", "a"}, Body: "short"}, head)
			require.Equal(t, "http://else/", s.Head(8, "http://else/").URL)
			return s.Respond(web.Answer{Status: 201, Headers: []string{"x", "\u00ff"}, Body: "text"})
		}, 201, "text"},
		"stream": {func(ctx context.Context, s *web.Serving) error {
			return errors.Join(s.Respond(web.Answer{Status: 200, Streams: true}), s.WriteBody(ctx, []byte("a")), s.WriteBody(ctx, []byte("b")), s.EndBody(ctx, nil))
		}, 200, "ab"},
		"twice": {func(_ context.Context, s *web.Serving) error {
			require.NoError(t, s.Respond(web.Answer{Status: 200, Body: []byte("once")}))
			require.ErrorContains(t, s.Respond(web.Answer{Status: 200}), "it was answered")
			return nil
		}, 200, "once"},
		"nothing": {func(context.Context, *web.Serving) error { return nil }, http.StatusTeapot, "without a response"},
		"error":   {func(context.Context, *web.Serving) error { return errors.New("mine") }, http.StatusTeapot, "mine"},
		"headers": {func(_ context.Context, s *web.Serving) error {
			return s.Respond(web.Answer{Status: 200, Headers: []string{"a\r\nb", "c"}})
		}, http.StatusTeapot, "not valid"},
		"read": {func(ctx context.Context, s *web.Serving) error {
			_, err := s.ReadBody(ctx) // it is in the head
			require.ErrorContains(t, err, "no such request")
			return s.Respond(web.Answer{Status: 200})
		}, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			recorder := httptest.NewRecorder()
			request := httptest.NewRequestWithContext(soon(t), "POST", "http://a/b?c", strings.NewReader("short"))
			web.Serve(recorder, request, web.HandlerOptions{OnError: log.handle}, test.run)
			require.Equal(t, test.status, recorder.Code)
			require.Contains(t, recorder.Body.String(), test.body)
		})
	}
}

// A short body comes with the head, as text if it is that, and any other is read in parts.
func TestServeBodies(t *testing.T) {
	for name, test := range map[string]struct {
		body    string
		length  int64
		streams bool
		want    any
	}{
		"none":    {"", 0, false, nil},
		"text":    {"ä", 2, false, "ä"},
		"bytes":   {"\xff", 1, false, []byte("\xff")},
		"unknown": {"ab", -1, true, nil},
		"long":    {strings.Repeat("x", 100_000), 100_000, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			request := httptest.NewRequestWithContext(soon(t), "POST", "http://a/", strings.NewReader(test.body))
			request.ContentLength = test.length
			if test.length == 0 {
				request.Body = http.NoBody
			}
			web.Serve(httptest.NewRecorder(), request, web.HandlerOptions{}, func(ctx context.Context, s *web.Serving) error {
				head := s.Head(1, "")
				require.Equal(t, test.streams, head.Streams)
				require.Equal(t, test.want, head.Body)
				var all []byte
				for part := []byte("x"); test.streams && len(part) > 0; {
					var err error
					part, err = s.ReadBody(ctx)
					require.NoError(t, err)
					all = append(all, part...)
				}
				if test.streams {
					require.Equal(t, test.body, string(all))
				}
				return s.Respond(web.Answer{Status: 200})
			})
		})
	}
}

// Of a body that ends too early nobody is told but that the client has gone.
func TestServeShortBody(t *testing.T) {
	request := httptest.NewRequestWithContext(soon(t), "POST", "http://a/", io.LimitReader(strings.NewReader("abc"), 2))
	request.ContentLength = 3
	require.PanicsWithValue(t, http.ErrAbortHandler, func() {
		web.Serve(httptest.NewRecorder(), request, web.HandlerOptions{OnError: func(http.ResponseWriter, *http.Request, error) { t.Error("told") }},
			func(context.Context, *web.Serving) error {
				t.Error("run")
				return nil
			})
	})
}

func TestServeFunction(t *testing.T) {
	l := newWeb(t, web.Options{})
	var answer *web.Answer
	call := func(target string) error {
		answer = nil
		return l.Await(soon(t), &answer, func(s *v8.Scope) (v8.Value, error) {
			function, err := web.ServeFunction(s)
			require.NoError(t, err)
			head, err := s.ToValue(web.RequestHead{Method: "GET", URL: "http://a/", Body: "dropped"})
			require.NoError(t, err)
			var arguments v8.Value
			require.NoError(t, s.Eval("globalThis.told = []; [("+target+"), { __proto__: null, respond: (...all) => { told.push(all.length) } }]", &arguments))
			list, _ := arguments.AsObject()
			handler, err := list.Get("0")
			require.NoError(t, err)
			host, err := list.Get("1")
			require.NoError(t, err)
			return function.Call(v8.Undefined(), head, handler, v8.Undefined(), host)
		})
	}
	require.NoError(t, call("r => new Response(r.body, { status: 204 })"))
	require.Equal(t, &web.Answer{Status: 204, Headers: []string{}}, answer)
	require.NoError(t, call("(r, env, ctx) => { ctx.waitUntil(1); return new Response('told') }"))
	require.Nil(t, answer)
	var told []float64
	require.NoError(t, l.Context().Eval(soon(t), "told", &told))
	require.Equal(t, []float64{2}, told)

	bare, err := loop.New(v8test.Context(t), loop.Options{})
	require.NoError(t, err)
	defer bare.Close()
	v8test.RunIn(t, bare.Context(), func(s *v8.Scope) {
		_, err := web.ServeFunction(s)
		require.ErrorContains(t, err, "Install")
	})
}
