package main

import (
	"slices"
	"time"
)

// durations are the last ones of something that goes on for days.
type durations struct {
	last []time.Duration
	next int
}

const keptDurations = 4096

func (d *durations) add(t time.Duration) {
	if len(d.last) < keptDurations {
		d.last = append(d.last, t)
		return
	}
	d.last[d.next] = t
	d.next = (d.next + 1) % keptDurations
}

// quantile is the duration that the part q of all does not exceed, or 0 of none.
func quantile(q float64, all ...durations) time.Duration {
	var sorted []time.Duration
	for _, d := range all {
		sorted = append(sorted, d.last...)
	}
	if len(sorted) == 0 {
		return 0
	}
	slices.Sort(sorted)
	return sorted[int(q*float64(len(sorted)-1))]
}
