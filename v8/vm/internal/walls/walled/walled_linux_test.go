//go:build cgo

package walled_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls/inside"
)

// As in a worker, which is its program's init, no isolate is ever on the first
// thread: there the C library would read /proc/self/maps for the stack.
func init() { runtime.LockOSThread() }

// TestMain runs the tests, or a job when the program was started as a worker:
// with "worker" and the job's name as its arguments. Descriptor 3 is written to
// when the walls are up, and when the job is done.
func TestMain(m *testing.M) {
	if len(os.Args) < 3 || os.Args[1] != "worker" {
		os.Exit(v8test.Main(m))
	}
	if err := work(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const done = "walls are up, the job is done"

func work(name string) error {
	host := os.NewFile(3, "host")
	if err := warmUp(); err != nil {
		return err
	}
	if name == opens {
		if err := withoutOpening(host); err != nil {
			return err
		}
		_, err := host.WriteString(done)
		return err
	}
	all := inside.Raise(inside.Options{
		Descriptors: []int{3}, Environment: []string{"TZ", "ASAN_OPTIONS"}, Data: dataLimits[name],
	})
	required := []string{walls.Seccomp, walls.NoNewPrivs, walls.Rlimits, walls.Environment, walls.Descriptors}
	if err := walls.Missing(all, required); err != nil {
		return err
	}
	if err := jobs[name](); err != nil {
		return fmt.Errorf("behind walls: %w", err)
	}
	_, err := host.WriteString(done)
	return err
}

func TestV8BehindWalls(t *testing.T) {
	for name := range jobs {
		t.Run(name, func(t *testing.T) {
			if dataLimits[name] != 0 && v8test.Sanitized {
				t.Skip("a sanitizer has terabytes of writable memory")
			}
			said, process := start(t, name)
			output, err := io.ReadAll(said)
			require.NoError(t, err)
			state, err := process.Wait()
			require.NoError(t, err)
			require.Equal(t, done, string(output), "the worker ended with %v", state)
			require.Zero(t, state.ExitCode())
		})
	}
}

// start starts a worker. Reading ends when it does.
func start(t *testing.T, name string) (said *os.File, process *walls.Process) {
	t.Helper()
	said, write, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { said.Close() })
	process, err = walls.Start(walls.Command{
		Args: []string{os.Args[0], "worker", name}, Files: []*os.File{write}, Stderr: os.Stderr,
		Env: append(slices.DeleteFunc(os.Environ(), func(v string) bool { return !strings.HasPrefix(v, "ASAN_OPTIONS=") }), "TZ=Asia/Kathmandu"),
	}, walls.Options{})
	write.Close()
	require.NoError(t, err)
	require.NoError(t, said.SetReadDeadline(time.Now().Add(time.Minute)))
	t.Cleanup(func() {
		process.Kill()
		process.Wait()
	})
	return said, process
}

// eval runs the script in an isolate of its own; result is a pointer or nil.
func eval(options v8.IsolateOptions, source string, result any) error {
	return evalUnder(context.Background(), options, source, result)
}

func evalUnder(ctx context.Context, options v8.IsolateOptions, source string, result any) error {
	iso, err := v8.NewIsolate(options)
	if err != nil {
		return err
	}
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err == nil {
		err = c.Eval(ctx, source, result)
	}
	return errors.Join(err, iso.Close())
}
