package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSnake(t *testing.T) {
	for class, want := range map[string]string{
		"V8": "v8", "JSON": "json", "Object": "object", "ArrayBuffer": "array_buffer", "BigInt": "big_int",
		"BigInt64Array": "big_int64_array", "WasmModuleObject": "wasm_module_object", "RegExp": "regexp",
	} {
		require.Equal(t, want, snake(class))
	}
}

func TestFindings(t *testing.T) {
	const url = ": https://v8.github.io/api/head/classv8_1_1X.html\n"
	const calls = "C.shim_array_new() C.shim_array_buffer_new() C.shim_object_get() C.shim_iterator_open()\n"
	classes := "// [v8::Array]" + url + "// [v8::ArrayBuffer]" + url + "// [v8::Object]" + url
	for _, test := range []struct {
		name      string
		elsewhere map[string]string
		files     map[string]string
		want      []string
	}{
		{"good ones", nil, map[string]string{
			"v8/array.go":           "// V8: [v8::Array::New].\n//\n// [v8::Array::New]" + url + classes,
			"v8/array_buffer_io.go": "\t// [v8::ArrayBuffer::New]" + url + "// [v8::ArrayBuffer::Allocator::Free]" + url,
			"v8/value.go":           "// [v8::Null]: https://v8.github.io/api/head/namespacev8.html\n" + calls,
			"cshim/array.cc":        "shim_value shim_array_new(shim_isolate* self) {\n  shim_object_get(x);\n}\n",
			"cshim/array_buffer.cc": "const size_t* shim_array_buffer_new(int) {\n",
			"cshim/object_get.cc":   "namespace shim {\nvoid F();\n}\nvoid shim_object_get(\n",
			"cshim/iterator.cc":     "void shim_iterator_open();\n",
		}, nil},
		{"another class", nil, map[string]string{
			"v8/array.go":     classes + "// [v8::ArrayBuffer::New]" + url + calls,
			"cshim/array.cc":  "void shim_array_buffer_new(int);\n",
			"cshim/arrays.cc": "void shim_array_new(int);\n",
			"cshim/open.cc":   "void shim_iterator_open();\n",
		}, []string{
			"0 of 1 are in", "v8/array.go: v8::ArrayBuffer::New belongs into array_buffer.go",
			"0 of 3 are in", "cshim/array.cc: shim_array_buffer_new belongs into array_buffer.cc",
			"cshim/arrays.cc: shim_array_new belongs into array.cc, or a file that begins with array_",
			"cshim/open.cc: shim_iterator_open belongs into iterator.cc",
		}},
		{"no caller", nil, map[string]string{
			"v8/array.go":    classes + "#cgo noescape shim_array_old\nC.shim_array_new()\n",
			"cshim/array.cc": "void shim_array_new(int);\nvoid shim_array_old(int);\n",
		}, []string{"cshim/array.cc: shim_array_old has no caller in Go"}},
		{"excuses", map[string]string{"v8::Object::Excused": "it may", "v8::Object::Unneeded": "it is at home"}, map[string]string{
			"v8/array.go":  classes + "// [v8::Array::New]" + url,
			"v8/other.go":  "// [v8::Object::Excused]" + url,
			"v8/object.go": "// [v8::Object::Unneeded]" + url,
		}, []string{"2 of 3 are in a file of their class, and 95 % should be", "v8::Object::Unneeded is excused"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := linter{elsewhere: test.elsewhere}
			for name, text := range test.files {
				if strings.HasSuffix(name, ".go") {
					l.goFile(name, text)
				} else {
					l.shimFile(name, text)
				}
			}
			found := l.findings()
			require.Len(t, found, len(test.want), strings.Join(found, "\n"))
			for i, want := range test.want {
				require.Contains(t, found[i], want)
			}
		})
	}
}

func TestExcusesHaveReasons(t *testing.T) {
	for name, reason := range elsewhere {
		require.NotEmpty(t, reason, name)
	}
}
