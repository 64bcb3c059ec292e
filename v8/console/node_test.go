package console_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
)

// newContext is a context whose console writes to h.
func newContext(t testing.TB, h console.Handler, options console.Options) *v8.Context {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c, err := iso.NewContext(t.Context(), v8.ContextOptions{Console: console.New(h, options)})
	require.NoError(t, err)
	return c
}

// eval runs a script and gives what it has written.
func eval(t testing.TB, source string) string {
	t.Helper()
	var b console.Buffer
	require.NoError(t, newContext(t, &b, console.Options{}).Eval(t.Context(), source, nil))
	return b.String()
}

func TestPrintsAsNode(t *testing.T) {
	text, err := os.ReadFile("testdata/node.json")
	require.NoError(t, err)
	var rows []struct{ Source, Text string }
	require.NoError(t, json.Unmarshal(text, &rows))
	require.Greater(t, len(rows), 180)
	var b console.Buffer
	c := newContext(t, &b, console.Options{})
	for _, row := range rows {
		t.Run(row.Source, func(t *testing.T) {
			b.Reset()
			require.NoError(t, c.Eval(t.Context(), "(function () { console.log("+row.Source+") })()", nil))
			require.Equal(t, row.Text+"\n", b.String())
		})
	}
}
