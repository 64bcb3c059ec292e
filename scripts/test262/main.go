// Test262 runs ECMAScript's conformance tests of modules and import() through
// package module, each in a process of its own, and says which fail, and which end
// the process. Its argument is a copy of https://github.com/tc39/test262.
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
	"time"

	"github.com/nodeisolates/isolates/scripts/internal/parallel"
)

var (
	child   = flag.String("child", "", "run this one test, in this process")
	verbose = flag.Bool("v", false, "list every test")
	only    = flag.String("run", "", "only the tests whose paths contain this")
	jobs    = flag.Int("jobs", runtime.NumCPU(), "how many processes at a time")
	timeout = flag.Duration("timeout", 20*time.Second, "for each test; the process gets twice that")
)

// folders are the tests that are about modules.
var folders = []string{
	"test/language/module-code",
	"test/language/import",
	"test/language/export",
	"test/language/expressions/dynamic-import",
	"test/language/expressions/import.meta",
}

// missing are the features that V8 13.6 does not have.
var missing = map[string]string{
	"import-defer":                       "import defer is a SyntaxError in V8 13.6",
	"source-phase-imports":               "import source is behind a flag in V8 13.6",
	"source-phase-imports-module-source": "import source is behind a flag in V8 13.6",
	"immutable-arraybuffer":              "V8 13.6 has no immutable ArrayBuffers",
	"nonextensible-applies-to-private":   "V8 13.6 allows private fields on objects that are not extensible",
}

// An outcome is how a test ended.
type outcome int

const (
	passed  outcome = iota
	lacking         // it fails, and needs what V8 does not have
	known           // it fails, and V8's own shell does too
	mended          // it passes: take it off the list of those that fail
	failed
	hung
	killed
)

var outcomes = [...]string{"passed", "lacking", "known", "MENDED", "FAILED", "HUNG", "KILLED"}

// exitCode tells outcomes from Go's own codes.
const exitCode = 40

type result struct {
	file    string
	outcome outcome
	said    string
}

func main() {
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "test262: name the folder of a copy of https://github.com/tc39/test262")
		os.Exit(2)
	}
	root := flag.Arg(0)
	if *child != "" {
		os.Exit(runChild(root, *child))
	}
	files, err := tests(root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "test262:", err)
		os.Exit(2)
	}
	results := parallel.Map(*jobs, files, func(file string) result { return runProcess(root, file) })
	if !report(results) {
		os.Exit(1)
	}
}

func tests(root string) (files []string, err error) {
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".js" || strings.Contains(path, "_FIXTURE") {
				return err
			}
			name, err := filepath.Rel(root, path)
			if name = filepath.ToSlash(name); strings.Contains(name, *only) {
				files = append(files, name)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if slices.Sort(files); len(files) == 0 {
		return nil, errors.New("no test matches")
	}
	return files, nil
}

// runProcess runs one test in a process.
func runProcess(root, file string) result {
	executable, err := os.Executable()
	if err != nil {
		return result{file, killed, err.Error()}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2**timeout)
	defer cancel()
	command := exec.CommandContext(ctx, executable, "-child", file, "-timeout", timeout.String(), root)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err = command.Run()
	said := strings.TrimSpace(output.String())
	switch code := command.ProcessState.ExitCode(); {
	case ctx.Err() != nil:
		return result{file, hung, said}
	case code != 0 && code != exitCode:
		return result{file, killed, fmt.Sprintf("%v: %.500s", err, said)}
	default:
		return result{file, judge(root, file, code == 0), said}
	}
}

// judge says what the end of a test means.
func judge(root, file string, hasPassed bool) outcome {
	switch {
	case isKnown(file) && hasPassed:
		return mended
	case isKnown(file):
		return known
	case hasPassed:
		return passed
	}
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		return failed
	}
	for _, feature := range frontmatterOf(string(text)).features {
		if missing[feature] != "" {
			return lacking
		}
	}
	return failed
}

// report prints what is worth a look, and how many ended how. It is false when
// a test has failed that should not, or has passed.
func report(results []result) bool {
	counts := map[outcome]int{}
	for _, r := range results {
		counts[r.outcome]++
		if *verbose || r.outcome >= mended {
			fmt.Printf("%-8s %s  %.500s\n", outcomes[r.outcome], r.file, r.said)
		}
	}
	var parts []string
	for n, name := range outcomes {
		if count := counts[outcome(n)]; count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count, name))
		}
	}
	fmt.Printf("%d tests: %s\n", len(results), strings.Join(parts, ", "))
	return counts[mended]+counts[failed]+counts[hung]+counts[killed] == 0
}
