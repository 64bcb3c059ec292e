package main

import (
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var (
	structure = regexp.MustCompile(`(?m)^struct (\w+) \{\n((?:.*\n)*?)\};`)
	field     = regexp.MustCompile(`(?m)^  [\w:<>*&, ]+?[ *&]\w+(\{[^}]*\}| = [^;(]+)?((, \w+)(\{[^}]*\}| = [^;(,]+)?)*;`)
)

// fields is how many members of data each struct has.
func fields(text string) map[string]int {
	counts := map[string]int{}
	for _, m := range structure.FindAllStringSubmatch(text, -1) {
		body := noise.ReplaceAllString(m[2], "")
		for _, line := range field.FindAllString(body, -1) {
			if !strings.Contains(line, "using ") && !strings.Contains(line, "static ") {
				counts[m[1]] += 1 + strings.Count(regexp.MustCompile(`<[^;]*>|\{[^}]*\}`).ReplaceAllString(line, ""), ",")
			}
		}
	}
	return counts
}

// modules is as headers, for x.h and x.cc taken as one.
func modules(files map[string]string) graph {
	g := graph{}
	stem := func(name string) string { return strings.TrimSuffix(strings.TrimSuffix(name, ".h"), ".cc") }
	for name, text := range files {
		for _, m := range include.FindAllStringSubmatch(text, -1) {
			from, to := stem(name), stem(m[1])
			if _, ok := files[m[1]]; ok && from != to && !strings.HasPrefix(from, "unit_") {
				g[from] = append(g[from], to)
			}
		}
	}
	return g
}

func printFigures(to io.Writer, files map[string]string) {
	longest, count := map[string]string{}, map[string]int{}
	lines := func(name string) int { return strings.Count(files[name], "\n") }
	structs := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		kind := name[strings.LastIndex(name, "."):]
		count[kind]++
		if name == abi {
			continue
		}
		if old, ok := longest[kind]; !ok || lines(name) > lines(old) {
			longest[kind] = name
		}
		if kind == ".h" {
			maps.Copy(structs, fields(files[name]))
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(to, "%-4s %3d files, the longest %s with %d lines\n", kind, count[kind], longest[kind], lines(longest[kind]))
	}
	names := slices.SortedFunc(maps.Keys(structs), func(a, b string) int {
		if structs[a] != structs[b] {
			return structs[b] - structs[a]
		}
		return strings.Compare(a, b)
	})
	for _, name := range names[:min(5, len(names))] {
		fmt.Fprintf(to, "struct %s has %d fields\n", name, structs[name])
	}
	fmt.Fprintf(to, "circles of headers: %d\n", len(headers(files).knots()))
	for _, knot := range modules(files).knots() {
		fmt.Fprintf(to, "knot of %d, with x.h and x.cc as one: %s\n", len(knot), strings.Join(knot, " "))
	}
}
