// Command generate writes web.js, in the folder of package web.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/nodeisolates/isolates/v8/web/internal/bundle"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate() error {
	folder, err := filepath.Abs("src")
	if err != nil {
		return err
	}
	script, err := bundle.Build(folder)
	if err != nil {
		return err
	}
	return os.WriteFile("web.js", script, 0o644)
}
