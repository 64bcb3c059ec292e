package web

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// A Handler answers HTTP requests by JavaScript, as the fetch of a Worker does:
//
//	export default {
//		async fetch(request, env, ctx) { return new Response("Hello, World!") },
//	}
//
// request is a Request whose body is read from the client as far as JavaScript asks for
// it, env is what [HandlerOptions].Env gives, and ctx has waitUntil(promise), which keeps
// what a handler has begun going after its response. A Response whose body is a stream
// is written chunk by chunk, each when the client has taken the one before.
//
// Each request is a [loop.Loop.Await], so any number may be answered at a time, and what
// one has begun ends with it. Its RunOptions are limits of each Run.
//
// A Handler is an [http.Handler], for any goroutine.
type Handler struct {
	loop    *loop.Loop
	host    *host
	target  func(s *v8.Scope) (v8.Value, error)
	options HandlerOptions

	running sync.WaitGroup
}

// HandlerOptions say how a Handler answers. The zero value has these defaults.
type HandlerOptions struct {
	// Env gives the handler's second parameter, in the Run in which it is called; nil
	// is undefined.
	Env func(s *v8.Scope, r *http.Request) (v8.Value, error)

	// RunOptions are the limits of each Run.
	RunOptions v8.RunOptions

	// Timeout is how long a request may take until its response is written, a client that
	// is slow included. Zero is 30 seconds.
	Timeout time.Duration

	// WaitUntilTimeout is how long what ctx.waitUntil was given may go on after the
	// response. Zero is 30 seconds.
	WaitUntilTimeout time.Duration

	// MaxRequestBytes is how long the body of a request may be; what is longer is an
	// error where JavaScript reads it. Zero is 100 MB.
	MaxRequestBytes int64

	// MaxResponseBytes is how long the body of a response may be. What is longer is
	// cut by closing the connection, if it has begun. Zero is 100 MB.
	MaxResponseBytes int64

	// MaxHeaderBytes is how long the names and values of a response's headers may be
	// together. Each header counts 32 besides. Zero is 64 KB.
	MaxHeaderBytes int

	// OnError is told of what went wrong: what JavaScript has thrown, or a limit, or
	// that there is no Response; also of what ctx.waitUntil was given. It writes the
	// answer, unless w is nil: then something is written already. Nil answers 504 after
	// Timeout, 503 if JavaScript was ended for another reason, and 500 else, and
	// tells the client nothing more. It is called by the goroutine of ServeHTTP, or another
	// one after it has returned. It is not told that a client has gone.
	OnError func(w http.ResponseWriter, r *http.Request, err error)
}

// NewHandler makes a Handler of what target gives: a function, or an object with a method
// fetch, such as the default export of a module. It is asked for each request, in the
// Run in which the handler is called. The loop's context must have the parts of the web
// platform, by [Install]; otherwise NewHandler panics.
func NewHandler(l *loop.Loop, target func(s *v8.Scope) (v8.Value, error), options HandlerOptions) *Handler {
	if l == nil || target == nil {
		panic(misuse.WebNilHandler)
	}
	h, _ := l.Context().EmbedderData(installedKey{}).(*host)
	if h == nil {
		panic(misuse.WebNotInstalled)
	}
	return &Handler{loop: l, host: h, target: target, options: options.withDefaults()}
}

// ServeHTTP answers the request. It returns when the response is written; what
// ctx.waitUntil was given goes on. Its panics are those of [Serve].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	serve(w, r, h.options, &h.running, func(ctx context.Context, s *Serving) error {
		id := h.host.servings.add(s)
		defer h.host.servings.remove(id)
		return h.await(ctx, id, s)
	})
}

// await runs the handler.
func (h *Handler) await(ctx context.Context, id uint64, s *Serving) error {
	var answer *Answer
	err := h.loop.Await(ctx, &answer, func(scope *v8.Scope) (v8.Value, error) {
		target, err := h.target(scope)
		if err != nil {
			return v8.Value{}, err
		}
		env := v8.Undefined()
		if h.options.Env != nil {
			if env, err = h.options.Env(scope, s.request); err != nil {
				return v8.Value{}, err
			}
		}
		head, err := scope.ToValue(s.Head(id, ""))
		if err != nil {
			return v8.Value{}, err
		}
		serve, err := ServeFunction(scope)
		if err != nil {
			return v8.Value{}, err
		}
		return serve.Call(v8.Undefined(), head, target, env)
	}, h.options.RunOptions)
	if err == nil && answer != nil {
		err = s.Respond(*answer)
	}
	return err
}

// Wait waits until nothing of the handler runs any more, also what ctx.waitUntil was
// given: call it after [http.Server.Shutdown].
func (h *Handler) Wait(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		h.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
