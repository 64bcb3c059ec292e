package inside_test

import (
	"os"
	"runtime"
	"slices"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A call is a system call that a worker must not be able to make, with arguments
// for which the kernel says anything but EPERM where nothing forbids it. Those of
// a walled worker are real; for the control they may be harmless.
type call struct {
	name      string
	number    uintptr
	arguments func(*memory) []uintptr
}

// memory holds what arguments point to, below 4 GB for 32-bit programs' sake.
type memory struct {
	bytes  []byte
	used   int
	walled bool
}

const memoryAddress, memorySize = 0x2000_0000, 1 << 16

func newMemory(walled bool) *memory {
	address, _, errno := syscall.RawSyscall6(unix.SYS_MMAP, memoryAddress, memorySize,
		unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS|unix.MAP_FIXED_NOREPLACE, ^uintptr(0), 0)
	if errno != 0 || address != memoryAddress {
		panic(errno)
	}
	base := uintptr(memoryAddress)
	return &memory{bytes: unsafe.Slice(*(**byte)(unsafe.Pointer(&base)), memorySize), walled: walled}
}

// put is the address of a copy.
func (m *memory) put(data []byte) uintptr {
	address := memoryAddress + uintptr(m.used)
	m.used += (copy(m.bytes[m.used:], data) + 16) &^ 15
	return address
}

func (m *memory) text(s string) uintptr { return m.put(append([]byte(s), 0)) }

func (m *memory) zero(size int) uintptr { return m.put(make([]byte, size)) }

func (m *memory) words(words ...uintptr) uintptr {
	return m.put(unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), len(words)*int(unsafe.Sizeof(words[0]))))
}

// inet and local are addresses of sockets.
func (m *memory) inet() uintptr { return m.put([]byte{unix.AF_INET, 0, 0, 80, 127, 0, 0, 1, 15: 0}) }

func (m *memory) local() uintptr { return m.put([]byte("\x01\x00\x00walls")) }

// made is a file that the control makes.
const made = "/tmp/isolates-walls-test"

const none = ^uintptr(0) // as a descriptor

func with(arguments ...uintptr) func(*memory) []uintptr {
	return func(*memory) []uintptr { return arguments }
}

func parent() uintptr { return uintptr(os.Getppid()) }

// calls are what the walls are for, each by name; every other number is tried by
// TestNoOtherSystemCall.
var calls = []call{
	{"open a file", unix.SYS_OPENAT, func(m *memory) []uintptr {
		return []uintptr{0, m.text("/etc/passwd"), unix.O_RDONLY}
	}},
	{"create a file", unix.SYS_OPENAT, func(m *memory) []uintptr {
		return []uintptr{0, m.text(made), unix.O_CREAT | unix.O_WRONLY, 0o600}
	}},
	{"open a file by openat2", unix.SYS_OPENAT2, func(m *memory) []uintptr {
		return []uintptr{0, m.text("/etc/passwd"), m.zero(24), 24}
	}},
	{"read the parent's memory by /proc", unix.SYS_OPENAT, func(m *memory) []uintptr {
		return []uintptr{0, m.text("/proc/" + itoa(os.Getppid()) + "/mem"), unix.O_RDONLY}
	}},
	{"write own memory by /proc", unix.SYS_OPENAT, func(m *memory) []uintptr {
		return []uintptr{0, m.text("/proc/self/mem"), unix.O_RDWR}
	}},
	{"whether a file exists", unix.SYS_FACCESSAT, func(m *memory) []uintptr {
		return []uintptr{0, m.text("/etc/passwd"), 0}
	}},
	{"a file's metadata", unix.SYS_STATX, func(m *memory) []uintptr {
		return []uintptr{0, m.text("/etc/passwd"), 0, 0, m.zero(256)}
	}},
	{"a link's target", unix.SYS_READLINKAT, func(m *memory) []uintptr {
		return []uintptr{0, m.text("/proc/self/exe"), m.zero(256), 256}
	}},
	{"remove a file", unix.SYS_UNLINKAT, func(m *memory) []uintptr { return []uintptr{0, m.text(made + "-not")} }},
	{"a file in memory", unix.SYS_MEMFD_CREATE, func(m *memory) []uintptr { return []uintptr{m.text("x"), 0} }},
	{"list a directory", unix.SYS_GETDENTS64, with(none)},
	{"watch files", unix.SYS_INOTIFY_INIT1, with(0)},
	{"open by handle", unix.SYS_OPEN_BY_HANDLE_AT, with(none)},

	{"socket AF_INET", unix.SYS_SOCKET, with(unix.AF_INET, unix.SOCK_STREAM, 0)},
	{"socket AF_INET6", unix.SYS_SOCKET, with(unix.AF_INET6, unix.SOCK_DGRAM, 0)},
	{"socket AF_UNIX", unix.SYS_SOCKET, with(unix.AF_UNIX, unix.SOCK_STREAM, 0)},
	{"socket AF_NETLINK", unix.SYS_SOCKET, with(unix.AF_NETLINK, unix.SOCK_RAW, 0)},
	{"socketpair", unix.SYS_SOCKETPAIR, func(m *memory) []uintptr {
		return []uintptr{unix.AF_UNIX, unix.SOCK_STREAM, 0, m.zero(8)}
	}},
	{"connect TCP", unix.SYS_CONNECT, func(m *memory) []uintptr { return []uintptr{3, m.inet(), 16} }},
	{"connect to an abstract socket", unix.SYS_CONNECT, func(m *memory) []uintptr { return []uintptr{3, m.local(), 8} }},
	{"bind", unix.SYS_BIND, func(m *memory) []uintptr { return []uintptr{none, m.inet(), 16} }},
	{"listen", unix.SYS_LISTEN, with(none)},
	{"accept", unix.SYS_ACCEPT4, with(none)},
	{"a filter for a socket", unix.SYS_SETSOCKOPT, with(3, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER)},

	{"exec", unix.SYS_EXECVE, func(m *memory) []uintptr {
		program := "/bin/true"
		if !m.walled {
			program += "-not"
		}
		path := m.text(program)
		return []uintptr{path, m.words(path, 0), m.words(0)}
	}},
	{"exec a descriptor", unix.SYS_EXECVEAT, func(m *memory) []uintptr {
		return []uintptr{none, m.text(""), m.words(0), m.words(0), unix.AT_EMPTY_PATH}
	}},
	{"fork", unix.SYS_CLONE, with(uintptr(unix.SIGCHLD))},
	{"fork that shares memory", unix.SYS_CLONE, with(unix.CLONE_VM | unix.CLONE_SIGHAND | unix.CLONE_NEWNS | unix.CLONE_FS)},
	{"a thread in a namespace", unix.SYS_CLONE, with(unix.CLONE_VM | unix.CLONE_SIGHAND | unix.CLONE_THREAD | unix.CLONE_NEWUSER)},
	{"fork by clone3", unix.SYS_CLONE3, func(m *memory) []uintptr { return []uintptr{m.zero(8), 8} }},
	{"unshare", unix.SYS_UNSHARE, with(0)},
	{"enter a namespace", unix.SYS_SETNS, with(none)},

	{"kill the parent", unix.SYS_KILL, func(m *memory) []uintptr { return []uintptr{parent(), 0} }},
	{"kill everybody", unix.SYS_KILL, func(m *memory) []uintptr { return []uintptr{none, 0} }},
	{"kill the group", unix.SYS_KILL, with(0, 0)},
	{"kill a thread of the parent", unix.SYS_TGKILL, func(m *memory) []uintptr { return []uintptr{parent(), parent(), 0} }},
	{"kill a thread of anybody", unix.SYS_TKILL, func(m *memory) []uintptr { return []uintptr{parent(), 0} }},
	{"queue a signal for the parent", unix.SYS_RT_SIGQUEUEINFO, func(m *memory) []uintptr {
		return []uintptr{parent(), 0, m.put([]byte{8: 0xff, 0xff, 0xff, 0xff, 127: 0})}
	}},
	{"a descriptor of the parent", unix.SYS_PIDFD_OPEN, func(m *memory) []uintptr { return []uintptr{parent(), 0} }},
	{"a descriptor from the parent", unix.SYS_PIDFD_GETFD, with(none)},
	{"a signal by descriptor", unix.SYS_PIDFD_SEND_SIGNAL, with(none)},
	{"own a socket's signals as the parent", unix.SYS_FCNTL, func(m *memory) []uintptr { return []uintptr{3, unix.F_SETOWN, parent()} }},
	{"choose a socket's signal", unix.SYS_FCNTL, with(3, unix.F_SETSIG, uintptr(unix.SIGTERM))},
	{"own a socket's signals by ioctl", unix.SYS_IOCTL, func(m *memory) []uintptr { return []uintptr{3, 0x8901, m.words(0)} }},
	{"ioctl", unix.SYS_IOCTL, func(m *memory) []uintptr { return []uintptr{3, unix.TIOCINQ, m.words(0)} }},
	{"trace the parent", unix.SYS_PTRACE, func(m *memory) []uintptr {
		request := uintptr(unix.PTRACE_SEIZE)
		if !m.walled {
			return []uintptr{request, none} // no such process
		}
		return []uintptr{request, parent()}
	}},
	{"read the parent's memory", unix.SYS_PROCESS_VM_READV, func(m *memory) []uintptr {
		return []uintptr{parent(), m.words(m.zero(8), 8), 1, m.words(memoryAddress, 8), 1}
	}},
	{"write the parent's memory", unix.SYS_PROCESS_VM_WRITEV, func(m *memory) []uintptr {
		return []uintptr{parent(), m.words(0, 0), 1, m.words(0, 0), 1}
	}},
	{"compare with the parent", unix.SYS_KCMP, func(m *memory) []uintptr { return []uintptr{parent(), parent(), 99} }},
	{"limits of the parent", unix.SYS_PRLIMIT64, func(m *memory) []uintptr {
		return []uintptr{parent(), unix.RLIMIT_NOFILE, 0, m.zero(16)}
	}},
	{"own limits", unix.SYS_PRLIMIT64, func(m *memory) []uintptr {
		return []uintptr{0, unix.RLIMIT_NOFILE, m.words(100, 100), 0}
	}},

	{"the parent's processor time", unix.SYS_CLOCK_GETTIME, func(m *memory) []uintptr {
		const scheduled = 2
		return []uintptr{uintptr(uint32(^os.Getppid()<<3 | scheduled)), m.zero(16)}
	}},
	{"a descriptor of the parent by its socket", unix.SYS_GETSOCKOPT, func(m *memory) []uintptr {
		const peerPidfd = 77
		return []uintptr{3, unix.SOL_SOCKET, peerPidfd, m.zero(8), m.words(4)}
	}},
	{"how others read an open file", unix.SYS_FCNTL, with(2, unix.F_SETFL, unix.O_NONBLOCK)},
	{"where others read an open file", unix.SYS_LSEEK, with(2, 0, 0)},
	{"seal what others write", unix.SYS_FCNTL, with(3, unix.F_ADD_SEALS, 0)},
	{"a pipe of notifications", unix.SYS_PIPE2, func(m *memory) []uintptr { return []uintptr{m.zero(8), unix.O_EXCL} }},
	{"huge pages", unix.SYS_MMAP, with(0, 2<<20, unix.PROT_READ, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS|unix.MAP_HUGETLB, none, 0)},
	{"share equal pages with others", unix.SYS_MADVISE, with(memoryAddress, 4096, unix.MADV_MERGEABLE)},

	{"mount", unix.SYS_MOUNT, with(0, 0, 0, 0, 0)},
	{"a new mount", unix.SYS_FSOPEN, with(0)},
	{"change the root", unix.SYS_CHROOT, func(m *memory) []uintptr { return []uintptr{m.text("/")} }},
	{"setuid", unix.SYS_SETUID, with(0)},
	{"setgroups", unix.SYS_SETGROUPS, with(0, 0)},
	{"set capabilities", unix.SYS_CAPSET, with(0, 0)},
	{"a new session", unix.SYS_SETPGID, with(0, 0)},
	{"outlive the parent", unix.SYS_PRCTL, with(unix.PR_SET_PDEATHSIG, 0)},
	{"be read by others", unix.SYS_PRCTL, with(unix.PR_SET_DUMPABLE, 1)},
	{"system calls by a handler", unix.SYS_PRCTL, with(unix.PR_SET_SYSCALL_USER_DISPATCH, 0)},
	{"another filter", unix.SYS_SECCOMP, with(1, 0, 0)},
	{"Landlock", unix.SYS_LANDLOCK_CREATE_RULESET, with(0, 0, 1)},

	{"io_uring", unix.SYS_IO_URING_SETUP, func(m *memory) []uintptr { return []uintptr{1, m.zero(256)} }},
	{"asynchronous I/O", unix.SYS_IO_SETUP, func(m *memory) []uintptr { return []uintptr{1, m.zero(8)} }},
	{"bpf", unix.SYS_BPF, func(m *memory) []uintptr { return []uintptr{99, m.zero(64), 64} }},
	{"perf events", unix.SYS_PERF_EVENT_OPEN, with(0, 0, none, none, 0)},
	{"userfaultfd", unix.SYS_USERFAULTFD, with(unix.O_NONBLOCK)},
	{"keys", unix.SYS_KEYCTL, with(0, none)}, // KEYCTL_GET_KEYRING_ID of the thread
	{"add a key", unix.SYS_ADD_KEY, with(0, 0, 0, 0, 0)},
	{"personality", unix.SYS_PERSONALITY, with(0xffffffff)},
	{"secret memory", unix.SYS_MEMFD_SECRET, with(0)},
	{"shared memory", unix.SYS_SHMGET, with(0, 4096, 0o600)},
	{"a message queue", unix.SYS_MQ_OPEN, func(m *memory) []uintptr { return []uintptr{m.text("walls"), 0} }},
	{"move memory between nodes", unix.SYS_MOVE_PAGES, with(0, 0, 0, 0, 0, 0)},
	{"pages into a pipe", unix.SYS_VMSPLICE, with(none, 0, 0, 0)},
	{"lock memory", unix.SYS_MLOCKALL, with(0)},
	{"load a module", unix.SYS_FINIT_MODULE, with(none, 0, 0)},
	{"the kernel's log", unix.SYS_SYSLOG, with(10)}, // SYSLOG_ACTION_SIZE_BUFFER
	{"reboot", unix.SYS_REBOOT, with(0, 0, 0, 0)},
	{"set the clock", unix.SYS_CLOCK_SETTIME, with(none, 0)},
}

// A thread makes system calls somewhere.
type thread func(number uintptr, arguments [6]uintptr) (uintptr, syscall.Errno)

// goThread is a thread of Go's, which exists when it returns.
func goThread() thread {
	type request struct {
		number    uintptr
		arguments [6]uintptr
	}
	requests, results := make(chan request), make(chan [2]uintptr)
	ready, pid := make(chan struct{}), os.Getpid()
	go func() {
		runtime.LockOSThread()
		close(ready)
		for r := range requests {
			a := r.arguments
			value, _, errno := syscall.RawSyscall6(r.number, a[0], a[1], a[2], a[3], a[4], a[5])
			if now, _, _ := syscall.RawSyscall(unix.SYS_GETPID, 0, 0, 0); int(now) != pid {
				syscall.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0) // a fork of the control's
			}
			results <- [2]uintptr{value, uintptr(errno)}
		}
	}()
	<-ready
	return func(number uintptr, arguments [6]uintptr) (uintptr, syscall.Errno) {
		requests <- request{number, arguments}
		result := <-results
		return result[0], syscall.Errno(result[1])
	}
}

// try makes the calls of these names, or all, on the thread, and returns what the
// kernel said to each.
func try(on thread, memory *memory, names []string) map[string]int {
	answers := map[string]int{}
	for _, call := range calls {
		if names != nil && !slices.Contains(names, call.name) {
			continue
		}
		memory.used = 0
		var arguments [6]uintptr
		copy(arguments[:], call.arguments(memory))
		_, errno := on(call.number, arguments)
		answers[call.name] = int(errno)
	}
	return answers
}
