package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// The longest bodies and headers, in bytes.
const (
	maxBody     = 8 << 20   // that is whole: of a response, and of what goes to other tenants, nodes and the network
	maxRequest  = 100 << 20 // that comes as a stream
	maxResponse = 1 << 30   // that goes as a stream
	maxHeader   = 64 << 10
	partLength  = 64 << 10 // of a request's body, which is read when the program asks for it
)

// A Message is a request or a response of one tenant's to another, to the network, or
// from one node to another. Its body is whole.
type Message struct {
	Method  string      `json:"method,omitempty"`
	URL     string      `json:"url,omitempty"`
	Status  int         `json:"status,omitempty"`
	Headers [][2]string `json:"headers"`
	Body    []byte      `json:"body,omitempty"`
}

// errTooLong is that of a request's body.
var errTooLong = errors.New("the body is too long")

// maxHeld is how many bytes of bodies a node has at a time that come from clients or go
// to them, however many and slow they are.
const maxHeld = 1 << 30

// A holder counts what one request holds, until it is over: what its program still writes
// then goes nowhere.
type holder struct {
	all *atomic.Int64 // of the node

	mutex sync.Mutex
	own   int64
	over  bool
}

func (h *holder) hold(bytes int) error {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.over {
		return errNoExchange
	}
	h.own += int64(bytes)
	if h.all.Add(int64(bytes)) > maxHeld {
		return errBusy
	}
	return nil
}

func (h *holder) release(bytes int) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if !h.over {
		h.own -= int64(bytes)
		h.all.Add(-int64(bytes))
	}
}

func (h *holder) releaseAll() {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.over = true
	h.all.Add(-h.own)
}

func readBody(from io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(from, maxBody+1))
	if err == nil && len(body) > maxBody {
		err = errTooLong
	}
	return body, err
}

// hopByHop are headers of one connection, and not of the message.
var hopByHop = map[string]bool{
	"connection": true, "keep-alive": true, "proxy-authenticate": true, "proxy-authorization": true, "proxy-connection": true,
	"te": true, "trailer": true, "transfer-encoding": true, "upgrade": true, "content-length": true,
}

func headersOf(header http.Header) [][2]string {
	headers := [][2]string{}
	for name, values := range header {
		name = strings.ToLower(name)
		for _, value := range values {
			if !hopByHop[name] {
				headers = append(headers, [2]string{name, value})
			}
		}
	}
	return headers
}

// messageOf is a request that has come in, for a tenant that knows it by the URL.
func messageOf(r *http.Request, url string) (*Message, error) {
	body, err := readBody(r.Body)
	if err != nil {
		return nil, err
	}
	return &Message{Method: r.Method, URL: url, Headers: headersOf(r.Header), Body: body}, nil
}

// request is the request that the message is.
func (m *Message) request(ctx context.Context) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, m.Method, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return nil, err
	}
	for _, header := range m.Headers {
		if name := strings.ToLower(header[0]); !hopByHop[name] && name != "host" {
			r.Header.Add(header[0], header[1])
		}
	}
	return r, nil
}

// A recorder is where a tenant's answer to another goes.
type recorder struct {
	header http.Header
	status int
	body   []byte
	err    error // why there is none
}

// Header is that of http.ResponseWriter.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader is that of http.ResponseWriter.
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write is that of http.ResponseWriter.
func (r *recorder) Write(data []byte) (int, error) {
	if len(r.body)+len(data) > maxBody {
		return 0, errTooLong
	}
	r.body = append(r.body, data...)
	return len(data), nil
}

func (r *recorder) fail(err error) { r.err = err }

func (r *recorder) message() (*Message, error) {
	if r.err != nil {
		return nil, r.err
	}
	return &Message{Status: r.status, Headers: headersOf(r.header), Body: r.body}, nil
}

var errBadResponse = errors.New("the response is none that HTTP can have")

// write answers with a response of a tenant.
func (m *Message) write(w http.ResponseWriter, method string) error {
	if m.Status < 200 || m.Status > 599 {
		return fmt.Errorf("%w: status %d", errBadResponse, m.Status)
	}
	length := 0
	for _, header := range m.Headers {
		if length += len(header[0]) + len(header[1]) + 32; length > maxHeader {
			return fmt.Errorf("%w: its headers are longer than %d bytes", errBadResponse, maxHeader)
		}
	}
	for _, header := range m.Headers {
		if !hopByHop[strings.ToLower(header[0])] && !strings.HasPrefix(header[0], http.TrailerPrefix) {
			w.Header().Add(header[0], header[1]) // net/http writes no line breaks, and no names that are none
		}
	}
	w.WriteHeader(m.Status)
	if method != http.MethodHead {
		w.Write(m.Body)
	}
	return nil
}
