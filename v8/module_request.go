package v8

/*
#include "cshim.h"

#cgo nocallback shim_module_get_module_requests
*/
import "C"

import "unsafe"

// A ModuleRequest is one that a module makes, by import or export from, for
// another.
//
// V8: [v8::ModuleRequest]. ECMAScript: [ModuleRequest].
//
// [v8::ModuleRequest]: https://v8.github.io/api/head/classv8_1_1ModuleRequest.html
// [ModuleRequest]: https://tc39.es/ecma262/#sec-modulerequest-record
type ModuleRequest struct {
	Specifier  string            // the text after from
	Attributes []ImportAttribute // what stands after with

	SourceOffset int // where it stands in the source text, in UTF-16 code units
	Line, Column int // the same, from 1, as in an [Exception]
}

// An ImportAttribute is what a request says besides the specifier: type is "json" in
// import data from "./data.json" with { type: "json" }. A host that does not know
// one has to refuse the request.
type ImportAttribute struct {
	Key   string // "type"
	Value string // "json"

	// SourceOffset is where it stands in the source text, in UTF-16 code units; -1
	// in import().
	SourceOffset int
}

// ModuleRequests are what the module asks for, in the order of the source, each
// specifier with the same attributes once. A synthetic module has none. The error
// is that of [IsolateOptions].ExportLimit, or of a terminated or dead isolate.
//
// V8: [v8::Module::GetModuleRequests].
//
// [v8::Module::GetModuleRequests]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) ModuleRequests() ([]ModuleRequest, error) {
	const op = "get module requests"
	i := m.check()
	values, err := i.values(C.shim_module_get_module_requests(i.shim, m.ref(), i.mostValues()), op)
	if err != nil {
		return nil, err
	}
	var requests []ModuleRequest
	for len(values) > 0 {
		const own = 5
		r := ModuleRequest{SourceOffset: toInt(values[1]), Line: toInt(values[2]), Column: toInt(values[3])}
		end := own + 3*toInt(values[4])
		if r.Specifier, err = values[0].text(); err != nil {
			return nil, err
		}
		if r.Attributes, err = i.importAttributes(values[own:end]); err != nil {
			return nil, err
		}
		requests = append(requests, r)
		values = values[end:]
	}
	return requests, nil
}

func toInt(v Value) int {
	n, _ := v.AsNumber()
	return int(n)
}

// importAttributes makes them of the values that the shim has for them.
func (i *Isolate) importAttributes(values []Value) (attributes []ImportAttribute, err error) {
	for ; len(values) > 0; values = values[3:] {
		a := ImportAttribute{SourceOffset: toInt(values[2])}
		if a.Key, err = values[0].text(); err != nil {
			return nil, err
		}
		if a.Value, err = values[1].text(); err != nil {
			return nil, err
		}
		attributes = append(attributes, a)
	}
	return attributes, nil
}

// copyValues copies values that the shim lends.
func (i *Isolate) copyValues(r C.shim_values) []Value {
	values := make([]Value, int(r.count))
	for n, v := range unsafe.Slice((*C.shim_value)(r.data), int(r.count)) {
		values[n] = Value{i.newHandle(v)}
	}
	return values
}
