// Package walls is what stands between a worker process that was taken over by
// what it runs, and the rest of the machine.
//
// The host's half is here: [Start] makes the process with what only its parent
// can give it. The worker's half is package inside: inside.Raise gives up, for
// every thread and for good, all that a worker with its libraries loaded and its
// V8 started can do without. It is a package of its own for its dependencies,
// which a host that starts another binary need not have.
//
// What stands is for linux. Elsewhere Start starts a process, Raise raises
// nothing, and both say so.
//
// # What each wall is
//
//   - [Namespaces] (host): user, network, IPC and UTS namespaces of its own. The
//     network has no device that is up, not even loopback. There is no PID
//     namespace: in it the worker would be the init process, for which the kernel
//     drops signals, abort's among them, and /proc would show it the numbers of
//     another namespace. That no other process can be signalled or traced is
//     seccomp's and Landlock's part.
//   - [User] (host): where the host is root, the worker is nobody (65534),
//     who owns no file. The worker has no capability, whoever the host is.
//   - [CGroup] (host): a control group (version 2) for each worker with limits of
//     memory, swap, CPU time and tasks. It is removed when the worker has ended.
//   - [ParentDeath] (both): the kernel kills the worker when its host ends. The
//     signal is sent when the thread that made the worker ends, and Go's threads
//     may, so one thread makes all workers and never ends.
//   - [Environment] (both): the worker's variables are those that it is given.
//   - [Descriptors] (worker): it closes what it was not given: descriptors that
//     the host itself has inherited, or a C library has opened there.
//   - [NoNewPrivs], [Dumpable], [Rlimits], [Landlock], [Seccomp] (worker): see
//     package inside.
package walls

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The names of the walls.
const (
	NoNewPrivs  = "no_new_privs"
	Seccomp     = "seccomp"
	Landlock    = "landlock"
	Rlimits     = "rlimits"
	Environment = "environment"
	Descriptors = "descriptors"
	Namespaces  = "namespaces"
	User        = "user"
	CGroup      = "cgroup"
	ParentDeath = "parent-death"
	Dumpable    = "dumpable"
)

// Names are those of all walls.
func Names() []string {
	return []string{
		NoNewPrivs, Seccomp, Landlock, Rlimits, Environment, Descriptors,
		Namespaces, User, CGroup, ParentDeath, Dumpable,
	}
}

// A Wall is one of them, and whether it stands.
type Wall struct {
	Name string
	// Held is whether it stands.
	Held bool
	// Reason is why it does not, or what of it is missing; "" when it is whole.
	Reason string
}

// String is the name, and the reason if there is one.
func (w Wall) String() string {
	text := w.Name
	if !w.Held {
		text += " missing"
	}
	if w.Reason != "" {
		text += ": " + w.Reason
	}
	return text
}

// Join is the walls of the host's half and of the worker's half as one list with
// each name once. A wall that both report stands if it does for both.
func Join(halves ...[]Wall) []Wall {
	var all []Wall
	for _, wall := range slices.Concat(halves...) {
		i := slices.IndexFunc(all, func(w Wall) bool { return w.Name == wall.Name })
		if i < 0 {
			all = append(all, wall)
			continue
		}
		all[i].Held = all[i].Held && wall.Held
		if wall.Reason != "" && all[i].Reason != "" {
			all[i].Reason += "; "
		}
		all[i].Reason += wall.Reason
	}
	return all
}

// ErrMissing is matched by the error of [Missing].
var ErrMissing = errors.New("a required wall is missing")

// Missing is an error that names each wall of required that does not stand, with
// its reason, and nil when all do. A name that no wall has is missing: what is
// required by a misspelt name must not be taken as there.
func Missing(have []Wall, required []string) error {
	var missing []string
	for _, name := range required {
		i := slices.IndexFunc(have, func(w Wall) bool { return w.Name == name })
		switch {
		case i < 0 && !slices.Contains(Names(), name):
			missing = append(missing, fmt.Sprintf("%q is no wall; there are %s", name, strings.Join(Names(), ", ")))
		case i < 0:
			missing = append(missing, name+": not reported")
		case !have[i].Held:
			missing = append(missing, name+": "+have[i].Reason)
		}
	}
	if missing == nil {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrMissing, strings.Join(missing, "; "))
}
