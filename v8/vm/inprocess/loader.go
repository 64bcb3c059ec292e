package inprocess

import (
	"context"
	"fmt"

	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/vm"
)

// Loader makes a vm.Loader of one of package module: files, npm packages, import
// maps, TypeScript, for either tier. Modules of Go values are errors: a sandbox has
// them as properties of its global object.
func Loader(l module.Loader) vm.Loader { return loader{l} }

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
