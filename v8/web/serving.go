package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/nodeisolates/isolates/v8"
)

// A Serving is one request of HTTP while JavaScript answers it, wherever that runs; see
// [Serve]. What JavaScript gives, the goroutine of Serve writes, and nobody else does. Its
// methods may be called by any goroutine, while Serve's run has not returned.
type Serving struct {
	options HandlerOptions
	writer  http.ResponseWriter
	request *http.Request
	control *http.ResponseController
	ctx     context.Context

	answers  chan Answer // one
	chunks   chan servingChunk
	finished chan struct{} // closed when run has returned

	// Of the goroutine of Serve, but err and panicked, which are there when finished is
	// closed.
	began    bool // something is written
	duplex   bool // the request may be read while the response is written
	err      error
	panicked any

	mu       sync.Mutex
	answered bool
	complete bool // the response is written
	over     bool // run has returned
	released bool // Serve returns: the request and the writer are not to be used
	reading  int  // ReadBody that are in flight
	idle     sync.Cond
	body     io.ReadCloser // that is streamed, or nil
	whole    any           // the body, or nil
}

// An Answer is a response as JavaScript gives it.
type Answer struct {
	Status     int      `js:"status"`     // from 200 to 599
	StatusText string   `js:"statusText"` // which HTTP/2 does not have any more, and net/http writes by itself
	Headers    []string `js:"headers"`    // names and values in turn; each byte of a value is a character
	Body       any      `js:"body"`       // a string or []byte that is all of it, or nil
	Streams    bool     `js:"streams"`    // whether the body comes by [Serving.WriteBody] instead
}

// A servingChunk is a part of a body, or its end, or why it has failed.
type servingChunk struct {
	data   []byte
	end    bool
	failed error
	done   chan error
}

var errNoServing = errors.New("there is no such request, or it was answered")

func newServing(ctx context.Context, w http.ResponseWriter, r *http.Request, options HandlerOptions) *Serving {
	s := &Serving{
		options: options, writer: w, request: r, ctx: ctx, control: http.NewResponseController(w),
		answers: make(chan Answer, 1), chunks: make(chan servingChunk), finished: make(chan struct{}),
	}
	s.idle.L = &s.mu
	if r.Body != nil && r.Body != http.NoBody {
		s.body = http.MaxBytesReader(nil, r.Body, options.MaxRequestBytes)
	}
	return s
}

// longestWhole is how long a body may be that JavaScript is given at once, in bytes: it
// needs no stream then, nor a call for each part.
const longestWhole = 16 << 10

// readWhole reads the body, if it says that it is short.
func (s *Serving) readWhole() error {
	length := s.request.ContentLength
	if s.body == nil || length <= 0 || length > min(longestWhole, s.options.MaxRequestBytes) {
		return nil
	}
	data := make([]byte, length)
	if _, err := io.ReadFull(s.body, data); err != nil {
		if cause := s.ended(); cause != nil {
			return cause
		}
		return fmt.Errorf("%w: read the request: %w", errClientGone, err)
	}
	s.body = nil
	if s.whole = data; utf8.Valid(data) {
		s.whole = string(data) // the same bytes, whichever JavaScript asks for
	}
	return nil
}

// A RequestHead is a request as JavaScript gets it: the first argument of the function
// that [ServeFunction] gives.
type RequestHead struct {
	Serving uint64   `js:"serving"` // the number by which JavaScript calls for the rest; its giver knows it
	Method  string   `js:"method"`  // as it came
	URL     string   `js:"url"`     // absolute
	Headers []string `js:"headers"` // names in lower case and values in turn; each byte of a value is a character
	Body    any      `js:"body"`    // a string or []byte that is all of it, or nil
	Streams bool     `js:"streams"` // whether there is a body that comes by [Serving.ReadBody]
}

// Head is the request, under a number of the caller's choice. An empty url is that of the
// request, with the scheme and host that it was sent to.
func (s *Serving) Head(id uint64, url string) RequestHead {
	r := s.request
	if url == "" {
		url = urlOf(r)
	}
	return RequestHead{
		Serving: id, Method: r.Method, URL: url, Headers: flatHeader(r.Header, r.Host), Body: s.whole, Streams: s.body != nil,
	}
}

func urlOf(r *http.Request) string {
	u := *r.URL
	if u.Host == "" {
		u.Host = r.Host
	}
	if u.Scheme == "" {
		u.Scheme = "http"
		if r.TLS != nil {
			u.Scheme = "https"
		}
	}
	u.User = nil
	return u.String()
}

func (s *Serving) run(ctx context.Context, run func(context.Context, *Serving) error) {
	failure := errNoResponse // if a func ends the goroutine
	defer func() {
		if value := recover(); value != nil {
			s.panicked, failure = value, fmt.Errorf("panic: %v", value)
		}
		s.finish(failure)
	}()
	failure = run(ctx, s)
}

// finish is called when run has returned.
func (s *Serving) finish(err error) {
	if cause := s.ended(); cause != nil && err != nil {
		err = fmt.Errorf("%w: %w", cause, err)
	}
	s.err = err
	close(s.finished)
	s.mu.Lock()
	s.over = true
	late := s.complete
	s.mu.Unlock()
	if late {
		s.tell()
	}
}

// completed is called when the response is written. It reports whether run has returned.
func (s *Serving) completed() (over bool) {
	s.mu.Lock()
	s.complete = true
	over = s.over
	s.mu.Unlock()
	if over {
		s.tell()
	}
	return over
}

// tell tells of what failed after the response.
func (s *Serving) tell() {
	if s.err != nil && s.options.OnError != nil {
		s.options.OnError(nil, s.request, s.err)
	}
}

// write writes what JavaScript gives. An error is the reason why it is not all.
func (s *Serving) write() error {
	var answer Answer
	select {
	case answer = <-s.answers:
	case <-s.finished:
		select { // both may have come
		case answer = <-s.answers:
		default:
			return s.reason(errNoResponse)
		}
	}
	header, declared, err := s.newHeader(answer)
	if err != nil {
		return err
	}
	for name, values := range header {
		s.writer.Header()[name] = values
	}
	if answer.Streams {
		return s.writeStream(answer.Status, declared)
	}
	return s.writeWhole(answer, declared)
}

// newHeader makes the header of the response, and takes out of it how long JavaScript
// says that the body is, or -1.
func (s *Serving) newHeader(answer Answer) (header http.Header, declared int64, err error) {
	header, err = newHeader(answer.Headers, s.options.MaxHeaderBytes, "MaxHeaderBytes")
	if err != nil {
		return nil, 0, err
	}
	declared = -1
	if lengths := header.Values("Content-Length"); len(lengths) > 0 {
		length, err := strconv.ParseUint(lengths[0], 10, 63)
		if err != nil || len(lengths) > 1 {
			return nil, 0, fmt.Errorf("the response has a Content-Length that is none: %q", lengths)
		}
		declared = int64(length)
	}
	for name := range header {
		if isFraming(name) {
			header.Del(name)
		}
	}
	return header, declared, nil
}

var errLength = errors.New("the body of the response is not as long as its Content-Length")

// writeWhole writes a response that is there.
func (s *Serving) writeWhole(answer Answer, declared int64) error {
	text, isText := answer.Body.(string)
	data, isData := answer.Body.([]byte)
	length := int64(len(text) + len(data))
	hasBody := isText || isData
	switch {
	case length > s.options.MaxResponseBytes:
		return &LimitError{Option: "MaxResponseBytes", Limit: s.options.MaxResponseBytes}
	case hasBody && declared >= 0 && declared != length:
		return errLength
	case hasBody:
		s.setLength(length)
	case s.request.Method == http.MethodHead && declared >= 0:
		s.setLength(declared) // of what GET would give
	case bodyAllowed(answer.Status):
		s.setLength(0)
	}
	s.began = true
	s.writer.WriteHeader(answer.Status)
	if !hasBody || length == 0 {
		return nil
	}
	var err error
	if isText {
		_, err = io.WriteString(s.writer, text)
	} else {
		_, err = s.writer.Write(data)
	}
	return s.writeError(err)
}

func (s *Serving) setLength(length int64) {
	s.writer.Header().Set("Content-Length", strconv.FormatInt(length, 10))
}

func bodyAllowed(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified
}

// writeStream writes a response that comes in chunks.
func (s *Serving) writeStream(status int, declared int64) error {
	limit := s.options.MaxResponseBytes
	if declared > limit {
		return &LimitError{Option: "MaxResponseBytes", Limit: limit}
	}
	if declared >= 0 {
		s.setLength(declared)
	}
	if s.body != nil {
		s.duplex = s.control.EnableFullDuplex() == nil
	}
	s.began = true
	s.writer.WriteHeader(status)
	if err := s.flush(); err != nil {
		return s.writeError(err)
	}
	for written := int64(0); ; {
		var chunk servingChunk
		select {
		case chunk = <-s.chunks:
		case <-s.finished:
			return s.reason(errNoResponse)
		}
		var err error
		written += int64(len(chunk.data))
		switch {
		case chunk.failed != nil:
			err = chunk.failed
		case chunk.end && declared >= 0 && written != declared, declared >= 0 && written > declared:
			err = errLength
		case written > limit:
			err = &LimitError{Option: "MaxResponseBytes", Limit: limit}
		case !chunk.end:
			if _, err = s.writer.Write(chunk.data); err == nil {
				err = s.flush()
			}
			err = s.writeError(err)
		}
		chunk.done <- err
		if err != nil || chunk.end {
			return err
		}
	}
}

func (s *Serving) flush() error {
	if err := s.control.Flush(); !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// writeError is why the client did not take what was written.
func (s *Serving) writeError(err error) error {
	if err == nil {
		return nil
	}
	if cause := s.ended(); cause != nil {
		return cause
	}
	return fmt.Errorf("%w: %w", errClientGone, err)
}

// ended is why ctx has ended before run has returned, or nil.
func (s *Serving) ended() error {
	if cause := context.Cause(s.ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// reason is why run has ended, or else what the caller says.
func (s *Serving) reason(otherwise error) error {
	if s.err != nil {
		return s.err
	}
	return otherwise
}

// unblock ends reads and writes that wait for the client, when ctx has ended too early.
func (s *Serving) unblock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.released || s.ended() == nil {
		return
	}
	past := time.Now()
	_ = s.control.SetWriteDeadline(past)
	s.unblockReads(past)
}

func (s *Serving) unblockReads(past time.Time) {
	if s.body != nil && s.control.SetReadDeadline(past) != nil {
		_ = s.request.Body.Close()
	}
}

// release is called when Serve returns. It waits until nobody reads the request any
// more: net/http would wait without an end.
func (s *Serving) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.released = true
	if s.reading > 0 {
		s.unblockReads(time.Now())
	}
	for s.reading > 0 {
		s.idle.Wait()
	}
	if s.duplex {
		// net/http panics when it is the one to find the end of such a body.
		_ = s.request.Body.Close()
	}
}

// ReadBody is the next part of the request's body, and nil at its end. It waits for the
// client. Beyond [HandlerOptions].MaxRequestBytes the error is a [*LimitError].
func (s *Serving) ReadBody(context.Context) ([]byte, error) {
	s.mu.Lock()
	if s.released || s.body == nil {
		s.mu.Unlock()
		return nil, v8.TypeError.Errorf("read the request: %w", errNoServing)
	}
	s.reading++
	s.mu.Unlock()
	chunk := make([]byte, chunkLength)
	n, err := 0, error(nil)
	for n == 0 && err == nil {
		n, err = s.body.Read(chunk)
	}
	s.mu.Lock()
	s.reading--
	s.idle.Broadcast()
	s.mu.Unlock()
	var tooLong *http.MaxBytesError
	switch {
	case n > 0: // an error comes again
		return chunk[:n], nil
	case errors.Is(err, io.EOF):
		return nil, nil
	case errors.As(err, &tooLong):
		return nil, &LimitError{Option: "MaxRequestBytes", Limit: tooLong.Limit}
	default:
		return nil, v8.TypeError.Errorf("read the request: %w", err)
	}
}

// Respond takes the response. It does not wait. A second one is an error.
func (s *Serving) Respond(answer Answer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answered {
		return v8.TypeError.Errorf("respond: %w", errNoServing)
	}
	s.answered = true
	s.answers <- answer
	return nil
}

// WriteBody gives the next part of a response's body that streams, and waits until it is
// written, or ctx ends.
func (s *Serving) WriteBody(ctx context.Context, data []byte) error {
	return s.give(ctx, servingChunk{data: data})
}

// EndBody ends a response's body that streams; with a reason, it has failed, and the
// client is told so by closing the connection.
func (s *Serving) EndBody(ctx context.Context, reason *string) error {
	chunk := servingChunk{end: true}
	if reason != nil {
		chunk.failed = errors.New(*reason)
	}
	return s.give(ctx, chunk)
}

func (s *Serving) give(ctx context.Context, chunk servingChunk) error {
	chunk.done = make(chan error, 1)
	select {
	case s.chunks <- chunk:
		return <-chunk.done
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
