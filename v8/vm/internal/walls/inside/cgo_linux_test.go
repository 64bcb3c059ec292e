//go:build cgo

package inside_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls/inside"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls/internal/walltest"
)

// cThreads are threads that Go does not know.
func cThreads(when string) map[string]thread {
	return map[string]thread{"C's, " + when: walltest.NewThread().Syscall}
}

// cInt80 is a thread that calls as 32-bit programs do, or nil where the kernel has
// none of those.
func cInt80() thread {
	if !walltest.HasInt80() {
		return nil
	}
	return walltest.NewThread().Int80
}

func init() { workers["threads"] = func() any { return tryThreads() } }

// threads is how many threads a worker can start, with these walls.
type threads struct {
	Walls []walls.Wall
	Most  int
}

func tryThreads() (got threads) {
	with := options
	with.Threads = 50
	got.Walls = inside.Raise(with)
	for got.Most < 1000 && walltest.NewThread() != nil {
		got.Most++
	}
	return got
}

// A worker can't take all threads that the machine has.
func TestThreadsAreLimited(t *testing.T) {
	var got threads
	w := startWorker(t, "threads", &got, walls.Options{})
	if err := walls.Missing(w.Walls, []string{walls.Namespaces}); err != nil {
		t.Skip(err)
	}
	require.Less(t, got.Most, 50)
	require.Positive(t, got.Most)
	w.leave(t)
}
