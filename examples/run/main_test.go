package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The test binary is the program itself when this is set.
const asProgram = "RUN_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program runs the command on a script from standard input.
func program(t *testing.T, script string, arguments ...string) (code int, stdout, stderr string) {
	t.Helper()
	executable, err := os.Executable()
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), executable, arguments...)
	command.Env = append(os.Environ(), asProgram+"=1")
	command.Stdin = strings.NewReader(script)
	var out, failure strings.Builder
	command.Stdout, command.Stderr = &out, &failure
	err = command.Run()
	require.NotNil(t, command.ProcessState, "%v", err)
	require.True(t, command.ProcessState.Exited(), "no signal: %v\n%s", err, &failure)
	return command.ProcessState.ExitCode(), out.String(), failure.String()
}

const untilTimeout = "1m" // where another limit is to be reached first

func TestRun(t *testing.T) {
	for name, test := range map[string]struct {
		script    string
		arguments []string
		code      int
		stdout    string
		stderr    string // matches the one line, after "run: "
	}{
		"result":          {"6 * 7", nil, 0, "42\n", ""},
		"no result":       {"", nil, 0, "undefined\n", ""},
		"text":            {"'hé' + '\\u4e16'", nil, 0, "hé世\n", ""},
		"object":          {"({toString() { throw 1 }})", nil, 0, "[object Object]\n", ""},
		"no limits":       {"1", []string{"-memory", "0", "-timeout", "0"}, 0, "1\n", ""},
		"all limits":      {"1", []string{"-memory=64", "-timeout=1m", "-cpu=1m"}, 0, "1\n", ""},
		"caught overflow": {"(function f() { try { return f() } catch { return 'caught' } })()", nil, 0, "caught\n", ""},

		"exception":    {"throw new TypeError('no')", nil, 1, "", `run "-": TypeError: no \(-:1:1\)`},
		"syntax error": {"1 +", nil, 1, "", `compile "-": SyntaxError: .*`},
		"overflow":     {"(function f() { f() })()", nil, 1, "", `.*RangeError: Maximum call stack size exceeded.*`},
		"rejection":    {"Promise.reject(new Error('later')); 1", nil, 1, "", `.*later.*`},
		"lines":        {"throw new Error('two\\nlines\\u001b[31m')", nil, 1, "", `.*two lines.*`},
		"giant":        {"throw 'x'.repeat(1e6)", nil, 1, "", `.{1,600}`},

		"deadline":           {"for (;;);", []string{"-timeout", "200ms"}, 3, "", `more than 200ms: .*deadline exceeded \(at -:1:1\)`},
		"deadline in a task": {"Promise.resolve().then(() => { for (;;); }); 1", []string{"-timeout", "200ms"}, 3, "", `more than 200ms: .*`},
		"deadline waiting":   {"Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", []string{"-timeout", "200ms"}, 3, "", `more than 200ms: .*`},

		"memory":         {"const all = []; for (;;) all.push({})", []string{"-memory", "32", "-timeout", untilTimeout}, 4, "", `more than 32 MB: .*memory limit reached: \d+ bytes of MemoryLimit 33554432 \(at -:1:\d+\)`},
		"source":         {"/*" + strings.Repeat("x", 3<<20) + "*/", []string{"-memory", "32"}, 4, "", `more than 32 MB: .*`},
		"dead":           {"'ab'.repeat(2**27).split('').length", []string{"-timeout", untilTimeout}, 5, "", `.*isolate is dead.*`},
		"CPU":            {"for (;;);", []string{"-cpu", "200ms", "-timeout", untilTimeout}, 6, "", `more than 200ms of CPU time: .*`},
		"CPU in a task":  {"(async () => { for (;;) await 1 })()", []string{"-cpu", "200ms", "-timeout", untilTimeout}, 6, "", `more than 200ms of CPU time: .*`},
		"CPU is no time": {"Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500); 1", []string{"-cpu", "400ms", "-timeout", untilTimeout}, 0, "1\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := program(t, test.script, append(test.arguments, "-")...)
			lines := strings.SplitAfter(stderr, "\n") // V8 writes of its own before it dies
			last := lines[max(0, len(lines)-2)]
			require.Equal(t, test.code, code, "%s%s", stdout, stderr)
			require.Equal(t, test.stdout, stdout)
			if test.stderr == "" {
				require.Empty(t, stderr)
				return
			}
			require.Regexp(t, "^run: (v8: )?"+test.stderr+"\n$", last)
			require.NotContains(t, last, "\x1b")
			if test.code != exitDead {
				require.Equal(t, last, stderr, "one line")
			}
		})
	}
}

func TestRunUsage(t *testing.T) {
	for name, test := range map[string]struct {
		arguments []string
		stderr    string
	}{
		"none":             {nil, "usage: run .*"},
		"two files":        {[]string{"a.js", "b.js"}, "usage: run .*"},
		"unknown flag":     {[]string{"-heap", "1", "-"}, "flag provided but not defined.*usage: run .*"},
		"bad number":       {[]string{"-memory", "many", "-"}, "invalid value.*usage: run .*"},
		"bad duration":     {[]string{"-timeout", "5", "-"}, "invalid value.*usage: run .*"},
		"negative":         {[]string{"-cpu", "-1s", "-"}, "usage: run .*"},
		"help":             {[]string{"-h"}, "usage: run .*"},
		"no file":          {[]string{"there is none.js"}, "open there is none.js: .*"},
		"a folder":         {[]string{"."}, "read .*"},
		"too much at once": {[]string{"-memory", "99999999999999", "-"}, "usage: run .*"},
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := program(t, "1", test.arguments...)
			require.Equal(t, exitUsage, code)
			require.Empty(t, stdout)
			require.Regexp(t, "^run: "+test.stderr+"\n$", stderr)
		})
	}
}

func TestRunFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "script.js")
	require.NoError(t, os.WriteFile(file, []byte("\nnull.x"), 0o600))
	code, _, stderr := program(t, "", file)
	require.Equal(t, exitException, code)
	require.Contains(t, stderr, "TypeError")
	require.Contains(t, stderr, "script.js:2:6")
}

// What V8 can't be interrupted in is ended by force, or given up.
func TestRunStuck(t *testing.T) {
	const stuck = "Array.prototype.indexOf.call({length: 2 ** 53 - 1}, 1)"
	for name, arguments := range map[string][]string{
		"timeout": {"-timeout", "100ms", "-"},
		"CPU":     {"-cpu", "100ms", "-timeout", untilTimeout, "-"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "CPU" && runtime.GOOS != "linux" {
				t.Skip("see cpu_other.go")
			}
			began := time.Now()
			code, stdout, stderr := program(t, stuck, arguments...)
			require.Equal(t, exitStuck, code)
			require.Empty(t, stdout)
			require.Regexp(t, "^run: a limit was reached.*\n$", stderr)
			require.Less(t, time.Since(began), 30*time.Second)
		})
	}
}
