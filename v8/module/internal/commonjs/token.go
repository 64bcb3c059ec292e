package commonjs

import (
	"strings"
	"unicode/utf8"
)

// kind is what a token is.
type kind uint8

const (
	end        kind = iota
	word            // an identifier or a keyword
	text            // a string literal; its token has the quotes
	other           // a template, a number or a regular expression
	punctuator      // one character
)

type token struct {
	kind     kind
	from, to int32
}

// longest is the most text that is scanned: offsets have 31 bits.
const longest = 1<<31 - 1

// A tokenizer cuts JavaScript into tokens. It does not parse: where a slash may
// be a division or begin a regular expression it goes by what is before it.
type tokenizer struct {
	source   string
	at       int
	tokens   []token
	brackets []bracket
	closed   bracket // the last one
}

type bracket struct {
	open byte // '`' for the "${" of a template
	// statement says that what is in the brackets is no value, so that a slash
	// after them begins a regular expression: if (...), and a block.
	statement bool
}

func tokenize(source string) []token {
	if len(source) > longest {
		return nil
	}
	t := tokenizer{source: source}
	if strings.HasPrefix(source, "#!") {
		t.toLineEnd()
	}
	for t.at < len(source) {
		t.next()
	}
	return t.tokens
}

func (t *tokenizer) toLineEnd() {
	for t.at < len(t.source) && t.source[t.at] != '\n' && t.source[t.at] != '\r' {
		t.at++
	}
}

func (t *tokenizer) add(k kind, from int) {
	t.tokens = append(t.tokens, token{k, int32(from), int32(t.at)})
}

func (t *tokenizer) next() {
	from := t.at
	switch c := t.source[from]; {
	case c <= ' ':
		t.at++
	case c == '/' && strings.HasPrefix(t.source[from:], "//"):
		t.toLineEnd()
	case c == '/' && strings.HasPrefix(t.source[from:], "/*"):
		if n := strings.Index(t.source[from+2:], "*/"); n >= 0 {
			t.at = from + 2 + n + 2
		} else {
			t.at = len(t.source)
		}
	case c == '/' && t.regexpMayBegin():
		t.regexp()
		t.add(other, from)
	case c == '"' || c == '\'':
		t.quoted(c)
		t.add(text, from)
	case c == '`':
		t.template()
		t.add(other, from)
	case c >= '0' && c <= '9':
		for t.at < len(t.source) && (isWordByte(t.source[t.at]) || t.source[t.at] == '.') {
			t.at++
		}
		t.add(other, from)
	case isWordByte(c):
		for t.at < len(t.source) && isWordByte(t.source[t.at]) {
			t.at++
		}
		t.add(word, from)
	default:
		t.punctuator(c)
	}
}

// isWordByte takes all that is not ASCII, and escapes, as part of a name.
func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '#' ||
		c == '\\' || c >= utf8.RuneSelf
}

func (t *tokenizer) punctuator(c byte) {
	switch c {
	case '(':
		t.brackets = append(t.brackets, bracket{c, t.isWordBefore(statements)})
	case '[':
		t.brackets = append(t.brackets, bracket{c, false})
	case '{':
		t.brackets = append(t.brackets, bracket{c, !t.isOperatorBefore()})
	case ')', ']', '}':
		t.closed = bracket{}
		if n := len(t.brackets) - 1; n >= 0 {
			t.closed, t.brackets = t.brackets[n], t.brackets[:n]
		}
		if c == '}' && t.closed.open == '`' {
			t.template()
			t.add(other, t.at)
			return
		}
	}
	t.at++
	t.add(punctuator, t.at-1)
}

// template skips to the end of a template, or of the part before "${".
func (t *tokenizer) template() {
	for t.at++; t.at < len(t.source); t.at++ {
		switch t.source[t.at] {
		case '\\':
			t.at++
		case '`':
			t.at++
			return
		case '$':
			if strings.HasPrefix(t.source[t.at:], "${") {
				t.at += 2
				t.brackets = append(t.brackets, bracket{open: '`'})
				return
			}
		}
	}
	t.at = len(t.source)
}

func (t *tokenizer) quoted(quote byte) {
	for t.at++; t.at < len(t.source); t.at++ {
		switch t.source[t.at] {
		case '\\':
			t.at++
		case quote:
			t.at++
			return
		case '\n':
			return // It is wrong, and V8 will say so.
		}
	}
	t.at = len(t.source)
}

func (t *tokenizer) regexp() {
	inClass := false
	for t.at++; t.at < len(t.source); t.at++ {
		switch t.source[t.at] {
		case '\\':
			t.at++
		case '[':
			inClass = true
		case ']':
			inClass = false
		case '\n':
			return
		case '/':
			if !inClass {
				t.at++
				for t.at < len(t.source) && isWordByte(t.source[t.at]) {
					t.at++
				}
				return
			}
		}
	}
	t.at = len(t.source)
}

var (
	statements = words("if while for with")
	operators  = words("return typeof instanceof in of new delete void throw case do else yield await default extends")
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// before is the n-th token before, or "" if there is none.
func (t *tokenizer) before(n int) (kind, string) {
	if len(t.tokens) < n {
		return end, ""
	}
	k := t.tokens[len(t.tokens)-n]
	return k.kind, t.source[k.from:k.to]
}

func (t *tokenizer) isWordBefore(set map[string]bool) bool {
	k, name := t.before(1)
	_, dot := t.before(2)
	return k == word && set[name] && dot != "."
}

// isOperatorBefore reports whether a value is expected, and not a statement.
func (t *tokenizer) isOperatorBefore() bool {
	k, last := t.before(1)
	if k != punctuator {
		return t.isWordBefore(operators)
	}
	_, second := t.before(2)
	return strings.Contains("([,=:?&|+-*/%^!~<", last) || last == ">" && second != "="
}

func (t *tokenizer) regexpMayBegin() bool {
	switch k, last := t.before(1); k {
	case end:
		return true
	case word:
		return t.isWordBefore(operators)
	case punctuator:
		_, second := t.before(2)
		switch last {
		case ")", "}":
			return t.closed.statement
		case "]":
			return false
		case "+", "-":
			return second != last // After a++ comes a division.
		}
		return true
	}
	return false
}
