// Command workers is an HTTP host of many tenants, in the manner of edge platforms. A
// tenant's program is a module with methods:
//
//	export default {
//		async fetch(request, env, ctx) { return new Response(`hello ${env.NAME}`) },
//		async scheduled(event, env, ctx) { await env.CACHE.put('ran', String(event.scheduledTime)) },
//	}
//
// in JavaScript or TypeScript, with packages of npm in node_modules, and worker.json for
// what is not code; see Config.
//
//	go run -C examples/workers .     # the tenants in sites; http://hello.localhost:8787
//	curl -T site.zip -H 'Authorization: Bearer TOKEN' http://127.0.0.1:8788/tenants/hello
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"github.com/nodeisolates/isolates/v8/vm"
	_ "github.com/nodeisolates/isolates/v8/vm/worker"
)

func main() {
	address := flag.String("address", "127.0.0.1:8787", "where tenants are served")
	admin := flag.String("admin", "127.0.0.1:8788", "where the operator's page and API are")
	token := flag.String("token", rand.Text(), "what the API needs")
	domain := flag.String("domain", "localhost", "a tenant a has the host name a.DOMAIN, besides its own, and the path /~a, which is for trials: all paths are one origin to browsers")
	sites := flag.String("sites", "sites", "a folder of tenants, which is watched: one folder each")
	folder := flag.String("folder", "", "where programs and KV are stored; empty is for this run alone")
	url := flag.String("nats", "", "servers of NATS to join, with JetStream, instead of one in this process")
	replicas := flag.Int("replicas", 1, "how many servers of NATS store each thing")
	process := flag.Bool("process", false, "each tenant in a process of its own")
	idle := flag.Duration("idle", 5*time.Minute, "when a program is ended that nobody asks")
	verbose := flag.Bool("verbose", false, "log what programs print")
	flag.Parse()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	level := slog.LevelInfo
	if *verbose {
		level = slog.LevelDebug
	}
	options := NodeOptions{
		Tier: vm.InProcess, Domain: *domain, Idle: *idle, Replicas: *replicas,
		Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level})),
	}
	if *process {
		options.Tier = vm.Process
	}
	if err := run(ctx, *address, *admin, *token, *sites, *folder, *url, options); err != nil {
		log.Fatal(err)
	}
}

// gcPercent lets Go's heap grow more before it is collected: it is small beside the
// isolates', which are V8's, and each request leaves some of it as garbage.
const gcPercent = 400

func run(ctx context.Context, address, admin, token, sites, folder, url string, options NodeOptions) error {
	connection, end, err := connect(url, folder)
	if err != nil {
		return err
	}
	defer end()
	n, err := NewNode(ctx, connection, options)
	if err != nil {
		return err
	}
	public := newServer(n)
	private := newServer(n.Admin(token))
	failed := make(chan error, 2)
	listen := func(s *http.Server, address string) net.Addr {
		if err != nil {
			return nil
		}
		var listener net.Listener
		if listener, err = net.Listen("tcp", address); err != nil {
			return nil
		}
		go func() { failed <- s.Serve(listener) }()
		return listener.Addr()
	}
	tenants, operator := listen(public, address), listen(private, admin)
	if err != nil {
		return errors.Join(err, n.Close(over))
	}
	fmt.Printf("Tenants: http://%s/~NAME/ and http://NAME.%s\nOperator: http://%s , with the token %s\n", tenants, options.Domain, operator, token)
	if sites != "" {
		go n.watchSites(ctx, sites)
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), requestWall)
	defer cancel()
	// Requests that still come are for other nodes, until the listener is closed.
	return errors.Join(err, n.Close(ending), public.Shutdown(ending), private.Shutdown(ending))
}

// newServer is a server that no client holds up by being slow.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: writeWall, MaxHeaderBytes: maxHeader,
	}
}

// over is a ctx that has ended: for closing without waiting.
var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// connect connects to servers of NATS, or to one that it starts in this process.
func connect(url, folder string) (connection *nats.Conn, end func(), err error) {
	if url != "" {
		connection, err = nats.Connect(url, nats.MaxReconnects(-1), nats.Name("workers"))
		if err != nil {
			return nil, nil, fmt.Errorf("NATS: %w", err)
		}
		return connection, connection.Close, nil
	}
	remove := func() {}
	if folder == "" {
		if folder, err = os.MkdirTemp("", "workers"); err != nil {
			return nil, nil, err
		}
		remove = func() { os.RemoveAll(folder) }
	}
	s, err := server.NewServer(&server.Options{
		JetStream: true, StoreDir: filepath.Join(folder, "nats"), DontListen: true, NoSigs: true, NoLog: true, MaxPayload: maxMessage,
	})
	if err != nil {
		remove()
		return nil, nil, fmt.Errorf("NATS: %w", err)
	}
	end = func() {
		s.Shutdown()
		s.WaitForShutdown()
		remove()
	}
	s.Start()
	if !s.ReadyForConnections(30 * time.Second) {
		end()
		return nil, nil, errors.New("NATS: the server has not started")
	}
	connection, err = nats.Connect("", nats.InProcessServer(s), nats.Name("workers"))
	if err != nil {
		end()
		return nil, nil, fmt.Errorf("NATS: %w", err)
	}
	stop := end
	return connection, func() {
		connection.Close()
		stop()
	}, nil
}

// maxMessage is as long as a body is, in JSON.
const maxMessage = 2 * maxBody
