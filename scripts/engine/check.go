package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// An other is a V8 that may lack something.
type other struct {
	headers  map[string]string // by name
	binaries [][]byte
	// Symbols of the archives that other objects can see: those that are in one,
	// and those that one looks for elsewhere.
	defined, called map[string]bool
}

// readOther reads a V8. Without archives only its headers count.
func readOther(include string, archives []string) (*other, error) {
	o := &other{headers: map[string]string{}, defined: map[string]bool{}, called: map[string]bool{}}
	files, err := filepath.Glob(filepath.Join(include, "v8*.h"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%q has no headers of V8", include)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		o.headers[filepath.Base(file)] = string(text)
	}
	for _, archive := range archives {
		binary, err := os.ReadFile(archive)
		if err != nil {
			return nil, err
		}
		o.binaries = append(o.binaries, binary)
		symbols, err := exec.Command("nm", "-g", archive).Output()
		if err != nil {
			return nil, fmt.Errorf("nm -g %s: %w", archive, err)
		}
		o.addSymbols(string(symbols))
	}
	return o, nil
}

// addSymbols reads what nm prints: an address if there is one, a letter, a name.
func (o *other) addSymbols(symbols string) {
	for line := range strings.SplitSeq(symbols, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue // the name of an object
		}
		name := fields[len(fields)-1]
		switch fields[len(fields)-2] {
		case "U", "w", "v":
			o.called[name] = true
		default:
			o.defined[name] = true
		}
	}
}

// version is V8's, by its header.
func (o *other) version() string {
	var numbers []string
	for _, part := range []string{"MAJOR_VERSION", "MINOR_VERSION", "BUILD_NUMBER", "PATCH_LEVEL"} {
		found := regexp.MustCompile(`#define V8_` + part + ` (\d+)`).FindStringSubmatch(o.headers["v8-version.h"])
		if found == nil {
			return "of unknown version"
		}
		numbers = append(numbers, found[1])
	}
	return strings.Join(numbers, ".")
}

// report says what is missing, and with verbose what is there. The error is
// errFindings when something is missing.
func (o *other) report(w io.Writer, groups []group, verbose bool) error {
	var total, missing, layouts, unknown int
	for _, g := range groups {
		for _, r := range g.rows {
			problem, checked := o.lacks(r)
			switch {
			case r.kind == "layout":
				layouts++
			case !checked:
				unknown++
			case problem == "":
				total++
				if verbose {
					fmt.Fprintf(w, "ok       %-8s  %s\n", r.kind, r.label())
				}
			default:
				total++
				missing++
				fmt.Fprintf(w, "MISSING  %-8s  %s\n         %s\n         for: %s\n", r.kind, r.label(), problem, g.title)
			}
		}
	}
	fmt.Fprintf(w, "V8 %s: %d of %d are there; ", o.version(), total-missing, total)
	if unknown > 0 {
		fmt.Fprintf(w, "%d are in no header, and there was no archive to look into; ", unknown)
	}
	fmt.Fprintf(w, "%d layouts are to be read in V8's sources, see cshim/ENGINE.md\n", layouts)
	if missing > 0 {
		return errFindings
	}
	return nil
}

// lacks says why r does not hold here, or "", if it can be told.
func (o *other) lacks(r row) (problem string, checked bool) {
	if r.kind == "constant" {
		return o.lacksConstant(r), true
	}
	if len(o.binaries) == 0 || r.kind == "layout" {
		return "", false
	}
	names := r.names()
	has := func(symbols map[string]bool) bool {
		return slices.ContainsFunc(names, func(name string) bool { return symbols[name] || symbols["_"+name] })
	}
	switch r.kind {
	case "flag":
		return o.lacksText("\x00"+flagVariable(r.name)+"\x00", "its binary does not have this flag"), true
	case "text":
		return o.lacksText(r.name, "its binary does not have this text"), true
	}
	if r.ofV8() && !has(o.defined) {
		return "it defines no " + names[0] + o.similar(names[0]), true
	}
	if r.kind == "wrap" && !has(o.called) {
		return "no other object calls " + names[0] + ", so that --wrap changes nothing", true
	}
	return "", true
}

func (o *other) lacksConstant(r row) string {
	name, value, _ := strings.Cut(r.name, " = ")
	found := regexp.MustCompile(`\b` + name + `\s*=\s*([^;]+);`).FindStringSubmatch(o.headers[r.header])
	switch {
	case found == nil:
		return r.header + " does not have it"
	case value != "" && strings.TrimSpace(found[1]) != value:
		return "it is " + found[1]
	}
	return ""
}

func (o *other) lacksText(text, problem string) string {
	for _, binary := range o.binaries {
		if bytes.Contains(binary, []byte(text)) {
			return ""
		}
	}
	return problem
}

// flagVariable is what V8 calls a flag.
func flagVariable(flag string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
	return strings.ReplaceAll(strings.TrimPrefix(name, "no-"), "-", "_")
}

// similar names functions of the same name with other parameters.
func (o *other) similar(name string) string {
	prefix := unmangledPrefix(name)
	var found []string
	for defined := range o.defined {
		if prefix != "" && strings.HasPrefix(defined, prefix) {
			found = append(found, defined)
		}
	}
	if len(found) == 0 {
		return ""
	}
	slices.Sort(found)
	return ", but " + strings.Join(found[:min(len(found), 3)], ", ")
}

// unmangledPrefix is what a mangled name has before its parameters: a length and
// an identifier for each namespace, class and function.
func unmangledPrefix(name string) string {
	i := 0
	for _, start := range []string{"_ZNK", "_ZN"} {
		if strings.HasPrefix(name, start) {
			i = len(start)
			break
		}
	}
	if i == 0 {
		return ""
	}
	for {
		digits := i
		for digits < len(name) && name[digits] >= '0' && name[digits] <= '9' {
			digits++
		}
		length, err := strconv.Atoi(name[i:digits])
		if err != nil {
			return name[:i]
		}
		i = min(digits+length, len(name))
	}
}
