package main

import (
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// The test binary is the program itself when this is set.
const asProgram = "HELLO_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func program(t *testing.T, prefix ...string) *exec.Cmd {
	t.Helper()
	executable, err := os.Executable()
	require.NoError(t, err)
	arguments := append(prefix, executable)
	command := exec.CommandContext(t.Context(), arguments[0], arguments[1:]...)
	command.Env = append(os.Environ(), asProgram+"=1")
	return command
}

func TestHello(t *testing.T) {
	output, err := program(t).CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.Equal(t, "Hello, World!\n", string(output))
}

// What goes wrong is one line on standard error, and the exit code says so.
func TestHelloFails(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("no limit on addresses here")
	}
	shell, err := exec.LookPath("sh")
	require.NoError(t, err)
	// V8 can't start with so few addresses; see RATIONALE.md.
	output, err := program(t, shell, "-c", `ulimit -v 16000000 && exec "$0"`).CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "%s", output)
	require.Equal(t, 1, exit.ExitCode(), "%s", output)
	require.Regexp(t, `^hello: v8: start: [^\n]+ulimit -v unlimited[^\n]*\n$`, string(output))
}
