package v8

import (
	"fmt"
	"time"
)

// A LimitError says which limit was reached, and by how much. It matches the
// sentinel of the limit: [ErrMemoryLimit], [ErrCPULimit], [ErrExportLimit] or
// [ErrSourceTooLong].
type LimitError struct {
	// Option is the field of [IsolateOptions] or [RunOptions] that sets the
	// limit: "MemoryLimit", "HeapLimit", "CPULimit", "ExportLimit", "SourceLimit",
	// "CPUBudget".
	Option string

	// Limit is what is allowed, and Used what there was or would have been: in
	// bytes, or of CPU time in nanoseconds. Of memory it is what was in use when
	// it had to be decided, which may be a little less than the limit: a heap is
	// full before.
	Limit, Used uint64

	sentinel error
}

// Error names the limit and both figures.
func (e *LimitError) Error() string {
	used, limit := fmt.Sprint(e.Used, " bytes"), fmt.Sprint(e.Limit)
	if e.Option == optionCPULimit || e.Option == optionCPUBudget {
		used, limit = milliseconds(e.Used), milliseconds(e.Limit)
	}
	text := fmt.Sprintf("%v: %s of %s %s", e.sentinel, used, e.Option, limit)
	if e.Option == optionExportLimit {
		text += ": what is taken out in a Nested or callback counts until that ends"
	}
	return text
}

func milliseconds(nanoseconds uint64) string {
	return time.Duration(nanoseconds).Round(time.Millisecond / 10).String()
}

// Unwrap is the limit's sentinel.
func (e *LimitError) Unwrap() error { return e.sentinel }

const (
	optionMemoryLimit = "MemoryLimit"
	optionHeapLimit   = "HeapLimit"
	optionCPULimit    = "CPULimit"
	optionCPUBudget   = "CPUBudget"
	optionExportLimit = "ExportLimit"
	optionSourceLimit = "SourceLimit"
)

// memoryLimit is the limit that has ended the Run that goes on, with what was in
// use then, or ErrMemoryLimit alone when it was none of bytes.
func (i *Isolate) memoryLimit(heap, used uint64) error {
	switch o := i.options; {
	case used == 0:
		return ErrMemoryLimit
	case o.MemoryLimit != 0 && (o.HeapLimit == o.MemoryLimit || used > o.MemoryLimit):
		return &LimitError{optionMemoryLimit, o.MemoryLimit, used, ErrMemoryLimit}
	case o.HeapLimit != 0:
		return &LimitError{optionHeapLimit, o.HeapLimit, heap, ErrMemoryLimit}
	default: // V8's own limit, without an option
		return ErrMemoryLimit
	}
}
