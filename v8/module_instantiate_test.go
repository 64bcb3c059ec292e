package v8_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// V8 goes along imports by recursion, and looks at the stack only sometimes: not
// where it resolves export from, nor where a rejection goes up to all that wait.
func TestModuleDepth(t *testing.T) {
	const deep = 10000
	name := strconv.Itoa
	one := func(first string, next string) func(n int) string {
		return func(n int) string {
			if n == 0 {
				return first
			}
			return fmt.Sprintf(next, n-1)
		}
	}
	for _, test := range []struct {
		name   string
		source func(n int) string
		each   bool // instantiated and evaluated by itself, from below
	}{
		{"chain", one("", "import '%d'"), false},
		{"chain, each by itself", one("", "import '%d'"), true},
		{"re-exports", one("export const x = 1", "export * from '%d'"), false},
		{"re-exports, each by itself", one("export const x = 1", "export * from '%d'"), true},
		{"waiting", one("await new Promise((_, no) => globalThis.no = no)", "import '%d'"), true},
		{"ladder", func(n int) string { // the first ones first: a search from the top is not deep
			if n < deep-1 {
				return one("export const x = 1", "export * from '%d'")(n)
			}
			source := ""
			for k := range n {
				source += "import '" + name(k) + "';"
			}
			return source + "import {x} from '" + name(n-1) + "'"
		}, false},
		{"ring", func(n int) string { return fmt.Sprintf("export * from '%d'", (n+1)%deep) }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				c := v8test.Context(t)
				v8test.RunIn(t, c, func(s *v8.Scope) {
					sources := map[string]string{}
					for n := range deep {
						sources[name(n)] = test.source(n)
					}
					g := v8test.NewModules(sources)
					first := deep - 1
					if test.each {
						first = 0
					}
					var err error
					for n := first; n < deep && err == nil; n++ {
						m, compileErr := g.Get(s, name(n))
						require.NoError(t, compileErr)
						if err = m.InstantiateModule(g.Resolve); err == nil {
							p, err := m.Evaluate()
							require.NoError(t, err)
							p.MarkAsHandled()
						}
						if err == nil && n == 1500 {
							_, err := m.Namespace()
							require.NoError(t, err)
						}
					}
					v8test.RequireThrown(t, err, "RangeError: Imports are nested too deep")
				})
				v8test.RunIn(t, c, func(s *v8.Scope) { v8test.MustEval(t, s, "globalThis.no?.(1)") })
				v8test.RequireUsable(t, c)
			})
		})
	}
}

// Many modules are no depth.
func TestModuleBreadth(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		sources := map[string]string{"main.js": ""}
		for n := range 5000 {
			sources["main.js"] += fmt.Sprintf("import {x as x%d} from '%d';", n, n)
			sources[strconv.Itoa(n)] = fmt.Sprintf("import '%d'; export const x = %d", n/8, n)
		}
		for n := range 1500 { // and some
			sources["deep"+strconv.Itoa(n)] = fmt.Sprintf("import 'deep%d'; export * from '%d'", n+1, n)
		}
		sources["deep1500"] = ""
		sources["main.js"] += "import 'deep0'; export default x4999"
		m, p := v8test.NewModules(sources).Evaluate(t, s, "main.js")
		require.Equal(t, v8.PromiseFulfilled, p.State())
		require.Equal(t, "4999", v8test.Exported(t, m, "default"))
	})
}
