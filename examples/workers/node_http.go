package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/web"
)

// This file is how a Node answers HTTP.

// route finds whose request it is: by the host name, or by a path that begins with /~
// and the name. The path is the one that the tenant sees.
func (n *Node) route(r *http.Request) (name, path string) {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	path = r.URL.EscapedPath()
	name, ok := n.ofDomain(host)
	if !ok {
		n.mutex.Lock()
		name = n.hosts[host]
		n.mutex.Unlock()
	}
	if rest, ok := strings.CutPrefix(path, "/~"); ok && name == "" {
		name, path, _ = strings.Cut(rest, "/")
		path = "/" + path
	}
	return name, path
}

// ofDomain is the tenant whose host name in the domain it is, and false of another name.
func (n *Node) ofDomain(host string) (name string, ok bool) {
	if n.options.Domain == "" {
		return "", false
	}
	return strings.CutSuffix(host, "."+n.options.Domain)
}

// ServeHTTP gives the request to its tenant.
func (n *Node) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	name, path := n.route(r)
	to := &answering{ResponseWriter: w, node: n, name: name}
	defer func() { n.metrics.request(name, to.status, time.Since(began)) }()
	url, err := urlOf(r, path)
	if err != nil {
		to.fail(err)
		return
	}
	n.serve(to, r, name, url)
}

// An answering is the answer to a client.
type answering struct {
	http.ResponseWriter
	node   *Node
	name   string
	status int
}

// Unwrap is for http.ResponseController.
func (a *answering) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// WriteHeader is that of http.ResponseWriter.
func (a *answering) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// WriteString is that of io.StringWriter.
func (a *answering) WriteString(text string) (int, error) {
	return io.WriteString(a.ResponseWriter, text)
}

func (a *answering) fail(err error) {
	status := statusOf(err)
	http.Error(a, http.StatusText(status)+": "+publicText(err), status)
	a.node.logger.Info("request failed", "tenant", a.name, "status", status, "error", err)
}

func urlOf(r *http.Request, path string) (string, error) {
	u := url.URL{Scheme: "http", Host: r.Host, RawQuery: r.URL.RawQuery}
	if r.TLS != nil {
		u.Scheme = "https"
	}
	var err error
	if u.Path, err = url.PathUnescape(path); err != nil {
		return "", err
	}
	u.RawPath = path
	return u.String(), nil
}

// serve lets a tenant answer, on this node, or on another one when this one is about to
// end.
func (n *Node) serve(w responder, r *http.Request, name, url string) {
	if !n.enter() {
		if err := n.serveElsewhere(w, r, name, url); err != nil {
			w.fail(err)
		}
		return
	}
	t := n.tenant(name)
	held := &holder{all: &n.held}
	defer held.releaseAll()
	err := errNoTenant
	if t != nil {
		part := r.ContentLength
		if part < 0 || part > partLength {
			part = partLength
		}
		err = held.hold(int(part))
	}
	if err == nil && r.ContentLength > maxRequest {
		err = errTooLong
	}
	if err != nil {
		n.ended.Done()
		w.fail(err)
		return
	}
	if r.Context().Value(budgetKey{}) == nil {
		r = r.WithContext(context.WithValue(r.Context(), budgetKey{}, &budget{}))
	}
	t.serve(w, r, url, held, n.ended.Done)
}

func (n *Node) serveElsewhere(w responder, r *http.Request, name, url string) error {
	request, err := messageOf(r, url)
	if err != nil {
		return err
	}
	response, err := n.forward(r.Context(), name, request)
	if err != nil {
		return err
	}
	return response.write(w, r.Method)
}

// statusOf is what an error is to a client of HTTP.
func statusOf(err error) int {
	var remote *remoteError
	var limit *web.LimitError
	switch {
	case err == nil:
		return http.StatusOK
	case errors.As(err, &remote):
		return remote.status
	case errors.Is(err, errNoTenant):
		return http.StatusNotFound
	case errors.Is(err, errTooLong), errors.As(err, &limit) && limit.Option == "MaxRequestBytes":
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errBusy), errors.Is(err, errEnding), errors.Is(err, vm.ErrCPULimit), errors.Is(err, vm.ErrMemoryLimit),
		errors.Is(err, vm.ErrIsolateDead):
		return http.StatusServiceUnavailable
	case errors.Is(err, vm.ErrWallLimit), errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout
	}
	return http.StatusInternalServerError
}

// publicText is what a client may know: which limit, and nothing of the program.
func publicText(err error) string {
	for _, known := range []error{errNoTenant, errTooLong, errBusy, vm.ErrCPULimit, vm.ErrWallLimit, vm.ErrMemoryLimit} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "the tenant's program has failed"
}
