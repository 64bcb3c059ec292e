// Command run runs a script that nobody trusts, within limits:
//
//	run [-memory MB] [-timeout D] [-cpu D] FILE|-
//
// It prints the value of the script's last statement. What goes wrong is one
// line on standard error, and an exit code of its own, so that a shell script
// can tell a script that failed from one that was stopped:
//
//	0  the script has run
//	1  it threw an exception
//	2  usage, a file that can't be read, or a V8 that can't be started
//	3  the time is up
//	4  the memory is used up, or the source is too long for it
//	5  the isolate died: V8 met an error that it can't return from
//	6  the CPU time is used up
//	7  a limit was reached, and V8 could not be interrupted in what it does
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"

	"github.com/nodeisolates/isolates/v8"
)

const (
	exitResult = iota
	exitException
	exitUsage
	exitDeadline
	exitMemory
	exitDead
	exitCPU
	exitStuck
)

// Some of V8's built-in functions don't notice that a limit was reached until
// they are through. After the grace, in CPU time, package v8 ends them by force;
// and where it can't either, this program ends after the patience.
const (
	grace    = 400 * time.Millisecond
	patience = 900 * time.Millisecond
)

type limits struct {
	memory       uint64 // in MB; 0 is none
	timeout, cpu time.Duration
}

func main() {
	code, message := run(os.Args[1:])
	if message != "" {
		fmt.Fprintln(os.Stderr, "run:", oneLine(message))
	}
	os.Exit(code)
}

// oneLine is text without what would begin a second line or speak to the
// terminal, and not longer than anybody reads: it may be the script's.
func oneLine(text string) string {
	const longest = 500
	runes := []rune(text[:min(len(text), 4*longest)])
	if len(runes) > longest {
		runes = append(runes[:longest], []rune(" ...")...)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, string(runes))
}

// run is the program, without its end.
func run(arguments []string) (code int, message string) {
	var limits limits
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // one line, of our own, is enough
	flags.Uint64Var(&limits.memory, "memory", 128, "")
	flags.DurationVar(&limits.timeout, "timeout", 10*time.Second, "")
	flags.DurationVar(&limits.cpu, "cpu", 0, "")
	const usage = "usage: run [-memory MB (128)] [-timeout D (10s)] [-cpu D (none)] FILE|-; 0 is no limit"
	err := flags.Parse(arguments)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitUsage, usage
	case err != nil:
		return exitUsage, err.Error() + "; " + usage
	case flags.NArg() != 1 || limits.memory > 1<<40 || limits.timeout < 0 || limits.cpu < 0:
		return exitUsage, usage
	}
	name := flags.Arg(0)
	source, err := read(name)
	if err != nil {
		return exitUsage, err.Error()
	}
	return runSource(name, source, limits)
}

func read(name string) (string, error) {
	if name == "-" {
		text, err := io.ReadAll(os.Stdin)
		return string(text), err
	}
	text, err := os.ReadFile(name)
	return string(text), err
}

// runSource runs the script on a goroutine of its own, so that this one can
// leave when V8 does not.
func runSource(name, source string, limits limits) (code int, message string) {
	iso, err := v8.NewIsolate(v8.IsolateOptions{
		MemoryLimit:      limits.memory << 20,
		CPULimit:         limits.cpu,
		TerminationGrace: grace,
	})
	if err != nil {
		return exitUsage, err.Error()
	}
	ctx := context.Background()
	if limits.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limits.timeout)
		defer cancel()
	}
	result := make(chan error, 1)
	var cpu cpuClock
	go func() { result <- execute(ctx, iso, &cpu, name, source) }()

	select {
	case err := <-result:
		iso.Close() // it waits for the script: never where the script is still running
		return explain(err, limits)
	case <-overdue(ctx, &cpu, limits.cpu):
		return exitStuck, fmt.Sprintf("a limit was reached %v ago, and V8 can't be interrupted in what it does", patience)
	}
}

// execute runs the script and prints its result.
func execute(ctx context.Context, iso *v8.Isolate, cpu *cpuClock, name, source string) error {
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return err
	}
	var text string
	err = c.Run(ctx, func(s *v8.Scope) error {
		cpu.start()
		script, err := s.Compile(source, v8.ScriptOrigin{Name: name})
		if err != nil {
			return err
		}
		v, err := script.Run()
		if err != nil {
			return err
		}
		text = v.String() // runs no JavaScript: a hostile toString is not called
		return nil
	})
	if err == nil { // a promise's error, too, comes when the script is through
		_, err = fmt.Println(text)
	}
	return err
}

// overdue is closed when a limit was reached and patience is at its end.
func overdue(ctx context.Context, cpu *cpuClock, cpuLimit time.Duration) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		for cpuLimit > 0 && cpu.used() < cpuLimit && ctx.Err() == nil {
			time.Sleep(10 * time.Millisecond)
		}
		if cpuLimit == 0 {
			<-ctx.Done()
		}
		time.Sleep(patience)
		close(done)
	}()
	return done
}

// explain is the exit code and the line for how the script ended.
func explain(err error, limits limits) (code int, message string) {
	switch {
	case err == nil:
		return exitResult, ""
	case errors.Is(err, v8.ErrUninterruptible):
		return exitStuck, "a limit was reached: " + err.Error()
	case errors.Is(err, v8.ErrIsolateDead):
		return exitDead, err.Error()
	case errors.Is(err, v8.ErrMemoryLimit), errors.Is(err, v8.ErrSourceTooLong):
		return exitMemory, fmt.Sprintf("more than %d MB: %v", limits.memory, err)
	case errors.Is(err, v8.ErrCPULimit):
		return exitCPU, fmt.Sprintf("more than %v of CPU time: %v", limits.cpu, err)
	case errors.Is(err, context.DeadlineExceeded):
		return exitDeadline, fmt.Sprintf("more than %v: %v", limits.timeout, err)
	}
	return exitException, err.Error()
}
