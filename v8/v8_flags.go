package v8

/*
#include <stdlib.h>
#include "cshim.h"
*/
import "C"

import (
	"fmt"
	"strings"
	"unsafe"
)

// flagState is what has been done with V8's flags; under engine's lock.
type flagState struct {
	unsafe   bool // SetUnsafeFlags has set one
	hardened *HardenOptions
}

// The flags of SetFlags, by their names without dashes and "no". None of them,
// with whatever value, undoes what this package promises. The list is short
// because V8 has 850 flags, and tests few combinations of them.
var safeFlags = map[string]bool{
	// What JavaScript sees.
	"expose-gc": true, "expose-gc-as": true, "js-float16array": true,
	"stack-trace-limit": true, "use-strict": true,
	// Which compilers there are, and when functions are compiled.
	"disable-optimizing-compilers": true, "lazy": true, "liftoff-only": true,
	"maglev": true, "max-lazy": true, "opt": true, "regexp-interpret-all": true,
	"regexp-tier-up": true, "sparkplug": true, "turbofan": true,
	// Memory: less of it.
	"optimize-for-size": true,
	// Lines on the standard output.
	"trace-deopt": true, "trace-gc": true, "trace-opt": true,
}

// With these V8 ends the process.
var endingFlags = map[string]bool{
	"abort-on-contradictory-flags": true, "exit-on-contradictory-flags": true,
	"help": true, "print-feature-flags-json": true,
}

// SetFlags sets flags of V8 by its command line's syntax:
// SetFlags("--max-lazy", "--expose-gc"). It works until V8 starts, by
// [Initialize] or the first isolate, and is [ErrStarted] from then on, or
// [ErrHardened] after [Harden]. A flag that can't be set is an error, and those
// before it are set.
//
// It takes flags that leave whole what this package promises, and no others:
//   - expose-gc, expose-gc-as, js-float16array, stack-trace-limit, use-strict,
//   - disable-optimizing-compilers, lazy, liftoff-only, maglev, max-lazy, opt,
//     regexp-interpret-all, regexp-tier-up, sparkplug, turbofan,
//   - optimize-for-size, trace-deopt, trace-gc, trace-opt.
//
// [SetUnsafeFlags] takes the rest; for --jitless there is [Harden]. Some flags
// this package sets itself when V8 starts, and they win over what was set before:
//   - --no-turboshaft-loop-unrolling, so that every loop can be terminated,
//   - --no-memory-protection-keys, so that every thread of Go can run JavaScript,
//   - --wasm-tiering-budget=1000, so that WebAssembly can be terminated soon,
//   - --no-wasm-native-module-cache, so that no isolate waits for another to
//     compile a WebAssembly module, which may die meanwhile,
//   - --no-wasm-async-compilation, so that what it takes counts for an isolate,
//   - --rehash-snapshot, so that nobody outside knows which strings collide,
//   - six that go round mistakes in V8 which were mended later: SECURITY.md.
//
// V8: [v8::V8::SetFlagsFromCommandLine].
//
// [v8::V8::SetFlagsFromCommandLine]: https://v8.github.io/api/head/classv8_1_1V8.html
func SetFlags(flags ...string) error {
	return setFlags(flags, func(flag string) error {
		if safeFlags[flagName(flag)] {
			return nil
		}
		return fmt.Errorf("v8: set flag %q: with it this package can't keep what it promises, "+
			"or has not been tested: SetFlags lists the flags that it takes, SetUnsafeFlags takes all", flag)
	})
}

// SetUnsafeFlags is [SetFlags] for every flag of V8, as `node --v8-options`
// lists them. It voids what this package promises: with one flag a script can
// reach a mistake in V8 that it can't reach without, with another nothing ends a
// loop, a third hands the process to any script. Experimental features are V8's
// least tested code. Use it in tests, or for scripts that you wrote yourself.
//
// Only flags with which V8 would end the process are errors here too. A later
// [Harden] is an error.
//
// V8: [v8::V8::SetFlagsFromCommandLine].
//
// [v8::V8::SetFlagsFromCommandLine]: https://v8.github.io/api/head/classv8_1_1V8.html
func SetUnsafeFlags(flags ...string) error {
	return setFlags(flags, func(flag string) error {
		engine.flags.unsafe = true
		return nil
	})
}

func setFlags(flags []string, allow func(flag string) error) error {
	engine.Lock()
	defer engine.Unlock()
	switch {
	case engine.started || engine.disposed:
		return fmt.Errorf("v8: set flags: %w", ErrStarted)
	case engine.flags.hardened != nil:
		return fmt.Errorf("v8: set flags: %w", ErrHardened)
	}
	for _, flag := range flags {
		if err := checkFlag(flag); err != nil {
			return err
		}
		if err := allow(flag); err != nil {
			return err
		}
		if err := setFlag(flag); err != nil {
			return err
		}
	}
	return nil
}

// flagName is the name as V8 finds it: after one or two dashes, and "no" with or
// without a dash; an underscore is a dash.
func flagName(flag string) string {
	name := strings.TrimPrefix(strings.TrimPrefix(flag, "-"), "-")
	name = strings.ReplaceAll(name, "_", "-")
	if positive, negated := strings.CutPrefix(name, "no"); negated {
		name = strings.TrimPrefix(positive, "-")
	}
	name, _, _ = strings.Cut(name, "=")
	return name
}

func checkFlag(flag string) error {
	name := flagName(flag)
	switch {
	case !strings.HasPrefix(flag, "-") || name == "" || strings.ContainsAny(flag, "\x00 "):
		return fmt.Errorf("v8: set flag %q: not of the form --name or --name=value", flag)
	case endingFlags[name]:
		return fmt.Errorf("v8: set flag %q: V8 would end the process", flag)
	}
	return nil
}

func setFlag(flag string) error {
	text := C.CString(flag)
	defer C.free(unsafe.Pointer(text))
	if message := C.shim_v8_set_flag(text); message != nil {
		return fmt.Errorf("v8: set flag %q: %s", flag, C.GoString(message))
	}
	return nil
}
