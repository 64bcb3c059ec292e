package main

import (
	"go/parser"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFindings(t *testing.T) {
	for _, test := range []struct {
		name, code string
		want       []string
	}{
		{"a good one", `
// T is it.
type T[A any] struct {
	// A is one.
	A int
	B int // and another
	p uintptr
	C.x
}

// M does it.
func (t *T[A]) M(a unsafePointer) error { return nil }

// These are some.
const (
	X = 1
	Y = 2
)

// A U is one too, and U's is yours.
type U = int

func f(uintptr) {}
func (l list) Len() uintptr { return 0 }
`, nil},
		{"no comment", `
func F() {}
func (*T) M() {}
type T struct { A int }
type I interface { M() }
var V = 1
const (
	X = 1
	Y = 2 // is told
)
`, []string{"F has no", "M has no", "T has no", "A has no", "I has no", "M has no", "V has no", "X has no"}},
		{"a comment of another form", `
// It does.
func F() {}
// Holds things.
type T struct{}
`, []string{"F has a doc comment that", "T has a doc comment that"}},
		{"unsafe types", `
// F is one.
func F(a []C.int) (b map[string]unsafe.Pointer)
// T is another.
type T uintptr
// S has one.
type S struct {
	P func(uintptr) // the worst
}
// V too.
var V uintptr
`, []string{"F mentions C.int", "F mentions unsafe.Pointer", "T mentions uintptr", "P mentions uintptr", "V mentions uintptr"}},
		{"values of C", `
// These are some.
const (
	X Kind = C.SHIM_X
	Y      = 1 << C.SHIM_Y
	Z      = iota
	z      = C.SHIM_Z
)
// V is one.
var V = uintptr(1)
var v = C.SHIM_Z
`, []string{"X mentions C.SHIM_X", "Y mentions C.SHIM_Y", "V mentions uintptr"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var l linter
			file, err := parser.ParseFile(&l.fset, "x.go", "package x\n"+test.code, parser.ParseComments)
			require.NoError(t, err)
			l.file(file)
			require.Len(t, l.findings, len(test.want), strings.Join(l.findings, "\n"))
			for i, want := range test.want {
				require.Contains(t, l.findings[i], want)
			}
		})
	}
}
