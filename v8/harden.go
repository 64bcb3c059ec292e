package v8

import (
	"errors"
	"fmt"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// Compilers say which of V8's compilers may run. A mistake in one of them is how
// most scripts that break out of an engine do it.
type Compilers int

const (
	// BaselineCompilers translate without optimizing: Sparkplug, Liftoff for
	// WebAssembly, and the one of regular expressions.
	BaselineCompilers Compilers = iota
	// NoCompilers: everything is interpreted, and no machine code is made while
	// the process runs. There is no WebAssembly.
	NoCompilers
	// CautiousCompilers are all but Maglev, the youngest.
	CautiousCompilers
	// AllCompilers are what V8 has when it is not hardened.
	AllCompilers
)

var compilerFlags = map[Compilers][]string{
	BaselineCompilers: {"--disable-optimizing-compilers"},
	NoCompilers:       {"--jitless"},
	CautiousCompilers: {"--no-maglev"},
	AllCompilers:      nil,
}

// HardenOptions say what [Harden] leaves. The zero value leaves the least.
type HardenOptions struct {
	// Compilers that may run.
	Compilers Compilers

	// AllowWasm leaves WebAssembly, unless NoCompilers takes it; otherwise every
	// context is as with [ContextOptions].DisallowWasm.
	AllowWasm bool
	// AllowCodeGenerationFromStrings leaves eval and the constructors of
	// functions; otherwise every context is as with
	// [ContextOptions].DisallowCodeGenerationFromStrings.
	AllowCodeGenerationFromStrings bool
	// AllowSharedMemory leaves SharedArrayBuffer and WebAssembly's shared
	// memories; otherwise every isolate is as with
	// [IsolateOptions].DisallowSharedMemory.
	AllowSharedMemory bool
	// AllowAtomicsWait leaves Atomics.wait; otherwise every isolate is as with
	// [IsolateOptions].DisallowAtomicsWait.
	AllowAtomicsWait bool
}

// Harden takes from every isolate what scripts can do without and attacks need:
// optimizing compilers, WebAssembly, eval, memory that is shared and with it a
// precise clock, and waiting. No option of an isolate or context gives it back,
// and V8's flags are frozen. What it costs in speed is in SECURITY.md.
//
// It is for the process, and comes before the first isolate and before
// [Initialize]: later it is [ErrStarted], a second time [ErrHardened], and after
// [SetUnsafeFlags] an error too. [SetFlags] may come before; its flags give
// nothing back.
//
// V8: flags, [v8::Isolate::SetAllowAtomicsWait] and others.
//
// [v8::Isolate::SetAllowAtomicsWait]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func Harden(options HardenOptions) error {
	engine.Lock()
	defer engine.Unlock()
	flags, known := compilerFlags[options.Compilers]
	switch {
	case !known:
		panic(misuse.Compilers)
	case engine.started || engine.disposed:
		return fmt.Errorf("v8: harden: %w", ErrStarted)
	case engine.flags.hardened != nil:
		return fmt.Errorf("v8: harden: %w", ErrHardened)
	case engine.flags.unsafe:
		return errors.New("v8: harden: SetUnsafeFlags has set flags that may undo it")
	}
	for _, flag := range flags {
		if err := setFlag(flag); err != nil {
			return fmt.Errorf("v8: harden: %w", err)
		}
	}
	engine.flags.hardened = &options
	return nil
}

// harden takes from the options of an isolate what Harden takes from all.
// V8 has started, so that what Harden has set stays as it is.
func (o *IsolateOptions) harden() {
	h := engine.flags.hardened
	o.DisallowSharedMemory = o.DisallowSharedMemory || h.denies(HardenOptions.leavesSharedMemory)
	o.DisallowAtomicsWait = o.DisallowAtomicsWait || h.denies(HardenOptions.leavesAtomicsWait)
}

// harden is the same for a context.
func (o *ContextOptions) harden() {
	h := engine.flags.hardened
	o.DisallowWasm = o.DisallowWasm || h.denies(HardenOptions.leavesWasm)
	o.DisallowCodeGenerationFromStrings = o.DisallowCodeGenerationFromStrings || h.denies(HardenOptions.leavesStrings)
}

// denies reports whether Harden has taken what leaves asks for.
func (h *HardenOptions) denies(leaves func(HardenOptions) bool) bool { return h != nil && !leaves(*h) }

func (h HardenOptions) leavesWasm() bool         { return h.AllowWasm && h.Compilers != NoCompilers }
func (h HardenOptions) leavesStrings() bool      { return h.AllowCodeGenerationFromStrings }
func (h HardenOptions) leavesSharedMemory() bool { return h.AllowSharedMemory }
func (h HardenOptions) leavesAtomicsWait() bool  { return h.AllowAtomicsWait }
