package inside_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
)

// A sight is what a worker sees of itself.
type sight struct {
	Environment, Descriptors []string
	Directory                string
	Group, Session           int
	Pid                      int
}

func init() {
	workers["look"] = func() any { return look() }
	workers["host"] = func() any { return startSleeper() }
	workers["sleeper"] = func() any { select {} }
}

func look() sight {
	var s sight
	s.Environment = os.Environ()
	links, _ := filepath.Glob("/proc/self/fd/*")
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil {
			s.Descriptors = append(s.Descriptors, target)
		}
	}
	s.Directory, _ = os.Getwd()
	s.Pid = os.Getpid()
	s.Group = syscall.Getpgrp()
	return s
}

func TestStart(t *testing.T) {
	secret, err := os.Open("/etc/passwd")
	require.NoError(t, err)
	defer secret.Close()
	t.Setenv("SECRET", "1")

	var got sight
	w := startWorker(t, "look", &got, walls.Options{})
	require.Empty(t, got.Environment)
	require.Equal(t, "/", got.Directory)
	require.Equal(t, got.Pid, got.Group, "a session of its own")
	require.NotContains(t, got.Descriptors, "/etc/passwd")
	require.NoError(t, walls.Missing(w.Walls, []string{walls.Environment, walls.ParentDeath}))

	for _, field := range []string{"CapPrm", "CapEff", "CapInh", "CapAmb"} {
		if err := walls.Missing(w.Walls, []string{walls.User}); err == nil {
			require.Equal(t, "0000000000000000", status(t, w.Pid, field))
		}
	}
	for _, namespace := range []string{"user", "net", "ipc", "uts"} {
		if err := walls.Missing(w.Walls, []string{walls.Namespaces}); err != nil {
			t.Log(err)
			break
		}
		own, err := os.Readlink("/proc/self/ns/" + namespace)
		require.NoError(t, err)
		its, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/%s", w.Pid, namespace))
		require.NoError(t, err)
		require.NotEqual(t, own, its)
	}
	if os.Geteuid() == 0 && walls.Missing(w.Walls, []string{walls.User}) == nil {
		require.Equal(t, "65534\t65534\t65534\t65534", status(t, w.Pid, "Uid"))
		require.Equal(t, "65534\t65534\t65534\t65534", status(t, w.Pid, "Gid"))
		require.Empty(t, status(t, w.Pid, "Groups"))
	}
	require.Zero(t, w.leave(t).ExitCode())
}

// A host that can't start a worker says why.
func TestStartFails(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "text")
	require.NoError(t, os.WriteFile(text, []byte("no program"), 0o755))
	for path, want := range map[string]error{
		filepath.Join(folder, "none"): os.ErrNotExist,
		folder:                        os.ErrPermission,
		text:                          syscall.ENOEXEC,
	} {
		_, err := walls.Start(walls.Command{Path: path}, walls.Options{})
		require.ErrorIs(t, err, want, path)
	}
}

// The kernel tells a worker of the end of the thread that has made it, which may
// be long before the host's.
func TestWorkerOutlivesThread(t *testing.T) {
	var got sight
	started := make(chan worker)
	var thread string
	go func() {
		runtime.LockOSThread() // and never unlocks: the thread ends
		thread = "/proc/self/task/" + itoa(syscall.Gettid())
		started <- startWorker(t, "look", &got, walls.Options{})
	}()
	w := <-started
	require.Eventually(t, func() bool {
		_, err := os.Stat(thread)
		return errors.Is(err, os.ErrNotExist)
	}, 10*time.Second, time.Millisecond, "the thread has not ended")
	require.Zero(t, w.leave(t).ExitCode())
}

// startSleeper starts a worker that never ends by itself, and gives it what the
// test gave to this process.
func startSleeper() error {
	_, err := walls.Start(walls.Command{
		Args: []string{os.Args[0], "worker", "sleeper"}, Files: []*os.File{nullFile(), os.NewFile(4, "alive")},
	}, walls.Options{})
	return err
}

func nullFile() *os.File {
	file, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		panic(err)
	}
	return file
}

func TestParentDeath(t *testing.T) {
	alive, held, err := os.Pipe()
	require.NoError(t, err)
	defer alive.Close()
	host, end := socketPair(t)
	defer host.Close()
	process, err := os.StartProcess("/proc/self/exe", []string{os.Args[0], "worker", "host"},
		&os.ProcAttr{Files: []*os.File{nil, nil, os.Stderr, end, held}})
	require.NoError(t, err)
	end.Close()
	held.Close()
	answer := make([]byte, 100)
	n, err := host.Read(answer)
	require.NoError(t, err)
	require.Equal(t, "null\n", string(answer[:n]))

	// That the worker lives: what it holds is open.
	require.NoError(t, alive.SetReadDeadline(time.Now().Add(50*time.Millisecond)))
	_, err = alive.Read(answer)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)

	require.NoError(t, process.Kill())
	_, err = process.Wait()
	require.NoError(t, err)
	require.NoError(t, alive.SetReadDeadline(time.Now().Add(time.Minute)))
	_, err = alive.Read(answer)
	require.ErrorIs(t, err, io.EOF, "the worker outlives its host")
}
