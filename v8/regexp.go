package v8

/*
#include "cshim.h"

#cgo noescape shim_regexp_new
#cgo nocallback shim_regexp_get_source
#cgo nocallback shim_regexp_get_flags
*/
import "C"

import (
	"strings"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A RegExp is a regular expression. It is scoped.
//
// V8: [v8::RegExp]. ECMAScript: [RegExp objects].
//
// [v8::RegExp]: https://v8.github.io/api/head/classv8_1_1RegExp.html
// [RegExp objects]: https://tc39.es/ecma262/#sec-regexp-regular-expression-objects
type RegExp struct{ Object }

// RegExpFlags are the letters behind a regular expression, one bit each.
//
// V8: [v8::RegExp::Flags].
//
// [v8::RegExp::Flags]: https://v8.github.io/api/head/classv8_1_1RegExp.html
type RegExpFlags uint32

// The flags, with their letters.
const (
	RegExpGlobal      RegExpFlags = 1 << 0 // g
	RegExpIgnoreCase  RegExpFlags = 1 << 1 // i
	RegExpMultiline   RegExpFlags = 1 << 2 // m
	RegExpSticky      RegExpFlags = 1 << 3 // y
	RegExpUnicode     RegExpFlags = 1 << 4 // u
	RegExpDotAll      RegExpFlags = 1 << 5 // s
	RegExpHasIndices  RegExpFlags = 1 << 7 // d
	RegExpUnicodeSets RegExpFlags = 1 << 8 // v
)

// regExpLetters is in the order of the property flags.
var regExpLetters = [...]struct {
	flag   RegExpFlags
	letter byte
}{
	{RegExpHasIndices, 'd'}, {RegExpGlobal, 'g'}, {RegExpIgnoreCase, 'i'}, {RegExpMultiline, 'm'},
	{RegExpDotAll, 's'}, {RegExpUnicode, 'u'}, {RegExpUnicodeSets, 'v'}, {RegExpSticky, 'y'},
}

// String is the flags' letters, in JavaScript's order: "gi".
func (f RegExpFlags) String() string {
	var letters strings.Builder
	for _, l := range regExpLetters {
		if f&l.flag != 0 {
			letters.WriteByte(l.letter)
		}
	}
	return letters.String()
}

// NewRegExp makes a regular expression, as new RegExp(pattern, flags) does. A
// pattern or a combination of flags that is none is a SyntaxError.
//
// A pattern of a stranger's can run for years on a short subject; the context
// that Run was called with ends it.
//
// V8: [v8::RegExp::New]. ECMAScript: [RegExp].
//
// [v8::RegExp::New]: https://v8.github.io/api/head/classv8_1_1RegExp.html
// [RegExp]: https://tc39.es/ecma262/#sec-regexp-pattern-flags
func (s *Scope) NewRegExp(pattern string, flags RegExpFlags) (RegExp, error) {
	i := s.check()
	r := C.shim_regexp_new(i.shim, bytesOf(pattern), C.uint32_t(flags))
	v, err := i.result(r, "new RegExp", pattern)
	return RegExp{Object{v}}, err
}

// AsRegExp is the value if it is a RegExp.
func (v Value) AsRegExp() (r RegExp, ok bool) {
	if !v.IsRegExp() {
		return RegExp{}, false
	}
	return RegExp{Object{v}}, true
}

// Exec looks for a match: an array of the match and its groups, with the
// properties index, input and groups, or null. It calls the object's own method
// exec, if a script has replaced it. With [RegExpGlobal] or [RegExpSticky] it
// starts at, and moves, the property lastIndex.
//
// V8: [v8::RegExp::Exec]. ECMAScript: [RegExpExec].
//
// [v8::RegExp::Exec]: https://v8.github.io/api/head/classv8_1_1RegExp.html
// [RegExpExec]: https://tc39.es/ecma262/#sec-regexpexec
func (r RegExp) Exec(subject String) (Value, error) {
	i := r.checkAs(KindRegExp, KindRegExp)
	if subject.checkAs(KindString, KindString) != i {
		panic(misuse.Isolate)
	}
	return i.result(C.shim_regexp_exec(i.shim, r.ref(), subject.ref()), "exec", "")
}

// Source is the pattern, with its slashes and line ends escaped.
//
// V8: [v8::RegExp::GetSource]. ECMAScript: [source].
//
// [v8::RegExp::GetSource]: https://v8.github.io/api/head/classv8_1_1RegExp.html
// [source]: https://tc39.es/ecma262/#sec-get-regexp.prototype.source
func (r RegExp) Source() string {
	i := r.checkAs(KindRegExp, KindRegExp)
	return i.readText(C.shim_regexp_get_source(i.shim, r.ref()))
}

// Flags are the flags that it was made with.
//
// V8: [v8::RegExp::GetFlags]. ECMAScript: [flags].
//
// [v8::RegExp::GetFlags]: https://v8.github.io/api/head/classv8_1_1RegExp.html
// [flags]: https://tc39.es/ecma262/#sec-get-regexp.prototype.flags
func (r RegExp) Flags() RegExpFlags {
	i := r.checkAs(KindRegExp, KindRegExp)
	flags := C.shim_regexp_get_flags(i.shim, r.ref())
	i.checkRead(flags.status)
	return RegExpFlags(numberOf(uint64(flags.bits)))
}
