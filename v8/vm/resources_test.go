package vm_test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// used is what this process has of what can be left over.
type used struct{ goroutines, descriptors, children int }

func (u used) moreThan(before used) bool {
	const polling = 1 // goroutine of require.Eventually
	return u.goroutines > before.goroutines+polling || u.descriptors > before.descriptors || u.children > before.children
}

func (u used) String() string {
	return fmt.Sprintf("%d goroutines, %d descriptors, %d child processes", u.goroutines, u.descriptors, u.children)
}

// resources counts. Where there is no /proc it counts goroutines.
func resources(t *testing.T) used {
	t.Helper()
	u := used{goroutines: runtime.NumGoroutine()}
	if runtime.GOOS != "linux" {
		return u
	}
	descriptors, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	u.descriptors = len(descriptors)
	u.children = len(children(t))
	return u
}

// children are the processes of this one, dead ones that nobody has waited for
// included.
func children(t *testing.T) (pids []int) {
	t.Helper()
	processes, err := os.ReadDir("/proc")
	require.NoError(t, err)
	for _, p := range processes {
		pid, err := strconv.Atoi(p.Name())
		if err != nil {
			continue
		}
		stat, err := os.ReadFile("/proc/" + p.Name() + "/stat")
		if err != nil {
			continue // it has ended
		}
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		if parent, err := strconv.Atoi(fields[1]); err == nil && parent == os.Getpid() {
			pids = append(pids, pid)
		}
	}
	return pids
}

// settles waits until nothing is left over.
func settles(t *testing.T, before used) {
	t.Helper()
	var now used
	if !assert.Eventually(t, func() bool { now = resources(t); return !now.moreThan(before) }, 20*time.Second, 10*time.Millisecond) {
		stacks := make([]byte, 1<<20)
		t.Fatalf("before: %v; now: %v\n%s", before, now, stacks[:runtime.Stack(stacks, true)])
	}
}

// An isolate that was closed is garbage, whatever was not closed in it.
func TestClosedIsolateIsGarbage(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			h := newHost(t, tier)
			closed := func() weak.Pointer[vm.Isolate] {
				i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
				require.NoError(t, err)
				c := newContext(t, i)
				f := eval[*vm.Reference](t, c, "() => 1")
				require.NoError(t, c.Global().Set(t.Context(), "lent", f))
				require.NoError(t, c.Global().Set(t.Context(), "called", func() *vm.Reference { return f }))
				require.NoError(t, i.Close())
				return weak.Make(i)
			}()
			require.Eventually(t, func() bool { runtime.GC(); return closed.Value() == nil }, 20*time.Second, time.Millisecond)
		})
	}
}
