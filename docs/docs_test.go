package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestMain(m *testing.M) { os.Exit(v8test.Main(m)) }

// table is the rows of the table below a heading of a document.
func table(t testing.TB, file, heading string) (rows [][]string) {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	_, section, ok := strings.Cut("\n"+string(text), "\n## "+heading+"\n")
	require.True(t, ok, heading)
	section, _, _ = strings.Cut(section, "\n## ")
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "|") {
			line = strings.ReplaceAll(strings.Trim(strings.TrimSpace(line), "|"), `\|`, "\x00")
			row := strings.Split(line, "|")
			for n := range row {
				row[n] = strings.ReplaceAll(strings.TrimSpace(row[n]), "\x00", "|")
			}
			rows = append(rows, row)
		}
	}
	require.Greater(t, len(rows), 2, heading)
	return rows[2:] // without the head
}

var inCode = regexp.MustCompile("`([^`]+)`")

// code is what is in backquotes.
func code(text string) (all []string) {
	for _, found := range inCode.FindAllStringSubmatch(text, -1) {
		all = append(all, found[1])
	}
	return all
}

func TestGlobals(t *testing.T) {
	var said []string
	for _, row := range table(t, "globals.md", "Globals") {
		for _, name := range code(row[1]) {
			if !strings.HasSuffix(name, "Streaming") {
				said = append(said, name)
			}
		}
	}
	var there []string
	require.NoError(t, v8test.Context(t).Eval(t.Context(), `Object.getOwnPropertyNames(globalThis)`, &there))
	require.ElementsMatch(t, there, said)
}

func TestWhatIsNotThere(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, row := range table(t, "globals.md", "Not there") {
			for _, name := range code(row[1]) {
				if name != "import()" {
					v8test.Same(t, s, "typeof "+name, "undefined")
				}
			}
		}
		v8test.Same(t, s, "typeof WebAssembly.compileStreaming + typeof WebAssembly.instantiateStreaming", "undefinedundefined")
		v8test.Throws(t, s, "fetch('x')", "ReferenceError: fetch is not defined")
	})
}

func TestTheLanguage(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, row := range table(t, "globals.md", "The language") {
			v8test.Same(t, s, "typeof "+code(row[0])[0], "function")
			v8test.Same(t, s, "typeof "+code(row[1])[0], "undefined")
		}
	})
}

// folders are where the packages are that documents name.
var folders = map[string]string{
	"v8": "../v8", "loop": "../v8/loop", "module": "../v8/module", "typescript": "../v8/module/typescript",
	"console": "../v8/console", "clone": "../v8/clone", "vm": "../v8/vm",
}

// Names of Go that a document has in backquotes are there.
func TestNames(t *testing.T) {
	names := map[string]bool{}
	for name, folder := range folders {
		exported(t, name, folder, names)
	}
	files, err := filepath.Glob("*.md")
	require.NoError(t, err)
	name := regexp.MustCompile(`\b(v8|loop|module|typescript|console|clone|vm)\.([A-Z]\w*)(\.[A-Z]\w*)?`)
	count := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "|") { // the first column is of others
				_, line, _ = strings.Cut(line[1:], "|")
			}
			for _, found := range name.FindAllString(line, -1) {
				require.True(t, names[found], "%s names %s", file, found)
				count++
			}
		}
	}
	require.Greater(t, count, 100)
}

// exported adds the names of a package, of fields and methods with their type.
func exported(t testing.TB, name, folder string, names map[string]bool) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, declared := range parsed.Decls {
			switch d := declared.(type) {
			case *ast.FuncDecl:
				of := name + "."
				if d.Recv != nil {
					of += receiver(d.Recv.List[0].Type) + "."
				}
				names[of+d.Name.Name] = true
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					addSpec(name, spec, names)
				}
			}
		}
	}
}

func receiver(of ast.Expr) string {
	switch e := of.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func addSpec(name string, spec ast.Spec, names map[string]bool) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, each := range spec.Names {
			names[name+"."+each.Name] = true
		}
	case *ast.TypeSpec:
		of := name + "." + spec.Name.Name
		names[of] = true
		var fields *ast.FieldList
		switch of := spec.Type.(type) {
		case *ast.StructType:
			fields = of.Fields
		case *ast.InterfaceType:
			fields = of.Methods
		default:
			return
		}
		for _, field := range fields.List {
			for _, each := range field.Names {
				names[of+"."+each.Name] = true
			}
		}
	}
}
