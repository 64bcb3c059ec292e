package codecache_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/codecache"
)

// library has names, literals and classes, which V8 finds by hashes that each process
// has of its own.
var library = `
	const table = { alpha: 1, beta: { gamma: [2, 3], "a key": /x+/g, 17: 10n ** 20n } };
	class Shape { #area = 4; static count = 0; get area() { Shape.count++; return this.#area } }
	function* numbers() { yield* table.beta.gamma }
	const { alpha, ...rest } = table, tag = (parts, ...values) => parts.raw.join("|") + values;
	function sum() { return [...numbers()].reduce((a, b) => a + b, alpha) + new Shape().area + Shape.count }
	JSON.stringify([sum(), Object.keys(rest), "xxy".replace(table.beta["a key"], ""), tag` + "`a${1}b`" + `, String(table.beta[17])])
` + strings.Repeat("// filler\n", 100)

const libraryValue = `[11,["beta"],"y","a|b1","100000000000000000000"]`

// watched fails the test when something has to be compiled.
type watched struct {
	*codecache.Folder
	t     *testing.T
	found int
}

func (w *watched) Load(key [32]byte) []byte {
	data := w.Folder.Load(key)
	require.NotNil(w.t, data)
	w.found++
	return data
}

func (w *watched) Reject(_ [32]byte, why error) { w.t.Error(why) }

func run(t *testing.T, cache v8.CodeCache) {
	t.Helper()
	var value string
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{CodeCache: cache}))
	require.NoError(t, c.Eval(t.Context(), library, &value))
	require.Equal(t, libraryValue, value)
}

// What a process has compiled is used by the next.
func TestFolderFromAnotherProcess(t *testing.T) {
	if *folder != "" {
		f, errs := open(t, *folder, codecache.FolderOptions{})
		run(t, f)
		require.Empty(t, errs.errs)
		return
	}
	dir := t.TempDir()
	command, err := v8test.Command(t.Context(), "-test.run=^TestFolderFromAnotherProcess$", "-folder="+dir)
	require.NoError(t, err)
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.Len(t, files(t, dir), 1)
	f, _ := open(t, dir, codecache.FolderOptions{})
	w := &watched{Folder: f, t: t}
	run(t, w)
	run(t, w)
	require.Equal(t, 2, w.found)
}
