package v8

import (
	"regexp"
	"slices"
	"strings"
)

// cures are what helps against errors that V8 can't know a cure for. The text of
// a SyntaxError is V8's own, as long as nothing runs: a compilation's.
var cures = []struct {
	ops     []string       // what has failed
	message string         // which contains it
	line    *regexp.Regexp // which matches it, or nil
	cure    string
}{
	{classic, "Cannot use import statement outside a module", nil, cureModule},
	{classic, "Cannot use 'import.meta' outside a module", nil, cureModule},
	{classic, "Unexpected token 'export'", nil, cureModule},
	{classic, "await is only valid in async functions and the top level bodies of modules", nil, cureModule},
	{compilations, "SyntaxError: ", typeScript, "this looks like TypeScript, which package v8/module/typescript makes JavaScript of"},
	{[]string{"export"}, "#<Promise> could not be cloned", nil, "a promise has its value later: await it by package v8/loop"},
}

var (
	classic      = []string{opCompile}
	compilations = []string{opCompile, opCompileFunction, opCompileModule}
)

const cureModule = "this is a module: import it by package v8/module, or use Scope.CompileModule"

// typeScript matches what JavaScript never has: a type after a colon or after
// as, and declarations of types.
var typeScript = regexp.MustCompile(`[\w)\]?]\s*:\s*(string|number|boolean|any|unknown|void|never|[A-Z]\w*(<|\[\]|\s*[=,);]))` +
	`|^\s*(export\s+|declare\s+)*(interface|type|enum|namespace|abstract\s+class)\s+\w+` +
	`|\bas\s+(const|string|number|any|unknown|[A-Z]\w*)\b`)

// cure is what helps against the exception, or empty.
func (e *Exception) cure() string {
	for _, c := range cures {
		if slices.Contains(c.ops, e.op) && strings.Contains(e.Message, c.message) &&
			(c.line == nil || c.line.MatchString(e.aroundColumn())) {
			return c.cure
		}
	}
	return ""
}
