package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	options.Timeout = cmp.Or(options.Timeout, 30*time.Second)
	options.WaitUntilTimeout = cmp.Or(options.WaitUntilTimeout, 30*time.Second)
	options.MaxRequestBytes = cmp.Or(options.MaxRequestBytes, 100<<20)
	options.MaxResponseBytes = cmp.Or(options.MaxResponseBytes, 100<<20)
	options.MaxHeaderBytes = cmp.Or(options.MaxHeaderBytes, 64<<10)
	return &Handler{loop: l, host: h, target: target, options: options}
}

// errorWriteTimeout is how long a client may take for the answer that there is none.
const errorWriteTimeout = 10 * time.Second

var (
	errClientGone  = errors.New("the client has gone")
	errTimeout     = errors.New("the response takes longer than Timeout")
	errWaitTooLong = errors.New("what waitUntil was given takes longer than WaitUntilTimeout")
	errNoResponse  = errors.New("the handler has ended without a response")
)

// ServeHTTP answers the request. It returns when the response is written; what
// ctx.waitUntil was given goes on.
//
// What fails when a part is written already ends in a panic with
// [http.ErrAbortHandler], which closes the connection: the client must not take the
// part for the whole. So does a panic of a Go func that JavaScript has called go on.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(r.Context()))
	s := newServing(h, w, r, ctx)
	gone := context.AfterFunc(r.Context(), func() { cancel(errClientGone) })
	timeout := time.AfterFunc(h.options.Timeout, func() { cancel(errTimeout) })
	unblock := context.AfterFunc(ctx, s.unblock)
	id := h.host.servings.add(s)

	h.running.Add(1)
	go func() {
		defer h.running.Done()
		defer cancel(nil)
		defer h.host.servings.remove(id)
		err := errNoResponse // if a func ends the goroutine
		defer func() { s.finish(err) }()
		err = h.await(ctx, id, s)
	}()

	err := s.write()
	gone()
	timeout.Stop()
	unblock()
	s.release()
	if err == nil { // what is left has a time of its own
		s.completed()
		late := time.AfterFunc(h.options.WaitUntilTimeout, func() { cancel(errWaitTooLong) })
		context.AfterFunc(ctx, func() { late.Stop() })
		return
	}
	cancel(err)
	h.failed(s, err)
}

// await runs the handler.
func (h *Handler) await(ctx context.Context, id uint64, s *serving) (err error) {
	defer func() {
		if value := recover(); value != nil {
			s.panicked, err = value, fmt.Errorf("panic: %v", value)
		}
	}()
	return h.loop.Await(ctx, nil, func(scope *v8.Scope) (v8.Value, error) {
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
		head, err := scope.ToValue(s.head(id))
		if err != nil {
			return v8.Value{}, err
		}
		serve, err := serveFunction(scope)
		if err != nil {
			return v8.Value{}, err
		}
		return serve.Call(v8.Undefined(), head, target, env)
	}, h.options.RunOptions)
}

// failed answers where nothing is written, and else closes the connection.
func (h *Handler) failed(s *serving, err error) {
	select {
	case <-s.finished:
		if s.panicked != nil {
			panic(s.panicked)
		}
	default:
	}
	if errors.Is(err, errClientGone) {
		panic(http.ErrAbortHandler)
	}
	w := s.writer
	if s.began {
		w = nil
	} else { // unblock may have set it to the past
		_ = s.control.SetWriteDeadline(time.Now().Add(errorWriteTimeout))
	}
	switch {
	case h.options.OnError != nil:
		h.options.OnError(w, s.request, err)
	case w == nil:
	case errors.Is(err, errTimeout):
		http.Error(w, http.StatusText(http.StatusGatewayTimeout), http.StatusGatewayTimeout)
	case errors.Is(err, v8.ErrTerminated), errors.Is(err, v8.ErrIsolateDead), errors.Is(err, v8.ErrClosed):
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	default:
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
	if w == nil {
		panic(http.ErrAbortHandler)
	}
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

// serveName is that of the private property of a context's global object that has the
// function that answers requests.
const serveName = "web: serve"

func serveFunction(s *v8.Scope) (v8.Function, error) {
	key, err := s.PrivateForAPI(serveName)
	if err != nil {
		return v8.Function{}, err
	}
	value, err := s.Global().GetPrivate(key)
	if err != nil {
		return v8.Function{}, err
	}
	serve, _ := value.AsFunction()
	return serve, nil
}
