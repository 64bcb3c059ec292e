package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var linkTo = regexp.MustCompile(`\]\(([^)]+)\)`)

func TestPrograms(t *testing.T) {
	for _, row := range table(t, "programs.md", "What they take") {
		file := linkTo.FindStringSubmatch(row[1])[1]
		lines := 0
		for _, name := range code(row[2]) {
			lines += linesOf(t, file, name)
		}
		require.Equal(t, strconv.Itoa(lines), row[3], row[0])
	}
}

// linesOf counts the lines of a function that are not blank.
func linesOf(t *testing.T, file, name string) (lines int) {
	files := token.NewFileSet()
	source, err := os.ReadFile(file)
	require.NoError(t, err)
	parsed, err := parser.ParseFile(files, file, source, 0)
	require.NoError(t, err)
	for _, declaration := range parsed.Decls {
		f, ok := declaration.(*ast.FuncDecl)
		if !ok || f.Name.Name != name {
			continue
		}
		text := source[files.Position(f.Pos()).Offset:files.Position(f.End()).Offset]
		for line := range strings.Lines(string(text)) {
			if strings.TrimSpace(line) != "" {
				lines++
			}
		}
	}
	require.NotZero(t, lines, "%s has no function %s", file, name)
	return lines
}
