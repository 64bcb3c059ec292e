package walls_test

import (
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
)

// A process waits for the processor that it shares with another, and does not when it
// is stopped.
func TestWaited(t *testing.T) {
	var may, one unix.CPUSet
	require.NoError(t, unix.SchedGetaffinity(0, &may))
	for cpu := 0; one.Count() == 0; cpu++ {
		if may.IsSet(cpu) {
			one.Set(cpu)
		}
	}
	start := func() walls.Process {
		command := exec.Command("sh", "-c", "while :; do :; done")
		require.NoError(t, command.Start())
		t.Cleanup(func() {
			command.Process.Kill()
			command.Wait()
		})
		require.NoError(t, unix.SchedSetaffinity(command.Process.Pid, &one))
		return walls.Process{Process: command.Process}
	}
	process := start()
	start()
	waited := process.Waited()
	require.Eventually(t, func() bool { return waited() > 10*time.Millisecond }, 20*time.Second, time.Millisecond)

	require.NoError(t, process.Signal(syscall.SIGSTOP))
	_, err := syscall.Wait4(process.Pid, nil, syscall.WUNTRACED, nil)
	require.NoError(t, err)
	waited = process.Waited()
	time.Sleep(20 * time.Millisecond)
	require.Zero(t, waited())
}
