package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/vm/inprocess"
)

//go:embed guest.js
var guestJS string

// The limits of a tenant.
const (
	memoryLimit = 128 << 20
	startCPU    = 2 * time.Second
	requestCPU  = 50 * time.Millisecond // by default
	requestWall = 30 * time.Second
	writeWall   = 3 * time.Minute // until a client has all of an answer
	maxOutput   = 64 << 10        // of console, in one request
	subrequests = 50
	connections = 16 // of all requests, at a time
	kvCalls     = 1000
)

// An instance is one version of a tenant's program that runs: an isolate with one
// context, in which requests take turns, and go on while others wait.
type instance struct {
	isolate          *vm.Isolate
	fetch, scheduled *vm.Reference
	requestCPU       time.Duration
	uses             sync.WaitGroup // requests, with what waitUntil was given
	connections      chan struct{}  // to the network: each holds as much as a body

	mutex     sync.Mutex
	last      uint64
	exchanges map[uint64]*exchange
}

// newInstance starts a program.
func (n *Node) newInstance(ctx context.Context, t *tenant, b *Bundle, secrets map[string]string) (*instance, error) {
	isolate, err := n.host.NewIsolate(ctx, vm.IsolateOptions{MemoryLimit: memoryLimit, CPULimit: startCPU, WallLimit: requestWall, Tenant: t.name, Web: true})
	if err != nil {
		return nil, err
	}
	i := &instance{isolate: isolate, requestCPU: n.options.RequestCPU, connections: make(chan struct{}, connections), exchanges: map[uint64]*exchange{}}
	if err := i.start(ctx, n, t, b, secrets); err != nil {
		isolate.Close()
		return nil, err
	}
	return i, nil
}

func (i *instance) start(ctx context.Context, n *Node, t *tenant, b *Bundle, secrets map[string]string) error {
	loader := module.ChainLoader{module.MapLoader{"workers:guest": {Text: guestJS}}, b.loader}
	c, err := i.isolate.NewContext(ctx, vm.ContextOptions{Console: t.log, Loader: inprocess.Loader(loader), Web: true})
	if err != nil {
		return err
	}
	err = c.EvalClosure(ctx, "globalThis.__host = { serve: $0, read: $1, respond: $2, write: $3, end: $4, fetch: $5, service: $6, kvGet: $7, kvPut: $8, kvDelete: $9, kvList: $10 }", n.functions(t, i, b), nil)
	if err != nil {
		return err
	}
	var guest, start *vm.Reference
	if err := c.Import(ctx, "workers:guest", &guest); err != nil {
		return err
	}
	for name, function := range map[string]**vm.Reference{"start": &start, "fetch": &i.fetch, "scheduled": &i.scheduled} {
		if err := guest.Get(ctx, name, function); err != nil {
			return err
		}
	}
	variables := map[string]string{}
	maps.Copy(variables, b.Config.Variables)
	maps.Copy(variables, secrets)
	services := slices.Sorted(maps.Keys(b.Config.Services))
	return start.Apply(ctx, nil, []any{"file:///" + b.Config.Main, variables, list(b.Config.KV), list(services)}, nil)
}

// list is never nil, which would be null in JavaScript.
func list(of []string) []string { return append([]string{}, of...) }

// budget counts what one request asks of the host.
type budget struct {
	mutex           sync.Mutex
	subrequests, kv int
	depth           int // of service bindings
}

type budgetKey struct{}

// spend is the error of a request that asks for too much.
func spend(ctx context.Context, what string, count func(*budget) *int, limit int) error {
	b, _ := ctx.Value(budgetKey{}).(*budget)
	if b == nil {
		return errors.New(what + " outside of a request")
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	used := count(b)
	if *used++; *used > limit {
		return fmt.Errorf("a request may make %d %s", limit, what)
	}
	return nil
}

// functions are what a program can ask the host for.
func (n *Node) functions(t *tenant, i *instance, b *Bundle) []any {
	subrequest := func(ctx context.Context) error {
		return spend(ctx, "subrequests", func(b *budget) *int { return &b.subrequests }, subrequests)
	}
	kv := func(ctx context.Context, namespace string) error {
		if !slices.Contains(b.Config.KV, namespace) {
			return fmt.Errorf("KV: there is no namespace %q", namespace)
		}
		return spend(ctx, "KV operations", func(b *budget) *int { return &b.kv }, kvCalls)
	}
	functions := []struct {
		name string
		fn   any
	}{
		{"read", i.read},
		{"respond", i.respond},
		{"write", i.write},
		{"end", i.end},
		{"fetch", func(ctx context.Context, request Message) (*Message, error) {
			if err := subrequest(ctx); err != nil {
				return nil, err
			}
			select {
			case i.connections <- struct{}{}:
				defer func() { <-i.connections }()
				return n.outgoing(ctx, &request)
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}},
		{"service", func(ctx context.Context, binding string, request Message) (*Message, error) {
			if err := subrequest(ctx); err != nil {
				return nil, err
			}
			return n.service(ctx, b.Config.Services[binding], &request)
		}},
		{"kvGet", func(ctx context.Context, namespace, key string) ([]byte, error) {
			if err := kv(ctx, namespace); err != nil {
				return nil, err
			}
			return n.store.Get(ctx, t.name, namespace, key)
		}},
		{"kvPut", func(ctx context.Context, namespace, key string, value []byte, seconds float64) error {
			if err := kv(ctx, namespace); err != nil {
				return err
			}
			return n.store.Put(ctx, t.name, namespace, key, value, time.Duration(min(max(seconds, 0), 1e9)*float64(time.Second)))
		}},
		{"kvDelete", func(ctx context.Context, namespace, key string) error {
			if err := kv(ctx, namespace); err != nil {
				return err
			}
			return n.store.Remove(ctx, t.name, namespace, key)
		}},
		{"kvList", func(ctx context.Context, namespace, prefix string, limit float64) ([]string, error) {
			if err := kv(ctx, namespace); err != nil {
				return nil, err
			}
			return n.store.List(ctx, t.name, namespace, prefix, int(min(max(limit, 0), maxKeys)))
		}},
	}
	arguments := []any{vm.WebServe()}
	for _, f := range functions {
		mode := vm.Async
		if f.name == "respond" {
			mode = vm.Sync // it does not wait
		}
		arguments = append(arguments, vm.NewCallback(f.fn, vm.CallbackOptions{Mode: mode, Name: f.name}))
	}
	return arguments
}

// close ends it when nobody uses it any more.
func (i *instance) close() {
	go func() {
		i.uses.Wait()
		i.isolate.Close()
	}()
}
