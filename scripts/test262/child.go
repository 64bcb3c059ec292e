package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
)

// A frontmatter is what a test says of itself.
type frontmatter struct {
	flags, includes, features []string
	phase, typ                string // of the error that is expected
}

// frontmatterOf reads the few lines of YAML that count: lists in brackets or with a
// line for each, and the two of negative.
func frontmatterOf(text string) (f frontmatter) {
	_, text, _ = strings.Cut(text, "/*---")
	text, _, _ = strings.Cut(text, "---*/")
	var list *[]string
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		if list != nil && strings.HasPrefix(trimmed, "- ") {
			*list = append(*list, strings.TrimSpace(trimmed[2:]))
			continue
		}
		list = nil
		key, value, _ := strings.Cut(trimmed, ":")
		switch value = strings.TrimSpace(value); key {
		case "flags":
			list = &f.flags
		case "includes":
			list = &f.includes
		case "features":
			list = &f.features
		case "phase":
			f.phase = value
		case "type":
			f.typ = value
		}
		if list != nil && strings.HasPrefix(value, "[") {
			for name := range strings.SplitSeq(strings.Trim(value, "[]"), ",") {
				*list = append(*list, strings.TrimSpace(name))
			}
		}
	}
	return f
}

func (f frontmatter) has(flag string) bool { return slices.Contains(f.flags, flag) }

// runChild runs a test, in each mode that it is for.
func runChild(root, file string) int {
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		fmt.Println(err)
		return 2
	}
	t := test{root: root, file: file, text: string(text), frontmatter: frontmatterOf(string(text))}
	modes := []string{"", "\"use strict\";\n"}
	switch {
	case t.has("module") || t.has("raw") || t.has("noStrict"):
		modes = modes[:1]
	case t.has("onlyStrict"):
		modes = modes[1:]
	}
	for _, mode := range modes {
		t.mode = mode
		if err := t.run(); err != nil {
			fmt.Printf("%q: %v\n", mode, err)
			return exitCode
		}
	}
	return 0
}

type test struct {
	root, file, text, mode string
	frontmatter
	printed string
}

// waiting is a module that waits until an asynchronous test is done.
const waiting = `await new Promise(resolve => { if (globalThis.$printed) resolve(); else globalThis.$finish = resolve })`

func (t *test) run() error {
	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()
	iso, err := v8.NewIsolate(v8.IsolateOptions{
		// Some tests handle a rejection late.
		OnUnhandledRejection: func(*v8.Scope, v8.Promise, *v8.Exception) error { return nil },
	})
	if err != nil {
		return err
	}
	defer iso.Close()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(t.root)
	if err != nil {
		return err
	}
	defer root.Close()
	loader := module.ChainLoader{module.MapLoader{"test262:wait": {Text: waiting}}, module.FSLoader{FS: root.FS()}}
	r, err := module.NewRegistry(ctx, c, loader, module.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	if err := c.Run(ctx, t.prepare); err != nil {
		return fmt.Errorf("harness: %w", err)
	}
	if t.has("module") {
		err = r.Import(ctx, "/"+t.file, nil)
		if errors.Is(err, module.ErrNeverSettles) && t.has("async") {
			err = nil
		}
	} else {
		err = c.Run(ctx, func(s *v8.Scope) error {
			script, err := s.Compile(t.mode+t.text, v8.ScriptOrigin{Name: "file:///" + t.file, LineOffset: -strings.Count(t.mode, "\n")})
			if err != nil {
				return &module.Error{Op: "compile", Module: "file:///" + t.file, Err: err}
			}
			_, err = script.Run()
			return err
		})
	}
	if t.typ != "" {
		return t.expected(err)
	}
	if err != nil || !t.has("async") {
		return err
	}
	if err := r.Import(ctx, "test262:wait", nil); err != nil {
		return fmt.Errorf("it is not done: %w", err)
	}
	if t.printed != "Test262:AsyncTestComplete" {
		return errors.New(t.printed)
	}
	return nil
}

// expected looks at an error that is to be.
func (t *test) expected(err error) error {
	if err == nil {
		return fmt.Errorf("expected a %s", t.typ)
	}
	message := err.Error()
	var thrown *v8.Exception
	var e *module.Error
	if errors.As(err, &e) {
		message = e.Err.Error()
	}
	if errors.As(err, &thrown) {
		message = thrown.Message
	}
	// An object that is no Error has no name that is had without running JavaScript.
	isObject := t.typ == "Test262Error" && message == "[object Object]"
	if !isObject && !strings.HasPrefix(message, t.typ) {
		return fmt.Errorf("expected a %s: %w", t.typ, err)
	}
	phase := "runtime"
	if e != nil {
		switch {
		case e.Op == "compile" && e.Module == "file:///"+t.file:
			phase = "parse"
		case e.Op != "evaluate":
			phase = "resolution"
		}
	}
	if phase != t.phase {
		return fmt.Errorf("expected in phase %s, got in %s: %w", t.phase, phase, err)
	}
	return nil
}

// prepare makes what a test expects to be there.
func (t *test) prepare(s *v8.Scope) error {
	print, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		t.printed = info.Argument(0).String()
		return v8.Value{}, info.Scope().Eval("globalThis.$printed = true; globalThis.$finish?.()", nil)
	}, v8.FunctionOptions{Name: "print"})
	if err == nil {
		err = s.Global().Set("print", print.Value)
	}
	if err != nil {
		return err
	}
	if err := s.Eval(`globalThis.$262 = { global: globalThis, evalScript: text => (0, eval)(text), gc() {}, AbstractModuleSource: undefined }`, nil); err != nil {
		return err
	}
	if t.has("raw") {
		return nil
	}
	includes := append([]string{"assert.js", "sta.js"}, t.includes...)
	if t.has("async") {
		includes = append(includes, "doneprintHandle.js")
	}
	for _, name := range includes {
		text, err := os.ReadFile(filepath.Join(t.root, "harness", name))
		if err != nil {
			return err
		}
		script, err := s.Compile(string(text), v8.ScriptOrigin{Name: name})
		if err != nil {
			return err
		}
		if _, err := script.Run(); err != nil {
			return err
		}
	}
	return nil
}

// knownFailures are tests that fail in V8 13.6 whoever hosts it, and why.
var knownFailures = map[string]string{
	"test/language/module-code/ambiguous-export-bindings/namespace-unambiguous-if-export-star-as-from-and-import-star-as-and-export.js": ambiguous,
	"test/language/module-code/ambiguous-export-bindings/namespace-unambiguous-if-export-star-as-from.js":                               ambiguous,
	"test/language/module-code/ambiguous-export-bindings/namespace-unambiguous-if-import-star-as-and-export.js":                         ambiguous,
	"test/language/module-code/instn-star-iee-multi-cycle-same-name.js":                                                                 "V8 takes two stars of one name for a cycle",
	"test/language/module-code/namespace/internals/super-access-to-tdz-binding.js":                                                      "V8 throws a TypeError for super.x = 1 on a namespace, whatever x is",
	"test/language/module-code/top-level-await/rejection-order.js":                                                                      "V8 13.6 rejects parents before children, as the standard did",
}

const ambiguous = "V8 compares bindings of namespaces by their modules, not by what they are of"

// isKnown reports whether a test is one of these, or one that wants a SyntaxError for
// new import("x").y, which V8 13.6 allows. Those with import.defer and import.source
// it refuses anyway.
func isKnown(file string) bool {
	const newImport = "no-new-call-expression-prop-access.js"
	return knownFailures[file] != "" || strings.HasSuffix(file, newImport) &&
		!strings.HasSuffix(file, "import-defer-"+newImport) && !strings.HasSuffix(file, "import-source-"+newImport)
}
