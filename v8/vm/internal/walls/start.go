package walls

import "os"

// A Command is the process to start.
type Command struct {
	// Path is the program's. "" is this process's own program, as it was started,
	// even if the file was replaced since.
	Path string
	// Args are the arguments, with the program's name as the first. nil: its path.
	Args []string
	// Env is the whole environment; nil is an empty one. What a program that is
	// linked with V8 may need: LD_LIBRARY_PATH where the host does, TZ.
	Env []string
	// Files are what the process has from descriptor 3 on.
	Files []*os.File
	// Stderr is descriptor 2; nil is /dev/null, as 0 and 1 are.
	Stderr *os.File
}

// Limits are what a worker's control group allows. Zero is no limit.
type Limits struct {
	Memory int64   // bytes, the kernel's memory for it included. Swap is none then
	CPU    float64 // processors, such as 1.5
	Tasks  int     // threads
}

// Options are what the host's half needs.
type Options struct {
	Limits Limits
	// CGroup is a directory of the version 2 hierarchy under which workers' groups
	// are made: one that was delegated to the host, holds no process and has the
	// controllers memory, cpu and pids. "" is the host's own group, which has them
	// for its children only where the host is not in a group or at the root.
	CGroup string
}

// A Process is a worker that was started.
type Process struct {
	*os.Process
	// Walls is the host's half of what stands.
	Walls []Wall

	group *group
}

// Start starts the worker. A wall that can't be had is left out and reported; an
// error is that the process could not be started with or without.
//
// The process leads a session of its own, so that a terminal's signals don't
// reach it.
func Start(command Command, options Options) (*Process, error) {
	return start(command, options)
}

// Wait is [os.Process.Wait], and removes the process's control group.
func (p *Process) Wait() (*os.ProcessState, error) {
	state, err := p.Process.Wait()
	p.group.remove()
	return state, err
}
