package inside_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls/inside"
)

// workers are what this program does when it is started as a worker: with
// "worker" and a name as its arguments. What it returns goes to the host as JSON,
// by descriptor 3.
var workers = map[string]func() any{}

// argument is what follows a colon in the name.
var argument string

// Tests run on threads that can end, which the first one can't.
func init() { runtime.LockOSThread() }

func TestMain(m *testing.M) {
	if len(os.Args) < 3 || os.Args[1] != "worker" {
		os.Exit(m.Run())
	}
	host := os.NewFile(3, "host")
	name, rest, _ := strings.Cut(os.Args[2], ":")
	argument = rest
	answer, err := json.Marshal(workers[name]())
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(host, "%s\n", answer)
	// The host has the last word: it may look at the process first.
	bufio.NewReader(host).ReadByte()
	unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0) // os.Exit runs a sanitizer, which does what is forbidden
}

// A worker is one that was started and has answered.
type worker struct {
	*walls.Process
	host   *os.File
	stderr *strings.Builder
}

// startWorker starts the worker of that name and reads its answer.
func startWorker(t *testing.T, name string, answer any, options walls.Options) worker {
	t.Helper()
	return runWorker(t, name, answer, func(command walls.Command) (*walls.Process, error) {
		return walls.Start(command, options)
	})
}

// startPlain is startWorker without the host's half.
func startPlain(t *testing.T, name string, answer any) worker {
	t.Helper()
	return runWorker(t, name, answer, func(command walls.Command) (*walls.Process, error) {
		files := append([]*os.File{nil, nil, command.Stderr}, command.Files...)
		process, err := os.StartProcess("/proc/self/exe", command.Args, &os.ProcAttr{Files: files})
		return &walls.Process{Process: process}, err
	})
}

func runWorker(t *testing.T, name string, answer any, start func(walls.Command) (*walls.Process, error)) worker {
	t.Helper()
	host, end := socketPair(t)
	read, write, err := os.Pipe()
	require.NoError(t, err)
	process, err := start(walls.Command{
		Args: []string{os.Args[0], "worker", name}, Files: []*os.File{end}, Stderr: write,
	})
	write.Close()
	end.Close()
	require.NoError(t, err)
	w := worker{process, host, new(strings.Builder)}
	said := make(chan struct{})
	go func() {
		defer close(said)
		bufio.NewReader(read).WriteTo(w.stderr)
	}()
	t.Cleanup(func() {
		host.Close()
		process.Kill()
		process.Wait()
		<-said
		read.Close()
	})
	require.NoError(t, host.SetReadDeadline(time.Now().Add(time.Minute)))
	line, err := bufio.NewReader(host).ReadBytes('\n')
	if err != nil {
		process.Kill()
		<-said
		require.NoError(t, err, "the worker said: %s", w.stderr)
	}
	require.NoError(t, json.Unmarshal(line, answer))
	return w
}

// leave lets the worker end, and is how it did.
func (w worker) leave(t *testing.T) *os.ProcessState {
	t.Helper()
	w.host.Write([]byte{'\n'})
	state, err := w.Wait()
	require.NoError(t, err)
	return state
}

// options are those of a worker of these tests.
var options = inside.Options{Descriptors: []int{3}}

func socketPair(t *testing.T) (host, worker *os.File) {
	t.Helper()
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	require.NoError(t, unix.SetNonblock(ends[0], true)) // for deadlines
	return os.NewFile(uintptr(ends[0]), "host"), os.NewFile(uintptr(ends[1]), "worker")
}
