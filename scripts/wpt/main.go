// Command wpt runs tests of web-platform-tests in package web, and in Node.js beside it:
//
//	go run ./scripts/wpt [-node] [-v] DIR [AREA...]
//
// DIR is a copy of https://github.com/web-platform-tests/wpt. An AREA is a folder in it;
// the default is those that package web is about. Tests run whose name ends with .any.js.
package main

import (
	"context"
	"embed"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// What package web is about.
var areas = []string{
	"url", "urlpattern", "encoding", "dom/events", "dom/abort", "html/webappapis/atob", "html/webappapis/structured-clone",
	"html/webappapis/microtask-queuing", "html/webappapis/timers", "html/infrastructure/safe-passing-of-structured-data",
	"webmessaging", "WebCryptoAPI", "hr-time", "user-timing", "console", "webidl", "WebIDL", "streams", "compression",
	"fetch/api/headers", "fetch/api/body", "fetch/api/request", "fetch/api/response", "FileAPI", "xhr/formdata",
}

//go:embed before.js after.js node.cjs
var shell embed.FS

func main() {
	node := flag.Bool("node", false, "run them in Node.js too")
	verbose := flag.Bool("v", false, "list each test that fails")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: go run ./scripts/wpt [-node] [-v] DIR [AREA...]")
		os.Exit(2)
	}
	if err := run(context.Background(), flag.Arg(0), flag.Args()[1:], *node, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, folder string, chosen []string, withNode, verbose bool) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if len(chosen) == 0 {
		chosen = areas
	}
	w := &wpt{folder: folder}
	ours := engine{"isolates", w.runHere}
	engines := []engine{ours}
	if withNode {
		scratch, err := os.MkdirTemp("", "wpt")
		if err != nil {
			return err
		}
		defer os.RemoveAll(scratch)
		if err := os.CopyFS(scratch, shell); err != nil {
			return err
		}
		w.shell = scratch
		engines = append(engines, engine{"Node.js", w.runInNode})
	}
	for _, area := range chosen {
		tests, err := w.tests(area)
		if err != nil {
			return err
		}
		if len(tests) == 0 {
			continue
		}
		fmt.Printf("%-52s", area)
		var failures []string
		for n, e := range engines {
			passed, all := 0, 0
			for _, test := range tests {
				results, err := e.run(ctx, test)
				if err != nil {
					results = append(results, result{"(test)", 1, err.Error()})
				}
				for _, r := range results {
					all++
					if r.status == 0 {
						passed++
					} else if n == 0 {
						failures = append(failures, fmt.Sprintf("    %s%s: %s: %s", test.path, test.variant, r.name, firstLine(r.message)))
					}
				}
			}
			fmt.Printf("  %s %5d of %5d", e.name, passed, all)
		}
		fmt.Println()
		if verbose {
			for _, failure := range failures {
				fmt.Println(failure)
			}
		}
	}
	return nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// An engine runs a test.
type engine struct {
	name string
	run  func(context.Context, test) ([]result, error)
}

// A result is that of one test in a file.
type result struct {
	name    string
	status  int // 0 for pass
	message string
}

// A test is a file, in one of its variants.
type test struct {
	path    string   // below the folder
	variant string   // such as "?1-10", or ""
	scripts []string // that it needs, as paths
}

// A wpt is a copy of web-platform-tests.
type wpt struct {
	folder string
	shell  string // a folder with the scripts of this one, for Node.js
}

// tests are those of an area.
func (w *wpt) tests(area string) (tests []test, err error) {
	root := filepath.Join(w.folder, area)
	if _, err := os.Stat(root); err != nil {
		return nil, nil // not in this copy
	}
	var paths []string
	err = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		relative, _ := filepath.Rel(w.folder, name)
		if err == nil && !entry.IsDir() && strings.HasSuffix(name, ".any.js") && !strings.HasSuffix(name, ".https.any.js.headers") {
			paths = append(paths, filepath.ToSlash(relative))
		}
		return err
	})
	sort.Strings(paths)
	for _, p := range paths {
		some, err := w.variants(p)
		if err != nil {
			return nil, err
		}
		tests = append(tests, some...)
	}
	return tests, err
}

// variants reads the comments at the head of a test.
func (w *wpt) variants(name string) ([]test, error) {
	source, err := os.ReadFile(filepath.Join(w.folder, name))
	if err != nil {
		return nil, err
	}
	t := test{path: name}
	var variants []string
	for _, line := range strings.Split(string(source), "\n") {
		meta, ok := strings.CutPrefix(strings.TrimSpace(line), "// META: ")
		if !ok {
			continue
		}
		key, value, _ := strings.Cut(meta, "=")
		switch key {
		case "script":
			if !strings.HasPrefix(value, "/") {
				value = path.Join(path.Dir(name), value)
			}
			t.scripts = append(t.scripts, strings.TrimPrefix(value, "/"))
		case "variant":
			variants = append(variants, value)
		case "global":
			scopes := strings.Split(value, ",")
			if !slices.ContainsFunc(scopes, func(s string) bool {
				return slices.Contains([]string{"window", "worker", "dedicatedworker", "shadowrealm"}, s)
			}) {
				return nil, nil
			}
		}
	}
	if len(variants) == 0 {
		return []test{t}, nil
	}
	var tests []test
	for _, v := range variants {
		of := t
		of.variant = v
		tests = append(tests, of)
	}
	return tests, nil
}

// location is the test's, as properties.
func (t test) location() map[string]string {
	const origin = "https://web-platform.test"
	return map[string]string{
		"href": origin + "/" + t.path + t.variant, "origin": origin, "protocol": "https:", "host": "web-platform.test",
		"hostname": "web-platform.test", "port": "", "pathname": "/" + t.path, "search": t.variant, "hash": "",
	}
}
