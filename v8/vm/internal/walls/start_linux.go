package walls

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
)

// nobody is the user and group who own nothing.
const nobody = 65534

// self is the program that this process was started with, whatever has become of
// its file and whoever may reach its directory.
const self = "/proc/self/exe"

// A way is one of the ways to make the process, with what it gives.
type way struct {
	flags  uintptr // namespaces
	nobody bool    // as nobody, where the host is root
}

const (
	others     = syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS
	namespaces = syscall.CLONE_NEWUSER | others
)

// ways begin with the best.
func ways() []way {
	// Some systems let anybody make a user namespace and nothing inside.
	all := []way{{namespaces, false}, {syscall.CLONE_NEWUSER, false}, {0, false}}
	if os.Geteuid() == 0 {
		// A container's root often may make no user namespace, but be another
		// user. A program that nobody may execute runs as root.
		all = []way{
			{namespaces, true}, {others, true}, {syscall.CLONE_NEWUSER, true}, {0, true},
			{namespaces, false}, {others, false}, {0, false},
		}
	}
	return all
}

// refused is whether an error is that the kernel does not let this process do
// it, so that another way may do.
func refused(err error) bool {
	for _, errno := range []syscall.Errno{
		syscall.EPERM, syscall.EACCES, syscall.EINVAL, syscall.ENOSYS,
		syscall.ENOSPC, syscall.EUSERS, // too many namespaces
		syscall.EBUSY, syscall.ENODEV, syscall.EOPNOTSUPP, // the control group
	} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

func start(command Command, options Options) (*Process, error) {
	path := self
	if command.Path != "" {
		var err error
		if path, err = filepath.Abs(command.Path); err != nil {
			return nil, fmt.Errorf("start a worker: %w", err)
		}
	}
	attributes, done, err := command.attributes()
	if err != nil {
		return nil, err
	}
	defer done()
	attributes.Dir = "/" // holds no file system in use

	group, groupWall := newGroup(options)
	var best error // why the best way is not open
	for _, way := range ways() {
		var process *os.Process
		process, err = startOnThread(path, command.arguments(path), attributes, way.attributes(group))
		if refused(err) && group != nil {
			// Was it the group?
			process, err = startOnThread(path, command.arguments(path), attributes, way.attributes(nil))
			if err == nil {
				group.remove()
				group, groupWall = nil, Wall{CGroup, false, "the kernel starts no process in a group"}
			}
		}
		if err == nil {
			walls := append(way.walls(best), groupWall,
				Wall{ParentDeath, true, ""}, Wall{Environment, true, ""})
			return &Process{Process: process, Walls: walls, group: group}, nil
		}
		if !refused(err) {
			break
		}
		best = cmp.Or(best, err)
	}
	group.remove()
	return nil, fmt.Errorf("start a worker: %w", err)
}

// attributes are what the kernel is asked for.
func (w way) attributes(group *group) *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{
		Setsid:     true,
		Pdeathsig:  syscall.SIGKILL,
		Cloneflags: w.flags,
	}
	if w.flags&syscall.CLONE_NEWUSER != 0 {
		user, identity := os.Geteuid(), os.Getegid()
		if w.nobody {
			user, identity = nobody, nobody
		}
		// Whoever is not root inside has no capabilities there once the program
		// has begun.
		attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: user, Size: 1}}
		attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: identity, Size: 1}}
		attributes.GidMappingsEnableSetgroups = w.nobody
	}
	if w.nobody {
		attributes.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	if group != nil {
		attributes.UseCgroupFD, attributes.CgroupFD = true, int(group.directory.Fd())
	}
	return attributes
}

func (w way) walls(best error) []Wall {
	space := Wall{Namespaces, w.flags == namespaces, ""}
	if !space.Held {
		var have []string
		if w.flags&syscall.CLONE_NEWUSER != 0 {
			have = append(have, "user alone")
		}
		if w.flags&syscall.CLONE_NEWNET != 0 {
			have = append(have, "all but user")
		}
		have = append(have, fmt.Sprintf("the kernel refuses the rest: %v", best))
		space.Reason = strings.Join(have, ", ")
	}
	user := Wall{User, true, ""}
	if os.Geteuid() == 0 && !w.nobody {
		user = Wall{User, false, fmt.Sprintf("the host is root, and nobody can't execute the worker: %v", best)}
	}
	return []Wall{space, user}
}

// starter is the thread that makes all workers. Their parent-death signal is
// sent when the thread ends that made them, so it never does.
var starter struct {
	once  sync.Once
	calls chan func()
}

func startOnThread(path string, arguments []string, attributes *os.ProcAttr, system *syscall.SysProcAttr) (*os.Process, error) {
	starter.once.Do(func() {
		starter.calls = make(chan func())
		go func() {
			runtime.LockOSThread()
			for call := range starter.calls {
				call()
			}
		}()
	})
	var process *os.Process
	var err error
	finished := make(chan struct{})
	starter.calls <- func() {
		defer close(finished)
		with := *attributes
		with.Sys = system
		process, err = os.StartProcess(path, arguments, &with)
	}
	<-finished
	return process, err
}
