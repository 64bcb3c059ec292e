//go:build npm

package npm

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/module/typescript"
)

func TestMain(m *testing.M) { os.Exit(v8test.Main(m)) }

// folder is where scripts/npm.sh has installed the packages, and this folder's app.
const folder = "../../bin/npm"

// builtins are what packages that are written for Node ask for.
func builtins(t *testing.T) module.MapLoader {
	return module.MapLoader{
		"process":     {Kind: module.Go, Exports: map[string]any{"env": map[string]string{}, "emitWarning": func(string) {}}},
		"buffer":      {Kind: module.Go, Exports: map[string]any{"Buffer": nil}},
		"node:crypto": {Text: `export const webcrypto = globalThis.crypto; export const randomFillSync = x => crypto.getRandomValues(x)`},
	}
}

// registry has the packages, chosen by a condition, in a context that has what the
// web has of randomness.
func registry(t *testing.T, conditions ...string) (*module.Registry, module.ErrorMapper) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		random, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			array, ok := info.Argument(0).AsTypedArray()
			if !ok {
				return v8.Value{}, v8.TypeError.Errorf("no typed array")
			}
			_, err := rand.Read(array.Bytes())
			return array.Value, err
		}, v8.FunctionOptions{})
		require.NoError(t, err)
		crypto, err := s.NewObject()
		require.NoError(t, err)
		require.NoError(t, crypto.Set("getRandomValues", random.Value))
		require.NoError(t, s.Global().Set("crypto", crypto.Value))
	})
	root, err := os.OpenRoot(folder)
	require.NoError(t, err, "make npm installs the packages")
	t.Cleanup(func() { root.Close() })
	l := typescript.NewLoader(module.ChainLoader{
		builtins(t), &module.NPMLoader{FS: root.FS(), Conditions: conditions},
	}, typescript.Options{JSXImportSource: "preact"})
	r, err := module.NewRegistry(t.Context(), c, l, module.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r, l
}

func TestPackages(t *testing.T) {
	for _, test := range []struct{ condition, name, use, want string }{
		{"browser", "lodash-es", `p.chunk([1, 2, 3], 2).join("|") + typeof p.default.chunk`, "1,2|3function"},
		{"browser", "preact", `p.h("b", { x: 1 }).type`, "b"},
		{"browser", "preact-render-to-string", `p.render === p.default`, "true"},
		{"browser", "zod", `p.z.string().safeParse(1).success + p.default.string().parse("x")`, "falsex"},
		{"browser", "date-fns", `p.format(new Date(2024, 1, 29), "yyyy-MM-dd")`, "2024-02-29"},
		{"browser", "nanoid", `p.nanoid().length`, "21"},
		{"browser", "marked", `p.marked.parse("*a*")`, "<p><em>a</em></p>\n"},
		{"browser", "yaml", `p.stringify(p.parse("a: [1, {b: 2}]"))`, "a:\n  - 1\n  - b: 2\n"},
		{"browser", "uuid", `p.validate(p.v4())`, "true"},
		// For Node, yaml is 70 modules of CommonJS.
		{"node", "yaml", `p.stringify(p.parse("a: [1, {b: 2}]"))`, "a:\n  - 1\n  - b: 2\n"},
		{"node", "yaml/util", `typeof p.toJS`, "function"},
	} {
		t.Run(test.name+" for "+test.condition, func(t *testing.T) {
			r, _ := registry(t, test.condition)
			require.NoError(t, r.Import(t.Context(), test.name, nil))
			v8test.RunIn(t, r.Context(), func(s *v8.Scope) {
				namespace, err := r.Namespace(s, test.name)
				require.NoError(t, err)
				require.NoError(t, s.Global().Set("p", namespace.Value))
				require.Equal(t, test.want, v8test.MustEval(t, s, test.use).String())
			})
		})
	}
}

func TestTypeScriptProgram(t *testing.T) {
	r, mapper := registry(t, "browser")
	var out struct {
		Total  int                                    `js:"total"`
		Chunks [][]string                             `js:"chunks"`
		HTML   string                                 `js:"html"`
		Due    string                                 `js:"due"`
		Text   string                                 `js:"text"`
		YAML   string                                 `js:"yaml"`
		IDs    []any                                  `js:"ids"`
		Check  func(ctx context.Context, v any) error `js:"check"`
		Fail   func(ctx context.Context) error        `js:"fail"`
	}
	require.NoError(t, r.Import(t.Context(), "./app/main.tsx", &out))
	require.Equal(t, 6, out.Total)
	require.Equal(t, [][]string{{"a", "b"}, {"c"}}, out.Chunks)
	require.Equal(t, "<ul><li>1 x a</li><li>2 x b</li><li>3 x c</li></ul>", out.HTML)
	require.Equal(t, "2024-03-01", out.Due)
	require.Equal(t, "<h1>Order</h1>\n<p><em>paid</em></p>\n", out.Text)
	require.Equal(t, "total: 6\n", out.YAML)
	require.Equal(t, []any{21.0, true}, out.IDs[:2])

	err := mapper.MapError(out.Fail(t.Context()))
	require.ErrorContains(t, err, "RangeError: no such line (file:///app/main.tsx:40:")
	require.Contains(t, fmt.Sprintf("%+v", err), "at fail (file:///app/main.tsx:40:9)")
	err = mapper.MapError(out.Check(t.Context(), map[string]any{"lines": 1}))
	require.Contains(t, fmt.Sprintf("%+v", err), "at check (file:///app/main.tsx:36:")
}
