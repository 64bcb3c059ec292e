package module_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
)

func TestMisuse(t *testing.T) {
	r := fsRegistry(t, nil)
	ctx := context.Background()
	var none context.Context
	loader := module.MapLoader{}
	fresh := v8test.Context(t)
	for want, all := range map[string][]func(){
		misuse.NilContext: {
			func() { module.NewRegistry(none, fresh, loader, module.Options{}) },
			func() { r.Import(none, "x", nil) },
		},
		misuse.ModuleNil: {
			func() { module.NewRegistry(ctx, nil, loader, module.Options{}) },
			func() { module.NewRegistry(ctx, fresh, nil, module.Options{}) },
		},
		misuse.RegistryLimit: {
			func() { module.NewRegistry(ctx, fresh, loader, module.Options{MaxModules: -1}) },
			func() { module.NewRegistry(ctx, fresh, loader, module.Options{MaxBytes: -1}) },
			func() { module.NewRegistry(ctx, fresh, loader, module.Options{MaxLoads: -1}) },
		},
		misuse.RegistryTwice: {func() { module.NewRegistry(ctx, r.Context(), loader, module.Options{}) }},
		misuse.RegistryZero: {
			func() { new(module.Registry).Import(ctx, "x", nil) },
			func() { (*module.Registry)(nil).Context() },
			func() { new(module.Registry).Close() },
			func() { new(module.Registry).Namespace(nil, "x") },
		},
		misuse.ImportInside: {func() {
			r.Context().Run(ctx, func(*v8.Scope) error { return r.Import(ctx, "x", nil) })
		}},
	} {
		for n, fn := range all {
			require.PanicsWithValue(t, want, fn, "%q, %d", want, n)
		}
	}
	v8test.RequireUsable(t, r.Context())
}
