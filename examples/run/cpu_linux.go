package main

import (
	"fmt"
	"os"
	"sync/atomic"
	"syscall"
	"time"
)

// A cpuClock reads the CPU time of one thread, from any other.
type cpuClock struct {
	thread atomic.Int64
	before time.Duration // of the thread, before start
}

// start is called on the thread that is to be measured.
func (c *cpuClock) start() {
	thread := int64(syscall.Gettid())
	c.before = threadTime(thread)
	c.thread.Store(thread)
}

// used is the thread's CPU time since start.
func (c *cpuClock) used() time.Duration {
	thread := c.thread.Load()
	if thread == 0 {
		return 0
	}
	return threadTime(thread) - c.before
}

func threadTime(thread int64) (spent time.Duration) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/schedstat", thread))
	if err == nil {
		fmt.Sscan(string(text), (*int64)(&spent))
	}
	return spent
}
