package v8test

import (
	"fmt"
	"os"
	"regexp"
	"runtime/debug"
	"syscall"
	"testing"
)

// PeakMemory is the most that an ended process had in RAM, in bytes.
func PeakMemory(process *os.ProcessState) int {
	usage, ok := process.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return int(usage.Maxrss) << 10
}

// ResetPeakMemory makes the peak of this process what it has now.
func ResetPeakMemory() { os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

var statusLine = regexp.MustCompile(`(?m)^(VmHWM|Threads):\s+(\d+)`)

// ProcessFigures are this process's memory and threads, for a log.
func ProcessFigures(t testing.TB) string {
	t.Helper()
	debug.FreeOSMemory() // leaves what is not Go's
	status, _ := os.ReadFile("/proc/self/status")
	figures := map[string]int{}
	for _, match := range statusLine.FindAllStringSubmatch(string(status), -1) {
		var n int
		fmt.Sscan(match[2], &n)
		figures[match[1]] = n
	}
	return fmt.Sprintf("%d MB resident, peak %d MB, %d threads",
		ResidentMemory(t)/Megabyte, figures["VmHWM"]>>10, figures["Threads"])
}
