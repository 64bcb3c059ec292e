package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/nodeisolates/isolates/bench/hostile"
)

// limits are what a process may take: see package hostile.
type limits struct {
	start, ended, wall time.Duration
	memoryCap          int
}

var hostileLimits = limits{
	start:     30 * time.Second, // not the script's fault
	ended:     hostile.Deadline + hostile.Grace,
	wall:      hostile.Wall,
	memoryCap: hostile.MemoryCap,
}

const pollEvery = 5 * time.Millisecond // in which a process can fill some 20 MB

// An engine is a name and the command that runs a script in it.
type engine struct {
	name    string
	command []string
}

// attack runs the script in a process of its own. An error is the runner's, and
// not the script's, doing.
func attack(ctx context.Context, e engine, script string, l limits) (hostile.Outcome, error) {
	outcome := hostile.Outcome{Script: strings.TrimSuffix(filepath.Base(script), ".js")}
	c, err := start(slices.Concat(e.command, []string{script,
		strconv.Itoa(hostile.Memory), strconv.FormatInt(hostile.Deadline.Milliseconds(), 10)}))
	if err != nil {
		return outcome, err
	}
	c.watch(ctx, l, &outcome)
	outcome.Peak = max(outcome.Peak, peakMemory(c.command.ProcessState))
	switch {
	case ctx.Err() != nil:
		return outcome, ctx.Err()
	case c.began.IsZero():
		return outcome, fmt.Errorf("%s did not begin with %s: %v\n%s",
			e.name, script, c.command.ProcessState, c.stderr.text)
	case outcome.Exit != "":
		outcome.Detail = strings.TrimSpace(outcome.Detail + "\n" + string(c.stderr.text))
	}
	return outcome, nil
}

type child struct {
	command *exec.Cmd
	stderr  head
	lines   chan string   // of its standard output; closed at the end
	exited  chan struct{} // closed when it is no more
	began   time.Time
}

func start(command []string) (*child, error) {
	c := &child{
		command: exec.Command(command[0], command[1:]...),
		lines:   make(chan string),
		exited:  make(chan struct{}),
	}
	stdout, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	c.command.Stdout, c.command.Stderr = in, &c.stderr
	c.command.WaitDelay = time.Second
	err = c.command.Start()
	in.Close()
	if err != nil {
		stdout.Close()
		return nil, err
	}
	go func() {
		defer close(c.lines)
		defer stdout.Close()
		for reader := bufio.NewReader(stdout); ; {
			line, err := reader.ReadString('\n')
			if err != nil {
				return
			}
			c.lines <- strings.TrimSuffix(line, "\n")
		}
	}()
	go func() {
		defer close(c.exited)
		_ = c.command.Wait() // ProcessState has it
	}()
	return c, nil
}

// watch writes into o what the process does, and returns when it is no more.
func (c *child) watch(ctx context.Context, l limits, o *hostile.Outcome) {
	timer, poll := time.NewTimer(l.start), time.NewTicker(pollEvery)
	defer timer.Stop()
	defer poll.Stop()
	lines := c.lines
	var exited chan struct{} // is looked at when all lines have been read
	for {
		select {
		case line, open := <-lines:
			end, ended := strings.CutPrefix(line, hostile.Ended)
			switch {
			case !open:
				lines, exited = nil, c.exited
			case line == hostile.Began:
				c.began = time.Now()
				timer.Reset(l.ended)
			case ended:
				o.End, o.Detail, _ = strings.Cut(end, " ")
				o.Took = time.Since(c.began)
				timer.Reset(l.wall - o.Took)
			case line == hostile.Healthy:
				o.Usable = true
				c.kill() // how it would exit is of no matter
				return
			}
		case <-exited:
			o.Exit = c.command.ProcessState.String()
			c.noEnd(o)
			return
		case <-timer.C:
			o.Cut = hostile.CutTime
			c.kill()
			c.noEnd(o)
			return
		case <-poll.C:
			if o.Peak = max(o.Peak, residentPeak(c.command.Process.Pid)); o.Peak > l.memoryCap {
				o.Cut = hostile.CutMemory
				c.kill()
				c.noEnd(o)
				return
			}
		case <-ctx.Done():
			c.kill()
			return
		}
	}
}

// kill returns when the process is no more.
func (c *child) kill() {
	_ = c.command.Process.Kill() // it may have ended just now
	for range c.lines {
		continue // or its reader would wait for ever
	}
	<-c.exited
}

// noEnd takes the time of a script that did not end.
func (c *child) noEnd(o *hostile.Outcome) {
	if o.End == "" {
		o.Took = time.Since(c.began)
	}
}

var peakLine = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// residentPeak is the most that a living process has had in RAM, in bytes, or 0
// where there is no telling.
func residentPeak(pid int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	match := peakLine.FindSubmatch(status)
	if match == nil {
		return 0
	}
	n, _ := strconv.Atoi(string(match[1]))
	return n << 10
}

// peakMemory is the same of an ended process, which may have grown since the
// last look.
func peakMemory(process *os.ProcessState) int {
	usage, ok := process.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int(usage.Maxrss)
	}
	return int(usage.Maxrss) << 10
}

// head keeps the first few kilobytes of what is written to it.
type head struct{ text []byte }

func (h *head) Write(p []byte) (int, error) {
	h.text = append(h.text, p[:min(4<<10-len(h.text), len(p))]...)
	return len(p), nil
}
