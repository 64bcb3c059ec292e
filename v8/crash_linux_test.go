//go:build !v8_nowrap

package v8_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/crash"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// crashIn runs source in a new isolate, where crash(kind) crashes V8.
func crashIn(t *testing.T, source string) error {
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: v8test.SmallMemory})
	require.NoError(t, err)
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	require.NoError(t, err)
	return c.Run(context.Background(), func(s *v8.Scope) error {
		v8test.Define(t, s, "host", v8test.CallBack)
		crash.Define()
		_, err := v8test.Eval(s, source)
		return err
	})
}

// requireGoPanics fails the test unless a nil dereference in Go is an ordinary
// panic: outside of Runs, in one, and in a callback.
func requireGoPanics(t *testing.T, c *v8.Context) {
	var nothing *struct{ field [1]int }
	dereference := func() { nothing.field[0]++ }
	const message = "invalid memory address or nil pointer dereference"
	var failure runtime.Error
	catch := func(fn func()) {
		defer func() { failure, _ = recover().(runtime.Error) }()
		fn()
	}
	for _, fn := range []func(){
		dereference,
		func() { v8test.RunIn(t, c, func(*v8.Scope) { dereference() }) },
		func() {
			v8test.RunIn(t, c, func(s *v8.Scope) {
				v8test.Define(t, s, "dereference", func(v8.FunctionCallbackInfo) (v8.Value, error) {
					dereference()
					return v8.Undefined(), nil
				})
				_, _ = v8test.Eval(s, "dereference()")
			})
		},
	} {
		failure = nil
		catch(fn)
		require.ErrorContains(t, failure, message)
	}
}

// around is JavaScript that calls crash(kind): directly, below a callback, in a
// microtask, below a built-in of C++ and in code that was compiled twice.
func around(kind string) []string {
	call := fmt.Sprintf("crash(%q)", kind)
	return []string{
		call,
		"host(() => host(() => " + call + "))",
		"Promise.resolve().then(() => " + call + "); 1",
		"[3, 1, 2].sort(() => " + call + ")",
		"function hot(n) { if (n > 1e5) " + call + "; return n * 2 } for (let i = 0;; i++) hot(i)",
	}
}

// V8's own assertions end their isolate: those of its machine code, which are
// traps, too.
func TestTraps(t *testing.T) {
	output := v8test.Subprocess(t, func(t *testing.T) {
		neighbour := v8test.Context(t)
		for kind, words := range map[string]string{
			"trap":          "V8 has trapped: SIGTRAP in V8's C++ code",
			"builtin-trap":  "V8 has trapped: SIGTRAP in V8's machine code",
			"abort":         "V8 has aborted",
			"runtime-abort": "V8 has aborted",
			"stack":         "V8 has used up the stack",
		} {
			for _, source := range around(kind) {
				err := crashIn(t, source)
				require.ErrorIs(t, err, v8.ErrIsolateDead, source)
				require.NotErrorIs(t, err, v8.ErrCrashed, source)
				require.NotErrorIs(t, err, v8.ErrTerminated, source)
				require.ErrorContains(t, err, words, source)
				v8test.RequireUsable(t, neighbour)
			}
			requireGoPanics(t, neighbour)
		}
		require.Zero(t, v8.Stats().Crashes)
		require.Zero(t, v8.Stats().AbandonedIsolates)
	})
	require.NotContains(t, output, "JS stack trace")
}

func TestContainCrashes(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		crashes := make(chan v8.Crash, 100)
		require.NoError(t, v8.ContainCrashes(v8.CrashOptions{OnCrash: func(c v8.Crash) { crashes <- c }}))
		neighbour := v8test.Context(t)
		require.ErrorIs(t, v8.ContainCrashes(v8.CrashOptions{}), v8.ErrStarted)
		var count int64
		for kind, want := range map[string]struct {
			words         string
			inMachineCode bool
		}{
			"fault":         {"SIGSEGV in V8's C++ code", false},
			"builtin-fault": {"SIGSEGV in V8's machine code", true},
			"wild":          {"SIGSEGV in no code at all", false},
		} {
			for _, source := range around(kind) {
				err := crashIn(t, source)
				require.ErrorIs(t, err, v8.ErrIsolateDead, source)
				require.ErrorIs(t, err, v8.ErrCrashed, source)
				require.NotErrorIs(t, err, v8.ErrTerminated, source)
				require.ErrorContains(t, err, want.words, source)
				count++
				require.Equal(t, count, v8.Stats().Crashes)
				reported := <-crashes
				require.Equal(t, syscall.SIGSEGV, reported.Signal)
				require.Equal(t, want.inMachineCode, reported.InMachineCode)
				require.Equal(t, uint64(8), reported.Address)
				require.Contains(t, reported.String(), "segmentation fault at 0x")
				v8test.RequireUsable(t, neighbour)
			}
			requireGoPanics(t, neighbour)
		}
		// On a thread of V8's own.
		require.NoError(t, crashIn(t, "crash('worker-fault')"))
		reported := <-crashes
		require.True(t, reported.OnOwnThread, "%v", reported)
		v8test.RequireUsable(t, neighbour)
	})
}

// A thread of V8's that has met an error stands still. What it holds is given
// back, and nobody waits for it.
func TestTrapOnOwnThread(t *testing.T) {
	for _, kind := range []string{"worker-trap", "worker-abort"} {
		t.Run(kind, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				require.NoError(t, crashIn(t, fmt.Sprintf("crash(%q)", kind)))
				require.Eventually(t, func() bool { return v8.Stats().AbandonedThreads == 1 }, time.Minute, time.Millisecond)
				require.NoError(t, crashIn(t, "crash('lock')"))
				require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
				require.ErrorContains(t, v8.Dispose(), "threads have stopped for good")
			})
		})
	}
}

const (
	crashVariable  = "CRASH" // how the process is to crash
	crashContained = "CRASH_CONTAINED"
)

// TestCrashProcess is the process that TestCrashEndsProcess starts.
func TestCrashProcess(t *testing.T) {
	how := os.Getenv(crashVariable)
	if how == "" {
		t.Skip("it is run by TestCrashEndsProcess")
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	if os.Getenv(crashContained) != "" {
		require.NoError(t, v8.ContainCrashes(v8.CrashOptions{}))
	}
	require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
	require.NoError(t, syscall.Kill(os.Getpid(), syscall.SIGUSR1))
	<-signals
	switch how {
	case "go":
		var nothing *int
		*nothing = 1
	case "go-callback":
		c := v8test.Context(t)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			v8test.Define(t, s, "host", func(v8.FunctionCallbackInfo) (v8.Value, error) {
				crash.Here() // C code in Go in JavaScript
				return v8.Undefined(), nil
			})
			_, _ = v8test.Eval(s, "host()")
		})
	case "c":
		crash.Here()
	case "sent":
		require.NoError(t, syscall.Kill(os.Getpid(), syscall.SIGSEGV))
		select {}
	default:
		err := crashIn(t, fmt.Sprintf("crash(%q)", how))
		for how == "worker-fault" && err == nil {
			time.Sleep(time.Millisecond) // until it has come to it
		}
		fmt.Println(err)
	}
}

// What can't or must not be contained ends the process, with a line that says
// why if it is V8's, and as Go does it in any case.
func TestCrashEndsProcess(t *testing.T) {
	const ours = "v8: V8 has crashed: "
	for _, test := range []struct {
		how       string
		contained bool
		want      []string
	}{
		{"fault", false, []string{ours + "SIGSEGV in V8's C++ code, at 0x", "address 0x8. v8.ContainCrashes would", "SIGSEGV: segmentation violation"}},
		{"builtin-fault", false, []string{ours + "SIGSEGV in V8's machine code, at 0x", "SIGSEGV: segmentation violation"}},
		{"wild", false, []string{ours + "SIGSEGV in no code at all", "SIGSEGV: segmentation violation"}},
		{"library", true, []string{ours + "SIGSEGV in a library that V8 called, at 0x", "it may hold a lock of malloc.", "SIGSEGV: segmentation violation"}},
		{"worker-fault", false, []string{ours + "SIGSEGV in V8's C++ code, on a thread of its own"}},
		{"go", true, []string{"panic: runtime error: invalid memory address or nil pointer dereference", "crash_linux_test.go"}},
		{"go-callback", true, []string{"SIGSEGV: segmentation violation", "crash_linux_test.go"}},
		{"c", true, []string{"SIGSEGV: segmentation violation", "signal arrived during cgo execution", "crash_linux_test.go"}},
		{"sent", true, []string{"SIGSEGV: segmentation violation", "goroutine"}},
	} {
		t.Run(test.how, func(t *testing.T) {
			command, err := v8test.Command(t.Context(), "-test.run=^TestCrashProcess$", "-test.timeout=1m")
			require.NoError(t, err)
			command.Env = append(os.Environ(), crashVariable+"="+test.how, "GOTRACEBACK=all")
			if test.contained {
				command.Env = append(command.Env, crashContained+"=1")
			}
			text, err := command.CombinedOutput()
			output := string(text)
			var exit *exec.ExitError
			require.True(t, errors.As(err, &exit), "%v", err)
			if test.how == "worker-fault" { // Go has no dump for a thread that it did not make
				require.Equal(t, syscall.SIGSEGV, exit.Sys().(syscall.WaitStatus).Signal(), output)
			} else {
				require.Equal(t, 2, exit.ExitCode(), output)
			}
			at := 0
			for _, want := range test.want { // in this order
				found := strings.Index(output[at:], want)
				require.GreaterOrEqual(t, found, 0, "%q in\n%s", want, output)
				at += found
			}
			require.Equal(t, cmp.Compare(strings.Count(test.want[0], ours), 0), strings.Count(output, ours), output)
		})
	}
}
