//go:build unix

package vm_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A worker that is stopped or killed ends the calls of its isolates, and no others.
func TestHostileWorkerSignals(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("processes are found by /proc")
	}
	for _, signal := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGKILL, syscall.SIGSEGV, syscall.SIGABRT} {
		for name, source := range map[string]string{
			"spin": "running(); for (;;);", "callback": "running(); wait()", "await": "running(); slow()", "timer": "running(); new Promise(() => setInterval(() => {}, 1))",
		} {
			t.Run(fmt.Sprint(signal, name), func(t *testing.T) {
				h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Ahead: -1}})
				require.NoError(t, err)
				defer h.Close()
				i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{Grace: 100 * time.Millisecond})
				require.NoError(t, err)
				victims := children(t)
				c := newContext(t, i)
				other, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
				require.NoError(t, err)
				quiet := newContext(t, other)
				running, done := make(chan struct{}), make(chan error, 1)
				wait := func(ctx context.Context) { <-ctx.Done() }
				require.NoError(t, c.Global().Set(t.Context(), "running", func() { close(running) }))
				require.NoError(t, c.Global().Set(t.Context(), "wait", wait))
				require.NoError(t, c.Global().Set(t.Context(), "slow", vm.NewCallback(wait, vm.CallbackOptions{Mode: vm.Async})))
				go func() {
					done <- c.Eval(context.Background(), source, nil, vm.CallOptions{WallLimit: 300 * time.Millisecond})
				}()
				<-running
				for _, pid := range victims {
					require.NoError(t, syscall.Kill(pid, signal))
				}
				require.ErrorIs(t, <-done, vm.ErrWorkerLost)
				require.ErrorIs(t, c.Eval(t.Context(), "1", nil), vm.ErrIsolateDead)
				require.Equal(t, 1, eval[int](t, quiet, "1"))
				require.NoError(t, i.Close())
			})
		}
	}
}

// fakeWorker is a program that writes bytes to the host, and does what then says.
func fakeWorker(t *testing.T, data []byte, then string) string {
	t.Helper()
	folder := t.TempDir()
	said, path := filepath.Join(folder, "said"), filepath.Join(folder, "worker")
	require.NoError(t, os.WriteFile(said, data, 0o644))
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\ncat "+said+" >&3\n"+then+"\n"), 0o755))
	return path
}

// frame is a message on the wire.
func frame(t *testing.T, kind protocol.FrameType, id uint64, m any) []byte {
	t.Helper()
	var stream bytes.Buffer
	require.NoError(t, protocol.NewConn(&stream, 0, protocol.LongestFrame).Send(kind, id, m))
	return stream.Bytes()
}

// What is no worker, or one of another version, is an error of NewHost.
func TestHostileNoWorker(t *testing.T) {
	vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Path: "/nowhere"}}) // makes the thread that starts all
	before := resources(t)
	hello := frame(t, protocol.FrameHello, 0, &protocol.Hello{Version: "another"})
	paths := map[string]string{
		"none": filepath.Join(t.TempDir(), "none"), "a folder": t.TempDir(), "silent": fakeWorker(t, nil, "exit 0"),
		"garbage": fakeWorker(t, []byte("hello, world, this is no frame"), "sleep 100"), "version": fakeWorker(t, hello, "sleep 100"),
		"half": fakeWorker(t, hello[:7], "exit 1"), "true": "/bin/true",
	}
	for name, path := range paths {
		_, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Path: path}})
		require.Error(t, err, name)
	}
	settles(t, before)
}

// Whatever a worker says, its isolates get errors, and nobody waits for it for long.
func TestHostileWorkerLies(t *testing.T) {
	before := resources(t)
	hello := frame(t, protocol.FrameHello, 0, &protocol.Hello{Version: protocol.Version})
	random := rand.New(rand.NewPCG(1, 2))
	kinds := []protocol.Kind{protocol.Undefined, protocol.Clone, protocol.Reference, protocol.String, protocol.Foreign, protocol.Callback}
	for round := range 24 {
		data := bytes.Clone(hello)
		for range 50 {
			v := protocol.Value{Kind: kinds[random.IntN(len(kinds))], ID: random.Uint64N(5), Text: "x", Data: []byte("\xff\x0fo\x01")}
			var next []byte
			switch random.IntN(4) {
			case 0:
				next = frame(t, protocol.FrameResponse, random.Uint64N(6), &protocol.Response{Value: v, Failure: &protocol.Failure{Reason: protocol.Reason(1 + random.IntN(9)), HostErrors: []uint64{1}}})
			case 1:
				next = frame(t, protocol.FrameResponse, random.Uint64N(6), &protocol.Response{Value: v})
			case 2:
				next = frame(t, protocol.FrameHostCall, random.Uint64N(9), &protocol.HostCall{Op: protocol.HostOp(1 + random.IntN(7)), Call: random.Uint64N(6), Isolate: 1, Context: 1, ID: random.Uint64N(4), Values: []protocol.Value{v, v, v}})
			case 3:
				next = frame(t, protocol.FrameHostCancel, random.Uint64N(9), nil)
			}
			if round%3 == 0 {
				next[random.IntN(len(next))] ^= byte(1 << random.IntN(8))
			}
			data = append(data, next...)
		}
		then := []string{"sleep 100", "exec 3>&-; sleep 100", "exit 0"}[round%3]
		h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Path: fakeWorker(t, data, then), Ahead: -1}})
		if err != nil {
			continue // it has ended already
		}
		began := time.Now()
		o := vm.IsolateOptions{WallLimit: 200 * time.Millisecond, Grace: 50 * time.Millisecond}
		if i, err := h.NewIsolate(t.Context(), o); err == nil {
			if c, err := i.NewContext(t.Context(), vm.ContextOptions{}); err == nil {
				for _, out := range []any{new(int), new(any), new(*vm.Reference), new(*vm.ExternalCopy)} {
					c.EvalClosure(t.Context(), "$0()", []any{func() {}}, out)
				}
			}
			i.Close()
		}
		require.Less(t, time.Since(began), 20*time.Second)
		require.NoError(t, h.Close())
	}
	settles(t, before)
}
