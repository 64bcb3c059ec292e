// Command testlint checks, from the root of the module, what tests are held to:
//   - a package whose tests meet V8 has a TestMain that calls v8test.Main, which
//     fails when something is left over;
//   - what the tests of package v8 share is in v8test, and not in one of their files;
//   - tests/README.md has every environment variable that tests read.
package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/nodeisolates/isolates/scripts/internal/findings"
)

const (
	helpers = "internal/v8test"
	manual  = "tests/README.md"
)

// What has modules of its own, or tests that meet no V8.
var others = []string{"bench/peers", "bench/hostile", "scripts", "bin"}

func main() {
	findings.Exit(lint(os.DirFS(".")))
}

// A folder is the tests in it.
type folder struct {
	meetsV8, hasMain bool
	files            map[string]*ast.File
}

var (
	variable = regexp.MustCompile(`(?:Getenv\(|Variable\s*=\s*)"([A-Z][A-Z0-9_]+)"`)
	callMain = regexp.MustCompile(`\bv8test\.Main\(`)
)

func lint(root fs.FS) (findings []string, err error) {
	text, err := fs.ReadFile(root, manual)
	if err != nil {
		return nil, err
	}
	folders := map[string]*folder{}
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (slices.Contains(others, name) || len(name) > 1 && name[0] == '.'):
			return filepath.SkipDir
		case !strings.HasSuffix(name, "_test.go") && path.Dir(name) != helpers:
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		for _, found := range variable.FindAllSubmatch(source, -1) {
			if !bytes.Contains(text, append(append([]byte("`"), found[1]...), '`')) {
				findings = append(findings, fmt.Sprintf("%s: %s is not in %s", name, found[1], manual))
			}
		}
		if path.Dir(name) == helpers {
			return nil
		}
		f := folders[path.Dir(name)]
		if f == nil {
			f = &folder{files: map[string]*ast.File{}}
			folders[path.Dir(name)] = f
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			return err
		}
		for _, imported := range file.Imports {
			path, _ := strconv.Unquote(imported.Path.Value)
			f.meetsV8 = f.meetsV8 || strings.HasSuffix(path, "/v8") || strings.HasSuffix(path, "/"+helpers)
		}
		f.hasMain = f.hasMain || callMain.Match(source)
		f.files[path.Base(name)] = file
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		f := folders[dir]
		if f.meetsV8 && !f.hasMain {
			findings = append(findings, dir+": no TestMain calls v8test.Main")
		}
		if dir == "v8" {
			findings = append(findings, f.shared(dir)...)
		}
	}
	return findings, nil
}

// shared is what one file declares and another uses. Examples are left out: those
// who read one see no package of helpers.
func (f *folder) shared(dir string) (findings []string) {
	declared := map[string]string{}
	for name, file := range f.files {
		for identifier := range file.Scope.Objects { //nolint:staticcheck // types are not needed here
			declared[identifier] = name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		told := map[string]bool{}
		for _, used := range f.files[name].Unresolved { //nolint:staticcheck // nor here
			from := declared[used.Name]
			if from == "" || from == name || told[used.Name] || strings.HasPrefix(name, "example_") {
				continue
			}
			told[used.Name] = true
			findings = append(findings, fmt.Sprintf("%s/%s: %s is from %s: put it into %s", dir, name, used.Name, from, helpers))
		}
	}
	return findings
}
