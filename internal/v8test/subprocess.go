package v8test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/deps"
)

const (
	subprocessVariable = "V8TEST_SUBPROCESS" // the name of the test that the process is for
	subprocessDone     = "v8test: the subprocess got to its end"
)

// Subprocess runs fn, which is the whole test, in a process of its own, and
// fails the test unless that process passes it and exits with 0. It is for what
// changes the process for good, such as starting V8 with a flag, and for what
// would end it if the package were wrong.
//
// It returns what the process wrote, or "" inside the process.
func Subprocess(t *testing.T, fn func(t *testing.T)) string {
	t.Helper()
	if os.Getenv(subprocessVariable) == t.Name() {
		fn(t)
		fmt.Println(subprocessDone)
		return ""
	}
	if why := os.Getenv("V8TEST_NO_SUBPROCESS"); why != "" {
		t.Skip(why)
	}
	// A child that hangs ends in a panic that shows where.
	timeout := cmp.Or(os.Getenv("V8TEST_TIMEOUT"), "5m")
	command, err := Command(t.Context(), "-test.run="+pattern(t.Name()), "-test.v", "-test.timeout="+timeout)
	require.NoError(t, err)
	command.Env = append(os.Environ(), subprocessVariable+"="+t.Name())
	output, err := command.CombinedOutput()
	require.NoError(t, err, "the subprocess failed:\n%s", output)
	// A pattern that matches no test would pass as well.
	require.Contains(t, string(output), subprocessDone)
	if testing.Verbose() {
		t.Logf("the subprocess wrote:\n%s", output)
	}
	return string(output)
}

// Command is this test's program once more, in the emulator that the environment
// variable V8TEST_EXEC names, if it does; see scripts/test-arm64.sh.
func Command(ctx context.Context, arguments ...string) (*exec.Cmd, error) {
	executable, err := os.Executable()
	if err != nil {
		return nil, err
	}
	words := append(strings.Fields(os.Getenv("V8TEST_EXEC")), executable)
	words = append(words, arguments...)
	return exec.CommandContext(ctx, words[0], words[1:]...), nil
}

// Version is that of the V8 that the tests are to meet: the pinned one, unless
// V8TEST_VERSION says otherwise; see scripts/test-custom.sh.
func Version() string { return cmp.Or(os.Getenv("V8TEST_VERSION"), deps.Version) }

// pattern matches the test of that name and no other, level by level as
// -test.run wants it.
func pattern(name string) string {
	levels := strings.Split(name, "/")
	for i, level := range levels {
		levels[i] = "^" + regexp.QuoteMeta(level) + "$"
	}
	return strings.Join(levels, "/")
}

// ResidentMemory is how much of the process's memory is in RAM, in bytes. It
// skips the test where there is no cheap way to know.
func ResidentMemory(t testing.TB) int {
	t.Helper()
	return statm(t, 1)
}

// AddressSpace is how much of addresses the process has reserved, in bytes.
func AddressSpace(t testing.TB) int {
	t.Helper()
	return statm(t, 0)
}

func statm(t testing.TB, field int) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("this system has no /proc/self/statm")
	}
	var pages [2]int
	_, err = fmt.Sscan(string(text), &pages[0], &pages[1])
	require.NoError(t, err)
	return pages[field] * os.Getpagesize()
}
