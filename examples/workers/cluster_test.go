package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"
)

// nodeVariable makes the test's binary a node, of the servers of NATS that it names.
const nodeVariable = "WORKERS_NODE_OF"

func TestMain(m *testing.M) {
	servers := os.Getenv(nodeVariable)
	if servers == "" {
		os.Exit(m.Run())
	}
	err := run(context.Background(), "127.0.0.1:0", "127.0.0.1:0", "token", "", "", servers, NodeOptions{
		RequestCPU: 5 * time.Second, Domain: "test", Idle: time.Minute, Replicas: 3, Logger: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// newCluster is three servers of NATS.
func newCluster(t *testing.T) (servers []*server.Server, urls string) {
	var routes []*url.URL
	var ports []int
	for range 3 {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer listener.Close()
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
		routes = append(routes, &url.URL{Scheme: "nats", Host: listener.Addr().String()})
		listener.Close()
	}
	var all []string
	for at, port := range ports {
		s, err := server.NewServer(&server.Options{
			ServerName: fmt.Sprint("server-", at), Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: t.TempDir(),
			NoSigs: true, NoLog: true, MaxPayload: maxMessage, Routes: routes,
			Cluster: server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: port},
		})
		require.NoError(t, err)
		s.Start()
		t.Cleanup(func() {
			s.Shutdown()
			s.WaitForShutdown()
		})
		servers = append(servers, s)
	}
	for _, s := range servers {
		require.Eventually(t, func() bool { return s.ReadyForConnections(time.Second) && s.JetStreamIsCurrent() }, time.Minute, 10*time.Millisecond)
		all = append(all, s.ClientURL())
	}
	require.Eventually(t, func() bool {
		for _, s := range servers {
			if s.JetStreamIsLeader() {
				return true
			}
		}
		return false
	}, time.Minute, 10*time.Millisecond)
	return servers, strings.Join(all, ",")
}

// A process is a node in a process of its own.
type process struct {
	command       *exec.Cmd
	public, admin string // URLs
}

func startProcess(t *testing.T, servers string) *process {
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), nodeVariable+"="+servers)
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	p := &process{command: command}
	for lines := bufio.NewScanner(stdout); p.admin == "" && lines.Scan(); {
		for _, word := range strings.Fields(lines.Text()) {
			word = strings.TrimSuffix(word, ",")
			if at, ok := strings.CutSuffix(word, "/~NAME/"); ok {
				p.public = at
			} else if p.public != "" && strings.HasPrefix(word, "http://127.") {
				p.admin = word
			}
		}
	}
	require.NotEmpty(t, p.admin, "the node has not started")
	return p
}

func (p *process) get(path string) (int, string, error) {
	response, err := http.Get(p.public + path)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

func (p *process) deploy(t *testing.T, name string, archive []byte) {
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, p.admin+"/tenants/"+name, strings.NewReader(string(archive)))
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer token")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode, "%s", text)
}

// Of three nodes one is killed under load, and a server of NATS with it. The others
// answer all the while, have all that was deployed and stored, and take up what is new.
func TestCluster(t *testing.T) {
	servers, urls := newCluster(t)
	var nodes []*process
	for range 3 {
		nodes = append(nodes, startProcess(t, urls))
	}
	program := func(version string) []byte {
		return pack(t, map[string]string{
			"worker.json": `{"kv": ["DATA"]}`,
			"worker.ts": `export default { async fetch(request: Request, env) {
				if (request.url.endsWith('/put')) await env.DATA.put('key', 'kept')
				return new Response('` + version + ` ' + await env.DATA.get('key'))
			} }`,
		})
	}
	all := func(nodes []*process, path, want string) {
		for _, p := range nodes {
			require.Eventually(t, func() bool {
				_, text, err := p.get(path)
				return err == nil && text == want
			}, time.Minute, 10*time.Millisecond, want)
		}
	}
	nodes[0].deploy(t, "a", program("one"))
	all(nodes, "/~a/", "one null")
	_, _, err := nodes[0].get("/~a/put")
	require.NoError(t, err)
	all(nodes, "/~a/", "one kept")

	var wrong, lost, answered atomic.Int64
	killed := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	var clients sync.WaitGroup
	for client := range 6 {
		clients.Go(func() {
			for turn := client; ctx.Err() == nil; turn++ {
				at := turn % 3
				status, _, err := nodes[at].get("/~a/nothing")
				switch {
				case err == nil && status == http.StatusOK:
					answered.Add(1)
				case at == 0 && err != nil: // what was in flight, or is refused
					lost.Add(1)
					<-killed
				default:
					wrong.Add(1)
				}
			}
		})
	}
	require.Eventually(t, func() bool { return answered.Load() > 100 }, time.Minute, time.Millisecond)
	require.NoError(t, nodes[0].command.Process.Kill())
	servers[0].Shutdown()
	close(killed)
	before := answered.Load()
	require.Eventually(t, func() bool { return answered.Load() > before+200 }, time.Minute, time.Millisecond)
	nodes[1].deploy(t, "a", program("two"))
	all(nodes[1:], "/~a/", "two kept")
	cancel()
	clients.Wait()
	require.Positive(t, lost.Load())
	require.Zero(t, wrong.Load(), "answers of nodes that live")
}
