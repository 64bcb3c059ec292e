package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/nodeisolates/isolates/v8"
	"golang.org/x/net/http/httpguts"
)

// errNoNetwork is the error of fetch without [Options].Fetch.
var errNoNetwork = errors.New("the host gives no network: it has no web.Options.Fetch")

// A fetchRequest is what JavaScript asks for.
type fetchRequest struct {
	ID       uint64   `js:"exchange"`
	Method   string   `js:"method"`
	URL      string   `js:"url"`
	Headers  []string `js:"headers"`  // names and values
	Body     []byte   `js:"body"`     // or nil
	Streams  bool     `js:"streams"`  // the body comes by writeBody
	Redirect string   `js:"redirect"` // "follow", "error" or "manual"
}

// A fetchResponse is what it gets.
type fetchResponse struct {
	Status     int      `js:"status"`
	StatusText string   `js:"statusText"`
	URL        string   `js:"url"`
	Redirected bool     `js:"redirected"`
	Headers    []string `js:"headers"` // names and values
}

// mostRedirects is the standard's.
const mostRedirects = 20

// sendRequest makes the request, follows redirects, and leaves the response's body to
// readBody.
func (h *host) sendRequest(ctx context.Context, ask fetchRequest) (*fetchResponse, error) {
	response, err := h.trySend(ctx, ask)
	if err == nil {
		return response, nil
	}
	h.exchanges.end(ask.ID, err)
	if errors.Is(err, ErrLimit) {
		return nil, v8.RangeError.Errorf("fetch %s: %w", ask.URL, err)
	}
	return nil, v8.TypeError.Errorf("fetch %s: %w", ask.URL, err)
}

func (h *host) trySend(ctx context.Context, ask fetchRequest) (*fetchResponse, error) {
	if h.fetch == nil {
		return nil, errNoNetwork
	}
	x, err := h.exchanges.send(ctx, ask.ID)
	if err != nil {
		return nil, err
	}
	request, err := h.newRequest(x, ask)
	if err != nil {
		return nil, err
	}
	if err := h.exchanges.hold(x, int64(len(ask.Body)), h.fetch.MaxRequestBytes); err != nil {
		return nil, err
	}
	for redirects := 0; ; redirects++ {
		if err := h.exchanges.admit(x, h.fetch.MaxRequests); err != nil {
			return nil, err
		}
		response, err := h.roundTrip(x, request)
		if err != nil {
			return nil, err
		}
		location := response.Header.Get("Location")
		if ask.Redirect == "manual" || !isRedirect(response.StatusCode) || location == "" {
			h.exchanges.receive(x, response.Body, h.fetch.MaxResponseBytes)
			return describe(response, request, redirects > 0), nil
		}
		_ = response.Body.Close()
		if ask.Redirect == "error" {
			return nil, fmt.Errorf("it redirects to %s", location)
		}
		if redirects == mostRedirects {
			return nil, errors.New("it redirects too often")
		}
		if request, err = redirected(request, response, location, ask); err != nil {
			return nil, err
		}
	}
}

// newRequest is the first of the requests.
func (h *host) newRequest(x *exchange, ask fetchRequest) (*http.Request, error) {
	if !httpguts.ValidHeaderFieldName(ask.Method) {
		return nil, errors.New("the method is not valid")
	}
	var body io.Reader
	switch {
	case ask.Streams:
		body = &limitedReader{from: x.reader, left: h.fetch.MaxRequestBytes, limit: h.fetch.MaxRequestBytes}
	case int64(len(ask.Body)) > h.fetch.MaxRequestBytes:
		return nil, &LimitError{Option: "MaxRequestBytes", Limit: h.fetch.MaxRequestBytes}
	case ask.Body != nil:
		body = bytes.NewReader(ask.Body)
	}
	request, err := http.NewRequestWithContext(x.ctx, ask.Method, ask.URL, body)
	if err != nil {
		return nil, err
	}
	if err := checkURL(request.URL); err != nil {
		return nil, err
	}
	if request.Header, err = newHeader(ask.Headers, h.fetch.MaxHeaderBytes, "MaxHeaderBytes"); err != nil {
		return nil, err
	}
	for name := range request.Header {
		if isFraming(name) {
			request.Header.Del(name)
		}
	}
	return request, nil
}

// roundTrip makes one request, under the time limit for headers. What AllowRequest and
// the client's Jar add to it is not for where it redirects to.
func (h *host) roundTrip(x *exchange, request *http.Request) (*http.Response, error) {
	request = request.Clone(x.ctx)
	if h.fetch.AllowRequest != nil {
		if err := h.fetch.AllowRequest(request); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithCancelCause(x.ctx)
	timer := time.AfterFunc(h.fetch.Timeout, func() { cancel(errSlow) })
	response, err := h.fetch.Client.Do(request.WithContext(ctx))
	timer.Stop()
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		cancel(nil)
		var asURL *url.Error
		if errors.As(err, &asURL) { // it says again what we do
			err = asURL.Err
		}
		return nil, err
	}
	response.Body = &cancelingBody{ReadCloser: response.Body, cancel: cancel}
	return response, nil
}

var errSlow = fmt.Errorf("%w: the response's headers take longer than Timeout", context.DeadlineExceeded)

// A cancelingBody ends its request when it is closed.
type cancelingBody struct {
	io.ReadCloser
	cancel context.CancelCauseFunc
}

func (b *cancelingBody) Close() error {
	err := b.ReadCloser.Close()
	b.cancel(nil)
	return err
}

// checkURL refuses what is no business of fetch.
func checkURL(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("scheme %q is not supported", u.Scheme)
	}
	if u.Host == "" {
		return errors.New("the URL has no host")
	}
	if len(u.Host) > mostDomain { // net/http makes Punycode of what a server redirects to
		return errors.New("the URL's host is too long")
	}
	if badPorts[u.Port()] {
		return fmt.Errorf("port %s is not for HTTP", u.Port())
	}
	return nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// redirected is the request that follows a redirect.
//
// Fetch: [HTTP-redirect fetch].
//
// [HTTP-redirect fetch]: https://fetch.spec.whatwg.org/#http-redirect-fetch
func redirected(from *http.Request, response *http.Response, location string, ask fetchRequest) (*http.Request, error) {
	to, err := from.URL.Parse(location)
	if err != nil {
		return nil, fmt.Errorf("it redirects to a URL that is not valid: %w", err)
	}
	if err := checkURL(to); err != nil {
		return nil, fmt.Errorf("it redirects: %w", err)
	}
	if to.Fragment == "" {
		to.Fragment = from.URL.Fragment
	}
	method, status := from.Method, response.StatusCode
	drop := (status == 301 || status == 302) && method == http.MethodPost ||
		status == 303 && method != http.MethodGet && method != http.MethodHead
	var body io.Reader
	if drop {
		method = http.MethodGet
	} else if from.Body != nil && from.Body != http.NoBody {
		if ask.Streams {
			return nil, errors.New("it redirects, and a body that is a stream can't be sent again")
		}
		body = bytes.NewReader(ask.Body)
	}
	request, err := http.NewRequestWithContext(from.Context(), method, to.String(), body)
	if err != nil {
		return nil, err
	}
	request.Header = from.Header.Clone()
	if drop {
		for _, name := range []string{"Content-Encoding", "Content-Language", "Content-Location", "Content-Type"} {
			request.Header.Del(name)
		}
	}
	if to.Scheme != from.URL.Scheme || !strings.EqualFold(to.Host, from.URL.Host) {
		for _, name := range []string{"Authorization", "Cookie", "Proxy-Authorization"} {
			request.Header.Del(name)
		}
	}
	return request, nil
}

func describe(response *http.Response, request *http.Request, isRedirected bool) *fetchResponse {
	shown := *request.URL
	shown.Fragment, shown.RawFragment = "", ""
	return &fetchResponse{
		Status:     response.StatusCode,
		StatusText: strings.TrimSpace(strings.TrimPrefix(response.Status, fmt.Sprint(response.StatusCode))),
		URL:        shown.String(),
		Redirected: isRedirected,
		Headers:    flatHeader(response.Header, ""),
	}
}

// A limitedReader is an error where it would be longer.
type limitedReader struct {
	from  *io.PipeReader
	left  int64
	limit int64
}

// Close tells who writes that nobody reads any more.
func (r *limitedReader) Close() error { return r.from.CloseWithError(errUploadDone) }

func (r *limitedReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	if r.left -= int64(n); r.left < 0 {
		return 0, &LimitError{Option: "MaxRequestBytes", Limit: r.limit}
	}
	return n, err
}
