// Command shimlint checks what a compiler lets pass in the shim's C++:
//
//   - its headers include one another in one direction: nothing that a header
//     includes leads back to it;
//   - what x.h declares, x.cc defines, so that who has a name finds both;
//   - each header begins by saying what it holds;
//   - no local whose destructor is needed can be left by a jump out of V8.
//
// With -figures it says how large the files and structs are, and how they hang
// together, instead.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/nodeisolates/isolates/scripts/internal/findings"
)

func main() {
	figures := flag.Bool("figures", false, "print figures, and check nothing")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: shimlint [-figures] <folder of the shim>")
		os.Exit(2)
	}
	files, err := read(flag.Arg(0))
	if err == nil && *figures {
		printFigures(os.Stdout, files)
		return
	}
	findings.Exit(lint(files), err)
}

// read gives the texts of the C++ files in a folder, by name.
func read(dir string) (map[string]string, error) {
	files := map[string]string{}
	for _, pattern := range []string{"*.h", "*.cc"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			files[filepath.Base(name)] = string(text)
		}
	}
	return files, nil
}

func lint(files map[string]string) []string {
	var found []string
	for _, check := range []func(map[string]string) []string{cycles, misplaced, misplacedABI, untold, jumped} {
		found = append(found, check(files)...)
	}
	slices.Sort(found)
	return found
}
