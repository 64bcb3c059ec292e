package typescript_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/module/typescript"
)

func Example() {
	app := fstest.MapFS{
		"main.ts": {Data: []byte(`import { greet } from "./greet"
			export const text: string = greet({ name: "World" })`)},
		"greet.ts": {Data: []byte(`export function greet(who: { name: string }) { return "Hello, " + who.name }`)},
	}
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
	loader := typescript.NewLoader(module.FSLoader{FS: app}, typescript.Options{})
	r, err := module.NewRegistry(ctx, c, loader, module.Options{})
	if err != nil {
		panic(err)
	}
	defer r.Close()
	var out struct {
		Text string `js:"text"`
	}
	err = r.Import(ctx, "./main.ts", &out)
	fmt.Println(out.Text, err)
	// Output: Hello, World <nil>
}
