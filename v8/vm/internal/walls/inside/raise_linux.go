package inside

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"github.com/landlock-lsm/go-landlock/landlock"
	ll "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
	"kernel.org/pub/linux/libs/security/libcap/psx"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
)

// A raiser raises one wall. reason is what of it is missing.
type raiser struct {
	name  string
	raise func(Options) (reason string, err error)
}

var raisers = []raiser{
	{walls.Environment, clearEnvironment},
	{walls.Descriptors, closeDescriptors},
	{walls.NoNewPrivs, forbidNewPrivileges},
	{walls.User, dropCapabilities},
	{walls.ParentDeath, dieWithParent},
	{walls.Rlimits, limitResources},
	{walls.Landlock, restrictFiles},
	{walls.Dumpable, forbidReaders},
	{walls.Seccomp, filterSystemCalls}, // last: it forbids what the others need
}

func raise(options Options) []walls.Wall {
	_ = time.Now().Local().String() // reads the time zone

	var all []walls.Wall
	for _, each := range raisers {
		reason, err := each.raise(options)
		if err != nil {
			reason = err.Error()
		}
		all = append(all, walls.Wall{Name: each.name, Held: err == nil, Reason: reason})
	}
	return all
}

// clearEnvironment does not take what was there at first out of memory, where
// the kernel put it.
func clearEnvironment(options Options) (string, error) {
	var others []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !slices.Contains(options.Environment, name) {
			others = append(others, name)
			os.Unsetenv(name)
		}
	}
	if others != nil {
		return "", fmt.Errorf("the process was started with %d other variables, %s among them", len(others), others[0])
	}
	return "", nil
}

func forbidNewPrivileges(Options) (string, error) {
	if err := prctlOnAllThreads(unix.PR_SET_NO_NEW_PRIVS, 1); err != nil {
		return "", err
	}
	return "", onAllThreads("NoNewPrivs", "1")
}

func dropCapabilities(Options) (string, error) {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	_, _, errno := psx.Syscall3(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&none)), 0)
	if errno != 0 {
		return "", fmt.Errorf("give up capabilities: %w", errno)
	}
	const zero = "0000000000000000"
	return "", cmp.Or(onAllThreads("CapPrm", zero), onAllThreads("CapEff", zero), onAllThreads("CapInh", zero))
}

// dieWithParent checks what the host has asked for, on this process's first
// thread, and asks for it on the others: the kernel has a signal for each, and
// looks at those of threads that live.
func dieWithParent(options Options) (string, error) {
	if err := prctlOnAllThreads(unix.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL)); err != nil {
		return "", err
	}
	if parent := os.Getppid(); options.Parent != 0 && parent != options.Parent {
		return "", fmt.Errorf("the host, process %d, has ended", options.Parent)
	}
	return "", nil
}

func limitResources(options Options) (string, error) {
	var reason string
	limits := []struct {
		name     string
		resource int
		value    uint64
	}{
		{"CORE", unix.RLIMIT_CORE, 0},
		{"FSIZE", unix.RLIMIT_FSIZE, 0},
		{"LOCKS", unix.RLIMIT_LOCKS, 0},
		{"MEMLOCK", unix.RLIMIT_MEMLOCK, 0},
		{"MSGQUEUE", unix.RLIMIT_MSGQUEUE, 0},
		{"NICE", unix.RLIMIT_NICE, 0},
		{"RTPRIO", unix.RLIMIT_RTPRIO, 0},
		{"NOFILE", unix.RLIMIT_NOFILE, cmp.Or(options.OpenFiles, 64)},
		{"NPROC", unix.RLIMIT_NPROC, cmp.Or(options.Threads, 1024)},
		{"CPU", unix.RLIMIT_CPU, uint64((options.CPU + time.Second - 1) / time.Second)},
		{"DATA", unix.RLIMIT_DATA, options.Data},
	}
	var stderr unix.Stat_t
	file := unix.Fstat(2, &stderr) == nil && stderr.Mode&unix.S_IFMT == unix.S_IFREG
	own, err := ownUserNamespace()
	if err != nil {
		return "", err
	}
	// Writing beyond it is an error then, and not a crash.
	signal.Ignore(syscall.SIGXFSZ)
	for _, each := range limits {
		switch optional := each.resource == unix.RLIMIT_CPU || each.resource == unix.RLIMIT_DATA; {
		case optional && each.value == 0:
			continue
		case each.resource == unix.RLIMIT_FSIZE && file:
			reason = "files may be written, since standard error is one"
			continue
		case each.resource == unix.RLIMIT_NPROC && !own:
			// It would count the threads of the host and of all other workers.
			reason = strings.TrimPrefix(reason+"; threads are not limited without a user namespace", "; ")
			continue
		}
		limit := unix.Rlimit{Cur: each.value, Max: each.value}
		if err := unix.Prlimit(0, each.resource, &limit, nil); err != nil {
			return "", fmt.Errorf("RLIMIT_%s: %w", each.name, err)
		}
	}
	return reason, nil
}

// ownUserNamespace is whether this process is in another than the system's first.
func ownUserNamespace() (bool, error) {
	text, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		return false, err
	}
	fields := strings.Fields(string(text))
	// The first has the whole range.
	return len(fields) != 3 || fields[2] != "4294967295", nil
}

func restrictFiles(Options) (string, error) {
	abi, err := ll.LandlockGetABIVersion()
	if err != nil {
		return "", fmt.Errorf("the kernel has no Landlock, or it is not enabled: %w", err)
	}
	if err := landlock.V10.BestEffort().Restrict(); err != nil {
		return "", err
	}
	var reason string
	switch {
	case abi < 4:
		reason = "the kernel's Landlock does not know networks, nor signals and abstract sockets"
	case abi < 6:
		reason = "the kernel's Landlock does not know signals and abstract sockets"
	}
	// It is for this thread only, but tells that rules are enforced at all.
	if file, err := os.Open("/"); err == nil {
		file.Close()
		return "", errors.New("a directory can be opened")
	}
	return reason, nil
}

func forbidReaders(Options) (string, error) {
	return "", unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}

func prctlOnAllThreads(option, argument uintptr) error {
	if _, _, errno := psx.Syscall6(unix.SYS_PRCTL, option, argument, 0, 0, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

// onAllThreads is an error when a thread has another value of the field in
// /proc/self/task/*/status.
func onAllThreads(field, value string) error {
	const tasks = "/proc/self/task/"
	threads, err := os.ReadDir(tasks)
	if err != nil {
		return err
	}
	for _, thread := range threads {
		text, err := os.ReadFile(tasks + thread.Name() + "/status")
		if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
			continue // it has ended
		}
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(text)) {
			got, ok := strings.CutPrefix(line, field+":")
			if ok && strings.TrimSpace(got) != value {
				return fmt.Errorf("thread %s has %s", thread.Name(), strings.TrimSpace(line))
			}
		}
	}
	return nil
}
