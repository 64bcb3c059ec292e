package vm_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A host that can open nothing more gets no more workers, and an error that says so;
// what there is goes on, and when there is room again so do new ones.
func TestHostileNoDescriptors(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		h := newHost(t, vm.Process)
		first, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
		require.NoError(t, err)
		c := newContext(t, first)
		var before unix.Rlimit
		require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &before))
		used := resources(t).descriptors
		failed := 0
		for free := range uint64(12) { // it fails at another place each time
			few := before
			few.Cur = uint64(used) + free - 2
			require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &few))
			i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
			require.Equal(t, 2, eval[int](t, c, "1 + 1"))
			require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &before))
			if err != nil {
				failed++
			} else {
				require.NoError(t, i.Close())
			}
		}
		require.Positive(t, failed)
		i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
		require.NoError(t, err)
		require.Equal(t, 3, eval[int](t, newContext(t, i), "1 + 2"))
	})
}

// A host that may start no more processes gets no more workers, and an error that says
// so; what there is goes on, and when there may be more again so do new ones.
func TestHostileNoProcesses(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Ahead: -1}})
		require.NoError(t, err)
		first, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
		require.NoError(t, err)
		c := newContext(t, first)
		var before unix.Rlimit
		require.NoError(t, unix.Getrlimit(unix.RLIMIT_NPROC, &before))
		none := before
		none.Cur = 0
		for range 10 {
			require.NoError(t, unix.Setrlimit(unix.RLIMIT_NPROC, &none))
			_, err = h.NewIsolate(t.Context(), vm.IsolateOptions{})
			require.Equal(t, 2, eval[int](t, c, "1 + 1"))
			require.NoError(t, unix.Setrlimit(unix.RLIMIT_NPROC, &before))
			if os.Geteuid() != 0 {
				require.ErrorIs(t, err, unix.EAGAIN)
			} else { // whom no limit holds, but the worker's threads
				require.ErrorContains(t, err, "the worker process has ended")
			}
		}
		i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
		require.NoError(t, err)
		require.Equal(t, 3, eval[int](t, newContext(t, i), "1 + 2"))
		require.Len(t, children(t), 2)
	})
}

// A worker's program may be replaced while the host runs: by what is none, and back.
func TestHostileWorkerIsReplaced(t *testing.T) {
	before := resources(t)
	program, err := os.Executable()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "worker")
	put := func(text string) {
		require.NoError(t, os.WriteFile(path+".new", []byte(text), 0o755))
		require.NoError(t, os.Rename(path+".new", path))
	}
	worker := fmt.Sprintf("#!/bin/sh\nexec '%s'\n", program)
	put(worker)
	h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{Path: path, Ahead: -1}})
	require.NoError(t, err)
	first, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
	require.NoError(t, err)
	c := newContext(t, first)
	for _, other := range []string{
		"", "garbage", "#!/bin/sh\nexit 0\n", "#!/nowhere\n", fmt.Sprintf("#!/bin/sh\nunset %s\nexec /bin/false\n", protocol.WorkerVariable),
	} {
		put(other)
		_, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
		require.Error(t, err, other)
		require.Equal(t, 2, eval[int](t, c, "1 + 1"))
	}
	require.NoError(t, os.Remove(path))
	_, err = h.NewIsolate(t.Context(), vm.IsolateOptions{})
	require.ErrorIs(t, err, os.ErrNotExist)
	put(worker)
	i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
	require.NoError(t, err)
	require.Equal(t, 3, eval[int](t, newContext(t, i), "1 + 2"))
	require.NoError(t, h.Close())
	settles(t, before)
}
