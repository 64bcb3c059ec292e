// Command tools runs a program that a model has written, in TypeScript, in a sandbox
// with five tools of Go's, and prints what the model gets back, as JSON: the result,
// what was printed, what it has used, and an error that says where and why.
//
//	go run ./examples/tools                # the program in example.ts
//	go run ./examples/tools -process a.ts  # another, in a process of its own
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"testing/fstest"
	"time"

	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/module/typescript"
	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/vm/inprocess"
	_ "github.com/nodeisolates/isolates/v8/vm/worker"
)

//go:embed example.ts
var example string

func main() {
	process := flag.Bool("process", false, "run the program in a process of its own")
	flag.Parse()
	source := example
	if name := flag.Arg(0); name != "" {
		data, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		source = string(data)
	}
	tier := vm.InProcess
	if *process {
		tier = vm.Process
	}
	host, err := vm.NewHost(vm.HostOptions{Tier: tier})
	if err != nil {
		log.Fatal(err)
	}
	defer host.Close()
	report, err := run(context.Background(), host, source)
	if err != nil {
		log.Fatal(err)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(report); err != nil {
		log.Fatal(err)
	}
}

// A Report is what the model gets back.
type Report struct {
	Result  any      `json:"result,omitempty"`
	Console string   `json:"console,omitempty"`
	Error   *Problem `json:"error,omitempty"`
	CPU     string   `json:"cpu"`
	Calls   int64    `json:"toolCalls"`
}

// A Problem is an error as a model can use it.
type Problem struct {
	Message string   `json:"message"`
	Limit   string   `json:"limit,omitempty"` // that was reached
	Place   string   `json:"place,omitempty"` // file:line:column
	Source  string   `json:"source,omitempty"`
	Stack   []string `json:"stack,omitempty"`
}

// run runs a program, whose default export is an async function of the tools. The
// error is ours, and not the program's.
func run(ctx context.Context, host *vm.Host, source string) (*Report, error) {
	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{
		MemoryLimit: 64 << 20, CPULimit: time.Second, WallLimit: 10 * time.Second,
	})
	if err != nil {
		return nil, err
	}
	defer isolate.Close()
	files := fstest.MapFS{"program.ts": {Data: []byte(source)}}
	loader := typescript.NewLoader(module.FSLoader{FS: files}, typescript.Options{})
	var output vm.Output
	guest, err := isolate.NewContext(ctx, vm.ContextOptions{Console: output.Console(), Loader: inprocess.Loader(loader)})
	if err != nil {
		return nil, err
	}
	var tools *vm.Reference
	if err := guest.EvalClosure(ctx, "return Object.freeze({search: $0, read: $1, sum: $2, remember: $3, recall: $4})", newTools(), &tools); err != nil {
		return nil, err
	}
	report := &Report{}
	var usage vm.Usage
	limits := vm.CallOptions{HostCalls: 20, OutputBytes: 16 << 10, ResultBytes: 64 << 10, Usage: &usage}
	var namespace, program *vm.Reference
	err = guest.Import(ctx, "./program.ts", &namespace)
	if err == nil {
		err = namespace.Get(ctx, "default", &program)
	}
	if err == nil {
		err = program.Apply(ctx, nil, []any{tools.DerefInto()}, &report.Result, limits)
	}
	if err != nil {
		report.Error = problemOf(err)
	}
	report.Console, report.CPU, report.Calls = output.String(), usage.CPU.Round(time.Millisecond).String(), usage.HostCalls
	return report, nil
}

func problemOf(err error) *Problem {
	problem := &Problem{Message: err.Error()}
	var stack []vm.StackFrame
	var exception *vm.Exception
	var termination *vm.Termination
	switch {
	case errors.As(err, &exception):
		problem.Message = exception.Message
		problem.Place = fmt.Sprintf("%s:%d:%d", exception.ResourceName, exception.Line, exception.Column)
		problem.Source, stack = strings.TrimSpace(exception.SourceLine), exception.StackTrace
	case errors.As(err, &termination):
		stack = termination.StackTrace
		if len(stack) > 0 {
			problem.Place = fmt.Sprintf("%s:%d:%d", stack[0].ScriptName, stack[0].Line, stack[0].Column)
		}
	}
	var limit *vm.LimitError
	if errors.As(err, &limit) {
		problem.Limit = limit.Option
	}
	for _, frame := range stack {
		problem.Stack = append(problem.Stack, frame.String())
	}
	return problem
}

// newTools are what the program may do: functions that give promises.
func newTools() []any {
	pages := map[string]string{
		"tea":    "Tea is made of leaves. Green tea needs 80 degrees, black tea 95.",
		"coffee": "Coffee is made of beans. It needs 93 degrees.",
	}
	notes := map[string]any{} // of this program alone; its calls come one at a time
	search := func(_ context.Context, words string) (found []string) {
		for name, text := range pages {
			if strings.Contains(strings.ToLower(text), strings.ToLower(words)) {
				found = append(found, name)
			}
		}
		return found
	}
	read := func(_ context.Context, name string) (string, error) {
		text, ok := pages[name]
		if !ok {
			return "", fmt.Errorf("there is no page %q", name)
		}
		return text, nil
	}
	sum := func(_ context.Context, numbers []float64) (sum float64) {
		for _, n := range numbers {
			sum += n
		}
		return sum
	}
	return []any{
		vm.NewCallback(search, vm.CallbackOptions{Mode: vm.Async, Name: "search"}),
		vm.NewCallback(read, vm.CallbackOptions{Mode: vm.Async, Name: "read"}),
		vm.NewCallback(sum, vm.CallbackOptions{Mode: vm.Async, Name: "sum"}),
		vm.NewCallback(func(key string, value any) { notes[key] = value }, vm.CallbackOptions{Name: "remember"}),
		vm.NewCallback(func(key string) any { return notes[key] }, vm.CallbackOptions{Name: "recall"}),
	}
}
