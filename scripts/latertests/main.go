// Latertests runs V8's own tests (its folder test/mjsunit, of any version)
// through the binding, each in a process of its own, and says which of them end
// the process, hang it, or find a wrong result. See SECURITY.md.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/nodeisolates/isolates/scripts/internal/parallel"
)

var (
	child   = flag.String("child", "", "run this one test, in this process")
	extra   = flag.String("flags", "", "flags of V8 to add, separated by spaces")
	plain   = flag.Bool("plain", false, "of a test's own flags, heed none but those for natives and gc")
	contain = flag.Bool("contain", false, "keep the process alive when V8 crashes, see v8.ContainCrashes")
	verbose = flag.Bool("v", false, "list every test")
	jobs    = flag.Int("jobs", runtime.NumCPU(), "how many processes at a time")
	timeout = flag.Duration("timeout", 20*time.Second, "for each test; the process gets twice that")
	memory  = flag.Uint64("memory", 2048, "memory limit of the isolate, in MB; 0 is none")
)

// An outcome is how a test ended.
type outcome int

const (
	passed    outcome = iota
	exception         // most often something that only V8's own shell has
	wrong             // a result that the test did not expect
	timedOut          // and the isolate went on
	dead              // the isolate; the process went on
	hung              // the process, which had to be killed
	killed            // the process
)

var outcomes = [...]string{"passed", "exception", "wrong result", "deadline", "isolate dead", "HUNG", "KILLED"}

// exitCode tells outcomes from Go's own codes.
const exitCode = 40

type result struct {
	file    string
	outcome outcome
	last    string // of what the process wrote
}

func main() {
	flag.Parse()
	if *child != "" {
		os.Exit(exitCode + int(runChild(*child)))
	}
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "latertests: name the folders of the tests, inside a copy of V8's test/mjsunit")
		os.Exit(2)
	}
	files, err := tests(flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "latertests:", err)
		os.Exit(2)
	}
	if !report(parallel.Map(*jobs, files, runProcess)) {
		os.Exit(1)
	}
}

// tests are the scripts in the folders, or the scripts themselves. Modules, and
// what tests load, are none.
func tests(roots []string) (files []string, err error) {
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".js" || filepath.Base(path) == harness {
				return err
			}
			absolute, err := filepath.Abs(path)
			files = append(files, absolute)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(files)
	if len(files) == 0 {
		return nil, errors.New("there is no test in these folders")
	}
	_, err = harnessOf(files[0])
	return files, err
}

// runProcess runs one test in a process.
func runProcess(file string) result {
	executable, err := os.Executable()
	if err != nil {
		return result{file, killed, err.Error()}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2**timeout)
	defer cancel()
	arguments := []string{"-child", file, "-flags", *extra, fmt.Sprintf("-plain=%t", *plain),
		fmt.Sprintf("-contain=%t", *contain), "-timeout", timeout.String(), "-memory", fmt.Sprint(*memory)}
	command := exec.CommandContext(ctx, executable, arguments...)
	command.Env = append(os.Environ(), "GOTRACEBACK=none")
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err = command.Run()
	code := command.ProcessState.ExitCode()
	switch {
	case ctx.Err() != nil:
		return result{file, hung, lastLine(output.Bytes())}
	case code >= exitCode && code < exitCode+int(hung):
		return result{file, outcome(code - exitCode), lastLine(output.Bytes())}
	}
	why := fmt.Sprint(err)
	if status, ok := command.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		why = status.Signal().String()
	}
	return result{file, killed, why + ": " + firstLine(output.Bytes())}
}

func lastLine(output []byte) string {
	lines := bytes.Split(bytes.TrimSpace(output), []byte("\n"))
	return fmt.Sprintf("%.200s", lines[len(lines)-1])
}

func firstLine(output []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(output), []byte("\n"))
	return fmt.Sprintf("%.200s", line)
}

// report prints what is worth a look, and how many ended how. It is false when
// the process did not survive a test.
func report(results []result) bool {
	counts := map[outcome]int{}
	for _, r := range results {
		counts[r.outcome]++
		if *verbose || r.outcome >= wrong {
			fmt.Printf("%-12s %s  %s\n", outcomes[r.outcome], shortName(r.file), r.last)
		}
	}
	var parts []string
	for n, name := range outcomes {
		if count := counts[outcome(n)]; count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count, name))
		}
	}
	fmt.Printf("%d tests: %s\n", len(results), strings.Join(parts, ", "))
	return counts[hung]+counts[killed] == 0
}

// shortName is the file relative to the harness.
func shortName(file string) string {
	if path, err := harnessOf(file); err == nil {
		if relative, err := filepath.Rel(filepath.Dir(path), file); err == nil {
			return relative
		}
	}
	return file
}
