package v8

import (
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// RunOptions are the limits of one outermost Run, in place of its isolate's. The
// zero value is the isolate's. A Run inside another has what is left of that
// one's.
type RunOptions struct {
	// CPULimit is how much CPU time the Run may use; JavaScript that uses more
	// ends in [ErrCPULimit]. The time is that of the Run's thread: JavaScript,
	// garbage collection on it, and Go code in the Run, but no waiting. Zero is
	// [IsolateOptions].CPULimit, and a negative one no limit.
	CPULimit time.Duration

	// CPUBudget, when not nil, is what the Run may use besides, together with all
	// others that have it. When nothing is left, no Run begins, and the error is
	// [ErrCPULimit]. What a Run uses is known when it is over: Runs at the same time
	// may each use what is left.
	CPUBudget *CPUBudget
}

// onlyRunOptions is what a variadic parameter stands for.
func onlyRunOptions(options []RunOptions) RunOptions {
	switch len(options) {
	case 0:
		return RunOptions{}
	case 1:
		return options[0]
	}
	panic(misuse.Options)
}

// cpuLimit is the limit in force, 0 for none.
func (o RunOptions) cpuLimit(isolate IsolateOptions) time.Duration {
	if o.CPULimit == 0 {
		o.CPULimit = isolate.CPULimit
	}
	return o.CPUBudget.within(max(o.CPULimit, 0))
}
