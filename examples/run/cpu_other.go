//go:build !linux

package main

import "time"

// A cpuClock would read the CPU time of one thread, from any other. Without it
// a script that V8 can't interrupt is given up by -timeout alone.
type cpuClock struct{}

func (*cpuClock) start() {}

func (*cpuClock) used() time.Duration { return 0 }
