package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// FetchOptions give scripts the network, by the global function fetch. The zero value
// lets them ask every public address for http and https.
type FetchOptions struct {
	// Client makes the requests; nil is one with a transport of NewTransport. Its
	// CheckRedirect is not asked, since fetch follows redirects by itself; its Jar
	// and Timeout count. If it has a Transport, that alone says what is dialled:
	// AllowAddress is not asked, and a private address is as good as any. Take
	// [NewTransport] for one.
	Client *http.Client

	// AllowRequest, when not nil, is asked about each request, also about each that a
	// redirect asks for, before its host is looked up. Its error is the reason that
	// fetch is rejected for. It may change the headers, such as to add credentials, which
	// a redirect does not carry on: it is asked again.
	// Any goroutine may call it, several at a time.
	AllowRequest func(request *http.Request) error

	// AllowAddress is asked about each address before it is dialled, after DNS. Its
	// error is the reason. Nil allows what [IsPublic] does, but this machine's own. Any
	// goroutine may call it, several at a time.
	AllowAddress func(ctx context.Context, address netip.AddrPort) error

	// MaxRequests is how many requests, with those of redirects, one
	// [loop.Loop.Await] may make, and how many that belong to no Await there may be at
	// a time. Zero is 50.
	MaxRequests int

	// MaxRequestBytes is how long the body of a request may be, and how long those are
	// together that there are at a time in a context, but for streams: a request's body is
	// there until its response's was read to the end, or the Await has ended. Zero is
	// 64 MB.
	MaxRequestBytes int64

	// MaxResponseBytes is how long the body of a response may be, after it was
	// decompressed. What is longer is an error where it is read. Zero is 64 MB.
	MaxResponseBytes int64

	// MaxHeaderBytes is how long the names and values of a request's headers may be
	// together, and a response's, unless Client has a Transport. Each header counts
	// 32 besides. Zero is 64 KB.
	MaxHeaderBytes int

	// Timeout is how long a request may take until its response's headers are there.
	// Zero is 30 seconds. How long the body takes is up to the Await.
	Timeout time.Duration
}

// withDefaults has no zero but Client, AllowRequest.
//
// closeIdle closes the connections of a transport that is made here; it may be nil.
func (o FetchOptions) withDefaults() (with *FetchOptions, closeIdle func()) {
	if o.MaxRequests == 0 {
		o.MaxRequests = 50
	}
	if o.MaxRequestBytes == 0 {
		o.MaxRequestBytes = 64 << 20
	}
	if o.MaxResponseBytes == 0 {
		o.MaxResponseBytes = 64 << 20
	}
	if o.MaxHeaderBytes == 0 {
		o.MaxHeaderBytes = 64 << 10
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	client := http.Client{}
	if o.Client != nil {
		client = *o.Client
	}
	if client.Transport == nil {
		transport := NewTransport(o.AllowAddress)
		transport.MaxResponseHeaderBytes = int64(o.MaxHeaderBytes)
		client.Transport = transport
		closeIdle = transport.CloseIdleConnections
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	o.Client = &client
	return &o, closeIdle
}

// ErrAddress is the error of a request to an address that is not allowed.
var ErrAddress = errors.New("the address is not allowed")

// NewTransport makes a transport that asks allow about each address before it is
// dialled, whatever name, redirect or form of an address has led there. Nil allows
// what [IsPublic] does, but this machine's own. It uses no proxy, which would dial in its
// place, and has 256 KB at most of a response by HTTP/2 that nobody reads; else it is as
// Go's default one. Share one between contexts to share its connections; close these by
// CloseIdleConnections.
func NewTransport(allow func(ctx context.Context, address netip.AddrPort) error) *http.Transport {
	if allow == nil {
		allow = allowPublic
	}
	dialer := &net.Dialer{
		Timeout:   30 * time.Second,
		KeepAlive: 30 * time.Second,
		ControlContext: func(ctx context.Context, _, address string, _ syscall.RawConn) error {
			parsed, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%w: %s", ErrAddress, address)
			}
			return allow(ctx, netip.AddrPortFrom(parsed.Addr().Unmap(), parsed.Port()))
		},
	}
	return &http.Transport{
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          100,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
		HTTP2:                 &http.HTTP2Config{MaxReceiveBufferPerStream: unreadBytes},
	}
}

// unreadBytes are how many of a response net/http may keep. Its own 4 MB are not a
// script's to fill for each request that it makes.
const unreadBytes = 256 << 10

func allowPublic(_ context.Context, address netip.AddrPort) error {
	if !IsPublic(address.Addr()) {
		return fmt.Errorf("%w: %s is not public", ErrAddress, address.Addr())
	}
	own, err := isOwn(address.Addr())
	if err == nil && own {
		err = fmt.Errorf("%w: %s is this machine's own", ErrAddress, address.Addr())
	}
	return err
}

// isOwn reports whether an interface of this machine has the address: a public one, too,
// may lead to what a firewall keeps from others.
func isOwn(address netip.Addr) (bool, error) {
	own, err := net.InterfaceAddrs()
	for _, each := range own {
		if prefix, ok := each.(*net.IPNet); ok {
			if ip, ok := netip.AddrFromSlice(prefix.IP); ok && ip.Unmap() == address {
				return true, err
			}
		}
	}
	return false, err
}
