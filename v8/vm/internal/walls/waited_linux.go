package walls

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Waited begins to measure how long the process waits for a processor that others
// have, and returns what tells it: the most that any of its threads has waited since.
// It is 0 while the process is stopped or sleeps, and where the kernel does not say.
func (p *Process) Waited() func() time.Duration {
	pattern := "/proc/" + strconv.Itoa(p.Pid) + "/task/*/schedstat"
	before := waits(pattern)
	return func() (most time.Duration) {
		for thread, waited := range waits(pattern) {
			most = max(most, waited-before[thread])
		}
		return most
	}
}

// waits is how long each thread has waited since it was made.
func waits(pattern string) map[string]time.Duration {
	all := map[string]time.Duration{}
	threads, _ := filepath.Glob(pattern) // the pattern is well formed
	for _, thread := range threads {
		data, err := os.ReadFile(thread)
		if err != nil {
			continue // the thread has ended
		}
		// How long it has run and waited, in nanoseconds, and how often it ran.
		if fields := bytes.Fields(data); len(fields) > 1 {
			n, _ := strconv.ParseInt(string(fields[1]), 10, 64) // 0 is that it is not known
			all[thread] = time.Duration(n)
		}
	}
	return all
}
