//go:build linux && cgo

package walltest

/*
#cgo LDFLAGS: -pthread
#include "thread.h"
*/
import "C"

import "syscall"

// A Thread is one of C's. It lives as long as the process.
type Thread struct{ thread *C.struct_thread }

// NewThread starts one. It is nil when the process can have no more.
func NewThread() *Thread {
	thread := C.thread_new()
	if thread == nil {
		return nil
	}
	return &Thread{thread}
}

// Syscall makes the system call on the thread, and returns what the kernel did.
func (t *Thread) Syscall(number uintptr, arguments [6]uintptr) (uintptr, syscall.Errno) {
	return result(t.call(number, arguments, 0))
}

// HasInt80 reports whether the processor and the kernel have the way of 32-bit
// programs. Some kernels are built, or started, without.
func HasInt80() bool { return C.has_int80() != 0 }

// Int80 is Syscall by the way of 32-bit programs, whose numbers are others, and
// whose arguments have 32 bits. It ends the process without HasInt80.
func (t *Thread) Int80(number uintptr, arguments [6]uintptr) (uintptr, syscall.Errno) {
	return result(t.call(number, arguments, 1))
}

func (t *Thread) call(number uintptr, arguments [6]uintptr, way int) C.long {
	var each [6]C.long
	for i, argument := range arguments {
		each[i] = C.long(argument)
	}
	return C.thread_call(t.thread, C.int(way), C.long(number), &each[0])
}

func result(value C.long) (uintptr, syscall.Errno) {
	if value < 0 && value > -4096 {
		return 0, syscall.Errno(-value)
	}
	return uintptr(value), 0
}
