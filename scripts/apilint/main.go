// Command apilint checks the public API of the packages under the folders that
// it is given: every package and exported identifier has a doc comment, which
// begins as Go's do, and none mentions C types, unsafe.Pointer or uintptr, which
// would let a user hold V8's memory past its life. Values of constants and
// variables are documentation too, and mention none of these either.
//
// staticcheck has checks for doc comments, but leaves files with cgo out.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/scripts/internal/findings"
)

func main() {
	l := linter{packages: map[string]bool{}}
	for _, root := range os.Args[1:] {
		if err := l.walk(root); err != nil {
			findings.Exit(nil, err)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(l.packages)) {
		if !l.packages[dir] {
			l.findings = append(l.findings, dir+": the package has no doc comment")
		}
	}
	findings.Exit(l.findings, nil)
}

type linter struct {
	fset     token.FileSet
	packages map[string]bool // folder -> has a package comment
	findings []string
}

// walk lints the Go files below root, except those that no user can import.
func (l *linter) walk(root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch name := entry.Name(); {
		case entry.IsDir() && (name == "internal" || name == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(&l.fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.Dir(path)
		l.packages[dir] = l.packages[dir] || file.Doc != nil
		if file.Name.Name != "main" && !ast.IsGenerated(file) {
			l.file(file)
		}
		return nil
	})
}

func (l *linter) file(file *ast.File) {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Name.IsExported() && hasExportedReceiver(decl) {
				l.documented(decl.Name, decl.Doc)
				l.named(decl.Name, decl.Doc)
				l.safe(decl.Name, decl.Type)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok && !decl.Lparen.IsValid() {
					t.Doc = decl.Doc // It is the type's own when the type stands alone.
				}
				l.spec(spec, decl.Doc)
			}
		}
	}
}

func hasExportedReceiver(decl *ast.FuncDecl) bool {
	if decl.Recv == nil {
		return true
	}
	exported := false
	ast.Inspect(decl.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			exported = id.IsExported()
			return false // The type's name comes before its type parameters.
		}
		return !exported
	})
	return exported
}

// spec lints a type, or the constants or variables of one line. Those share
// the comment of their group if they have none of their own.
func (l *linter) spec(spec ast.Spec, group *ast.CommentGroup) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.IsExported() {
			l.documented(spec.Name, spec.Doc, group)
			l.named(spec.Name, spec.Doc)
			l.typ(spec.Name, spec.Type)
			if spec.TypeParams != nil {
				l.safe(spec.Name, spec.TypeParams)
			}
		}
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			if name.IsExported() {
				l.documented(name, spec.Doc, spec.Comment, group)
				if spec.Type != nil {
					l.safe(name, spec.Type)
				}
				for _, value := range spec.Values {
					l.safe(name, value)
				}
			}
		}
	}
}

// typ lints a type's definition. What is unexported in it is nobody's business.
func (l *linter) typ(name *ast.Ident, t ast.Expr) {
	switch t := t.(type) {
	case *ast.StructType:
		l.members(t.Fields)
	case *ast.InterfaceType:
		l.members(t.Methods)
	default:
		l.safe(name, t)
	}
}

func (l *linter) members(list *ast.FieldList) {
	for _, member := range list.List {
		for _, name := range member.Names {
			if name.IsExported() {
				l.documented(name, member.Doc, member.Comment)
				l.safe(name, member.Type)
			}
		}
	}
}

func (l *linter) documented(name *ast.Ident, docs ...*ast.CommentGroup) {
	for _, doc := range docs {
		if doc != nil {
			return
		}
	}
	l.report(name, "has no doc comment")
}

// named looks for the name at the beginning of the comment, where go doc's
// readers and its search expect it.
func (l *linter) named(name *ast.Ident, doc *ast.CommentGroup) {
	words := strings.Fields(doc.Text())
	if len(words) > 1 && (words[0] == "A" || words[0] == "An" || words[0] == "The") {
		words = words[1:]
	}
	if len(words) > 0 && strings.Trim(words[0], ",.:;") != name.Name && strings.TrimSuffix(words[0], "'s") != name.Name {
		l.report(name, "has a doc comment that doesn't begin with it")
	}
}

// safe looks for what is forbidden anywhere in a signature, or in a value.
func (l *linter) safe(name *ast.Ident, shown ast.Node) {
	ast.Inspect(shown, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if pkg, ok := n.X.(*ast.Ident); ok && (pkg.Name == "C" || pkg.Name == "unsafe") {
				l.report(name, "mentions "+pkg.Name+"."+n.Sel.Name)
			}
			return false
		case *ast.Ident:
			if n.Name == "uintptr" {
				l.report(name, "mentions uintptr")
			}
		}
		return true
	})
}

func (l *linter) report(name *ast.Ident, problem string) {
	l.findings = append(l.findings, fmt.Sprintf("%s: %s %s", l.fset.Position(name.Pos()), name.Name, problem))
}
