package inside

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// own are files that this process's runtimes open for themselves: Go's poller,
// its limits of processors in a control group, and what the shim reads of this
// process alone.
func own(target string) bool {
	switch target {
	case "anon_inode:[eventpoll]", "anon_inode:[eventfd]":
		return true
	}
	return strings.HasPrefix(target, "/sys/fs/cgroup/") ||
		target == fmt.Sprintf("/proc/%d/statm", os.Getpid())
}

// closeDescriptors closes what came through exec: what the process has opened
// itself since has the flag FD_CLOEXEC, which Go sets on every file.
func closeDescriptors(options Options) (string, error) {
	const folder = "/proc/self/fd"
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	var left []error
	for _, entry := range entries {
		descriptor, err := strconv.Atoi(entry.Name())
		if err != nil || descriptor <= 2 || slices.Contains(options.Descriptors, descriptor) {
			continue
		}
		flags, err := unix.FcntlInt(uintptr(descriptor), unix.F_GETFD, 0)
		if err != nil {
			continue // it was the folder's
		}
		if flags&unix.FD_CLOEXEC == 0 {
			unix.Close(descriptor)
			continue
		}
		target, err := os.Readlink(folder + "/" + entry.Name())
		if err == nil && !own(target) {
			left = append(left, fmt.Errorf("the process has opened %s as %d", target, descriptor))
		}
	}
	return "", errors.Join(left...)
}
