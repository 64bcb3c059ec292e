package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// abi is the whole C interface, whose functions are in all files: in blocks, each
// headed by those that define it.
const abi = "cshim.h"

var (
	heading = regexp.MustCompile(`(?m)^// \w+\.cc\b.*(?:\n// .*)*`)
	source  = regexp.MustCompile(`\w+\.cc\b`)
)

// misplacedABI is the functions of the C interface whose block is another's.
func misplacedABI(files map[string]string) (found []string) {
	text := files[abi]
	heads := heading.FindAllStringIndex(text, -1)
	for n, at := range heads {
		end := len(text)
		if n+1 < len(heads) {
			end = heads[n+1][0]
		}
		names := source.FindAllString(text[at[0]:at[1]], -1)
		var defined []string
		for _, name := range names {
			_, functions := functions(files[name])
			defined = append(defined, functions...)
		}
		declared, _ := functions(text[at[0]:end])
		for _, each := range declared {
			if !slices.Contains(defined, each) {
				found = append(found, fmt.Sprintf("%s: %s stands below %s, which does not define it", abi, each, strings.Join(names, ", ")))
			}
		}
	}
	return found
}

var (
	noise     = regexp.MustCompile(`(?s)//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'`)
	directive = regexp.MustCompile(`(?m)^[ \t]*#(?:[^\n]*\\\n)*[^\n]*`)
	namespace = regexp.MustCompile(`^\s*(?:namespace(?:\s+[\w:]+)?|extern ")\s*$`)
	called    = regexp.MustCompile(`(?s)^(.*?)\b(\w+)\s*\(`)
	notOne    = regexp.MustCompile(`^\s*(template|using|static_assert|typedef|friend|class|struct|enum|constexpr|constinit)\b`)
)

// functions is what a file declares and defines, at the level of its namespaces:
// no members, templates or inline functions.
func functions(text string) (declared, defined []string) {
	text = noise.ReplaceAllStringFunc(text, func(s string) string {
		if s[0] == '"' {
			return `"`
		}
		return " "
	})
	text = directive.ReplaceAllString(text, "")
	depth, start := 0, 0
	for i := range len(text) {
		switch text[i] {
		case ';':
			if depth == 0 {
				if name := function(text[start:i]); name != "" {
					declared = append(declared, name)
				}
				start = i + 1
			}
		case '{':
			if depth == 0 && namespace.MatchString(text[start:i]) {
				start = i + 1
				continue
			}
			if depth == 0 {
				if name := function(text[start:i]); name != "" {
					defined = append(defined, name)
				}
			}
			depth++
		case '}': // at depth 0, of a namespace
			depth = max(depth-1, 0)
			if depth == 0 {
				start = i + 1
			}
		}
	}
	return declared, defined
}

// function is the name in the head of a function, or "".
func function(head string) string {
	if notOne.MatchString(head) || strings.Contains(head, "inline ") {
		return ""
	}
	head = strings.ReplaceAll(head, "[[noreturn]]", "")
	m := called.FindStringSubmatch(head)
	if m == nil || strings.TrimSpace(m[1]) == "" || strings.ContainsAny(m[1], "=") {
		return ""
	}
	return m[2]
}

// misplaced is the functions that a header declares and its file doesn't define.
func misplaced(files map[string]string) (found []string) {
	for name, text := range files {
		if !strings.HasSuffix(name, ".h") || name == abi {
			continue
		}
		source := strings.TrimSuffix(name, ".h") + ".cc"
		declared, _ := functions(text)
		_, defined := functions(files[source])
		for _, each := range declared {
			if !slices.Contains(defined, each) {
				found = append(found, fmt.Sprintf("%s: declares %s, which %s does not define", name, each, source))
			}
		}
	}
	return found
}

// untold is the headers that don't begin with a comment.
func untold(files map[string]string) (found []string) {
	for name, text := range files {
		if strings.HasSuffix(name, ".h") && !strings.HasPrefix(text, "// ") {
			found = append(found, name+": the first line says what it holds")
		}
	}
	return found
}
