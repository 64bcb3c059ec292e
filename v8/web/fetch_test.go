package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// allowAll allows the servers of these tests, which are on this machine.
func allowAll(context.Context, netip.AddrPort) error { return nil }

// newServer has a server that closes its idle connections at its end.
func newServer(t testing.TB, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// newFetch makes a loop whose scripts may fetch, and whose transport ends with the test.
func newFetch(t testing.TB, options web.FetchOptions) *loop.Loop {
	t.Helper()
	if options.AllowAddress == nil {
		options.AllowAddress = allowAll
	}
	if options.Client == nil {
		transport := web.NewTransport(options.AllowAddress)
		t.Cleanup(transport.CloseIdleConnections)
		options.Client = &http.Client{Transport: transport}
	}
	return newWeb(t, web.Options{Fetch: &options})
}

// await evaluates an async function's body with the variable url.
func await(t testing.TB, l *loop.Loop, url, body string) (result string, err error) {
	t.Helper()
	err = l.Await(soon(t), &result, func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		err := s.Eval(fmt.Sprintf("(async url => { %s })(%q)", body, url), &v)
		return v, err
	})
	return result, err
}

func TestFetch(t *testing.T) {
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", r.Header.Get("X-Sent"))
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2")
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprintf(w, "%s %s %s %s %d", r.Method, r.URL, r.Header.Get("Content-Type"), body, r.ContentLength)
	})
	l := newFetch(t, web.FetchOptions{})
	for _, test := range []struct{ body, want string }{
		{`const r = await fetch(url + '/a?b#c'); return await r.text()`, "GET /a?b   0"},
		{`const r = await fetch(url, {method: 'post', body: 'ä'}); return await r.text()`, "POST / text/plain;charset=UTF-8 ä 2"},
		{`const r = await fetch(new Request(url, {method: 'PUT', body: new Uint8Array([65])})); return await r.text()`, "PUT /  A 1"},
		{`const r = await fetch(url, {method: 'POST', body: ReadableStream.from([1, 2, 3].map(n => new Uint8Array([64 + n]))), duplex: 'half'}); return await r.text()`,
			"POST /  ABC -1"},
		{`const r = await fetch(url, {headers: {'x-sent': '\xff'}}); return [r.status, r.statusText, r.ok, r.type, r.redirected, r.headers.get('x-seen')].join()`,
			"202,Accepted,true,basic,false,ÿ"},
		{`const r = await fetch(url + '/x#y'); return [r.url === url + '/x', r.headers.getSetCookie().join()].join()`, "true,a=1,b=2"},
		{`const r = await fetch(url, {method: 'HEAD'}); return r.status + ' ' + r.body`, "202 null"},
		{`const r = await fetch(url, {headers: {'content-length': '999', 'host': 'evil', 'transfer-encoding': 'chunked'}}); return r.text()`, "GET /   0"},
		{`const r = await fetch(url); try { r.headers.set('a', 'b') } catch (e) { return e.name }`, "TypeError"},
		{`const [a, b] = await Promise.all([fetch(url), fetch(url + '/2')]); return await a.text() + '|' + await b.text()`, "GET /   0|GET /2   0"},
		{`return (await fetch('data:text/a;b=c,%41%4')).text()`, "A%4"},
		{`const r = await fetch('data:;BASE64,QQ=='); return r.headers.get('content-type') + ' ' + await r.text()`, "text/plain;charset=US-ASCII A"},
	} {
		got, err := await(t, l, server.URL, test.body)
		require.NoError(t, err, test.body)
		require.Equal(t, test.want, got, test.body)
	}
}

func TestFetchRefuses(t *testing.T) {
	l := newFetch(t, web.FetchOptions{})
	for _, body := range []string{
		`fetch('/relative')`, `fetch('http://')`, `fetch('ftp://example.com/')`, `fetch('file:///etc/passwd')`, `fetch('http://a:b@example.com/')`,
		`fetch('http://127.0.0.1:25/')`, `fetch('blob:null/x')`, `fetch('javascript:1')`, `fetch('data:no')`, `fetch('data:;base64,*')`, `fetch()`,
		`fetch('http://127.0.0.1/', {headers: {'a\r\nb': 'c'}})`, `fetch('http://127.0.0.1/', {method: 'GET', body: 'x'})`,
	} {
		_, err := await(t, l, "", "return await "+body)
		var exception *v8.Exception
		require.ErrorAs(t, err, &exception, body)
		require.ErrorContains(t, err, "TypeError", body)
	}
	none := newWeb(t, web.Options{})
	_, err := await(t, none, "", `return (await fetch('http://example.com/')).text()`)
	require.ErrorContains(t, err, "the host gives no network")
	got, err := await(t, none, "", `return (await fetch('data:,a')).text()`)
	require.NoError(t, err)
	require.Equal(t, "a", got)
}

func TestFetchRedirect(t *testing.T) {
	other := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "other %q %q", r.Header.Get("Authorization"), r.Header.Get("X"))
	})
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var status int
		if n, _ := fmt.Sscanf(r.URL.Path, "/%d", &status); n == 1 {
			w.Header().Set("Location", "/end")
			w.WriteHeader(status)
			return
		}
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/other":
			http.Redirect(w, r, other.URL, http.StatusFound)
		case "/long":
			http.Redirect(w, r, "http://"+strings.Repeat("一丁丂", 1_000), http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/port":
			http.Redirect(w, r, "http://127.0.0.1:25/", http.StatusFound)
		default:
			fmt.Fprintf(w, "%s %s %s %s", r.Method, r.URL, r.Header.Get("Content-Type"), body)
		}
	})
	l := newFetch(t, web.FetchOptions{})
	for _, test := range []struct{ body, want string }{
		{`const r = await fetch(url + '/302'); return [r.redirected, r.url === url + '/end', await r.text()].join()`, "true,true,GET /end  "},
		{`return (await fetch(url + '/302', {method: 'POST', body: 'x'})).text()`, "GET /end  "},
		{`return (await fetch(url + '/303', {method: 'PUT', body: 'x'})).text()`, "GET /end  "},
		{`return (await fetch(url + '/302', {method: 'PUT', body: 'x'})).text()`, "PUT /end text/plain;charset=UTF-8 x"},
		{`return (await fetch(url + '/307', {method: 'POST', body: 'x'})).text()`, "POST /end text/plain;charset=UTF-8 x"},
		{`const r = await fetch(url + '/302', {redirect: 'manual'}); return r.status + r.headers.get('location')`, "302/end"},
		{`return (await fetch(url + '/other', {headers: {authorization: 'secret', x: 'y'}})).text()`, `other "" "y"`},
	} {
		got, err := await(t, l, server.URL, test.body)
		require.NoError(t, err, test.body)
		require.Equal(t, test.want, got, test.body)
	}
	for body, want := range map[string]string{
		`fetch(url + '/302', {redirect: 'error'})`: "it redirects to /end",
		`fetch(url + '/loop')`:                     "it redirects too often",
		`fetch(url + '/long')`:                     "host is too long",
		`fetch(url + '/file')`:                     `scheme "file" is not supported`,
		`fetch(url + '/port')`:                     "port 25 is not for HTTP",
		`fetch(url + '/307', {method: 'POST', body: ReadableStream.from([]), duplex: 'half'})`: "can't be sent again",
	} {
		_, err := await(t, l, server.URL, "return await "+body)
		require.ErrorContains(t, err, want, body)
	}
}

func TestFetchIntegrity(t *testing.T) {
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello") })
	l := newFetch(t, web.FetchOptions{})
	const sha256 = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
	for integrity, want := range map[string]bool{
		"": true, "none-x": true, sha256: true, "SHA256-LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ?x": true, "sha256-AAAA " + sha256: true,
		sha256 + " sha384-AAAA": false, "sha256-AAAA": false, "sha256": false, "sha512-*": false,
	} {
		for _, url := range []string{server.URL, "data:,hello"} {
			got, err := await(t, l, url, fmt.Sprintf("return (await fetch(url, {integrity: %q})).text()", integrity))
			if want {
				require.NoError(t, err, integrity)
				require.Equal(t, "hello", got)
			} else {
				require.ErrorContains(t, err, "integrity", integrity)
			}
		}
	}
}

// What a script can reach of this machine, by whatever way there is.
func TestFetchReachesNothingPrivate(t *testing.T) {
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) { t.Error("it was reached") })
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	require.NoError(t, err)
	l := newWeb(t, web.Options{Fetch: &web.FetchOptions{}})
	for _, host := range []string{
		"127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "localhost", "LOCALHOST.",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "169.254.169.254", "[fd00:ec2::254]", "[fe80::1]", "10.0.0.1",
		"172.16.0.1", "192.168.0.1", "100.64.0.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "255.255.255.255", "１２７.0.0.1", "127。0。0。1",
	} {
		_, err := await(t, l, "http://"+host+":"+port, "return (await fetch(url)).text()")
		require.Error(t, err, host)
		require.True(t, errors.Is(err, web.ErrAddress) || strings.Contains(err.Error(), "no such host"), "%s: %v", host, err)
	}
}

// A name that is public when it is asked about and private when it is dialled, and a
// redirect to a private address, are both seen at the dialer.
func TestFetchAfterDNS(t *testing.T) {
	var asked []string
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://localhost:1234/", http.StatusFound)
	})
	own := server.Listener.Addr().String()
	l := newFetch(t, web.FetchOptions{
		AllowRequest: func(r *http.Request) error { asked = append(asked, r.URL.Host); return nil },
		AllowAddress: func(_ context.Context, address netip.AddrPort) error {
			if address.String() == own {
				return nil
			}
			return fmt.Errorf("%w: %s", web.ErrAddress, address)
		},
	})
	_, err := await(t, l, server.URL, "return (await fetch(url)).text()")
	require.ErrorIs(t, err, web.ErrAddress)
	require.Equal(t, []string{own, "localhost:1234"}, asked)

	refused := errors.New("no")
	l = newFetch(t, web.FetchOptions{AllowRequest: func(*http.Request) error { return refused }})
	_, err = await(t, l, server.URL, "return (await fetch(url)).text()")
	require.ErrorIs(t, err, refused)
}

func TestIsPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "::ffff:127.0.0.1": false, "::1": false, "0.1.2.3": false, "169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false,
		"2606:4700::1111%x": false, "fc00::1": false, "10.1.2.3": false, "100.64.0.1": false, "192.0.2.1": false, "198.19.0.1": false, "240.0.0.1": false,
		"224.0.0.1": false, "ff02::1": false, "64:ff9b::808:808": false, "2002:808:808::": false, "2001::1": false, "2001:db8::1": false,
	} {
		require.Equal(t, want, web.IsPublic(netip.MustParseAddr(address)), address)
	}
	require.False(t, web.IsPublic(netip.Addr{}))
}

func TestFetchLimits(t *testing.T) {
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/headers":
			for n := range 2_000 {
				w.Header().Set(fmt.Sprint("X-", n), strings.Repeat("y", 100))
			}
		case "/slow":
			<-r.Context().Done()
		case "/endless":
			for {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			compressor := gzip.NewWriter(w)
			for {
				if _, err := compressor.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		}
		_, _ = io.Copy(io.Discard, r.Body)
	})
	options := web.FetchOptions{MaxRequests: 3, MaxRequestBytes: 100, MaxResponseBytes: 100_000, MaxHeaderBytes: 10_000}
	options.AllowAddress = allowAll
	l := newWeb(t, web.Options{Fetch: &options})
	for body, want := range map[string]string{
		`for (let n = 0; n < 4; n++) await (await fetch(url)).text()`:                                                       "MaxRequests is 3",
		`await fetch(url, {method: 'POST', body: 'x'.repeat(101)})`:                                                         "MaxRequestBytes is 100",
		`await fetch(url, {method: 'POST', duplex: 'half', body: ReadableStream.from([new Uint8Array(101)])})`:              "MaxRequestBytes is 100",
		`await (await fetch(url + '/endless')).text()`:                                                                      "MaxResponseBytes is 100000",
		`await (await fetch(url + '/bomb')).text()`:                                                                         "MaxResponseBytes is 100000",
		`await fetch(url, {headers: {a: 'b'.repeat(10_000)}})`:                                                              "MaxHeaderBytes is 10000",
		`const h = new Headers(); for (let n = 0; n < 100_000; n++) h.append('a' + n, 'b'); await fetch(url, {headers: h})`: "MaxHeaderBytes is 10000",
	} {
		_, err := await(t, l, server.URL, body)
		require.ErrorIs(t, err, web.ErrLimit, body)
		var limit *web.LimitError
		require.ErrorAs(t, err, &limit)
		require.ErrorContains(t, err, want, body)
	}
	_, err := await(t, l, server.URL, `await fetch(url + '/headers')`)
	require.ErrorContains(t, err, "server response headers exceeded")
	impatient := newFetch(t, web.FetchOptions{Timeout: 50 * time.Millisecond})
	_, err = await(t, impatient, server.URL, `await fetch(url + '/slow')`)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "Timeout")
	// The requests of an Await are its own: another one has as many.
	got, err := await(t, l, server.URL, `for (let n = 0; n < 3; n++) await (await fetch(url)).text(); return 'ok'`)
	require.NoError(t, err)
	require.Equal(t, "ok", got)
}

// What belongs to no Await may make any number of requests, but not at a time.
func TestFetchOfNobody(t *testing.T) {
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			<-r.Context().Done()
		}
	})
	l := newFetch(t, web.FetchOptions{MaxRequests: 3})
	require.NoError(t, l.Context().Eval(soon(t), fmt.Sprintf(`
		globalThis.results = [];
		(async url => {
			for (let n = 0; n < 10; n++) results.push(await (await fetch(url)).text())
			const c = new AbortController(), slow = []
			for (let n = 0; n < 4; n++) slow.push(fetch(url + '/slow', { signal: c.signal }).catch(e => { c.abort(); return e.name }))
			results.push(...await Promise.all(slow))
		})(%q)`, server.URL), nil))
	require.NoError(t, l.Drain(soon(t)))
	var got []string
	require.NoError(t, l.Context().Eval(soon(t), "results.sort()", &got))
	require.Equal(t, append(make([]string, 10), "AbortError", "AbortError", "AbortError", "RangeError"), got)
}

func TestFetchAbort(t *testing.T) {
	var began, ended atomic.Int32
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		began.Add(1)
		if r.URL.Path == "/body" {
			_, _ = w.Write([]byte("begin"))
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
		ended.Add(1)
	})
	l := newFetch(t, web.FetchOptions{})
	for _, test := range []struct{ body, want string }{
		{`try { await fetch(url, {signal: AbortSignal.abort('early')}) } catch (e) { return e }`, "early"},
		{`const c = new AbortController(); setTimeout(() => c.abort(), 10); try { await fetch(url, {signal: c.signal}) } catch (e) { return e.name }`, "AbortError"},
		{`try { await fetch(url, {signal: AbortSignal.timeout(10)}) } catch (e) { return e.name }`, "TimeoutError"},
		{`const c = new AbortController(), r = await fetch(url + '/body', {signal: c.signal}); const reader = r.body.getReader();
			await reader.read(); const rest = reader.read(); c.abort('midway'); try { await rest } catch (e) { return e }`, "midway"},
		{`const r = await fetch(url + '/body'); const reader = r.body.getReader(); await reader.read(); await reader.cancel(); return 'cancelled'`, "cancelled"},
	} {
		got, err := await(t, l, server.URL, test.body)
		require.NoError(t, err, test.body)
		require.Equal(t, test.want, got, test.body)
	}
	// What is left when an Await ends, ends with it.
	_, err := await(t, l, server.URL, `globalThis.left = [fetch(url), fetch(url + '/body')]; await left[1]; return 'done'`)
	require.NoError(t, err)
	require.GreaterOrEqual(t, began.Load(), int32(3), "some were ended before the server had seen them")
	require.Eventually(t, func() bool { return began.Load() == ended.Load() }, time.Minute, time.Millisecond)
}

func TestFetchBrokenBodies(t *testing.T) {
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/short":
			w.Header().Set("Content-Length", "10")
			_, _ = w.Write([]byte("abc"))
		case "/aborted":
			_, _ = w.Write([]byte("abc"))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		default:
			_, err := io.ReadAll(r.Body)
			_ = err
		}
	})
	l := newFetch(t, web.FetchOptions{})
	for _, body := range []string{
		`return (await fetch(url + '/short')).text()`,
		`return (await fetch(url + '/aborted')).text()`,
		`return (await fetch(url, {method: 'POST', duplex: 'half', body: new ReadableStream({pull(c) { c.error(new Error('midway')) }})})).text()`,
		`return (await fetch(url, {method: 'POST', duplex: 'half', body: ReadableStream.from(['text'])})).text()`,
	} {
		_, err := await(t, l, server.URL, body)
		require.ErrorContains(t, err, "TypeError", body)
	}
}

// A body is read no further than JavaScript asks for, in both directions.
func TestFetchBackPressure(t *testing.T) {
	var sent atomic.Int64
	release := make(chan struct{})
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			<-release // a server that does not read a body does not see that its client has gone
			return
		}
		for range 1 << 10 {
			n, err := w.Write(bytes.Repeat([]byte("x"), 1<<20))
			if sent.Add(int64(n)); err != nil {
				return
			}
		}
	})
	t.Cleanup(func() { close(release) })
	l := newFetch(t, web.FetchOptions{MaxRequestBytes: 1 << 40, MaxResponseBytes: 1 << 40})
	_, err := await(t, l, server.URL, `const r = await fetch(url), reader = r.body.getReader(); await reader.read(); await new Promise(r => setTimeout(r, 200)); await reader.cancel(); return ''`)
	require.NoError(t, err)
	require.Less(t, sent.Load(), int64(64<<20), "what the sockets hold")

	got, err := await(t, l, server.URL, `
		let pulled = 0
		const body = new ReadableStream({pull(c) { pulled++; c.enqueue(new Uint8Array(1 << 20)) }}, {highWaterMark: 0})
		const c = new AbortController()
		const sent = fetch(url, {method: 'POST', duplex: 'half', body, signal: c.signal}).catch(e => e.name)
		await new Promise(r => setTimeout(r, 200))
		c.abort()
		return await sent + ' ' + (pulled < 64)`)
	require.NoError(t, err)
	require.Equal(t, "AbortError true", got)
}

// What the host adds to a request is for where that goes, and not for where it redirects to.
func TestFetchRedirectDropsWhatAllowRequestAdds(t *testing.T) {
	other := newServer(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "key %q", r.Header.Get("X-Key")) })
	var keys []string
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		keys = append(keys, r.Header.Get("X-Key"))
		http.Redirect(w, r, other.URL, http.StatusFound)
	})
	own := server.Listener.Addr().String()
	l := newFetch(t, web.FetchOptions{AllowRequest: func(r *http.Request) error {
		if r.URL.Host == own {
			r.Header.Set("X-Key", "secret")
		}
		return nil
	}})
	got, err := await(t, l, server.URL, `return (await fetch(url)).text()`)
	require.NoError(t, err)
	require.Equal(t, `key ""`, got)
	require.Equal(t, []string{"secret"}, keys)
}

// What net/http keeps for requests whose responses nobody reads is bounded.
func TestFetchUnread(t *testing.T) {
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write([]byte("x"))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	l := newFetch(t, web.FetchOptions{MaxRequestBytes: 100_000})
	const post = `fetch(url, {method: 'POST', body: new Uint8Array(40_000)})`
	_, err := await(t, l, server.URL, "globalThis.kept = [await "+post+", await "+post+"]; await "+post)
	require.ErrorContains(t, err, "MaxRequestBytes is 100000")
	l = newFetch(t, web.FetchOptions{MaxRequestBytes: 100_000})
	got, err := await(t, l, server.URL, `for (let n = 0; n < 5; n++) await (await `+post+`).body.cancel(); return 'ended'`)
	require.NoError(t, err)
	require.Equal(t, "ended", got)

	var sent atomic.Int64
	http2 := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			n, err := w.Write(make([]byte, 1<<10))
			if sent.Add(int64(n)); err != nil {
				return
			}
		}
	}))
	http2.EnableHTTP2 = true
	http2.StartTLS()
	t.Cleanup(http2.Close)
	transport := web.NewTransport(allowAll)
	transport.TLSClientConfig = http2.Client().Transport.(*http.Transport).TLSClientConfig
	t.Cleanup(transport.CloseIdleConnections)
	l = newFetch(t, web.FetchOptions{Client: &http.Client{Transport: transport}})
	_, err = await(t, l, http2.URL, `globalThis.kept = await fetch(url); await new Promise(resolve => setTimeout(resolve, 300)); return ''`)
	require.NoError(t, err)
	require.Less(t, sent.Load(), int64(1<<20))
	require.Positive(t, sent.Load())
}
