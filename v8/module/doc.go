/*
Package module imports ECMAScript modules: it finds, loads, links and evaluates
what JavaScript imports.

	r, err := module.NewRegistry(ctx, c, module.FSLoader{FS: os.DirFS("app")}, module.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	var app struct {
		Title string                                              `js:"title"`
		Rate  func(ctx context.Context, o Order) (float64, error) `js:"rate"`
	}
	err = r.Import(ctx, "./main.js", &app) // export const title = "..."; export function rate(o) {...}

A [Registry] has the modules of a context, each once. [Registry.Import] loads a
module and all that it imports, in parallel and without holding the isolate,
links them, evaluates them, waits for top-level awaits, and stores the exports. It
also answers import() and import.meta, in modules and in scripts.

# Loaders

A [Loader] says which URL an import means, and gets the module of a URL. There
are loaders for what a program has:

	module.FSLoader{FS: fsys}                  files, as a browser has them from a server
	&module.NPMLoader{FS: fsys}                files and packages in node_modules, as Node has them
	module.MapLoader{"host": {...}}            texts, and Go values under the name of a module
	module.ChainLoader{first, second}          one after the other
	importMap.Wrap(loader)                     an import map before another

They can be put together: Go's own modules, before the packages of an
application that is embedded in the program:

	//go:embed all:app
	var app embed.FS

	loader := module.ChainLoader{
		module.MapLoader{"host:log": {Kind: module.Go, Exports: map[string]any{"print": log.Print}}},
		&module.NPMLoader{FS: app, Conditions: []string{"browser"}},
	}

Files are known by URLs, file:///lib/a.js for lib/a.js in the file system, which
are also the names that stack traces show. What leads out of the root of a file
system, what no module can be named, and what a package does not export are
errors that [errors.Is] tells apart.

# Attributes

What is imported without attributes runs as a program. Data has to be asked for
as data, so that it never runs, whatever a loader gives:

	import config from "./config.json" with { type: "json" }
	import text from "./page.html" with { type: "text" }
	import bytes from "./logo.png" with { type: "bytes" } // a Uint8Array

# Waiting

Top-level await and import() need somebody who waits: [Registry.Import], or
loop.Loop.Await of package loop. What a script has begun by import() in a plain Run
goes on in the next one. Give the context's loop to the registry, and modules may
await timers and async functions of Go:

	events, err := loop.New(c, loop.Options{})
	err = events.SetAsync("fetch", func(ctx context.Context, url string) (Response, error) {...})
	r, err := module.NewRegistry(ctx, c, loader, module.Options{Loop: events})
	err = r.Import(ctx, "./main.js", &app) // const page = await fetch("https://...")

Without one there is nothing but import() to wait for, and a promise that anything
else would have to settle is [ErrNeverSettles].

# Errors

What fails is an [*Error]: what was done, to which module, on whose behalf, with
line and column, and why. It wraps the [*v8.Exception] of JavaScript, or what the
loader said.

	module: resolve "./none.js", imported at file:///b.js:2:10, from file:///a.js:1:8: module not found: ...

In import() a module that can't be resolved or loaded is a TypeError, and one that
can't be compiled a SyntaxError.

# CommonJS

Packages of Node's older kind can be imported. Their default export is
module.exports; their other exports are the names that are found by looking
through their text, without running it: assignments to exports.name and
module.exports.name, the keys of an object literal that is assigned to
module.exports, Object.defineProperty(exports, "name"), module.exports =
require("x"), and what TypeScript, Babel, SWC and esbuild make of export. Names
that are computed are not found, and neither are those of minified bundles;
module.exports has them. Names that are found and never set are undefined.

A require is known only when its argument is a string literal. Other arguments
are found if the module has such a literal elsewhere; else they throw an error
whose code is MODULE_NOT_FOUND. So does what could not be found at all, but only
when it is called: packages try for what is optional.
*/
package module
