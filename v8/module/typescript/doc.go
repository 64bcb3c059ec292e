/*
Package typescript loads TypeScript and JSX: a [Loader] wraps another
[module.Loader] and compiles what that loads, by esbuild, in this process. Only
programs that import this package link esbuild.

	loader := typescript.NewLoader(&module.NPMLoader{FS: app}, typescript.Options{JSXImportSource: "preact"})
	r, err := module.NewRegistry(ctx, c, loader, module.Options{})
	err = r.Import(ctx, "./main.ts", &out)

Types are taken away and not checked; tsc --noEmit does that. Each file is
compiled by itself, so that const enums and namespaces are those of the file
(isolatedModules). Decorators, and what V8 does not have yet, become what it has.

# Errors

The positions in the errors of [module.Registry.Import], and in their stack
traces, are those of the TypeScript. Errors that come out of other calls, such as
[v8.Context.Run], are mapped by [Loader.MapError]. What JavaScript itself sees in
the property stack is not mapped.
*/
package typescript
