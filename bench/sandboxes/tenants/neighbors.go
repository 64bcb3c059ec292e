package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/nodeisolates/isolates/v8/vm"
)

// neighbors measures what tenants notice of workers that come to grief beside them.
func neighbors(count int, lasts time.Duration) error {
	h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Ahead: -1}})
	if err != nil {
		return err
	}
	defer h.Close()
	ctx := context.Background()
	newContext := func() (*vm.Isolate, *vm.Context, error) {
		i, err := h.NewIsolate(ctx, vm.IsolateOptions{MemoryLimit: 32 << 20, Grace: 100 * time.Millisecond})
		if err != nil {
			return nil, nil, err
		}
		c, err := i.NewContext(ctx, vm.ContextOptions{})
		return i, c, err
	}
	var contexts []*vm.Context
	for range count {
		_, c, err := newContext()
		if err == nil {
			err = c.Eval(ctx, program, nil)
		}
		if err != nil {
			return err
		}
		contexts = append(contexts, c)
	}
	healthy := children()
	quietly := func(m *measure, lasts time.Duration) {
		var calling sync.WaitGroup
		ends := time.Now().Add(lasts)
		for _, c := range contexts {
			calling.Go(func() {
				for ; time.Now().Before(ends); time.Sleep(5 * time.Millisecond) {
					began := time.Now()
					err := c.EvalClosure(ctx, "return visit($0)", []any{"somebody"}, nil)
					m.add(time.Since(began), err)
				}
			})
		}
		calling.Wait()
	}
	var quiet measure
	quietly(&quiet, lasts/6)
	fmt.Println("quiet:", &quiet)
	for name, injure := range map[string]func(pid int){
		"stopped":          func(pid int) { syscall.Kill(pid, syscall.SIGSTOP) },
		"crashing":         func(pid int) { syscall.Kill(pid, syscall.SIGSEGV) },
		"aborting":         func(pid int) { syscall.Kill(pid, syscall.SIGABRT) },
		"killed":           func(pid int) { syscall.Kill(pid, syscall.SIGKILL) },
		"in endless loops": func(int) {},
	} {
		done := make(chan struct{})
		var injured measure
		var ending sync.WaitGroup
		ending.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				i, c, err := newContext()
				if err != nil {
					injured.add(0, err)
					return
				}
				calling := make(chan struct{})
				began := time.Now()
				go func() {
					defer close(calling)
					err := c.Eval(ctx, "for (;;);", nil, vm.CallOptions{WallLimit: 500 * time.Millisecond})
					injured.add(time.Since(began), err)
				}()
				time.Sleep(100 * time.Millisecond)
				for _, pid := range children() {
					if !slices.Contains(healthy, pid) {
						injure(pid)
					}
				}
				<-calling
				i.Close()
			}
		})
		var beside measure
		quietly(&beside, lasts/6)
		close(done)
		ending.Wait()
		fmt.Printf("beside workers that are %s: %v; theirs %v\n", name, &beside, &injured)
	}
	return nil
}
