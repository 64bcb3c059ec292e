package binding_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/codecache"
)

var scriptFile = flag.String("script", "", "a script for BenchmarkFirstResult, in place of a bundle of 750 KB")

// bundle is a script of so many bytes, made as bundlers make them: a function for each
// module, of which a tenth run.
func bundle(size int) string {
	var text strings.Builder
	text.WriteString("const modules = [], exports = [];\n")
	n := 0
	for ; text.Len() < size; n++ {
		fmt.Fprintf(&text, "modules.push(function (exports) {\n")
		for k := range 20 {
			fmt.Fprintf(&text, `  class Shape%[1]d extends Object { constructor(a, b) { super(); this.a = a; this.b = [b, %[1]d] }
    area(scale = 1) { let sum = 0; for (const x of this.b) sum += x * scale; return this.a > sum ? this.a : sum } }
  function make%[1]d(list) { return list.map((x, i) => new Shape%[1]d(x, i)).filter(s => s.area() > %[1]d) }
`, k)
		}
		fmt.Fprintf(&text, "  exports.total = make3([1, 2, %d]).length;\n});\n", n)
	}
	fmt.Fprintf(&text, "for (let n = 0; n < modules.length; n += 10) modules[n](exports[n] = {});\nexports.filter(e => e).length")
	return text.String()
}

// BenchmarkFirstResult compiles and runs a script in a new isolate: from its text, from
// what another isolate has compiled, and that in a folder.
func BenchmarkFirstResult(b *testing.B) {
	source := bundle(750 << 10)
	if *scriptFile != "" {
		text, err := os.ReadFile(*scriptFile)
		require.NoError(b, err)
		source = string(text)
	}
	folder, err := codecache.OpenFolder(b.TempDir(), codecache.FolderOptions{OnError: func(err error) { b.Error(err) }})
	require.NoError(b, err)
	defer folder.Close()
	run := func(b *testing.B, cache v8.CodeCache) {
		iso, err := v8.NewIsolate(v8.IsolateOptions{CodeCache: cache})
		require.NoError(b, err)
		c, err := iso.NewContext(b.Context(), v8.ContextOptions{})
		require.NoError(b, err)
		b.StartTimer()
		err = c.Eval(b.Context(), source, nil)
		b.StopTimer()
		require.NoError(b, err)
		require.NoError(b, iso.Close())
	}
	for _, test := range []struct {
		name  string
		cache v8.CodeCache
	}{{"scratch", nil}, {"memory", codecache.NewMemory(256 << 20)}, {"folder", folder}} {
		b.Run(test.name, func(b *testing.B) {
			b.StopTimer()
			run(b, test.cache) // the first stores
			b.ResetTimer()
			for range b.N {
				run(b, test.cache)
			}
		})
	}
}
