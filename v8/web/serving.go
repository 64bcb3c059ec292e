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

	"github.com/nodeisolates/isolates/v8"
)

// A serving is one request while a Handler answers it. JavaScript gives it the answer;
// the goroutine of ServeHTTP writes that, and nobody else does.
type serving struct {
	handler *Handler
	writer  http.ResponseWriter
	request *http.Request
	control *http.ResponseController
	ctx     context.Context

	answers  chan servingAnswer // one
	chunks   chan servingChunk
	finished chan struct{} // closed when the Await has returned

	// Of the goroutine of ServeHTTP, but err and panicked, which are there when
	// finished is closed.
	began    bool // something is written
	duplex   bool // the request may be read while the response is written
	err      error
	panicked any

	mu       sync.Mutex
	answered bool
	complete bool // the response is written
	over     bool // the Await has returned
	released bool // ServeHTTP returns: the request and the writer are not to be used
	reading  int  // readBody that are in flight
	idle     *sync.Cond
	body     io.ReadCloser
}

// A servingAnswer is a response as JavaScript gives it.
type servingAnswer struct {
	Status     int      `js:"status"`
	StatusText string   `js:"statusText"` // which HTTP/2 does not have any more, and net/http writes by itself
	Headers    []string `js:"headers"`    // names and values
	Body       any      `js:"body"`       // a string, or []byte, or nil
	Streams    bool     `js:"streams"`    // the body comes by writeChunk
}

// A servingChunk is a part of a body, or its end, or why it has failed.
type servingChunk struct {
	data   []byte
	end    bool
	failed error
	done   chan error
}

// servings are those of a context, by their numbers.
type servings struct {
	mu   sync.Mutex
	last uint64
	of   map[uint64]*serving
}

func (m *servings) add(s *serving) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil {
		m.of = map[uint64]*serving{}
	}
	m.last++
	m.of[m.last] = s
	return m.last
}

func (m *servings) remove(id uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.of, id)
}

var errNoServing = errors.New("there is no such request, or it was answered")

func (m *servings) get(id uint64) (*serving, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.of[id]; s != nil {
		return s, nil
	}
	return nil, errNoServing
}

func newServing(h *Handler, w http.ResponseWriter, r *http.Request, ctx context.Context) *serving {
	s := &serving{
		handler: h, writer: w, request: r, ctx: ctx, control: http.NewResponseController(w),
		answers: make(chan servingAnswer, 1), chunks: make(chan servingChunk), finished: make(chan struct{}),
	}
	s.idle = sync.NewCond(&s.mu)
	if r.Body != nil && r.Body != http.NoBody {
		s.body = http.MaxBytesReader(nil, r.Body, h.options.MaxRequestBytes)
	}
	return s
}

// A servingHead is a request as JavaScript gets it.
type servingHead struct {
	Serving uint64   `js:"serving"`
	Method  string   `js:"method"`
	URL     string   `js:"url"`
	Headers []string `js:"headers"` // names and values
	HasBody bool     `js:"hasBody"`
}

func (s *serving) head(id uint64) servingHead {
	r := s.request
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
	headers := flatHeader(r.Header)
	if r.Host != "" {
		headers = append(headers, "host", latin1Text(r.Host))
	}
	return servingHead{Serving: id, Method: r.Method, URL: u.String(), Headers: headers, HasBody: s.body != nil}
}

// finish is called when the Await has returned.
func (s *serving) finish(err error) {
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

// completed is called when the response is written.
func (s *serving) completed() {
	s.mu.Lock()
	s.complete = true
	late := s.over
	s.mu.Unlock()
	if late {
		s.tell()
	}
}

// tell tells of what failed after the response.
func (s *serving) tell() {
	if s.err != nil && s.handler.options.OnError != nil {
		s.handler.options.OnError(nil, s.request, s.err)
	}
}

// write writes what JavaScript gives. An error is the reason why it is not all.
func (s *serving) write() error {
	var answer servingAnswer
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
func (s *serving) newHeader(answer servingAnswer) (header http.Header, declared int64, err error) {
	header, err = newHeader(answer.Headers, s.handler.options.MaxHeaderBytes, "MaxHeaderBytes")
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
func (s *serving) writeWhole(answer servingAnswer, declared int64) error {
	text, isText := answer.Body.(string)
	data, isData := answer.Body.([]byte)
	length := int64(len(text) + len(data))
	hasBody := isText || isData
	switch {
	case length > s.handler.options.MaxResponseBytes:
		return &LimitError{Option: "MaxResponseBytes", Limit: s.handler.options.MaxResponseBytes}
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

func (s *serving) setLength(length int64) {
	s.writer.Header().Set("Content-Length", strconv.FormatInt(length, 10))
}

func bodyAllowed(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified
}

// writeStream writes a response that comes in chunks.
func (s *serving) writeStream(status int, declared int64) error {
	limit := s.handler.options.MaxResponseBytes
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

func (s *serving) flush() error {
	if err := s.control.Flush(); !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// writeError is why the client did not take what was written.
func (s *serving) writeError(err error) error {
	if err == nil {
		return nil
	}
	if cause := s.ended(); cause != nil {
		return cause
	}
	return fmt.Errorf("%w: %w", errClientGone, err)
}

// ended is why ctx has ended before the Await has returned, or nil.
func (s *serving) ended() error {
	if cause := context.Cause(s.ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// reason is why the Await has ended, or else what the caller says.
func (s *serving) reason(otherwise error) error {
	if s.err != nil {
		return s.err
	}
	return otherwise
}

// unblock ends reads and writes that wait for the client, when ctx has ended too early.
func (s *serving) unblock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.released || s.ended() == nil {
		return
	}
	past := time.Now()
	_ = s.control.SetWriteDeadline(past)
	s.unblockReads(past)
}

func (s *serving) unblockReads(past time.Time) {
	if s.body != nil && s.control.SetReadDeadline(past) != nil {
		_ = s.request.Body.Close()
	}
}

// release is called when ServeHTTP returns. It waits until nobody reads the request any
// more: net/http would wait without an end.
func (s *serving) release() {
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

// serveRead is the next part of the request's body, or nil at its end.
func (h *host) serveRead(_ context.Context, id uint64) ([]byte, error) {
	s, err := h.servings.get(id)
	if err != nil {
		return nil, v8.TypeError.Errorf("read the request: %w", err)
	}
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

// serveRespond takes the response. It does not wait.
func (h *host) serveRespond(id uint64, answer servingAnswer) error {
	s, err := h.servings.get(id)
	if err != nil {
		return v8.TypeError.Errorf("respond: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answered {
		return v8.TypeError.Errorf("respond: %w", errNoServing)
	}
	s.answered = true
	s.answers <- answer
	return nil
}

// serveWrite gives the next part of the response's body, and waits until it is written.
func (h *host) serveWrite(ctx context.Context, id uint64, data []byte) error {
	return h.serveChunk(ctx, id, servingChunk{data: data})
}

// serveEnd ends the response's body; with a reason, it has failed.
func (h *host) serveEnd(ctx context.Context, id uint64, reason *string) error {
	chunk := servingChunk{end: true}
	if reason != nil {
		chunk.failed = errors.New(*reason)
	}
	return h.serveChunk(ctx, id, chunk)
}

func (h *host) serveChunk(ctx context.Context, id uint64, chunk servingChunk) error {
	s, err := h.servings.get(id)
	if err != nil {
		return v8.TypeError.Errorf("respond: %w", err)
	}
	chunk.done = make(chan error, 1)
	select {
	case s.chunks <- chunk:
		return <-chunk.done
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
