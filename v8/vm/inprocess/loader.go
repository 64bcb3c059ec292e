package inprocess

import (
	"context"
	"fmt"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/vm"
)

// Loader makes a vm.Loader of one of package module: files, npm packages, import
// maps, TypeScript, for either tier. Modules of Go values are errors: a sandbox has
// them as properties of its global object.
func Loader(l module.Loader) vm.Loader {
	if mapper, ok := l.(module.ErrorMapper); ok {
		return mappingLoader{loader{l}, mapper}
	}
	return loader{l}
}

type loader struct{ module.Loader }

func (l loader) Resolve(specifier, referrer string, a vm.ModuleAttributes) (string, error) {
	return l.Loader.Resolve(specifier, referrer, module.Attributes{Type: a.Type, Require: a.Require})
}

func (l loader) Load(ctx context.Context, url string) (vm.ModuleSource, error) {
	source, err := l.Loader.Load(ctx, url)
	if err == nil && source.Kind == module.Go {
		err = fmt.Errorf("vm: %s is a module of Go values: set them as properties of Context.Global", url)
	}
	return vm.ModuleSource{Kind: vm.ModuleKind(source.Kind), Text: source.Text}, err
}

// A mappingLoader is one whose modules are made from something else.
type mappingLoader struct {
	loader
	mapper module.ErrorMapper
}

func (l mappingLoader) MapException(e *vm.Exception) {
	as := &v8.Exception{
		ResourceName: e.ResourceName, Line: e.Line, Column: e.Column, SourceLine: e.SourceLine,
		StackTrace: make(v8.StackTrace, len(e.StackTrace)),
	}
	for n, f := range e.StackTrace {
		as.StackTrace[n] = v8.StackFrame{FunctionName: f.FunctionName, ScriptName: f.ScriptName, Line: f.Line, Column: f.Column, IsAsync: f.IsAsync}
	}
	l.mapper.MapError(as)
	e.ResourceName, e.Line, e.Column, e.SourceLine = as.ResourceName, as.Line, as.Column, as.SourceLine
	for n, f := range as.StackTrace {
		e.StackTrace[n] = vm.StackFrame{FunctionName: f.FunctionName, ScriptName: f.ScriptName, Line: f.Line, Column: f.Column, IsAsync: f.IsAsync}
	}
}
