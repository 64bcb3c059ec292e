package v8_test

import (
	"context"
	"fmt"
	"log"

	"github.com/nodeisolates/isolates/v8"
)

// A program of two modules and one that Go makes.
func ExampleScope_CompileModule() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer iso.Close()
	ctx := context.Background()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	if err != nil {
		log.Fatal(err)
	}
	sources := map[string]string{
		"main.js":  "import { greet } from 'greet.js'; import config from 'config.json' with { type: 'json' }; export default greet(config.name)",
		"greet.js": "export const greet = name => `Hello, ${name}!`",
	}
	err = c.Run(ctx, func(s *v8.Scope) error {
		main, err := s.CompileModule(sources["main.js"], v8.ScriptOrigin{Name: "main.js"})
		if err != nil {
			return err
		}
		err = main.InstantiateModule(func(s *v8.Scope, specifier string, attributes []v8.ImportAttribute, _ v8.Module) (v8.Module, error) {
			if len(attributes) == 1 && attributes[0].Value == "json" {
				return s.NewJSONModule(specifier, `{"name": "World"}`)
			}
			return s.CompileModule(sources[specifier], v8.ScriptOrigin{Name: specifier})
		})
		if err != nil {
			return err
		}
		if _, err := main.Evaluate(); err != nil {
			return err
		}
		namespace, err := main.Namespace()
		if err != nil {
			return err
		}
		greeting, err := namespace.Get("default")
		fmt.Println(greeting)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output: Hello, World!
}
