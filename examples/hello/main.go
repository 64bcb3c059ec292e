package main

import (
	"context"
	"fmt"

	"github.com/nodeisolates/isolates/v8"
)

func main() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		panic(err)
	}
	defer iso.Close()
	c, err := iso.NewContext(v8.ContextOptions{})
	if err != nil {
		panic(err)
	}
	err = c.Run(context.Background(), func(s *v8.Scope) error {
		script, err := s.Compile(`'Hello' + ', World!'`, v8.ScriptOrigin{Name: "hello.js"})
		if err != nil {
			return err
		}
		v, err := script.Run()
		if err != nil {
			return err
		}
		fmt.Println(v)
		return nil
	})
	fmt.Println(err)
}
