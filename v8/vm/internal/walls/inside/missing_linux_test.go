package inside_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls/inside"
)

func init() {
	workers["old kernel"] = func() any { return raiseWithout("landlock_create_ruleset", "seccomp") }
	workers["stingy kernel"] = func() any { return raiseWithout("capset", "prlimit64") }
	workers["wrong parent"] = func() any { return inside.Raise(inside.Options{Descriptors: []int{3}, Parent: 1 << 30}) }
	workers["careless"] = raiseCareless
}

// raiseWithout raises the walls on a kernel that does not have these calls.
func raiseWithout(names ...string) []walls.Wall {
	err := seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: seccomp.FilterFlagTSync, Policy: seccomp.Policy{
		DefaultAction: seccomp.ActionAllow,
		Syscalls: []seccomp.SyscallGroup{
			{Names: names, Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS)},
		},
	}})
	if err != nil {
		panic(err)
	}
	return inside.Raise(options)
}

func TestRaiseReportsWhatIsMissing(t *testing.T) {
	for worker, missing := range map[string]map[string]string{
		"old kernel": {
			walls.Landlock: "the kernel has no Landlock, or it is not enabled: function not implemented",
			walls.Seccomp:  "seccomp is not supported by the kernel",
		},
		"stingy kernel": {
			walls.User:    "give up capabilities: function not implemented",
			walls.Rlimits: "RLIMIT_CORE: function not implemented",
		},
		"wrong parent": {walls.ParentDeath: "the host, process 1073741824, has ended"},
		"careless":     {walls.Descriptors: "the process has opened /etc/passwd as"},
	} {
		var got []walls.Wall
		startWorker(t, worker, &got, walls.Options{}).leave(t)
		for _, wall := range got {
			if reason, ok := missing[wall.Name]; ok {
				require.False(t, wall.Held, "%s: %v", worker, wall)
				require.Contains(t, wall.Reason, reason)
				require.ErrorIs(t, walls.Missing(got, []string{wall.Name}), walls.ErrMissing)
			} else if wall.Name != walls.Landlock { // which this machine may lack
				require.True(t, wall.Held, "%s: %v", worker, wall)
			}
		}
	}
}

// raiseCareless is a worker that has opened something.
func raiseCareless() any {
	if _, err := os.Open("/etc/passwd"); err != nil {
		panic(err)
	}
	return inside.Raise(options)
}

// What was inherited is closed and cleared, though the host is another program.
func TestRaiseClearsWhatWasInherited(t *testing.T) {
	secret, err := os.Open("/etc/passwd")
	require.NoError(t, err)
	defer secret.Close()
	t.Setenv("SECRET", "1")
	var got []walls.Wall
	w := runWorker(t, "careful", &got, func(command walls.Command) (*walls.Process, error) {
		files := append([]*os.File{nil, nil, command.Stderr}, command.Files...)
		process, err := os.StartProcess("/proc/self/exe", command.Args, &os.ProcAttr{Files: append(files, secret)})
		return &walls.Process{Process: process}, err
	})
	links, err := filepath.Glob("/proc/" + itoa(w.Pid) + "/fd/*")
	require.NoError(t, err)
	require.NotEmpty(t, links)
	for _, link := range links {
		target, err := os.Readlink(link)
		require.NoError(t, err)
		require.NotEqual(t, "/etc/passwd", target)
	}
	require.ErrorContains(t, walls.Missing(got, []string{walls.Environment}), "other variables")
	require.NoError(t, walls.Missing(got, []string{walls.Descriptors}))
	w.leave(t)
}

func init() {
	workers["careful"] = func() any {
		all := inside.RaiseOnly(options, walls.Environment, walls.Descriptors)
		if _, there := os.LookupEnv("SECRET"); there {
			panic("it is there")
		}
		return all
	}
}

// Landlock is behind seccomp: what it forbids alone, on threads that were there
// before, to root.
func TestLandlockAlone(t *testing.T) {
	want := map[string]syscall.Errno{
		"open a file":                       syscall.EACCES,
		"create a file":                     syscall.EACCES,
		"read the parent's memory by /proc": syscall.EACCES,
		"write own memory by /proc":         syscall.EACCES,
		"trace the parent":                  syscall.EPERM,
		"read the parent's memory":          syscall.EPERM,
		"kill the parent":                   syscall.EPERM,
		"kill a thread of the parent":       syscall.EPERM,
	}
	var got answer
	startPlain(t, "Landlock alone", &got).leave(t)
	if err := walls.Missing(got.Walls, []string{walls.Landlock}); err != nil {
		t.Skip(err)
	}
	for thread, answers := range got.Threads {
		for name, errno := range want {
			if errno == syscall.EPERM && got.Walls[0].Reason != "" {
				continue // an older Landlock
			}
			require.Equal(t, errno, syscall.Errno(answers[name]), "%s on a thread of %s", name, thread)
		}
	}
}

func init() {
	workers["Landlock alone"] = func() any {
		return tryAll(true, func() []walls.Wall { return inside.RaiseOnly(options, walls.Landlock) },
			"open a file", "create a file", "read the parent's memory by /proc", "write own memory by /proc",
			"trace the parent", "read the parent's memory", "kill the parent", "kill a thread of the parent")
	}
	workers["limits alone"] = func() any { return tryLimits() }
}

// A limited worker is how far it got.
type limited struct {
	Walls       []walls.Wall
	Map, Write  int // errors
	Descriptors int
}

func tryLimits() limited {
	file, err := os.OpenFile(argument, os.O_WRONLY, 0)
	if err != nil {
		panic(err)
	}
	got := limited{Walls: inside.RaiseOnly(inside.Options{Data: 1 << 30}, walls.Rlimits)}
	number := func(err error) int {
		errno, _ := err.(syscall.Errno)
		return int(errno)
	}
	_, err = unix.Mmap(-1, 0, 2<<30, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	got.Map = number(err)
	_, err = unix.Write(int(file.Fd()), []byte("x"))
	got.Write = number(err)
	for got.Descriptors = 0; ; got.Descriptors++ {
		if _, err := unix.Dup(3); err != nil {
			return got
		}
	}
}

func TestLimitsAlone(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "")
	require.NoError(t, err)
	defer file.Close()
	var got limited
	startPlain(t, "limits alone:"+file.Name(), &got).leave(t)
	require.NoError(t, walls.Missing(got.Walls, []string{walls.Rlimits}))
	require.Equal(t, syscall.ENOMEM, syscall.Errno(got.Map))
	require.Equal(t, syscall.EFBIG, syscall.Errno(got.Write))
	require.Less(t, got.Descriptors, 64)
}
