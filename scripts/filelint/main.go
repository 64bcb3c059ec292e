// Command filelint checks that whoever knows a method of V8 finds what binds it
// at the first guess: in the file that begins with the name of its class, as
// array_buffer.go or object_property.cc do.
//
// It is given the folder of the Go files and that of the shim. In the first, a
// method is where a comment links its documentation; in the second, a function is
// shim_<class>_<method>. It also finds functions of the shim that Go never calls.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/scripts/internal/findings"
)

// least is how many of a hundred have to be in a file of their class.
const least = 95

// elsewhere is what is not, and why.
var elsewhere = map[string]string{
	"v8::Isolate::Scope":                                     "Context.Run is several classes of V8 at once",
	"v8::Isolate::SetAllowWasmCodeGenerationCallback":        "here it is the context that allows it",
	"v8::Isolate::SetHostImportModuleDynamicallyCallback":    "here each context has its own",
	"v8::Isolate::SetHostInitializeImportMetaObjectCallback": "here each context has its own",
	"v8::Isolate::GetCurrentContext":                         "a Scope knows its context",
	"v8::Isolate::SetAllowAtomicsWait":                       "Harden is one call for many of V8",
	"v8::MicrotasksScope::PerformCheckpoint":                 "what else the class does is left to Run",
	"v8::PersistentBase::SetWeak":                            "weak handles are a class of their own here",
	"v8::CompiledWasmModule::GetWireBytesRef":                "it is the WasmModuleObject's, and all that is bound of its class",
	"v8::Uint8Array::New":                                    "the twelve classes of typed arrays are one here",
	"v8::Float64Array::New":                                  "the twelve classes of typed arrays are one here",

	"shim_isolate_await_workers": "worker_threads.cc has what waits",
	"shim_isolate_failure":       "exception.cc fills the failure slot",
	"shim_v8_contain_crashes":    "crash.cc is for the process, and of no class",
	"shim_v8_cpu_time":           "one clock with shim_isolate_cpu_time",
	"shim_v8_is_inside":          "it asks for the isolate",
	"shim_v8_set_callbacks":      "function_callback.cc calls Go",
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: filelint <folder of Go files> <folder of the shim>")
		os.Exit(2)
	}
	l := linter{elsewhere: elsewhere}
	for i, read := range []func(name, text string){l.goFile, l.shimFile} {
		if err := walk(os.Args[1+i], []string{".go", ".cc"}[i], read); err != nil {
			findings.Exit(nil, err)
		}
	}
	findings.Exit(l.findings(), nil)
}

func walk(dir, extension string, read func(name, text string)) error {
	names, err := filepath.Glob(filepath.Join(dir, "*"+extension))
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		read(filepath.ToSlash(name), string(text))
	}
	return err
}

// A place is a method of V8, or a function of the shim, in a file.
type place struct{ file, name string }

type linter struct {
	elsewhere map[string]string
	classes   map[string]bool  // of V8, in snake case
	methods   map[place]string // to the class in snake case
	functions map[place]bool
	called    map[string]bool // functions, by Go
}

var (
	// Group 1 is the class, group 2 the method if it is one's link.
	link     = regexp.MustCompile(`(?m)^\s*// \[v8::(\w+)((?:::\w+)*)\]: \S+/classv8_\S+$`)
	function = regexp.MustCompile(`(?m)^[a-z][\w* ]*\b(shim_\w+)\(`)
	call     = regexp.MustCompile(`\bC\.(shim_\w+)`)
	humps    = regexp.MustCompile(`([a-z0-9])([A-Z])`)
)

// snake is a class as files and the shim's functions have it.
func snake(class string) string {
	if class == "RegExp" {
		return "regexp" // as in V8's header v8-regexp.h
	}
	return strings.ToLower(humps.ReplaceAllString(class, "${1}_$2"))
}

func (l *linter) goFile(name, text string) {
	for _, m := range call.FindAllStringSubmatch(text, -1) {
		put(&l.called, m[1], true)
	}
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		class := snake(m[1])
		put(&l.classes, class, true)
		if m[2] != "" {
			put(&l.methods, place{name, "v8::" + m[1] + m[2]}, class)
		}
	}
}

func (l *linter) shimFile(name, text string) {
	for _, m := range function.FindAllStringSubmatch(text, -1) {
		put(&l.functions, place{name, m[1]}, true)
	}
}

func put[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}

// classOf is the longest name of a class that the function's begins with; else
// its first word, for the classes that are the shim's own.
func (l *linter) classOf(function string) string {
	words := strings.Split(strings.TrimPrefix(function, "shim_"), "_")
	for n := len(words) - 1; n > 0; n-- {
		if class := strings.Join(words[:n], "_"); l.classes[class] {
			return class
		}
	}
	return words[0]
}

func (l *linter) findings() []string {
	functions := map[place]string{}
	for p := range l.functions {
		functions[p] = l.classOf(p.name)
	}
	var unused []string
	for p := range functions {
		if !l.called[p.name] {
			unused = append(unused, p.file+": "+p.name+" has no caller in Go: delete it")
		}
	}
	slices.Sort(unused)
	excused := map[string]bool{}
	found := append(l.misplaced(l.methods, excused), l.misplaced(functions, excused)...)
	found = append(found, unused...)
	for _, name := range slices.Sorted(maps.Keys(l.elsewhere)) {
		if !excused[name] {
			found = append(found, name+" is excused, and needs no excuse")
		}
	}
	return found
}

// misplaced is what is in a file of another class, without an excuse or because
// too much is.
func (l *linter) misplaced(places map[place]string, excused map[string]bool) (found []string) {
	misses := 0
	for p, class := range places {
		base := strings.TrimSuffix(filepath.Base(p.file), filepath.Ext(p.file))
		if base == class || strings.HasPrefix(base, class+"_") {
			continue
		}
		misses++
		if l.elsewhere[p.name] != "" {
			excused[p.name] = true
			continue
		}
		found = append(found, fmt.Sprintf("%s: %s belongs into %s%s, or a file that begins with %[3]s_", p.file, p.name, class, filepath.Ext(p.file)))
	}
	if hits := len(places) - misses; hits*100 < least*len(places) {
		found = append(found, fmt.Sprintf("%d of %d are in a file of their class, and %d %% should be", hits, len(places), least))
	}
	slices.Sort(found)
	return found
}
