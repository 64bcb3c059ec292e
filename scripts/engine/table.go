package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A group is what the shim needs for one reason.
type group struct {
	title, why string
	tests      []string // that fail without it
	rows       []row
}

// A row is one thing of V8's, or of what V8 is built on, that no public header
// promises.
type row struct {
	// wrap: a function that the linker puts one of ours before.
	// symbol, vtable: what the archive exports and no header declares.
	// constant: of a public header, for V8's own use.
	// layout: known from V8's sources alone.
	// flag: of V8's command line.
	// text: a string in V8's binary.
	kind string
	// For the linker, or as the shim writes it. Alternatives are parted by |.
	name string
	// A constant's header.
	header string
	// The demangled name, or what it is.
	meaning string
}

var kinds = []string{"wrap", "symbol", "vtable", "constant", "layout", "flag", "text"}

var columns = regexp.MustCompile(`\s{2,}`)

// readTable reads a table, whose first lines tell its format.
func readTable(path string) ([]group, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var groups []group
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if err := addLine(&groups, line); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
	}
	return groups, nil
}

func addLine(groups *[]group, line string) error {
	title, isTitle := strings.CutPrefix(line, "== ")
	switch {
	case line == "" || strings.HasPrefix(line, "#"):
		return nil
	case isTitle:
		*groups = append(*groups, group{title: title})
		return nil
	case len(*groups) == 0:
		return fmt.Errorf("%q is in no group", line)
	}
	last := &(*groups)[len(*groups)-1]
	tests, isTests := strings.CutPrefix(line, "tests: ")
	fields := columns.Split(line, 3)
	switch {
	case isTests:
		last.tests = strings.Fields(tests)
	case !slices.Contains(kinds, fields[0]):
		last.why = strings.TrimSpace(last.why + " " + line)
	case len(fields) < 3:
		return fmt.Errorf("%q lacks a column; two spaces part them", line)
	default:
		r := row{kind: fields[0], name: fields[1], meaning: fields[2]}
		if r.kind == "constant" {
			r.header, r.name, _ = strings.Cut(r.name, ":")
		}
		last.rows = append(last.rows, r)
	}
	return nil
}

func rowsOf(groups []group) (rows []row) {
	for _, g := range groups {
		rows = append(rows, g.rows...)
	}
	return rows
}

// names are the alternatives, without a value.
func (r row) names() []string {
	name, _, _ := strings.Cut(r.name, " = ")
	return strings.Split(name, "|")
}

// marks are the words by which a file shows that it uses this.
func (r row) marks() []string {
	marks := r.names()
	for i, name := range marks {
		switch r.kind {
		case "wrap":
			marks[i] = "__wrap_" + name
		case "flag", "text":
			marks[i] = strconv.Quote(name)
		}
	}
	return marks
}

// ofV8 says whether V8's archive has it, and not a library of the system's.
func (r row) ofV8() bool {
	for _, namespace := range []string{"v8::", "icu_", "cppgc::", "u_"} {
		if strings.HasPrefix(r.meaning, namespace) {
			return true
		}
	}
	return r.kind != "wrap"
}
