package inside

import (
	"fmt"
	"os"
	"syscall"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// allowed are the system calls that may be made with any arguments. Those of the
// process itself or of descriptors that it has.
var allowed = []string{
	// memory; making code executable among it, which compilers do
	"brk", "madvise", "membarrier", "mincore", "mmap", "mprotect", "mremap", "munmap",
	"pkey_alloc", "pkey_free", "pkey_mprotect",
	// threads
	"exit", "exit_group", "futex", "get_robust_list", "getcpu", "getpriority", "getrusage",
	"gettid", "rseq", "sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity",
	"sched_getparam", "sched_getscheduler", "sched_yield", "set_robust_list", "set_tid_address",
	// signals, within the process
	"restart_syscall", "rt_sigaction", "rt_sigpending", "rt_sigprocmask", "rt_sigreturn",
	"rt_sigsuspend", "rt_sigtimedwait", "sigaltstack",
	// time
	"clock_getres", "clock_gettime", "clock_nanosleep", "getitimer", "gettimeofday", "nanosleep",
	"setitimer", "time", "timer_create", "timer_delete", "timer_getoverrun", "timer_gettime",
	"timer_settime", "times",
	// descriptors that there are
	"close", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd2",
	"fstat", "lseek", "pipe", "pipe2", "poll", "ppoll", "pread64", "read", "readv", "recvfrom",
	"recvmsg", "sendmsg", "sendto", "shutdown", "write", "writev",
	"getpeername", "getsockname", "getsockopt",
	// what the process is told of itself and of the machine
	"getegid", "geteuid", "getgid", "getpid", "getppid", "getrandom", "getrlimit", "getuid",
	"sysinfo", "uname",
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
	equal := func(argument uint32, value int) seccomp.Condition {
		return seccomp.Condition{Argument: argument, Operation: seccomp.Equal, Value: uint64(value)}
	}
	var conditional []seccomp.NameWithConditions
	when := func(name string, conditions ...seccomp.Condition) {
		conditional = append(conditional, seccomp.NameWithConditions{Name: name, Conditions: conditions})
	}
	when("clone",
		seccomp.Condition{Argument: 0, Operation: seccomp.BitsSet, Value: unix.CLONE_THREAD},
		seccomp.Condition{Argument: 0, Operation: seccomp.BitsNotSet, Value: otherThanThread})
	for _, name := range []string{"kill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "tgkill"} {
		when(name, equal(0, pid))
	}
	// Not F_SETOWN with F_SETSIG: the kernel would send any signal to any process
	// of the same user, when something can be read.
	for _, command := range []int{
		unix.F_ADD_SEALS, unix.F_DUPFD_CLOEXEC, unix.F_GETFD, unix.F_GETFL, unix.F_GET_SEALS,
		unix.F_SETFD, unix.F_SETFL,
	} {
		when("fcntl", equal(1, command))
	}
	// The names of threads and of mappings.
	for _, option := range []int{unix.PR_GET_NAME, unix.PR_SET_NAME, unix.PR_SET_VMA} {
		when("prctl", equal(0, option))
	}
	when("prlimit64", equal(0, 0), equal(2, 0)) // reads this process's own
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
