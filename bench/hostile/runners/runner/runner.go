// Package runner is what the programs that run a hostile script in an engine
// have in common.
package runner

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/nodeisolates/isolates/bench/hostile"
)

// An Instance is what an engine has for one stranger's scripts: an isolate with
// a context, or whatever comes closest to it, with a function host that calls
// its argument.
type Instance interface {
	// Eval runs the source, and gives its value as text. It may take until the
	// deadline.
	Eval(source string, deadline time.Duration) (string, error)
	// Kind says in one word how a script ended that had this error.
	Kind(error) string
	Close()
}

//go:embed healthy.json
var healthyText []byte

// Main attacks an instance, closes it, and looks whether a new one in the same
// process is right.
func Main(open func(memory int) (Instance, error)) {
	if len(os.Args) != 4 {
		fail("usage: SCRIPT BYTES MILLISECONDS")
	}
	source, err := os.ReadFile(os.Args[1])
	must(err)
	memory, err := strconv.Atoi(os.Args[2])
	must(err)
	deadline, err := time.ParseDuration(os.Args[3] + "ms")
	must(err)

	instance, err := open(memory)
	must(err)
	fmt.Println(hostile.Began)
	end, detail := attack(instance, string(source), deadline)
	fmt.Println(hostile.Ended + end + " " + oneLine(detail))
	instance.Close()

	instance, err = open(memory)
	must(err)
	must(healthy(instance))
	fmt.Println(hostile.Healthy)
	instance.Close()
}

func attack(instance Instance, source string, deadline time.Duration) (end, detail string) {
	defer func() {
		// Who runs strangers' scripts expects an engine's panics, too.
		if r := recover(); r != nil {
			end, detail = "panic", fmt.Sprintf("%T", r) // its text may panic, too
		}
	}()
	value, err := instance.Eval(source, deadline)
	if err != nil {
		return instance.Kind(err), err.Error()
	}
	return "result", value[:min(len(value), 100)]
}

// healthy is an error unless instance computes what it should, in JavaScript,
// in callbacks and in microtasks.
func healthy(instance Instance) error {
	var steps []struct{ Source, Want string }
	if err := json.Unmarshal(healthyText, &steps); err != nil {
		return err
	}
	for _, step := range steps {
		// The attack's limits on time are not for this: hostile.Wall is.
		got, err := instance.Eval(step.Source, hostile.Wall)
		if err == nil && got != step.Want {
			err = fmt.Errorf("got %q, want %q", got, step.Want)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", step.Source, err)
		}
	}
	return nil
}

func oneLine(s string) string {
	s = s[:min(len(s), 300)]
	return strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), "")
}

func must(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(reason any) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}
