package inside

import (
	"fmt"
	"os"
	"syscall"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// allowed are the system calls that may be made with any arguments: those that
// are about the process itself, and about descriptors that it has.
var allowed = []string{
	// memory; making code executable among it, which compilers do
	"brk", "mprotect", "mremap", "munmap",
	// threads
	"exit", "exit_group", "futex", "getcpu", "getrusage", "gettid", "rseq", "sched_getaffinity",
	"sched_getparam", "sched_getscheduler", "sched_yield", "set_robust_list",
	// signals, within the process
	"restart_syscall", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
	// time
	"gettimeofday", "nanosleep", "setitimer", "time", "timer_delete", "timer_getoverrun",
	"timer_gettime", "timer_settime",
	// descriptors that there are
	"close", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd2",
	"fstat", "getpeername", "getsockname", "pipe", "pread64", "read", "recvfrom", "recvmsg",
	"sendmsg", "sendto", "shutdown", "write", "writev",
	// what the process is told of itself and of the machine
	"getegid", "geteuid", "getgid", "getpid", "getppid", "getrandom", "getrlimit", "getuid", "sysinfo",
}

// absent are said not to exist: the C library then does it in an older way, which
// it would not for EPERM. Of clone3 no filter can see the arguments.
var absent = []string{"clone3", "map_shadow_stack", "mseal"}

// otherThanThread are the flags of clone that make more than a thread.
const otherThanThread = unix.CLONE_NEWCGROUP | unix.CLONE_NEWIPC | unix.CLONE_NEWNET | unix.CLONE_NEWNS |
	unix.CLONE_NEWPID | unix.CLONE_NEWTIME | unix.CLONE_NEWUSER | unix.CLONE_NEWUTS |
	unix.CLONE_PARENT | unix.CLONE_PIDFD | unix.CLONE_PTRACE | unix.CLONE_UNTRACED | unix.CLONE_VFORK

// seccompPolicy is the filter, for the process with that ID.
//
// The file system is not in it: not even names may be looked up, which Landlock
// does not cover. Nor are sockets, processes, other processes' signals and
// memory, namespaces, and what kernels had most mistakes in (io_uring, bpf,
// userfaultfd, keyctl, perf events).
func seccompPolicy(pid int) (seccomp.Policy, error) {
	info, err := arch.GetInfo("")
	if err != nil {
		return seccomp.Policy{}, err
	}
	// Not every architecture has every call.
	known := func(names []string) (some []string) {
		for _, name := range names {
			if _, ok := info.SyscallNames[name]; ok {
				some = append(some, name)
			}
		}
		return some
	}
	var conditional []seccomp.NameWithConditions
	when := func(name string, conditions ...seccomp.Condition) {
		conditional = append(conditional, seccomp.NameWithConditions{Name: name, Conditions: conditions})
	}
	is := func(argument uint32, operation seccomp.Operation, value uint64) seccomp.Condition {
		return seccomp.Condition{Argument: argument, Operation: operation, Value: value}
	}
	when("clone", is(0, seccomp.BitsSet, unix.CLONE_THREAD), is(0, seccomp.BitsNotSet, otherThanThread))
	for _, name := range []string{"kill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "tgkill"} {
		when(name, is(0, seccomp.Equal, uint64(pid)))
	}
	when("prlimit64", is(0, seccomp.Equal, 0), is(2, seccomp.Equal, 0)) // reads this process's own
	// The names of threads and of mappings.
	for _, option := range []uint64{unix.PR_SET_NAME, unix.PR_SET_VMA} {
		when("prctl", is(0, seccomp.Equal, option))
	}
	// Not F_SETOWN with F_SETSIG: the kernel would send any signal to any process
	// of the same user, when something can be read. Nor what changes the open file
	// that others have too, as F_SETFL and seals do.
	for _, command := range []uint64{
		unix.F_DUPFD_CLOEXEC, unix.F_GETFD, unix.F_GETFL, unix.F_GET_SEALS, unix.F_SETFD,
	} {
		when("fcntl", is(1, seccomp.Equal, command))
	}
	// Not SO_PEERPIDFD, which gives the host's process.
	for _, option := range []uint64{unix.SO_ERROR, unix.SO_TYPE} {
		when("getsockopt", is(1, seccomp.Equal, unix.SOL_SOCKET), is(2, seccomp.Equal, option))
	}
	when("pipe2", is(1, seccomp.BitsNotSet, ^uint64(unix.O_CLOEXEC|unix.O_NONBLOCK)))
	// Huge pages are the machine's, and few.
	when("mmap", is(3, seccomp.BitsNotSet, unix.MAP_HUGETLB))
	// Not MADV_MERGEABLE, by which one can tell what is in others' memory.
	when("madvise", is(2, seccomp.LessOrEqual, unix.MADV_FREE))
	for _, advice := range []uint64{
		unix.MADV_HUGEPAGE, unix.MADV_NOHUGEPAGE, unix.MADV_DONTDUMP, unix.MADV_DODUMP, unix.MADV_COLLAPSE,
	} {
		when("madvise", is(2, seccomp.Equal, advice))
	}
	// The system's clocks, and those of this process's threads: a process's clock
	// tells what the host computes.
	for _, name := range []string{"clock_getres", "clock_gettime", "clock_nanosleep", "timer_create"} {
		const ofThread = 4
		when(name, is(0, seccomp.LessOrEqual, unix.CLOCK_TAI))
		when(name, is(0, seccomp.BitsSet, ofThread))
	}
	return seccomp.Policy{
		DefaultAction: seccomp.ActionErrno, // EPERM, in this library
		Syscalls: []seccomp.SyscallGroup{
			{Names: known(allowed), NamesWithCondtions: conditional, Action: seccomp.ActionAllow},
			{Names: known(absent), Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS)},
		},
	}, nil
}

func filterSystemCalls(Options) (string, error) {
	policy, err := seccompPolicy(os.Getpid())
	if err != nil {
		return "", err
	}
	// Without TSYNC_ESRCH a thread that can't have the filter would be the call's
	// result and not an error, and the library looks at errors alone. Linux 5.7.
	flags := seccomp.FilterFlagTSync | seccomp.FilterFlag(unix.SECCOMP_FILTER_FLAG_TSYNC_ESRCH)
	if err := seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: flags, Policy: policy}); err != nil {
		return "", err
	}
	if _, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0); err != syscall.EPERM {
		return "", fmt.Errorf("a socket can be made: %v", err)
	}
	return "", nil
}
