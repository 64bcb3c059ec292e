// Package inside is the worker's half of [walls]: what a process gives up, for
// all of its threads and for good, before it runs what may take it over.
//
// # What stands after Raise
//
//   - no_new_privs: no program gives the process more rights. Landlock and seccomp
//     require it.
//   - dumpable: other processes of the same user can't trace it, nor read its
//     memory by /proc, and no core is written.
//   - rlimits: no file is written, no memory locked, few descriptors; threads,
//     processor time and writable memory as [Options] say. None is for address
//     space: V8 reserves 1.4 TB of it.
//   - landlock: no file and no directory, no TCP, and where the kernel has it no
//     abstract socket and no signal to others. One thing is left open: a list of
//     the process's own threads, which the library reads when it has closed the
//     rest (go-landlock's issue 39).
//   - seccomp: the system calls that Go, V8 and the C library make while a worker
//     works, and no other; see seccompPolicy. The others give EPERM, or ENOSYS
//     where the C library then tries an older one. They don't kill: libraries ask
//     for what they can do without, and a worker that was taken over gains nothing
//     by asking twice.
//
// Landlock and the capabilities are a thread's own in the kernel. Each call is
// made on all threads, those of C and C++ among them, by a signal (libpsx, or
// Go's runtime in a build without cgo); a thread that is made meanwhile is found
// too, and one that is made later has what its maker has. Seccomp's filter is
// given to all threads by the kernel itself.
//
// # What must have happened before
//
// No file can be opened afterwards, and no socket made. What the process needs of
// that it opens, reads or asks for before Raise, and libraries keep it: the time
// zone of JavaScript's dates (make one in some context), certificates, locales.
// Raise itself loads Go's time zone.
package inside

import (
	"time"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
)

// Options say what the worker keeps.
type Options struct {
	// Descriptors to keep besides 0, 1 and 2.
	Descriptors []int
	// Environment has the names of the variables to keep.
	Environment []string
	// Parent is the process ID of the host, as the worker sees it. 0: any. When
	// the parent is another, the host has ended, and [walls.ParentDeath] says so.
	Parent int

	// OpenFiles is the most descriptors at a time, 64 when zero. What the host
	// sends takes one until it is closed.
	OpenFiles uint64
	// Threads is the most threads, 1,024 when zero. The kernel counts them for a
	// user and not for a process, so it holds only with a user namespace.
	Threads uint64
	// CPU is how much processor time the process may take in its whole life. It is
	// killed then. Whole seconds; no limit when zero.
	CPU time.Duration
	// Data is how much private memory the process may make writable, in bytes: an
	// upper bound of what it has, stacks of 8 MB each included, and not of what is
	// in RAM. A process in which V8 has started has some 670 MB. Beyond it buffers
	// are a RangeError in JavaScript, and objects may end the process. No limit
	// when zero.
	Data uint64
}

// Raise raises all walls that this system has, in this order: [walls.Environment],
// Descriptors, NoNewPrivs, User, ParentDeath, Rlimits, Landlock, Dumpable,
// Seccomp. It can't be undone, and is called once.
func Raise(options Options) []walls.Wall { return raise(options) }
