package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

// The longest body of a request or a response, and headers, in bytes.
const (
	maxBody   = 8 << 20
	maxHeader = 64 << 10
)

// A Message is a request or a response as it crosses into a sandbox and out, and from
// one node to another. Its body is whole.
type Message struct {
	Method  string      `json:"method,omitempty"`
	URL     string      `json:"url,omitempty"`
	Status  int         `json:"status,omitempty"`
	Headers [][2]string `json:"headers"`
	Body    []byte      `json:"body,omitempty"`
}

// errTooLong is that of a request's body.
var errTooLong = fmt.Errorf("the body is longer than %d bytes", maxBody)

// maxHeld is how many bytes of bodies a node has at a time that come from clients or go
// to them, however many and slow they are.
const maxHeld = 1 << 30

// A holder counts what one request holds.
type holder struct {
	all *atomic.Int64 // of the node
	own int64
}

func (h *holder) hold(bytes int) error {
	h.own += int64(bytes)
	if h.all.Add(int64(bytes)) > maxHeld {
		return errBusy
	}
	return nil
}

func (h *holder) release() { h.all.Add(-h.own) }

// A heldReader counts what is read.
type heldReader struct {
	io.Reader
	holder *holder
}

func (r heldReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if held := r.holder.hold(n); held != nil {
		return 0, held
	}
	return n, err
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

// requestOf is a request that has come in, for a tenant that knows it by the URL.
func requestOf(r *http.Request, url string, h *holder) (*Message, error) {
	body, err := readBody(heldReader{r.Body, h})
	if err != nil {
		return nil, err
	}
	m := &Message{Method: r.Method, URL: url, Headers: headersOf(r.Header)}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		m.Body = body // a body of these, JavaScript's Request refuses
	}
	return m, nil
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
