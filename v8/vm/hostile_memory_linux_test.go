package vm_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A takenOver is a worker that was taken over: it has said hello, and does as it likes
// with the memory that it shares with its host.
type takenOver struct {
	conn   *protocol.Conn
	socket net.Conn
	memory []byte
	random *rand.Rand
}

// answer waits for a request, and answers it with nothing.
func (w *takenOver) answer() uint64 {
	kind, id, _, err := w.conn.Receive()
	for err == nil && kind != protocol.FrameRequest {
		kind, id, _, err = w.conn.Receive()
	}
	if err != nil {
		os.Exit(1)
	}
	w.conn.Send(protocol.FrameResponse, id, &protocol.Response{})
	return id
}

// takenOvers are what such workers do, each for ever.
var takenOvers = map[string]func(w *takenOver){
	"scribbles": func(w *takenOver) { w.memory[w.random.IntN(len(w.memory))] = byte(w.random.Uint32()) },
	"lies about positions": func(w *takenOver) {
		w.memory[w.random.IntN(4096)] = byte(w.random.Uint32())
	},
	"is silent": func(w *takenOver) { time.Sleep(time.Hour) },
	"stops":     func(*takenOver) { syscall.Kill(os.Getpid(), syscall.SIGSTOP) },
	"answers what nobody has asked": func(w *takenOver) {
		w.conn.Send(protocol.FrameResponse, w.random.Uint64(), &protocol.Response{})
	},
	"cancels": func(w *takenOver) { w.conn.Send(protocol.FrameHostCancel, w.random.Uint64(), nil) },
	"calls": func(w *takenOver) {
		w.conn.Send(protocol.FrameHostCall, w.random.Uint64(), &protocol.HostCall{Op: protocol.HostCallback, Isolate: 1, ID: 1})
	},
	"wakes for nothing": func(w *takenOver) { w.socket.Write(make([]byte, 1<<16)) },
	"closes its socket": func(w *takenOver) {
		w.socket.Close()
		time.Sleep(time.Hour)
	},
	"says half": func(w *takenOver) {
		w.conn.Send(protocol.FrameHostCall, 1, &protocol.HostCall{Op: protocol.HostCallback})
		w.memory = w.memory[:4096]
		copy(w.memory[2048:], []byte{200, 0, 0, 0})
		time.Sleep(time.Hour)
	},
	"reads nothing": func(w *takenOver) { time.Sleep(time.Hour) },
}

const takenOverVariable = "ISOLATES_TAKEN_OVER" // what it does, and its Role

// This program is such a worker where takenOverWorker has started it.
func init() {
	name, text, ok := strings.Cut(os.Getenv(takenOverVariable), ":")
	if !ok {
		return
	}
	role, err := protocol.ParseRole(text)
	if err != nil {
		os.Exit(1)
	}
	socket, err := net.FileConn(os.NewFile(uintptr(role.Socket), "host"))
	if err != nil {
		os.Exit(1)
	}
	file := os.NewFile(uintptr(role.Memory), "memory")
	memory, err := protocol.MapMemory(file, true)
	info, failed := file.Stat()
	if err != nil || failed != nil {
		os.Exit(1)
	}
	w := &takenOver{
		conn: protocol.NewConn(socket, protocol.LongestFrame, protocol.LongestFrame), socket: socket,
		random: rand.New(rand.NewPCG(1, uint64(os.Getpid()))),
	}
	if w.memory, err = unix.Mmap(role.Memory, 0, int(info.Size()), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED); err != nil {
		os.Exit(1)
	}
	w.conn.Send(protocol.FrameHello, 0, &protocol.Hello{Version: protocol.Version, Shares: true})
	w.conn.Share(memory)
	if name != "reads nothing" {
		w.answer() // the new isolate
		w.answer() // and its context
	}
	for {
		takenOvers[name](w)
	}
}

// takenOverWorker is a program that is one.
func takenOverWorker(t *testing.T, name string) string {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "worker")
	require.NoError(t, os.WriteFile(path, fmt.Appendf(nil, "#!/bin/sh\nexport %s=\"%s:$%s\"\nunset %[3]s\nexec '%[4]s'\n",
		takenOverVariable, name, protocol.WorkerVariable, program), 0o755))
	return path
}

// Whatever a worker does to the memory that it shares, its calls end in time, with an
// error that says so, and the host's other isolates do not notice.
func TestHostileWorkerMemory(t *testing.T) {
	neighbours, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Ahead: -1}})
	require.NoError(t, err)
	defer neighbours.Close()
	neighbour, err := neighbours.NewIsolate(t.Context(), vm.IsolateOptions{})
	require.NoError(t, err)
	quiet := newContext(t, neighbour)
	before := resources(t)
	for name := range takenOvers {
		t.Run(name, func(t *testing.T) {
			h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Path: takenOverWorker(t, name), Ahead: -1}})
			require.NoError(t, err)
			defer h.Close()
			i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{WallLimit: 300 * time.Millisecond, Grace: 50 * time.Millisecond})
			if err == nil {
				var c *vm.Context
				if c, err = i.NewContext(t.Context(), vm.ContextOptions{}); err == nil {
					for k := 0; err == nil && k < 1000; k++ {
						err = c.EvalClosure(t.Context(), "1", []any{make([]byte, 1<<20)}, nil)
						require.Equal(t, 1, eval[int](t, quiet, "1"))
					}
				}
			}
			require.ErrorIs(t, err, vm.ErrWorkerLost)
		})
		settles(t, before)
	}
}
