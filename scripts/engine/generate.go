package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A list is the table, and what it is about.
type list struct {
	shim, binding string // folders
	groups        []group
	sources       sources
}

func readList(shim, binding string) (*list, error) {
	groups, err := readTable(filepath.Join(shim, "engine.txt"))
	if err != nil {
		return nil, err
	}
	read, err := readSources(shim, binding)
	return &list{shim, binding, groups, read}, err
}

// files are what is made from the table, by path.
func (l *list) files() map[string]string {
	return map[string]string{
		filepath.Join(l.shim, "wraps.go"):  l.wraps(),
		filepath.Join(l.shim, "ENGINE.md"): l.checklist(),
	}
}

func (l *list) generate() error {
	for path, content := range l.files() {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

const generated = "generated from engine.txt by \"go generate ./cshim\"; DO NOT EDIT."

func (l *list) wraps() string {
	var names []string
	for _, r := range rowsOf(l.groups) {
		if r.kind == "wrap" {
			names = append(names, r.name)
		}
	}
	slices.Sort(names)
	var out strings.Builder
	fmt.Fprintf(&out, "// Code %s\n\npackage cshim\n\n/*\n", generated)
	fmt.Fprintln(&out, "#cgo linux,!v8_nowrap CXXFLAGS: -DSHIM_WRAPS")
	for _, name := range slices.Compact(names) {
		fmt.Fprintf(&out, "#cgo linux,!v8_nowrap LDFLAGS: -Wl,--wrap=%s\n", name)
	}
	out.WriteString("*/\nimport \"C\"\n")
	return out.String()
}

func (l *list) checklist() string {
	count := map[string]int{}
	for _, r := range rowsOf(l.groups) {
		count[r.kind]++
	}
	var counts []string
	for _, kind := range kinds {
		counts = append(counts, fmt.Sprintf("%d %s", count[kind], kind))
	}
	var out strings.Builder
	byFile := map[string]int{}
	fmt.Fprintf(&out, "<!-- Code %s -->\n\n", generated)
	fmt.Fprintf(&out, "# What the shim relies on beyond V8's API\n\n"+
		"Ask for each row whether it still holds for another V8, and whether it is still needed. "+
		"`make v8-check V8=include ARCHIVE=libv8.a` answers for all but the layouts and what functions return, which no binary tells: "+
		"read V8's sources for these, and run the tests named. `engine.txt` says what the kinds are.\n\n"+
		"In all: %s.\n", strings.Join(counts, ", "))
	for _, g := range l.groups {
		fmt.Fprintf(&out, "\n## %s\n\n%s\n\n", g.title, g.why)
		fmt.Fprintf(&out, "Tests: %s.\n\n", strings.Join(g.tests, ", "))
		out.WriteString("| kind | name | what it is | where |\n|---|---|---|---|\n")
		for _, r := range g.rows {
			users := l.sources.users(r)
			for _, file := range users {
				byFile[file]++
			}
			fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", r.kind, code(r.label()), r.described(), few(users))
		}
	}
	out.WriteString("\n## By file\n\n| file | rows |\n|---|---|\n")
	for _, file := range slices.Sorted(maps.Keys(byFile)) {
		fmt.Fprintf(&out, "| %s | %d |\n", file, byFile[file])
	}
	return out.String()
}

// label is r's name for people: the demangled one, if there is one.
func (r row) label() string {
	switch {
	case r.mangled():
		return r.meaning
	case r.kind == "constant":
		return r.header + ": " + r.name
	}
	return r.name
}

func (r row) mangled() bool { return r.kind == "wrap" || r.kind == "symbol" || r.kind == "vtable" }

func (r row) described() string {
	if r.mangled() {
		return code(strings.ReplaceAll(r.name, "|", "`, `"))
	}
	return r.meaning
}

// few lists files, but not all of what is used everywhere.
func few(files []string) string {
	const most = 3
	if len(files) > most {
		files = append(files[:most:most], "...")
	}
	return strings.Join(files, ", ")
}

func code(text string) string { return "`" + text + "`" }

var testFunction = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

// lint finds where the table, the sources, the tests and what is generated differ.
func (l *list) lint() (findings []string, err error) {
	files := l.files()
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if have, err := os.ReadFile(path); err != nil || !bytes.Equal(have, []byte(files[path])) {
			findings = append(findings, path+" is not what engine.txt says: go generate ./cshim")
		}
	}
	rows := rowsOf(l.groups)
	findings = append(findings, l.sources.unlisted(rows)...)
	seen := map[string]bool{}
	for _, r := range rows {
		key := r.kind + " " + r.name
		if seen[key] {
			findings = append(findings, "engine.txt has it twice: "+key)
		}
		seen[key] = true
		if len(l.sources.users(r)) == 0 {
			findings = append(findings, "nothing uses "+key)
		}
	}
	missing, err := l.missingTests()
	return append(findings, missing...), err
}

func (l *list) missingTests() (findings []string, err error) {
	files, err := filepath.Glob(filepath.Join(l.binding, "*_test.go"))
	if err != nil {
		return nil, err
	}
	others, err := filepath.Glob(filepath.Join(filepath.Dir(l.binding), "tests/*/*_test.go"))
	if err != nil {
		return nil, err
	}
	tests := map[string]bool{}
	for _, file := range append(files, others...) {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, found := range testFunction.FindAllStringSubmatch(string(text), -1) {
			tests[found[1]] = true
		}
	}
	for _, g := range l.groups {
		if len(g.tests) == 0 || g.why == "" {
			findings = append(findings, "no reason or no test: "+g.title)
		}
		for _, test := range g.tests {
			if !tests[test] {
				findings = append(findings, "no such test: "+test)
			}
		}
	}
	return findings, nil
}
