// Package commonjs finds out what a CommonJS module exports and requires without
// running it.
package commonjs

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Found is what is known of a module from its text.
type Found struct {
	// Exports are the names that module.exports will have, as far as they are
	// written out.
	Exports []string

	// Reexports are the specifiers of modules whose exports are all passed on.
	Reexports []string

	// Requires are the specifiers of all calls of require with a string.
	Requires []string

	// HasModuleSyntax says that there is an import or export declaration, or
	// import.meta, so that it is an ECMAScript module.
	HasModuleSyntax bool
}

// Scan looks for the following, wherever it stands in the text, also where it is
// never reached:
//
//	require("x")
//	exports.a =            module.exports.a =      exports["a"] =
//	Object.defineProperty(exports, "a", ...)       also of module.exports
//	module.exports = { a, b: ..., "c": ..., d() {}, ...require("x") }
//	module.exports = require("x")
//	__exportStar(require("x"), exports)            TypeScript, also tslib.__exportStar
//	__export(require("x"))                         older TypeScript
//	_export(exports, { a: ..., b: ... })           SWC
//	Object.keys(_x).forEach(...)                   Babel, with _x = require("x")
func Scan(source string) Found {
	s := scanner{source: source, tokens: tokenize(source)}
	depth := 0
	for n := range s.tokens {
		s.at = n
		switch s.is(0) {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth--
		}
		s.statement(depth)
	}
	return s.found
}

type scanner struct {
	source string
	tokens []token
	at     int
	found  Found
	seen   [3]map[string]bool
	names  map[string]string // variable -> the specifier that it was required by

	keyTokens int // seen by keys, which sees those of nested literals again and again
}

// is is the text of the n-th token from here on, and "" where there is none.
func (s *scanner) is(n int) string {
	if n += s.at; n < 0 || n >= len(s.tokens) {
		return ""
	}
	return s.source[s.tokens[n].from:s.tokens[n].to]
}

func (s *scanner) kind(n int) kind {
	if n += s.at; n < 0 || n >= len(s.tokens) {
		return end
	}
	return s.tokens[n].kind
}

// are reports whether the tokens from the n-th on are these.
func (s *scanner) are(n int, list ...string) bool {
	for m, want := range list {
		if s.is(n+m) != want {
			return false
		}
	}
	return true
}

func (s *scanner) statement(depth int) {
	isProperty := s.is(-1) == "." && s.is(-2) != "."
	if s.kind(0) != word || isProperty && s.is(0) != "__exportStar" {
		return
	}
	switch name := s.is(0); name {
	case "import":
		// import "x", import x from, import {x}: no call import(x), no property.
		next := s.is(1)
		meta := next == "." && s.is(2) == "meta"
		if meta || depth == 0 && next != "(" && next != "." && next != ":" && next != "=" && next != "," && next != "" {
			s.found.HasModuleSyntax = true
		}
	case "export":
		if depth == 0 && moduleExports[s.is(1)] {
			s.found.HasModuleSyntax = true
		}
	case "require":
		if specifier, ok := s.required(0); ok {
			s.add(2, &s.found.Requires, specifier)
			if s.is(-1) == "=" && s.kind(-2) == word {
				s.remember(s.is(-2), specifier)
			}
		}
	case "exports", "module":
		s.assignment()
	case "Object":
		s.object()
	case "__exportStar", "__export":
		if specifier, ok := s.required(2); ok && s.is(1) == "(" {
			s.add(1, &s.found.Reexports, specifier)
		}
	case "_export", "_export_star":
		if s.are(1, "(", "exports", ",", "{") {
			s.keys(4)
		}
		if specifier, ok := s.required(2); ok && s.is(1) == "(" {
			s.add(1, &s.found.Reexports, specifier)
		}
	}
}

var moduleExports = words("{ * default const let var function class async")

func (s *scanner) add(set int, list *[]string, name string) {
	if s.seen[set] == nil {
		s.seen[set] = map[string]bool{}
	}
	if !s.seen[set][name] {
		s.seen[set][name] = true
		*list = append(*list, name)
	}
}

func (s *scanner) export(name string) { s.add(0, &s.found.Exports, name) }

func (s *scanner) remember(variable, specifier string) {
	if s.names == nil {
		s.names = map[string]string{}
	}
	s.names[variable] = specifier
}

// required is the specifier of a call of require at the n-th token. Helpers of
// compilers may be around it: _interopRequireWildcard(require("x")).
func (s *scanner) required(n int) (string, bool) {
	for most := n + 6; n < most && s.kind(n) == word && s.is(n+1) == "(" && s.is(n) != "require" && strings.HasPrefix(s.is(n), "_"); {
		n += 2
	}
	if !s.are(n, "require", "(") || s.kind(n+2) != text || s.is(n+3) != ")" {
		return "", false
	}
	return unquote(s.is(n + 2))
}

// exportsAt reports whether exports or module.exports is at the n-th token, and
// how many tokens that is.
func (s *scanner) exportsAt(n int) (int, bool) {
	switch {
	case s.is(n) == "exports":
		return 1, true
	case s.are(n, "module", ".", "exports"):
		return 3, true
	}
	return 0, false
}

func (s *scanner) assignment() {
	n, ok := s.exportsAt(0)
	if !ok {
		return
	}
	switch {
	case s.is(n) == "." && s.kind(n+1) == word && s.isAssignment(n+2):
		s.export(s.is(n + 1))
	case s.is(n) == "[" && s.kind(n+1) == text && s.is(n+2) == "]" && s.isAssignment(n+3):
		if name, ok := unquote(s.is(n + 1)); ok {
			s.export(name)
		}
	case s.isAssignment(n) && (n == 3 || s.are(-2, "=") || s.are(n+1, "module")):
		// exports = {} alone changes nothing; exports = module.exports = {} does.
		s.assigned(n + 1)
	}
}

// isAssignment tells "=" from "==" and "=>".
func (s *scanner) isAssignment(n int) bool {
	return s.is(n) == "=" && s.is(n+1) != ">" && (s.is(n+1) != "=" || s.tokens[s.at+n+1].from != s.tokens[s.at+n].to)
}

func (s *scanner) assigned(n int) {
	if specifier, ok := s.required(n); ok {
		s.add(1, &s.found.Reexports, specifier)
		return
	}
	if s.is(n) == "{" {
		s.keys(n)
	}
}

// keys adds the keys of the object literal whose brace is the n-th token.
func (s *scanner) keys(n int) {
	depth := 0
	expected := true // a key
	for ; s.kind(n) != end && s.keyTokens < 4*len(s.tokens); n++ {
		s.keyTokens++
		at := s.is(n)
		switch {
		case s.kind(n) == punctuator && strings.Contains("([{", at):
			depth++
			continue
		case s.kind(n) == punctuator && strings.Contains(")]}", at):
			if depth--; depth == 0 {
				return
			}
			continue
		case depth != 1:
			continue
		case at == ",":
			expected = true
			continue
		case !expected:
			continue
		}
		if s.are(n, ".", ".", ".") {
			if specifier, ok := s.required(n + 3); ok {
				s.add(1, &s.found.Reexports, specifier)
			}
			expected = false
			continue
		}
		n += s.key(n)
		expected = false
	}
}

// key adds the key at the n-th token, and says how many tokens are before it:
// get a() {}.
func (s *scanner) key(n int) (before int) {
	for {
		next := s.is(n + before + 1)
		isName := s.kind(n+before) == word || s.kind(n+before) == text
		switch {
		case isName && (next == ":" || next == "," || next == "}" || next == "("):
			if name, ok := s.name(n + before); ok {
				s.export(name)
			}
			return before
		case before < 3 && (s.is(n+before) == "*" || s.is(n+before) == "get" || s.is(n+before) == "async"):
			before++
		default:
			return before
		}
	}
}

func (s *scanner) name(n int) (string, bool) {
	if s.kind(n) == text {
		return unquote(s.is(n))
	}
	return s.is(n), !strings.Contains(s.is(n), `\`)
}

// object looks at Object.defineProperty(exports, "a" and Object.keys(_x).forEach.
func (s *scanner) object() {
	switch {
	case s.are(1, ".", "defineProperty", "("):
		n, ok := s.exportsAt(4)
		if ok && s.is(4+n) == "," && s.kind(5+n) == text {
			if name, ok := unquote(s.is(5 + n)); ok {
				s.export(name)
			}
		}
	case s.are(1, ".", "keys", "(") && s.are(5, ")", ".", "forEach"):
		if specifier, ok := s.names[s.is(4)]; ok {
			s.add(1, &s.found.Reexports, specifier)
		}
	}
}

// unquote is the value of a string literal; false if it is none of text, as with
// a lone surrogate.
func unquote(literal string) (string, bool) {
	if len(literal) < 2 || literal[0] != literal[len(literal)-1] {
		return "", false
	}
	literal = literal[1 : len(literal)-1]
	if strings.IndexByte(literal, '\\') < 0 {
		return literal, utf8.ValidString(literal)
	}
	var units []uint16
	for literal != "" {
		if literal[0] != '\\' {
			r, size := utf8.DecodeRuneInString(literal)
			units, literal = utf16.AppendRune(units, r), literal[size:]
			continue
		}
		unit, rest, ok := escape(literal[1:])
		if !ok {
			return "", false
		}
		units, literal = append(units, unit...), rest
	}
	for n := 0; n < len(units); n++ {
		if !utf16.IsSurrogate(rune(units[n])) {
			continue
		}
		if n+1 == len(units) || utf16.DecodeRune(rune(units[n]), rune(units[n+1])) == utf8.RuneError {
			return "", false
		}
		n++
	}
	return string(utf16.Decode(units)), true
}

func escape(text string) (units []uint16, rest string, ok bool) {
	if text == "" {
		return nil, "", false
	}
	digits := func(n int) ([]uint16, string, bool) {
		if len(text) < 1+n {
			return nil, "", false
		}
		v, err := strconv.ParseUint(text[1:1+n], 16, 16)
		return []uint16{uint16(v)}, text[1+n:], err == nil
	}
	switch c := text[0]; c {
	case 'x':
		return digits(2)
	case 'u':
		if strings.HasPrefix(text, "u{") {
			hex, rest, ok := strings.Cut(text[2:], "}")
			v, err := strconv.ParseUint(hex, 16, 32)
			return utf16.AppendRune(nil, rune(v)), rest, ok && err == nil && v <= utf8.MaxRune
		}
		return digits(4)
	case '\n':
		return nil, text[1:], true
	default:
		if n := strings.IndexByte("bfnrtv0", c); n >= 0 {
			return []uint16{uint16("\b\f\n\r\t\v\x00"[n])}, text[1:], true
		}
		r, size := utf8.DecodeRuneInString(text)
		return utf16.AppendRune(nil, r), text[size:], true
	}
}
