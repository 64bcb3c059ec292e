package inside_test

import (
	"runtime"
	"slices"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls/inside"
)

// Numbers that are no kernel's yet included.
const numbers = 1024

// x32 marks the numbers of the x32 ABI, which are amd64's else.
const x32 = 0x40000000

// The kernel calls these from code that it has put into the process, past every
// filter, and ends the process when they come from elsewhere.
const uretprobe, uprobe = 335, 336

func init() { workers["every number"] = func() any { return tryNumbers() } }

// A reach is the numbers that were not refused.
type reach struct {
	Usual, X32, Int80 []int
	// Pid is getpid's result as 32-bit programs ask for it, before the walls.
	Pid int
}

func tryNumbers() (got reach) {
	allowed, err := inside.Allowed()
	if err != nil {
		panic(err)
	}
	threads, way32 := []thread{goThread()}, cInt80()
	for _, thread := range cThreads("before") {
		threads = append(threads, thread)
	}
	if way32 != nil {
		const getpid = 20
		pid, _ := way32(getpid, [6]uintptr{})
		got.Pid = int(pid)
	}
	inside.Raise(options)
	wrong := [6]uintptr{none, none, none, none, none, none}
	if runtime.GOARCH == "amd64" {
		allowed = append(allowed, uretprobe, uprobe)
	}
	refused := func(errno syscall.Errno) bool { return errno == syscall.EPERM || errno == syscall.ENOSYS }
	for number := range numbers {
		for _, thread := range threads {
			if !slices.Contains(allowed, number) {
				if _, errno := thread(uintptr(number), wrong); !refused(errno) {
					got.Usual = append(got.Usual, number)
				}
			}
			if runtime.GOARCH == "amd64" {
				if _, errno := thread(uintptr(number|x32), wrong); !refused(errno) {
					got.X32 = append(got.X32, number)
				}
			}
		}
		if way32 != nil {
			if _, errno := way32(uintptr(number), wrong); !refused(errno) {
				got.Int80 = append(got.Int80, number)
			}
		}
	}
	return got
}

// The filter's list is all that there is, whichever way one takes into the
// kernel: by the usual one, with numbers of x32, or as 32-bit programs do.
func TestNoOtherSystemCall(t *testing.T) {
	var got reach
	w := startWorker(t, "every number", &got, walls.Options{})
	require.Zero(t, w.leave(t).ExitCode())
	if got.Pid != 0 {
		require.Equal(t, w.Pid, got.Pid)
	}
	require.Empty(t, slices.Concat(got.Usual, got.X32, got.Int80), "%+v", got)
}
