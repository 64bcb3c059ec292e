package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nodeisolates/isolates/v8"
)

func (o HandlerOptions) withDefaults() HandlerOptions {
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.WaitUntilTimeout = cmp.Or(o.WaitUntilTimeout, 30*time.Second)
	o.MaxRequestBytes = cmp.Or(o.MaxRequestBytes, 100<<20)
	o.MaxResponseBytes = cmp.Or(o.MaxResponseBytes, 100<<20)
	o.MaxHeaderBytes = cmp.Or(o.MaxHeaderBytes, 64<<10)
	return o
}

// errorWriteTimeout is how long a client may take for the answer that there is none.
const errorWriteTimeout = 10 * time.Second

var (
	errClientGone  = errors.New("the client has gone")
	errTimeout     = errors.New("the response takes longer than Timeout")
	errWaitTooLong = errors.New("what waitUntil was given takes longer than WaitUntilTimeout")
	errNoResponse  = errors.New("the handler has ended without a response")
)

// Serve answers a request of HTTP by JavaScript that runs anywhere: in a sandbox of
// package vm, for one. A [Handler] is this for a loop of this process.
//
// run calls the function that [ServeFunction] gives, with [Serving.Head], and gives the
// [Answer] that its promise is fulfilled with to [Serving.Respond], unless that is null:
// then JavaScript has called respond of its fourth argument, which is to call
// Serving.Respond. It returns when nothing of the request is left to be done. Its ctx
// ends when the client has gone, and after the times that options say.
//
// Serve returns when the response is written; run may go on. What fails when a part is
// written already ends in a panic with [http.ErrAbortHandler], which closes the
// connection: the client must not take the part for the whole. So does a panic of run
// go on.
//
// Of the options, Env and RunOptions are run's, and not looked at.
func Serve(w http.ResponseWriter, r *http.Request, options HandlerOptions, run func(ctx context.Context, s *Serving) error) {
	serve(w, r, options.withDefaults(), new(sync.WaitGroup), run)
}

// serve is Serve, and has running wait for run and what is told of it.
func serve(w http.ResponseWriter, r *http.Request, options HandlerOptions, running *sync.WaitGroup, run func(ctx context.Context, s *Serving) error) {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(r.Context()))
	s := newServing(ctx, w, r, options)
	gone := context.AfterFunc(r.Context(), func() { cancel(errClientGone) })
	timeout := time.AfterFunc(options.Timeout, func() { cancel(errTimeout) })
	unblock := context.AfterFunc(ctx, s.unblock)
	err := s.readWhole()
	if err == nil {
		running.Add(1)
		begin(func() {
			defer running.Done()
			defer cancel(nil)
			s.run(ctx, run)
		})
		err = s.write()
	}
	gone()
	timeout.Stop()
	unblock()
	s.release()
	if err == nil { // what is left has a time of its own
		if !s.completed() {
			late := time.AfterFunc(options.WaitUntilTimeout, func() { cancel(errWaitTooLong) })
			context.AfterFunc(ctx, func() { late.Stop() })
		}
		return
	}
	cancel(err)
	s.failed(err)
}

// failed answers where nothing is written, and else closes the connection.
func (s *Serving) failed(err error) {
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
	case s.options.OnError != nil:
		s.options.OnError(w, s.request, err)
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

// begin runs a task in a goroutine that has run one, if one is idle. The stack of a new
// one has to grow, by copying, at the cost of a small request.
func begin(task func()) {
	select {
	case tasks <- task:
	default:
		go work(task)
	}
}

var (
	tasks = make(chan func()) // to those that are idle
	idle  atomic.Int32        // how many there are
)

// How many goroutines are idle at a time, and for how long.
const (
	mostIdle  = 64
	idleLimit = 5 * time.Second
)

func work(task func()) {
	timer := time.NewTimer(idleLimit)
	defer timer.Stop()
	for {
		task()
		if idle.Add(1) > mostIdle {
			idle.Add(-1)
			return
		}
		timer.Reset(idleLimit)
		select {
		case task = <-tasks:
			idle.Add(-1)
		case <-timer.C:
			idle.Add(-1)
			return
		}
	}
}

// serveName is that of the private property of a context's global object that has the
// function that answers requests.
const serveName = "web: serve"

var errNotInstalled = errors.New("web: the context has no parts of the web platform: Install them first")

// ServeFunction is the function of a context that answers a request of HTTP, for the run
// of [Serve]. Its arguments are a [RequestHead]; the handler, which is a function, or an
// object with a method fetch; what that gets as env; and an object with the functions of
// the host, each called with RequestHead.Serving:
//
//	read(serving)           a promise of the next part of the request's body, a Uint8Array, or null at its end
//	respond(serving, answer)
//	write(serving, chunk)   a promise that is fulfilled when the Uint8Array is written
//	end(serving, reason)    the end of the response's body, which has failed when there is a reason
//
// It gives a promise, of an [Answer] or null: see Serve. Other scripts are not to have it.
// The error says that the context has not been given to [Install].
func ServeFunction(s *v8.Scope) (v8.Function, error) {
	key, err := s.PrivateForAPI(serveName)
	if err != nil {
		return v8.Function{}, err
	}
	value, err := s.Global().GetPrivate(key)
	if err != nil {
		return v8.Function{}, err
	}
	function, ok := value.AsFunction()
	if !ok {
		return v8.Function{}, errNotInstalled
	}
	return function, nil
}
