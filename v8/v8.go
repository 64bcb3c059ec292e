package v8

/*
#cgo CFLAGS: -I${SRCDIR}/../cshim
#include <stdlib.h>
#include "cshim.h"

#cgo noescape shim_v8_counters
#cgo nocallback shim_v8_counters
#cgo nocallback shim_v8_thread
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"unsafe"

	_ "github.com/nodeisolates/isolates/cshim" // compiles the shim and links V8
)

// engine is V8 in this process: idle, then started or failed, then disposed of.
var engine struct {
	sync.Mutex
	started  bool
	disposed bool
	err      error // why starting failed; V8 can't be started twice
	isolates int   // not yet closed
	flags    flagState

	containsCrashes bool
	onCrash         func(Crash)
}

// Initialize starts V8 for the process: ICU and start-up data, the platform
// with its worker threads, the engine. [NewIsolate] does so by itself; call
// Initialize to start earlier, or to learn early that V8 can't start here. It
// may be called by any goroutine, any number of times; V8 is started once.
//
// The error says what stands in the way, for instance an address space limit
// that is too small for V8's sandbox, and stays the same for the life of the
// process. After [Dispose] it is [ErrDisposed].
//
// V8: [v8::V8::InitializePlatform] and [v8::V8::Initialize].
//
// [v8::V8::InitializePlatform]: https://v8.github.io/api/head/classv8_1_1V8.html
// [v8::V8::Initialize]: https://v8.github.io/api/head/classv8_1_1V8.html
func Initialize() error {
	engine.Lock()
	defer engine.Unlock()
	return initializeLocked()
}

func initializeLocked() error {
	switch {
	case engine.disposed:
		return fmt.Errorf("v8: start: %w", ErrDisposed)
	case engine.started || engine.err != nil:
		return engine.err
	}
	if linked, compiled := Version(), C.GoString(C.shim_v8_version_headers()); linked != compiled {
		engine.err = fmt.Errorf("v8: start: V8 %s is linked, and the headers are of %s: "+
			"let CGO_CXXFLAGS and CGO_LDFLAGS name the same V8", linked, compiled)
		return engine.err
	}
	setCallbacks()
	executable, _ := os.Executable() // only a hint where data files may lie
	path := C.CString(executable)
	defer C.free(unsafe.Pointer(path))
	if message := C.shim_v8_initialize(path); message != nil {
		engine.err = fmt.Errorf("v8: start: %s", C.GoString(message))
		return engine.err
	}
	engine.started = true
	return nil
}

// Version is the version of V8 that is linked into the program, such as
// "13.6.233.10", without the name that whoever built it added.
//
// V8: [v8::V8::GetVersion].
//
// [v8::V8::GetVersion]: https://v8.github.io/api/head/classv8_1_1V8.html
func Version() string {
	version, _, _ := strings.Cut(C.GoString(C.shim_v8_version()), "-")
	return version
}

// Dispose tears V8 down and frees what it holds. It is one way: V8 can't be
// started again in the same process, and from then on [NewIsolate] is
// [ErrDisposed]. It is an error, and does nothing, while an isolate or a
// [SerializedValue] is not closed, while one of V8's threads still compiles for a
// closed isolate, and after one of V8's threads has stopped for good
// ([Statistics].AbandonedThreads). Programs rarely need it: the end of the process
// does the same.
//
// V8: [v8::V8::Dispose].
//
// [v8::V8::Dispose]: https://v8.github.io/api/head/classv8_1_1V8.html
func Dispose() error {
	engine.Lock()
	defer engine.Unlock()
	switch {
	case engine.isolates > 0:
		return fmt.Errorf("v8: dispose: %d isolates are not closed", engine.isolates)
	case engine.disposed:
		return nil
	case !engine.started:
		engine.disposed = true
		return nil
	}
	switch c := C.shim_v8_counters(); {
	case c.serialized_values > 0:
		return fmt.Errorf("v8: dispose: %d serialized values are not closed", int64(c.serialized_values))
	case c.abandoned_threads > 0:
		return fmt.Errorf("v8: dispose: %d of V8's threads have stopped for good", int64(c.abandoned_threads))
	}
	engine.disposed = true // V8 can't be disposed of twice
	if message := C.shim_v8_dispose(); message != nil {
		return errors.New("v8: dispose: " + C.GoString(message))
	}
	return nil
}

// Statistics count what is alive in the process; see [Stats].
type Statistics struct {
	Isolates       int64 // made and not yet closed
	Contexts       int64 // made and not yet closed, also by their isolate's Close
	Scopes         int64 // open: Runs and Nested
	Globals        int64 // not closed, or closed and not yet freed by a Run
	References     int64 // Go values that JavaScript holds: callbacks, thrown errors and the like
	Templates      int64 // that Go refers to, or did until the last Run
	ExternalMemory int64 // bytes in ArrayBuffers, WebAssembly memories and WebAssembly's machine code, of all isolates
	ReservedMemory int64 // bytes of addresses, for what resizable buffers and WebAssembly memories may become
	Mappings       int64 // of the kernel's, for these

	SerializedValues int64 // that are not closed

	// AbandonedIsolates is how many isolates died inside a garbage collection,
	// between its steps, or holding a lock of V8: they are closed, and their
	// memory is not given back. So are those that NewIsolate could not make, as with
	// a HeapLimit that is too little for the Snapshot.
	AbandonedIsolates int64
	// AbandonedThreads is how many of V8's own threads have stopped for good, at
	// an error that V8 can't return from.
	AbandonedThreads int64
	// AbandonedMemory is the C++ memory, in bytes, that dead isolates had taken
	// and that can't be freed, because other isolates may share it. Of blocks below
	// 16 KB it is an estimate. The C++ memory, the heaps and the
	// buffers of AbandonedIsolates are in it.
	AbandonedMemory int64

	// Crashes is how many faults in V8 have ended an isolate in place of the
	// process; see [ContainCrashes]. From the first one on the process is suspect.
	Crashes int64

	// Uncontained says that the program was built with the tag v8_nowrap, or not
	// for Linux: nobody watches V8's locks and C++ memory. Then an error that V8
	// can't return from may leave a lock behind, what an isolate that died had
	// taken is not given back, C++ memory does not count against MemoryLimit,
	// and TerminationGrace does nothing: run no hostile JavaScript.
	Uncontained bool
}

// Stats counts what is alive now, in all isolates together. When every isolate
// is closed, all numbers are zero. It is cheap, and any goroutine may call it.
func Stats() Statistics {
	c := C.shim_v8_counters()
	return Statistics{
		Isolates:       int64(c.isolates),
		Contexts:       int64(c.contexts),
		Scopes:         int64(c.scopes),
		Globals:        int64(c.globals),
		References:     int64(c.references),
		Templates:      int64(c.templates),
		ExternalMemory: int64(c.external_bytes),
		ReservedMemory: int64(c.reserved_bytes),
		Mappings:       int64(c.mappings),

		SerializedValues: int64(c.serialized_values),

		AbandonedIsolates: int64(c.abandoned_isolates),
		AbandonedThreads:  int64(c.abandoned_threads),
		AbandonedMemory:   int64(c.abandoned_bytes),
		Crashes:           int64(c.crashes),

		Uncontained: !bool(C.shim_v8_wraps()),
	}
}
