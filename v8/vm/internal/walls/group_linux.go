package walls

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// A group is the control group of one worker. A nil one is none.
type group struct {
	path      string
	directory *os.File
}

var groups atomic.Int64

// newGroup makes one with the limits. The wall stands when all limits are set.
func newGroup(options Options) (*group, Wall) {
	failed := func(format string, arguments ...any) (*group, Wall) {
		return nil, Wall{CGroup, false, fmt.Sprintf(format, arguments...)}
	}
	if options.Limits == (Limits{}) {
		return failed("no limit was asked for")
	}
	parent := options.CGroup
	if parent == "" {
		var err error
		if parent, err = ownGroup(); err != nil {
			return failed("%v", err)
		}
	}
	controllers, err := enable(parent)
	if err != nil {
		return failed("%v", err)
	}
	if len(controllers) == 0 {
		return failed("%s gives its children no controller", parent)
	}
	path := filepath.Join(parent, fmt.Sprintf("isolates-%d-%d", os.Getpid(), groups.Add(1)))
	if err := os.Mkdir(path, 0o755); err != nil {
		return failed("%v", err)
	}
	directory, err := os.Open(path)
	if err != nil {
		os.Remove(path)
		return failed("%v", err)
	}
	g := &group{path, directory}
	if missing := g.limit(options.Limits, controllers); missing != nil {
		return g, Wall{CGroup, false, missing.Error()}
	}
	return g, Wall{CGroup, true, ""}
}

// ownGroup is the directory of the group that this process is in.
func ownGroup() (string, error) {
	root, err := hierarchy()
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "0::"); ok {
			return filepath.Join(root, path), nil
		}
	}
	return "", errors.New("this process is in no control group of version 2")
}

// hierarchy is where version 2 is mounted.
func hierarchy() (string, error) {
	file, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return "", err
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		// 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw
		mount, kind, _ := strings.Cut(lines.Text(), " - ")
		fields := strings.Fields(mount)
		if strings.HasPrefix(kind, "cgroup2 ") && len(fields) > 4 {
			return fields[4], nil
		}
	}
	return "", errors.New("no hierarchy of version 2 is mounted")
}

// enable is the controllers that children of the group have, after asking for
// those that are wanted.
func enable(parent string) (map[string]bool, error) {
	control := filepath.Join(parent, "cgroup.subtree_control")
	for _, name := range []string{"memory", "cpu", "pids"} {
		// Each by itself, since one that is missing fails the others. Whether it
		// worked is what reading tells.
		write(control, "+"+name)
	}
	text, err := os.ReadFile(control)
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, name := range strings.Fields(string(text)) {
		have[name] = true
	}
	return have, nil
}

// write makes no file where the kernel has none.
func write(path, value string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteString(value)
	return errors.Join(err, file.Close())
}

// limit sets the limits, and returns what of them could not be.
func (g *group) limit(limits Limits, controllers map[string]bool) error {
	const period = 100_000 // microseconds, the kernel's default
	var missing []error
	set := func(controller, file, value string) {
		if !controllers[controller] {
			missing = append(missing, fmt.Errorf("the group above gives no controller %s", controller))
		} else if err := write(filepath.Join(g.path, file), value); err != nil {
			missing = append(missing, err)
		}
	}
	if limits.Memory > 0 {
		set("memory", "memory.max", strconv.FormatInt(limits.Memory, 10))
		if controllers["memory"] {
			// Where there is no swap there is no such file.
			err := write(filepath.Join(g.path, "memory.swap.max"), "0")
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				missing = append(missing, err)
			}
		}
	}
	if limits.CPU > 0 {
		set("cpu", "cpu.max", fmt.Sprintf("%d %d", max(1000, int64(limits.CPU*period)), period))
	}
	if limits.Tasks > 0 {
		set("pids", "pids.max", strconv.Itoa(limits.Tasks))
	}
	return errors.Join(missing...)
}

// remove ends what is in the group and removes it.
func (g *group) remove() {
	if g == nil {
		return
	}
	g.directory.Close()
	write(filepath.Join(g.path, "cgroup.kill"), "1")
	// The kernel lets go of a process that has ended a little later.
	for wait := time.Millisecond; wait < time.Second; wait *= 2 {
		if err := syscall.Rmdir(g.path); !errors.Is(err, syscall.EBUSY) {
			return
		}
		time.Sleep(wait)
	}
}
