package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// An exchange is a request that JavaScript has made, and its response. It ends with the
// Await that it belongs to, if not before.
type exchange struct {
	ctx    context.Context // nil until it is sent
	cancel context.CancelCauseFunc
	ended  bool

	owner    context.Context // of ctx
	requests int             // of those that owner counts, while the exchange lasts
	held     int64           // bytes of the request's body, unless that is a stream

	reader *io.PipeReader // of the request's body, when that is a stream
	upload *io.PipeWriter
	body   io.ReadCloser // of the response
	left   int64         // bytes that the body may still have
}

// exchanges are those of a context, by their numbers.
type exchanges struct {
	mu    sync.Mutex
	last  uint64
	of    map[uint64]*exchange
	count map[context.Context]int // of requests, by what they belong to
	held  int64                   // bytes of the requests' bodies
}

var (
	errNoExchange = errors.New("there is no such exchange, or it has ended")
	errUploadDone = errors.New("the request's body is not read any more")
)

func (e *exchanges) get(id uint64) (*exchange, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if x := e.of[id]; x != nil {
		return x, nil
	}
	return nil, errNoExchange
}

// maxExchanges is how many there may be at a time in a context. The limits of
// [FetchOptions] and [loop.Options] are reached before.
const maxExchanges = 20_000

// openExchange makes an exchange, which JavaScript sends at once. With streams, the
// request's body comes in parts.
func (h *host) openExchange(streams bool) (uint64, error) {
	e := &h.exchanges
	x := &exchange{}
	if streams {
		x.reader, x.upload = io.Pipe()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.of) >= maxExchanges {
		return 0, &LimitError{Option: "requests at a time", Limit: maxExchanges}
	}
	if e.of == nil {
		e.of = map[uint64]*exchange{}
	}
	e.last++
	e.of[e.last] = x
	return e.last, nil
}

// send begins the exchange, for as long as ctx lasts.
func (e *exchanges) send(ctx context.Context, id uint64) (*exchange, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	x := e.of[id]
	if x == nil || x.ctx != nil {
		return nil, errNoExchange
	}
	x.owner = ctx
	x.ctx, x.cancel = context.WithCancelCause(ctx)
	context.AfterFunc(x.ctx, func() { e.end(id, nil) })
	return x, nil
}

// end lets go of all that an exchange has. Ending again does nothing.
func (e *exchanges) end(id uint64, cause error) {
	e.mu.Lock()
	x := e.of[id]
	delete(e.of, id)
	if x == nil {
		e.mu.Unlock()
		return
	}
	x.ended = true
	e.held -= x.held
	if x.requests > 0 {
		e.count[x.owner] -= x.requests
	}
	body, cancel := x.body, x.cancel
	e.mu.Unlock()
	if cancel != nil {
		cancel(cause)
	}
	if x.reader != nil {
		_ = x.reader.CloseWithError(errUploadDone)
	}
	if body != nil {
		_ = body.Close()
	}
}

// receive gives the exchange its response's body.
func (e *exchanges) receive(x *exchange, body io.ReadCloser, limit int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if x.ended {
		_ = body.Close()
	}
	x.body, x.left = body, limit
}

// admit counts a request. An Await counts those that it has made; of what belongs to
// none, those count whose exchange has not ended.
func (e *exchanges) admit(x *exchange, limit int) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.count == nil {
		e.count = map[context.Context]int{}
	}
	owner := x.owner
	count, known := e.count[owner]
	if count >= limit {
		return &LimitError{Option: "MaxRequests", Limit: int64(limit)}
	}
	e.count[owner] = count + 1
	if owner.Value(bridge.AwaitKey{}) == nil {
		if x.ended {
			e.count[owner]--
		} else {
			x.requests++
		}
	}
	if !known {
		context.AfterFunc(owner, func() {
			e.mu.Lock()
			defer e.mu.Unlock()
			delete(e.count, owner)
		})
	}
	return nil
}

// hold counts a request's body, which net/http keeps until the response's has ended. The
// loop counts it only until there is a response.
func (e *exchanges) hold(x *exchange, bytes, limit int64) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.held+bytes > limit {
		return &LimitError{Option: "MaxRequestBytes", Limit: limit}
	}
	if !x.ended {
		x.held = bytes
		e.held += bytes
	}
	return nil
}

// ErrLimit is what a [*LimitError] matches.
var ErrLimit = errors.New("limit of the web platform reached")

// A LimitError is thrown in JavaScript, as a RangeError, by what would exceed one of the
// options of this package.
type LimitError struct {
	Option string // the name of the field
	Limit  int64  // its value
}

// Error has the option's name and its value.
func (e *LimitError) Error() string { return fmt.Sprintf("%s: %s is %d", ErrLimit, e.Option, e.Limit) }

// Is reports whether target is ErrLimit.
func (e *LimitError) Is(target error) bool { return target == ErrLimit }

const chunkLength = 64 << 10

// readBody is the next part of the response's body, or nil at its end.
func (h *host) readBody(_ context.Context, id uint64) ([]byte, error) {
	x, err := h.exchanges.get(id)
	if err != nil {
		return nil, v8.TypeError.Errorf("fetch: read the body: %w", err)
	}
	if x.body == nil {
		return nil, v8.TypeError.Errorf("fetch: read the body: %w", errNoExchange)
	}
	chunk := make([]byte, chunkLength)
	n, err := x.body.Read(chunk)
	for n == 0 && err == nil {
		n, err = x.body.Read(chunk)
	}
	if n > 0 { // an error comes again
		if x.left -= int64(n); x.left < 0 {
			err := &LimitError{Option: "MaxResponseBytes", Limit: h.fetch.MaxResponseBytes}
			h.exchanges.end(id, err)
			return nil, err
		}
		return chunk[:n], nil
	}
	if cause := context.Cause(x.ctx); cause != nil {
		err = cause
	}
	h.exchanges.end(id, nil)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	return nil, v8.TypeError.Errorf("fetch: read the body: %w", err)
}

// writeBody gives the next part of the request's body to whoever sends it, and waits
// until it was taken.
func (h *host) writeBody(_ context.Context, id uint64, chunk []byte) error {
	x, err := h.exchanges.get(id)
	if err != nil {
		return v8.TypeError.Errorf("fetch: write the body: %w", err)
	}
	if x.upload == nil {
		return v8.TypeError.Errorf("fetch: write the body: %w", errNoExchange)
	}
	if _, err := x.upload.Write(chunk); err != nil {
		return v8.TypeError.Errorf("fetch: write the body: %w", err)
	}
	return nil
}

// closeBody ends the request's body; with a reason, it has failed.
func (h *host) closeBody(id uint64, reason *string) {
	x, err := h.exchanges.get(id)
	if err != nil || x.upload == nil {
		return
	}
	if reason == nil {
		_ = x.upload.Close()
	} else {
		_ = x.upload.CloseWithError(fmt.Errorf("the request's body has failed: %s", *reason))
	}
}
