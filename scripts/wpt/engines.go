package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

const harness = "resources/testharness.js"

// longest is how long a file may take.
const longest = 30 * time.Second

// runHere runs the test in a context of an isolate of its own.
func (w *wpt) runHere(ctx context.Context, t test) ([]result, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	iso, err := v8.NewIsolate(v8.IsolateOptions{
		OnUnhandledRejection: func(*v8.Scope, v8.Promise, *v8.Exception) error { return nil },
	})
	if err != nil {
		return nil, err
	}
	defer iso.Close()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	if err != nil {
		return nil, err
	}
	l, err := loop.New(c, loop.Options{OnUncaughtException: func(error) {}})
	if err != nil {
		return nil, err
	}
	defer l.Close()
	if err := web.Install(l, web.Options{BaseURL: t.location()["href"]}); err != nil {
		return nil, err
	}
	if err := c.Run(ctx, func(s *v8.Scope) error { return w.prepare(s, t) }); err != nil {
		return nil, err
	}
	var text string
	err = l.Await(ctx, &text, func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		return v, errors.Join(w.load(s, t), s.Eval("wptResults", &v))
	})
	if err != nil {
		return nil, err
	}
	return parse([]byte(text))
}

// prepare defines what before.js needs.
func (w *wpt) prepare(s *v8.Scope, t test) error {
	read, err := s.NewFunctionOf(func(name string) (string, error) {
		text, err := os.ReadFile(filepath.Join(w.folder, name))
		return string(text), err
	}, v8.FunctionOptions{})
	if err != nil {
		return err
	}
	location, err := s.ToValue(t.location())
	if err != nil {
		return err
	}
	return errors.Join(s.Global().Set("readFile", read.Value), s.Global().Set("wptLocation", location))
}

// load runs the scripts of the test. One that throws does not keep the harness from
// telling what has run.
func (w *wpt) load(s *v8.Scope, t test) (err error) {
	before, _ := shell.ReadFile("before.js")
	after, _ := shell.ReadFile("after.js")
	scripts := []struct {
		name string
		text []byte
	}{{"before.js", before}, {harness, nil}, {"after.js", after}}
	for _, name := range append(t.scripts, t.path) {
		scripts = append(scripts, struct {
			name string
			text []byte
		}{name, nil})
	}
	for _, script := range scripts {
		if script.text == nil {
			if script.text, err = os.ReadFile(filepath.Join(w.folder, script.name)); err != nil {
				return err
			}
		}
		compiled, err := s.Compile(string(script.text), v8.ScriptOrigin{Name: script.name})
		if err != nil {
			return err
		}
		if _, err := compiled.Run(); err != nil {
			return err
		}
	}
	return nil
}

// runInNode runs it in a process of Node.js.
func (w *wpt) runInNode(ctx context.Context, t test) ([]result, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	location, err := json.Marshal(t.location())
	if err != nil {
		return nil, err
	}
	in := func(name string) string { return filepath.Join(w.folder, name) }
	arguments := []string{
		filepath.Join(w.shell, "node.cjs"), w.folder, string(location),
		filepath.Join(w.shell, "before.js"), in(harness), filepath.Join(w.shell, "after.js"),
	}
	for _, name := range append(t.scripts, t.path) {
		arguments = append(arguments, in(name))
	}
	output, err := exec.CommandContext(ctx, "node", arguments...).Output()
	if err != nil {
		return nil, err
	}
	return parse(output)
}

func parse(text []byte) (results []result, err error) {
	var all [][3]any
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	for _, r := range all {
		name, _ := r[0].(string)
		status, _ := r[1].(float64)
		message, _ := r[2].(string)
		results = append(results, result{name, int(status), message})
	}
	return results, nil
}
