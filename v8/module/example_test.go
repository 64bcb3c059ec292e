package module_test

import (
	"context"
	"errors"
	"fmt"
	"testing/fstest"

	"github.com/nodeisolates/isolates/v8/module"
)

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
