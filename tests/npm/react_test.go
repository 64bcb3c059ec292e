//go:build npm

package npm

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
	"github.com/nodeisolates/isolates/v8/loop"
)

// page is what the app renders.
type page struct {
	Title string `js:"title"`
	Rows  []row  `js:"rows"`
}

type row struct {
	Name  string `js:"name"`
	Price int    `js:"price"`
}

// renderer is React's server-side renderer in a context: the app and React, which
// esbuild makes one script of. React needs a TextEncoder when it is loaded.
func renderer(t testing.TB) func(context.Context, page) (string, error) {
	folder, err := filepath.Abs(folder)
	require.NoError(t, err)
	built := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(folder, "app/page.jsx")},
		Bundle:      true,
		Format:      api.FormatIIFE,
		GlobalName:  "app",
		JSX:         api.JSXAutomatic,
		Define:      map[string]string{"process.env.NODE_ENV": `"production"`},
		Banner:      map[string]string{"js": "globalThis.TextEncoder = class { encode = encode };"},
	})
	require.Empty(t, built.Errors)
	c, err := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 128 << 20}).NewContext(t.Context(), v8.ContextOptions{
		Console: console.New(console.HandlerFunc(func(_ context.Context, m console.Message) { t.Error(m.Text) }), console.Options{}),
	})
	require.NoError(t, err)
	l, err := loop.New(c, loop.Options{}) // for setTimeout
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	require.NoError(t, c.Set(t.Context(), "encode", func(text string) []byte { return []byte(text) }))
	require.NoError(t, c.Eval(t.Context(), string(built.OutputFiles[0].Contents)+"\nconst render = app.render", nil))
	render, err := v8.FuncOf[func(context.Context, page) (string, error)](c, "render")
	require.NoError(t, err)
	return render
}

func pageOf(rows int) page {
	p := page{Title: "Tea & more"}
	for n := range rows {
		p.Rows = append(p.Rows, row{fmt.Sprint("tea ", n), n})
	}
	return p
}

func TestReactServerSideRendering(t *testing.T) {
	html, err := renderer(t)(t.Context(), pageOf(2))
	require.NoError(t, err)
	require.Equal(t, `<main><h1>Tea &amp; more</h1><ul><li class="row">tea 0<!-- -->: <b>0</b></li><li class="row">tea 1<!-- -->: <b>1</b></li></ul></main>`, html)
}

func BenchmarkReact(b *testing.B) {
	render, p := renderer(b), pageOf(100)
	for b.Loop() {
		_, err := render(b.Context(), p)
		require.NoError(b, err)
	}
}
