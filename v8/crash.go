package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"unsafe"
)

// CrashOptions are what [ContainCrashes] does.
type CrashOptions struct {
	// OnCrash is called for each crash, soon after it, one at a time and on a
	// goroutine of its own. It may be nil.
	OnCrash func(Crash)
}

// ContainCrashes lets a crash of V8 end the isolate that it happens in, and not
// the process. It is called before V8 starts, by [Initialize] or the first
// isolate, and is [ErrStarted] from then on. The last call counts.
//
// A crash is a fault of the processor (SIGSEGV, SIGBUS, SIGFPE) in V8's code: an
// error of V8's, which may have written to wrong places before it. All isolates
// of a process share one part of memory, so that others may have wrong values
// now: the process is suspect. Let it end what it does, take nothing new, and
// start another; [Statistics].Crashes says whether it is time. Without
// ContainCrashes such a crash ends the process, with a line on stderr that says
// so, and Go's dump. That is the safer way where isolates must not see each
// other's data.
//
// The Run that was going on fails with [ErrIsolateDead] and [ErrCrashed]. If one of
// V8's own threads crashes, it stops for good, and code that waits for it may wait
// for ever. A crash in a garbage collection, or in the C library, still
// ends the process, and so does what calls abort.
//
// It is not needed for V8's own assertions, which V8 has found out by itself:
// they end their isolate with [ErrIsolateDead] in any case.
//
// Where crashes can't be contained it is [errors.ErrUnsupported]: it takes Linux,
// and the V8 that this package links.
func ContainCrashes(options CrashOptions) error {
	engine.Lock()
	defer engine.Unlock()
	if engine.started || engine.disposed {
		return fmt.Errorf("v8: contain crashes: %w", ErrStarted)
	}
	engine.onCrash = options.OnCrash
	if engine.containsCrashes {
		return nil
	}
	pipe := C.shim_v8_contain_crashes()
	if pipe < 0 {
		return fmt.Errorf("v8: contain crashes: %w", errors.ErrUnsupported)
	}
	engine.containsCrashes = true
	go reportCrashes(os.NewFile(uintptr(pipe), "crashes of V8"))
	return nil
}

// reportCrashes calls OnCrash as long as the process lives.
func reportCrashes(from io.Reader) {
	var raw C.shim_crash
	for {
		record := unsafe.Slice((*byte)(unsafe.Pointer(&raw)), unsafe.Sizeof(raw))
		if _, err := io.ReadFull(from, record); err != nil {
			return
		}
		engine.Lock()
		onCrash := engine.onCrash
		engine.Unlock()
		if onCrash == nil {
			continue
		}
		onCrash(Crash{
			Signal:         syscall.Signal(raw.signal),
			ProgramCounter: uint64(raw.program_counter),
			Address:        uint64(raw.address),
			InMachineCode:  raw.place == C.SHIM_PLACE_MACHINE_CODE,
			OnOwnThread:    bool(raw.own_thread),
		})
	}
}

// Crash is one fault in V8 that has not ended the process.
type Crash struct {
	Signal         os.Signal // SIGSEGV, SIGBUS or SIGFPE
	ProgramCounter uint64    // of the instruction
	Address        uint64    // that it could not use, of SIGSEGV and SIGBUS
	InMachineCode  bool      // in a script, compiled, or in a built-in function, and not in C++
	OnOwnThread    bool      // on one of V8's own threads, which stands still from now on
}

// String says all of it, for a log.
func (c Crash) String() string {
	where := "C++ code"
	if c.InMachineCode {
		where = "machine code"
	}
	if c.OnOwnThread {
		where += ", on a thread of V8's own"
	}
	return fmt.Sprintf("V8 has crashed in %s: %v at %#x, address %#x", where, c.Signal, c.ProgramCounter, c.Address)
}
