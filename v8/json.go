package v8

/*
#include "cshim.h"

#cgo noescape shim_json_parse
#cgo noescape shim_json_stringify
*/
import "C"

// JSONParse makes a value of JSON text, as JSON.parse does. Text that is no
// JSON is a SyntaxError.
//
// V8: [v8::JSON::Parse]. ECMAScript: [JSON.parse].
//
// [v8::JSON::Parse]: https://v8.github.io/api/head/classv8_1_1JSON.html
// [JSON.parse]: https://tc39.es/ecma262/#sec-json.parse
func (s *Scope) JSONParse(text string) (Value, error) {
	i := s.check()
	return i.result(C.shim_json_parse(i.shim, bytesOf(text)), "parse JSON", "")
}

// JSONStringify writes a value as JSON, as JSON.stringify does; gap is what a
// level is indented by, at most 10 characters of it, or empty for one line. The
// text is empty where JSON.stringify gives undefined: for undefined, a function,
// a symbol. A cycle or a BigInt is a TypeError; toJSON methods and getters run,
// and may throw.
//
// V8: [v8::JSON::Stringify]. ECMAScript: [JSON.stringify].
//
// [v8::JSON::Stringify]: https://v8.github.io/api/head/classv8_1_1JSON.html
// [JSON.stringify]: https://tc39.es/ecma262/#sec-json.stringify
func (s *Scope) JSONStringify(value Value, gap string) (string, error) {
	i := s.check()
	t := C.shim_json_stringify(i.shim, i.argument(value), bytesOf(gap))
	return i.textResult(t, "stringify JSON", "")
}
