package module_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
)

func Example() {
	ctx := context.Background()
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		panic(err)
	}
	defer iso.Close()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	if err != nil {
		panic(err)
	}
	loader := module.ChainLoader{
		module.MapLoader{"host": {Kind: module.Go, Exports: map[string]any{"shout": strings.ToUpper}}},
		module.FSLoader{FS: fstest.MapFS{
			"main.js": {Data: []byte(`import { shout } from "host"
				import greet from "./greet.js"
				export const title = greet("World")
				export function rate(n) { return shout(title) + " " + "*".repeat(n) }`)},
			"greet.js": {Data: []byte(`export default name => "Hello, " + name`)},
		}},
	}
	r, err := module.NewRegistry(ctx, c, loader, module.Options{})
	if err != nil {
		panic(err)
	}
	defer r.Close()
	var app struct {
		Title string                                           `js:"title"`
		Rate  func(ctx context.Context, n int) (string, error) `js:"rate"`
	}
	if err := r.Import(ctx, "./main.js", &app); err != nil {
		panic(err)
	}
	fmt.Println(app.Title)
	fmt.Println(app.Rate(ctx, 3))

	err = r.Import(ctx, "./none.js", nil)
	fmt.Println(errors.Is(err, module.ErrNotFound))
	// Output:
	// Hello, World
	// HELLO, WORLD *** <nil>
	// true
}

func ExampleFSLoader() {
	l := module.FSLoader{FS: fstest.MapFS{"lib/a.js": {Data: []byte("export default 1")}}}
	url, err := l.Resolve("../lib/a.js", "file:///app/main.js", module.Attributes{})
	fmt.Println(url, err)
	source, err := l.Load(context.Background(), url)
	fmt.Println(source.Kind, source.Text, err)

	_, err = l.Resolve("../../secret.js", "file:///app/main.js", module.Attributes{})
	fmt.Println(errors.Is(err, module.ErrOutsideRoot))
	// Output:
	// file:///lib/a.js <nil>
	// JavaScript export default 1 <nil>
	// true
}

func ExampleNPMLoader() {
	l := &module.NPMLoader{FS: fstest.MapFS{
		"node_modules/shapes/package.json":  {Data: []byte(`{"exports": {".": "./index.js", "./circle": "./src/circle.js"}}`)},
		"node_modules/shapes/index.js":      {Data: []byte(`export * from "./src/circle.js"`)},
		"node_modules/shapes/src/circle.js": {Data: []byte(`export const area = r => 3 * r * r`)},
	}}
	fmt.Println(l.Resolve("shapes/circle", "", module.Attributes{}))
	_, err := l.Resolve("shapes/src/circle.js", "", module.Attributes{})
	fmt.Println(err)
	// Output:
	// file:///node_modules/shapes/src/circle.js <nil>
	// not exported by the package in "node_modules/shapes": "./src/circle.js", under the conditions import
}

func ExampleImportMap() {
	m, err := module.ParseImportMap(`{"imports": {"lib": "./lib/index.js", "lib/": "./lib/"}}`, "file:///")
	if err != nil {
		panic(err)
	}
	fmt.Println(m.Resolve("lib/a.js", "file:///app/main.js"))
	// Output:
	// file:///lib/a.js <nil>
}
