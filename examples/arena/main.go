// Command arena is a small game in which programs play: each player's runs in a
// sandbox of its own, with CPU time, memory and a world to be seen, for days, and
// hostile ones harm nobody.
//
//	go run ./examples/arena                                  # and look at http://127.0.0.1:8080
//	go run ./examples/arena -headless -players 100 -hostile 10 -ticks 500
//	curl -T mine.ts -H 'Authorization: Bearer TOKEN' http://127.0.0.1:8080/players/me
//
// A program is a module, in JavaScript or TypeScript, that exports loop(game), and
// if it wants to outlive a restart or an upload, save() and load(saved). bots/miner.ts
// shows all of it.
package main

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path"
	"strings"
	"syscall"
	"time"

	"github.com/nodeisolates/isolates/v8/vm"
	_ "github.com/nodeisolates/isolates/v8/vm/inprocess"
	_ "github.com/nodeisolates/isolates/v8/vm/worker"
)

//go:embed bots
var bots embed.FS

type options struct {
	address, folder, token  string
	players, hostile, ticks int
	every                   time.Duration
	seed                    uint64
	headless, process       bool
	output                  io.Writer
}

func main() {
	o := options{output: os.Stdout}
	flag.StringVar(&o.address, "address", "127.0.0.1:8080", "where the page is served")
	flag.StringVar(&o.folder, "folder", "", "where the game is saved, and goes on from; none by default")
	flag.StringVar(&o.token, "token", rand.Text(), "what uploads need")
	flag.IntVar(&o.players, "players", 12, "programs of the arena's own that play")
	flag.IntVar(&o.hostile, "hostile", 3, "how many of them are hostile")
	flag.IntVar(&o.ticks, "ticks", 0, "end after so many; 0 is never")
	flag.DurationVar(&o.every, "every", 250*time.Millisecond, "from one tick to the next, at least")
	flag.Uint64Var(&o.seed, "seed", 1, "which map")
	flag.BoolVar(&o.headless, "headless", false, "print a table, and serve no page")
	flag.BoolVar(&o.process, "process", false, "each program in a process of its own")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, o options) (err error) {
	tier := vm.InProcess
	if o.process {
		tier = vm.Process
	}
	host, err := vm.NewHost(vm.HostOptions{Tier: tier})
	if err != nil {
		return err
	}
	defer host.Close()
	a, err := NewArena(host, max(o.players, 1)*5/4+1, o.seed, o.folder)
	if err != nil {
		return err
	}
	// It is saved also when ctx has ended.
	defer func() { err = errors.Join(err, a.Close(context.WithoutCancel(ctx))) }()
	if err := a.invite(o.players, o.hostile); err != nil {
		return err
	}
	if !o.headless {
		listener, err := net.Listen("tcp", o.address)
		if err != nil {
			return err
		}
		server := &http.Server{Handler: a.handler(o.token), ReadTimeout: 10 * time.Second}
		defer server.Close()
		go server.Serve(listener)
		fmt.Fprintf(o.output, "The arena: http://%s\nUploads need the token %s\n", listener.Addr(), o.token)
	}
	next := time.NewTicker(max(o.every, time.Millisecond))
	defer next.Stop()
	rss := residentMemory()
	for n := 1; o.ticks == 0 || n <= o.ticks; n++ {
		f := a.Tick(ctx)
		if o.headless && n%20 == 0 {
			f.print(o.output)
		}
		select {
		case <-next.C:
		case <-ctx.Done():
			return nil
		}
	}
	a.wait()
	a.printSummary(o.output, rss)
	return nil
}

// invite lets the arena's own programs in, those that are hostile first.
func (a *Arena) invite(players, hostile int) error {
	honest, err := fs.Glob(bots, "bots/*.ts")
	if err != nil {
		return err
	}
	enemies, err := fs.Glob(bots, "bots/hostile/*.ts")
	if err != nil {
		return err
	}
	for n := range players {
		of := honest
		if n < hostile {
			of = enemies
		}
		file := of[n%len(of)]
		code, err := bots.ReadFile(file)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%s-%d", strings.TrimSuffix(path.Base(file), ".ts"), n+1)
		if n < hostile {
			name = "hostile-" + name
		}
		if _, ok := a.Player(name); ok {
			continue // it was saved
		}
		if err := a.Upload(name, string(code)); err != nil {
			return err
		}
	}
	return nil
}
