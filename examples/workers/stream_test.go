package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Bodies flow both ways as each side takes them, however long they are.
func TestStreams(t *testing.T) {
	onTiers(t, func(t *testing.T, n *Node) {
		server := httptest.NewServer(newServer(n).Handler)
		t.Cleanup(server.Close)
		deploy(t, n, "stream", `export default { async fetch(request) {
			switch (new URL(request.url).pathname) {
			case '/echo': return new Response(request.body)
			case '/count': { let n = 0; for await (const chunk of request.body) n += chunk.length; return new Response(String(n)) }
			case '/early': return new Response('not read')
			case '/cut': return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(10)); c.error(new Error('midway')) } }))
			}
		} }`, "")

		// A line comes back before the next one is sent.
		reader, writer := io.Pipe()
		answer := make(chan *http.Response, 1)
		go func() {
			request, err := http.NewRequest(http.MethodPost, server.URL+"/~stream/echo", reader)
			if err == nil {
				response, err := http.DefaultClient.Do(request)
				if err == nil {
					answer <- response
				}
			}
			close(answer)
		}()
		var lines *bufio.Reader
		for range 5 {
			_, err := io.WriteString(writer, "line\n")
			require.NoError(t, err)
			if lines == nil {
				response := <-answer
				require.NotNil(t, response)
				defer response.Body.Close()
				lines = bufio.NewReader(response.Body)
			}
			line, err := lines.ReadString('\n')
			require.NoError(t, err)
			require.Equal(t, "line\n", line)
		}
		require.NoError(t, writer.Close())
		rest, err := io.ReadAll(lines)
		require.NoError(t, err)
		require.Empty(t, rest)

		response, err := http.Post(server.URL+"/~stream/count", "", io.LimitReader(endless{}, 3*maxBody))
		require.NoError(t, err)
		text, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, "25165824", string(text))

		require.Equal(t, "not read", ask(n, http.MethodPost, "http://stream.test/early", strings.Repeat("x", 1<<20)).Body.String())

		response, err = http.Get(server.URL + "/~stream/cut")
		require.NoError(t, err)
		_, err = io.ReadAll(response.Body)
		require.Error(t, err, "a part is not taken for the whole")
		require.NoError(t, response.Body.Close())
		require.Eventually(t, func() bool { return n.held.Load() == 0 }, 10*time.Second, time.Millisecond)
	})
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// A program makes no more of its answer than the client takes.
func TestBackPressure(t *testing.T) {
	n := newNode(t, NodeOptions{RequestCPU: 5 * time.Second})
	deploy(t, n, "pushes", `let chunks = 0
		export default { fetch(request) {
			if (request.url.endsWith('/chunks')) return new Response(String(chunks))
			return new Response(new ReadableStream({ pull(c) { chunks++; c.enqueue(new Uint8Array(1 << 16)) } }))
		} }`, "")
	server := httptest.NewServer(newServer(n).Handler)
	t.Cleanup(server.Close)
	chunks := func() string { return ask(n, http.MethodGet, "http://pushes.test/chunks", "").Body.String() }
	response, err := http.Get(server.URL + "/~pushes/")
	require.NoError(t, err)
	var before atomic.Value
	require.Eventually(t, func() bool { // sockets are full, and it stands still
		now := chunks()
		return before.Swap(now) == now
	}, 30*time.Second, 200*time.Millisecond)
	_, err = io.ReadFull(response.Body, make([]byte, 32<<20))
	require.NoError(t, err)
	require.NotEqual(t, before.Load(), chunks())
	require.NoError(t, response.Body.Close())
	require.Eventually(t, func() bool { s := n.tenant("pushes").status(); return s.InProgress == 0 }, 30*time.Second, time.Millisecond)
	require.Zero(t, n.held.Load())
}

// A client that goes while it sends leaves nothing behind, also before its program has
// begun.
func TestClientGoes(t *testing.T) {
	n := newNode(t, NodeOptions{})
	deploy(t, n, "waits", "export default { async fetch(request) { return new Response(await request.text()) } }", "")
	server := httptest.NewServer(newServer(n).Handler)
	t.Cleanup(server.Close)
	for _, head := range []string{"Content-Length: 10\r\n\r\nab", "Content-Length: 1000000\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"} {
		connection, err := net.Dial("tcp", server.Listener.Addr().String())
		require.NoError(t, err)
		_, err = io.WriteString(connection, "POST /~waits/ HTTP/1.1\r\nHost: a\r\n"+head)
		require.NoError(t, err)
		require.NoError(t, connection.Close())
	}
	require.Eventually(t, func() bool {
		s := n.tenant("waits").status()
		return s.Requests == 3 && s.InProgress == 0 && n.held.Load() == 0
	}, 30*time.Second, time.Millisecond)
	require.Equal(t, "fine", ask(n, http.MethodPost, "http://waits.test/", "fine").Body.String())
}
