//go:build cgo

package walled_test

import (
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What a worker can't open it does without, and may do worse: V8 seeds its random
// numbers from the time. So it opens nothing any more once V8 has run, but for
// these, which are asked for once: by Abseil for its clock and by the C library
// for the number of processors, which has another way.
var opened = []string{"/sys/devices/system/cpu/cpu0/tsc_freq_khz", "/sys/devices/system/cpu/online", "/proc/stat"}

func TestNothingIsOpened(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("a sanitizer opens files, and does not know that the kernel hands over the path")
	}
	t.Setenv("TZ", "Asia/Kathmandu") // for the time zones
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, warmUp())
		opens := watchOpens(t)
		for _, name := range []string{
			"compilers", "WebAssembly", "time zones", "randomness", "memory limit", "CPU limit", "by force", "isolates at once",
		} {
			require.NoError(t, jobs[name](), name)
		}
		others := slices.DeleteFunc(opens(), func(path string) bool { return slices.Contains(opened, path) })
		require.Empty(t, others)

		// That it is watched.
		_, err := os.Open("/etc/passwd")
		require.ErrorIs(t, err, unix.EPERM)
		require.Contains(t, opens(), "/etc/passwd")
	})
}

// watchOpens forbids to open files, on all threads, and gives the paths that are
// asked for.
func watchOpens(t *testing.T) (opens func() []string) {
	t.Helper()
	// struct seccomp_data begins with the number of the system call.
	code := func(code uint16, yes, no uint8, k uint32) unix.SockFilter {
		return unix.SockFilter{Code: code, Jt: yes, Jf: no, K: k}
	}
	filter := []unix.SockFilter{
		code(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, 0, 0, 0),
		code(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, 0, 1, unix.SYS_OPENAT),
		code(unix.BPF_RET|unix.BPF_K, 0, 0, unix.SECCOMP_RET_USER_NOTIF),
		code(unix.BPF_RET|unix.BPF_K, 0, 0, unix.SECCOMP_RET_ALLOW),
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	require.NoError(t, unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
	listener, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_NEW_LISTENER|unix.SECCOMP_FILTER_FLAG_TSYNC|unix.SECCOMP_FILTER_FLAG_TSYNC_ESRCH,
		uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		t.Skipf("this kernel can't tell of system calls: %v", errno)
	}

	var mutex sync.Mutex
	var paths []string
	go func() {
		for {
			var notice struct {
				id                 uint64
				pid, flags         uint32
				number, arch       uint32
				instruction        uint64
				directory          uint64
				path               *byte
				remainingArguments [4]uint64
			}
			if _, _, errno := unix.Syscall(unix.SYS_IOCTL, listener, unix.SECCOMP_IOCTL_NOTIF_RECV, uintptr(unsafe.Pointer(&notice))); errno != 0 {
				continue // whoever has asked has ended
			}
			mutex.Lock()
			paths = append(paths, unix.BytePtrToString(notice.path))
			mutex.Unlock()
			answer := struct {
				id    uint64
				value int64
				errno int32
				flags uint32
			}{id: notice.id, errno: -int32(unix.EPERM)}
			unix.Syscall(unix.SYS_IOCTL, listener, unix.SECCOMP_IOCTL_NOTIF_SEND, uintptr(unsafe.Pointer(&answer)))
		}
	}()
	return func() []string {
		mutex.Lock()
		defer mutex.Unlock()
		return slices.Clone(paths)
	}
}

// warmUp starts V8 with its threads, and reads the time zone.
func warmUp() error {
	if err := eval(v8.IsolateOptions{}, `new Date().getTimezoneOffset()`, nil); err != nil {
		return fmt.Errorf("without walls: %w", err)
	}
	return nil
}
