package inside_test

import (
	"maps"
	"os"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls/inside"
)

var itoa = strconv.Itoa

// An answer is what a worker found.
type answer struct {
	Walls   []walls.Wall
	Threads map[string]map[string]int
}

func init() {
	workers["walled"] = func() any { return tryAll(true, func() []walls.Wall { return inside.Raise(options) }) }
	workers["not walled"] = func() any { return tryAll(false, func() []walls.Wall { return nil }) }
}

// tryAll makes the calls of these names, or all, on threads that are there before
// the walls are, and on some that are made afterwards.
func tryAll(walled bool, raise func() []walls.Wall, names ...string) answer {
	memory := newMemory(walled)
	threads := cThreads("before")
	threads["Go's, before"] = goThread()
	got := answer{raise(), map[string]map[string]int{}}
	threads["Go's, after"] = goThread()
	maps.Copy(threads, cThreads("after"))
	for name, thread := range threads {
		got.Threads[name] = try(thread, memory, names)
	}
	return got
}

func TestRaiseForbids(t *testing.T) {
	var without, got answer
	startPlain(t, "not walled", &without).leave(t)
	os.Remove(made)
	w := startWorker(t, "walled", &got, walls.Options{})
	requireOnThreads(t, w.Pid, "Seccomp", "2")
	requireOnThreads(t, w.Pid, "NoNewPrivs", "1")
	require.Zero(t, w.leave(t).ExitCode())

	require.NoError(t, walls.Missing(got.Walls, []string{walls.NoNewPrivs, walls.Seccomp, walls.Rlimits,
		walls.Environment, walls.Descriptors, walls.ParentDeath, walls.Dumpable}))
	require.Greater(t, len(got.Threads), 1)
	for thread, answers := range got.Threads {
		for _, call := range calls {
			errno := syscall.Errno(answers[call.name])
			require.Contains(t, []syscall.Errno{syscall.EPERM, syscall.ENOSYS}, errno, "%s on a thread of %s", call.name, thread)
		}
	}
	if os.Geteuid() != 0 {
		return // much of it is forbidden to anybody but root
	}
	for thread, answers := range without.Threads {
		for _, call := range calls {
			require.NotEqual(t, syscall.EPERM, syscall.Errno(answers[call.name]), "without walls: %s on a thread of %s", call.name, thread)
		}
	}
}
