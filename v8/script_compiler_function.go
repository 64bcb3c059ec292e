package v8

/*
#include "cshim.h"

#cgo noescape shim_script_compiler_compile_function
*/
import "C"

import (
	"strings"
	"unicode/utf16"
)

// FunctionSource says what [Scope.CompileFunction] compiles besides the body.
// The zero value is a function without parameters and without a name.
type FunctionSource struct {
	Parameters []string     // their names: identifiers
	Name       string       // the function's, for its name property and in stack traces
	Async      bool         // the function is async: its body may await, and a call gives a Promise
	Generator  bool         // the function is a generator: its body may yield, and a call gives an iterator
	Origin     ScriptOrigin // where the body comes from; it begins at that line and column
}

// CompileFunction makes a function of its body, the text between the braces. It
// sees the global scope. Nothing in the text can end the function early, as
// "})();" does where text is put together, and lines in errors are those of the
// body. A syntax error, also in the name of a parameter, is an [*Exception].
//
// It needs no right to generate code from strings, see
// [Context.AllowCodeGenerationFromStrings].
//
// V8: [v8::ScriptCompiler::CompileFunction]. ECMAScript: [CreateDynamicFunction].
//
// [v8::ScriptCompiler::CompileFunction]: https://v8.github.io/api/head/classv8_1_1ScriptCompiler.html
// [CreateDynamicFunction]: https://tc39.es/ecma262/#sec-createdynamicfunction
func (s *Scope) CompileFunction(body string, source FunctionSource) (Function, error) {
	i := s.check()
	length := len(body) + len(source.Name)
	for _, parameter := range source.Parameters {
		length += len(parameter) + 1
	}
	if err := i.checkSource(opCompileFunction, source.Origin.Name, length); err != nil {
		return Function{}, err
	}
	if source.Async || source.Generator {
		return i.compileSpecialFunction(s, body, source)
	}
	return i.compileFunction(body, source.Name, source.Parameters, source.Origin)
}

func (i *Isolate) compileFunction(body, name string, parameters []string, origin ScriptOrigin) (Function, error) {
	names := strings.Join(parameters, "\x00")
	origin.CachedData = nil
	known := i.lookUp(C.SHIM_CODE_FUNCTION, names, body, &origin)
	r := C.shim_script_compiler_compile_function(i.shim, sourceOf(body, &origin, known), bytesOf(name),
		bytesOf(names), C.size_t(len(parameters)))
	v, err := i.result(r, opCompileFunction, origin.Name)
	f := Function{Object{v}}
	if err == nil && known.compiled(i) {
		i.keepFunction(known.code, f)
	}
	return f, err
}

// compileSpecialFunction makes a function that is async or a generator, for which
// V8's API has nothing. It is declared in another one, behind the statement that
// returns it, so that nothing of the body can run. That the body does not end it
// early is shown by a second compilation, as a method in an object literal. After
// the brace that ends a method come a comma or a brace; after one that ends a
// declaration comes a statement, which begins with neither, and in the function
// around it there is no brace to close.
func (i *Isolate) compileSpecialFunction(s *Scope, body string, source FunctionSource) (Function, error) {
	if _, err := i.compileFunction("", "", source.Parameters, source.Origin); err != nil {
		return Function{}, err // they are identifiers from here on
	}
	async, function, generator := "", "function ", ""
	if source.Async {
		async = "async "
	}
	if source.Generator {
		generator = "*"
	}
	name := nameWithout(body)
	head := generator + name + "(" + strings.Join(source.Parameters, ",") + ") {"
	outer, err := i.compileAround("return "+name+"; "+async+function+head, body, "\n}", source.Origin)
	if err == nil {
		_, err = i.compileAround("({"+async+head, body, "\n}})", source.Origin)
	}
	if err != nil {
		return Function{}, err
	}
	v, err := outer.Call(Undefined())
	if err != nil {
		return Function{}, err
	}
	text, err := s.NewString(source.Name)
	if err != nil {
		return Function{}, err
	}
	f := Function{Object{v}}
	_, err = f.DefineOwnProperty("name", text.Value, ReadOnly|DontEnum)
	return f, err
}

// compileAround compiles a function whose body has something around the text that
// origin is of.
func (i *Isolate) compileAround(before, text, after string, origin ScriptOrigin) (Function, error) {
	if origin.ColumnOffset == 0 {
		before += "\n"
		origin.LineOffset--
	} else { // which holds for the first line
		origin.ColumnOffset -= len(utf16.Encode([]rune(before)))
	}
	return i.compileFunction(before+text+after, "", nil, origin)
}

// nameWithout is an identifier that is not in a text: the body would see it.
func nameWithout(text string) string {
	longest, run := 0, 0
	for n := range len(text) {
		if run++; text[n] != '_' {
			run = 0
		}
		longest = max(longest, run)
	}
	return "anonymous" + strings.Repeat("_", longest+1)
}
