package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// sources is what the shim's C++ says, with its macros expanded: by file name.
type sources map[string]string

var (
	token    = regexp.MustCompile(`(?s)//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|##|\s+|.`)
	define   = regexp.MustCompile(`^#define (SHIM_\w+)(\(([^)]*)\))?(.*)`)
	pasting  = regexp.MustCompile(`\s*##\s*`)
	adjacent = regexp.MustCompile(`"\s*"`)
)

// What stays as it is written: uses looks for it.
var unexpanded = map[string]bool{"SHIM_SYMBOL": true, "SHIM_STRINGIFY": true, "SHIM_STRINGIFY_": true}

// readSources reads the shim's C++ files, those of package v8, which sets flags, and
// the tests' own.
func readSources(shim, binding string) (sources, error) {
	read := sources{}
	shared, err := os.ReadFile(filepath.Join(shim, "unexported.h"))
	if err != nil {
		return nil, err
	}
	for _, pattern := range []string{shim + "/*.cc", shim + "/*.c", shim + "/*.h", binding + "/*.go", filepath.Dir(shim) + "/internal/crash/*.cc"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			known := macros{}
			known.add(string(shared))
			name, err := filepath.Rel(filepath.Dir(shim), file)
			if err != nil {
				return nil, err
			}
			read[filepath.ToSlash(name)] = preprocess(string(text), known)
		}
	}
	return read, nil
}

// preprocess does of C++'s preprocessor what names are made with here: macros
// that begin with SHIM_, names that are joined, and literals that are split.
// Every branch of an #if counts.
func preprocess(text string, known macros) string {
	code := known.add(text)
	return adjacent.ReplaceAllString(known.expand(code), "")
}

type macro struct {
	parameters []string // nil: it takes none
	body       string
}

type macros map[string]macro

// add takes the definitions out of text, and comments and other directives too.
func (m macros) add(text string) (code string) {
	var kept strings.Builder
	for _, part := range token.FindAllString(text, -1) {
		if !strings.HasPrefix(part, "//") && !strings.HasPrefix(part, "/*") {
			kept.WriteString(part)
		}
	}
	var lines []string
	joined := strings.ReplaceAll(kept.String(), "\\\n", " ")
	for line := range strings.SplitSeq(joined, "\n") {
		if found := define.FindStringSubmatch(line); found != nil && !unexpanded[found[1]] {
			defined := macro{body: strings.TrimSpace(found[4])}
			if found[2] != "" {
				defined.parameters = splitArguments(found[3])
			}
			m[found[1]] = defined
		}
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// expand expands arguments before they are joined, which C++ does not: here a
// name that is joined with another is never a macro's.
func (m macros) expand(text string) string {
	var out strings.Builder
	for parts := token.FindAllString(text, -1); len(parts) > 0; {
		name := parts[0]
		parts = parts[1:]
		found, ok := m[name]
		if !ok {
			out.WriteString(name)
			continue
		}
		body := found.body
		if found.parameters != nil {
			call, length := argumentsOf(parts)
			if length == 0 {
				out.WriteString(name)
				continue
			}
			parts = parts[length:]
			body = found.apply(call, m)
		}
		inner := maps.Clone(m)
		delete(inner, name)
		out.WriteString(inner.expand(body))
	}
	return out.String()
}

func (m macro) apply(arguments []string, known macros) string {
	values := map[string]string{}
	for i, parameter := range m.parameters {
		switch {
		case parameter == "...":
			values["__VA_ARGS__"] = strings.Join(arguments[min(i, len(arguments)):], ", ")
		case i < len(arguments):
			values[parameter] = known.expand(arguments[i])
		}
	}
	var out strings.Builder
	for _, part := range token.FindAllString(m.body, -1) {
		if value, ok := values[part]; ok {
			part = value
		}
		out.WriteString(part)
	}
	return pasting.ReplaceAllString(out.String(), "")
}

// argumentsOf reads the arguments in parentheses with which parts begin, if they
// do; length counts the parts that these take.
func argumentsOf(parts []string) (arguments []string, length int) {
	depth := 0
	for i, part := range parts {
		switch strings.TrimSpace(part) {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 && strings.TrimSpace(part) != "" {
			if part != ")" {
				return nil, 0
			}
			inside := strings.Join(parts[:i], "")
			return splitArguments(inside[strings.Index(inside, "(")+1:]), i + 1
		}
	}
	return nil, 0
}

// splitArguments splits at the commas that are in no parentheses.
func splitArguments(text string) []string {
	arguments, depth, begin := []string{}, 0, 0
	for i, c := range text {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			arguments = append(arguments, strings.TrimSpace(text[begin:i]))
			begin = i + 1
		}
	}
	return append(arguments, strings.TrimSpace(text[begin:]))
}

// What the shim writes that must have a row, by kind: the first group is the name.
var written = []struct {
	kinds   []string
	pattern *regexp.Regexp
}{
	{[]string{"wrap"}, regexp.MustCompile(`\b__(?:wrap|real)_(\w+)`)},
	{[]string{"symbol", "vtable"}, regexp.MustCompile(`SHIM_SYMBOL\(\s*"(_Z\w+)"`)},
	{[]string{"symbol", "vtable"}, regexp.MustCompile(`\b(_Z\w+)`)},
	{[]string{"constant"}, regexp.MustCompile(`\bInternals::(k\w+)`)},
	{[]string{"flag"}, regexp.MustCompile(`"(--[a-z][\w=-]+)"`)},
	{[]string{"text"}, regexp.MustCompile(`"(/[a-z-]+/)"`)},
}

// unlisted finds what has no row in the table.
func (s sources) unlisted(rows []row) (findings []string) {
	for _, file := range slices.Sorted(maps.Keys(s)) {
		for _, w := range written {
			for _, found := range w.pattern.FindAllStringSubmatch(s[file], -1) {
				listed := slices.ContainsFunc(rows, func(r row) bool {
					return slices.Contains(w.kinds, r.kind) && slices.Contains(r.names(), found[1])
				})
				finding := file + ": no row for " + w.kinds[0] + " " + found[1]
				if !listed && !slices.Contains(findings, finding) {
					findings = append(findings, finding)
				}
			}
		}
	}
	return findings
}

// users are the files that use what r is about.
func (s sources) users(r row) []string {
	if files := s.with(r.marks()); len(files) > 0 || r.kind != "symbol" {
		return files
	}
	// Declared as C++ does.
	function, _, _ := strings.Cut(r.meaning, "(")
	return s.with([]string{function[strings.LastIndex(function, ":")+1:]})
}

// with are the files that have one of the words.
func (s sources) with(words []string) (files []string) {
	for _, file := range slices.Sorted(maps.Keys(s)) {
		if slices.ContainsFunc(words, func(word string) bool { return hasWord(s[file], word) }) {
			files = append(files, file)
		}
	}
	return files
}

// hasWord reports whether text has word, and not as a part of a longer one.
func hasWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		begin, end := from+i, from+i+len(word)
		if (begin == 0 || !isWord(text[begin-1]) || !isWord(word[0])) && (end == len(text) || !isWord(text[end])) {
			return true
		}
		from = begin + 1
	}
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
