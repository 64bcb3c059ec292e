package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// harness has assertEquals and its like. It is the same for years at a time.
const harness = "mjsunit.js"

// harnessOf is the harness of a test: in its folder or in one around it.
func harnessOf(file string) (string, error) {
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, harness)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s: there is no %s in the folders around it, which is a part of V8's test/mjsunit", file, harness)
		}
	}
}

var flagsLine = regexp.MustCompile(`(?m)^// Flags:(.*)$`)

// setFlags sets a test's flags, but for those that this V8 does not know, and
// those that ask for a shell that a script may corrupt.
func setFlags(source string) {
	flags := strings.Fields(*extra)
	for _, line := range flagsLine.FindAllStringSubmatch(source, -1) {
		for _, name := range strings.Fields(line[1]) {
			if strings.HasPrefix(name, "--sandbox") {
				continue
			}
			if !*plain || strings.HasPrefix(name, "--allow-natives") || strings.HasPrefix(name, "--expose") {
				flags = append(flags, name)
			}
		}
	}
	for _, name := range flags {
		if err := v8.SetUnsafeFlags(name); err != nil {
			fmt.Println(err)
		}
	}
}

// runChild runs the test, and looks whether V8 still works.
func runChild(file string) outcome {
	source, err := os.ReadFile(file)
	if err != nil {
		fmt.Println(err)
		return exception
	}
	setFlags(string(source))
	if *contain {
		if err := v8.ContainCrashes(v8.CrashOptions{}); err != nil {
			panic(err)
		}
	}
	o, err := runTest(file, string(source))
	if another := useAnother(); another != nil {
		panic(another)
	}
	if err != nil {
		fmt.Println(strings.ReplaceAll(err.Error(), "\n", " "))
	}
	return o
}

func runTest(file, source string) (outcome, error) {
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: *memory << 20})
	if err != nil {
		return exception, err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{SecurityToken: "realms"})
	if err != nil {
		return exception, err
	}
	harnessFile, err := harnessOf(file)
	if err != nil {
		return exception, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()
	sh := &shell{realms: []*v8.Context{c}, roots: roots(file)}
	if err := c.Run(ctx, func(s *v8.Scope) error {
		if err := sh.install(s); err != nil {
			return err
		}
		return sh.load(s, harnessFile)
	}); err != nil {
		return exception, err
	}
	err = c.Run(ctx, func(s *v8.Scope) error { return evaluate(s, file, source) })
	for err == nil && len(sh.timers) > 0 {
		timers := sh.timers
		sh.timers = nil
		err = c.Run(ctx, func(s *v8.Scope) error {
			for _, timer := range timers {
				if f, ok := timer.Get(s).AsFunction(); ok {
					if _, err := f.Call(v8.Undefined()); err != nil {
						return err
					}
				}
				_ = timer.Close()
			}
			return nil
		})
	}
	return classify(err), err
}

func classify(err error) outcome {
	var thrown *v8.Exception
	switch {
	case err == nil:
		return passed
	case errors.Is(err, errQuit):
		return passed
	case errors.Is(err, v8.ErrIsolateDead):
		return dead
	case errors.As(err, &thrown) && strings.Contains(fmt.Sprintf("%+v", err), "/"+harness+":"):
		return wrong // an assertion threw it
	case errors.Is(err, context.DeadlineExceeded):
		return timedOut
	}
	return exception
}

// useAnother is an error when a new isolate does not work.
func useAnother() error {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		return err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return err
	}
	return c.Run(context.Background(), func(s *v8.Scope) error {
		return evaluate(s, "another.js", "if ([1, 2, 3].map(x => x * 2).join() !== '2,4,6') throw new Error('wrong')")
	})
}

func evaluate(s *v8.Scope, name, source string) error {
	script, err := s.Compile(source, v8.ScriptOrigin{Name: name})
	if err == nil {
		_, err = script.Run()
	}
	return err
}

// A shell is what tests expect of V8's own, d8: as much as most need.
type shell struct {
	realms []*v8.Context
	roots  []string // where files are looked for
	timers []*v8.Global[v8.Value]
}

var errQuit = errors.New("quit")

// roots are the folders around file.
func roots(file string) (dirs []string) {
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		dirs = append(dirs, dir)
		if dir == filepath.Dir(dir) {
			return dirs
		}
	}
}

// find is the file that tests call by its path in V8's checkout.
func (sh *shell) find(name string) (string, error) {
	for _, root := range sh.roots {
		for _, name := range []string{name, strings.TrimPrefix(name, "test/mjsunit/")} {
			if path := filepath.Join(root, name); isFile(path) {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("there is no file %s", name)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func (sh *shell) load(s *v8.Scope, path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return evaluate(s, path, string(source))
}

func (sh *shell) install(s *v8.Scope) error {
	for name, f := range map[string]v8.FunctionCallback{
		"print": printLine, "printErr": printLine, "write": printLine,
		"load": sh.loadFile, "read": sh.readFile, "setTimeout": sh.setTimeout,
		"realmCreate": sh.realmCreate, "realmEval": sh.realmEval, "realmGlobal": sh.realmGlobal,
		"quit": func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, errQuit },
	} {
		function, err := s.NewFunction(f, v8.FunctionOptions{Name: name})
		if err != nil {
			return err
		}
		if err := s.Global().Set(name, function.Value); err != nil {
			return err
		}
	}
	return evaluate(s, "shell.js", `
		globalThis.Realm = {create: realmCreate, createAllowCrossRealmAccess: realmCreate, eval: realmEval,
			global: realmGlobal, current: () => 0, detachGlobal() {}, dispose() {}, shared: undefined}
		globalThis.d8 = {file: {execute: load, read}, promise: {setHooks() {}}, getExtrasBindingObject: () => ({})}
		globalThis.performance = {now: Date.now, mark() {}, measure() {}}
		globalThis.version = () => ''
		globalThis.testRunner = {}
		globalThis.arguments = []
		for (const name of ['realmCreate', 'realmEval', 'realmGlobal']) delete globalThis[name]`)
}

func printLine(info v8.FunctionCallbackInfo) (v8.Value, error) {
	for n := range info.Length() {
		fmt.Printf("%.1000s ", info.Argument(n))
	}
	fmt.Println()
	return v8.Undefined(), nil
}

func (sh *shell) loadFile(info v8.FunctionCallbackInfo) (v8.Value, error) {
	path, err := sh.find(info.Argument(0).String())
	if err == nil {
		err = sh.load(info.Scope(), path)
	}
	return v8.Undefined(), err
}

func (sh *shell) readFile(info v8.FunctionCallbackInfo) (v8.Value, error) {
	path, err := sh.find(info.Argument(0).String())
	if err != nil {
		return v8.Value{}, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return v8.Value{}, err
	}
	result, err := info.Scope().NewString(string(text))
	return result.Value, err
}

func (sh *shell) setTimeout(info v8.FunctionCallbackInfo) (v8.Value, error) {
	timer, err := v8.NewGlobal(info.Scope(), info.Argument(0))
	sh.timers = append(sh.timers, timer)
	return v8.NewInteger(int32(len(sh.timers))), err
}

func (sh *shell) realmCreate(info v8.FunctionCallbackInfo) (v8.Value, error) {
	c, err := sh.realms[0].Isolate().NewContext(context.Background(), v8.ContextOptions{SecurityToken: "realms"})
	if err != nil {
		return v8.Value{}, err
	}
	sh.realms = append(sh.realms, c)
	return v8.NewInteger(int32(len(sh.realms) - 1)), nil
}

func (sh *shell) realm(info v8.FunctionCallbackInfo) (*v8.Context, error) {
	n, err := info.Argument(0).ToInt32()
	if err != nil || n < 0 || int(n) >= len(sh.realms) {
		return nil, v8.TypeError.Errorf("there is no such realm")
	}
	return sh.realms[n], nil
}

// inRealm gives what fn gives in another context.
func (sh *shell) inRealm(info v8.FunctionCallbackInfo, fn func(s *v8.Scope) (v8.Value, error)) (v8.Value, error) {
	c, err := sh.realm(info)
	if err != nil {
		return v8.Value{}, err
	}
	var kept *v8.Global[v8.Value]
	err = c.Run(context.Background(), func(s *v8.Scope) error {
		v, err := fn(s)
		if err == nil {
			kept, err = v8.NewGlobal(s, v)
		}
		return err
	})
	if err != nil {
		return v8.Value{}, err
	}
	defer kept.Close()
	return kept.Get(info.Scope()), nil
}

func (sh *shell) realmEval(info v8.FunctionCallbackInfo) (v8.Value, error) {
	source := info.Argument(1).String()
	return sh.inRealm(info, func(s *v8.Scope) (v8.Value, error) {
		script, err := s.Compile(source, v8.ScriptOrigin{Name: "realm.js"})
		if err != nil {
			return v8.Value{}, err
		}
		return script.Run()
	})
}

func (sh *shell) realmGlobal(info v8.FunctionCallbackInfo) (v8.Value, error) {
	return sh.inRealm(info, func(s *v8.Scope) (v8.Value, error) { return s.Global().Value, nil })
}
