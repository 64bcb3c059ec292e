//go:build cgo

package walled_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
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

// forbidden shows that opening is watched.
const forbidden = "/etc/passwd"

func TestNothingIsOpened(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("a sanitizer opens files, and does not know that the kernel hands over the path")
	}
	said, process := start(t, opens)
	reader := bufio.NewReader(said)
	var listener int
	_, err := fmt.Fscanln(reader, &listener)
	require.NoError(t, err)
	if listener < 0 {
		t.Skip("this kernel can't tell of system calls")
	}
	paths := watchOpens(t, process.Pid, listener)
	output, err := io.ReadAll(reader)
	require.NoError(t, err)
	state, err := process.Wait()
	require.NoError(t, err)
	require.Equal(t, done, string(output), "the worker ended with %v", state)

	others := slices.DeleteFunc(<-paths, func(path string) bool { return slices.Contains(opened, path) })
	require.Equal(t, []string{forbidden}, slices.Compact(others)) // a signal makes the kernel ask again
}

// opens is what a worker does when it is started with this name: all jobs that open
// nothing.
const opens = "opens"

func withoutOpening(host *os.File) error {
	listener, err := forbidOpening()
	if err == unix.EINVAL || err == unix.ENOSYS {
		listener, err = -1, nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(host, listener)
	for _, name := range []string{
		"compilers", "WebAssembly", "time zones", "randomness", "memory limit", "CPU limit", "by force", "isolates at once",
	} {
		if err := jobs[name](); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if _, err := os.Open(forbidden); listener >= 0 && !errors.Is(err, unix.EPERM) {
		return fmt.Errorf("open: %w", err)
	}
	return nil
}

// forbidOpening lets whoever reads from the descriptor decide what all threads open.
func forbidOpening() (listener int, err error) {
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
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return 0, err
	}
	descriptor, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_NEW_LISTENER|unix.SECCOMP_FILTER_FLAG_TSYNC|unix.SECCOMP_FILTER_FLAG_TSYNC_ESRCH,
		uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		return 0, errno
	}
	return int(descriptor), nil
}

// watchOpens refuses what a process wants to open, and sends the paths when it has
// ended. The process could not do so itself: Go's runtime makes threads while it may
// not be stopped, and the C library may open a file for that.
func watchOpens(t *testing.T, pid, listener int) <-chan []string {
	t.Helper()
	handle, err := unix.PidfdOpen(pid, 0)
	require.NoError(t, err)
	defer unix.Close(handle)
	listener, err = unix.PidfdGetfd(handle, listener, 0)
	require.NoError(t, err)

	result := make(chan []string, 1)
	go func() {
		defer unix.Close(listener)
		var paths []string
		for {
			events := []unix.PollFd{{Fd: int32(listener), Events: unix.POLLIN}}
			if _, err := unix.Poll(events, -1); err == nil && events[0].Revents&unix.POLLHUP != 0 {
				result <- paths
				return
			}
			var notice struct {
				id                 uint64
				pid, flags         uint32
				number, arch       uint32
				instruction        uint64
				directory          uint64
				path               uint64
				remainingArguments [4]uint64
			}
			if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(listener), unix.SECCOMP_IOCTL_NOTIF_RECV, uintptr(unsafe.Pointer(&notice))); errno != 0 {
				continue // whoever has asked has been interrupted
			}
			var path [unix.PathMax]byte
			first := min(len(path), os.Getpagesize()-int(notice.path%uint64(os.Getpagesize()))) // the next page may not be there
			n, _ := unix.ProcessVMReadv(int(notice.pid), []unix.Iovec{{Base: &path[0], Len: uint64(len(path))}}, []unix.RemoteIovec{
				{Base: uintptr(notice.path), Len: first}, {Base: uintptr(notice.path) + uintptr(first), Len: len(path) - first},
			}, 0)
			paths = append(paths, unix.ByteSliceToString(path[:max(n, 0)]))
			answer := struct {
				id    uint64
				value int64
				errno int32
				flags uint32
			}{id: notice.id, errno: -int32(unix.EPERM)}
			unix.Syscall(unix.SYS_IOCTL, uintptr(listener), unix.SECCOMP_IOCTL_NOTIF_SEND, uintptr(unsafe.Pointer(&answer)))
		}
	}()
	return result
}

// warmUp starts V8 with its threads, and reads the time zone.
func warmUp() error {
	if err := eval(v8.IsolateOptions{}, `new Date().getTimezoneOffset()`, nil); err != nil {
		return fmt.Errorf("without walls: %w", err)
	}
	return nil
}
