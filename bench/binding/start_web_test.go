package binding_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// BenchmarkStartWeb is a new context of an isolate that is there, with console, loop and
// web by scripts, and from a snapshot of such a context, beside V8's own context and one
// from a snapshot in which there is nothing. Used is a snapshot in which the set-up has used
// all globals.
func BenchmarkStartWeb(b *testing.B) {
	const use = "for (const name of Object.getOwnPropertyNames(globalThis)) globalThis[name]"
	for _, test := range []struct {
		name    string
		options v8.IsolateOptions
		web     bool
	}{
		{"Bare/Text", v8.IsolateOptions{}, false},
		{"Bare/Snapshot", v8.IsolateOptions{Snapshot: startSnapshot(b, false, "")}, false},
		{"Web/Text", v8.IsolateOptions{}, true},
		{"Web/Snapshot", v8.IsolateOptions{Snapshot: startSnapshot(b, true, "")}, true},
		{"Web/Used", v8.IsolateOptions{Snapshot: startSnapshot(b, true, use)}, true},
	} {
		b.Run(test.name, func(b *testing.B) {
			i, err := v8.NewIsolate(test.options)
			require.NoError(b, err)
			defer i.Close()
			startContext(b, i, test.web)()
			for b.Loop() {
				end := startContext(b, i, test.web)
				b.StopTimer()
				end()
				b.StartTimer()
			}
		})
	}
}

func startSnapshot(b *testing.B, withWeb bool, source string) *v8.Snapshot {
	b.Helper()
	s, err := v8.NewSnapshot(b.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
		c, l := newStartContext(b, creator.Isolate(), withWeb)
		creator.SetDefaultContext(c)
		if l != nil {
			defer l.Close()
		}
		return c.Eval(b.Context(), source, nil)
	})
	require.NoError(b, err)
	return s
}

// startContext makes what is to be measured, and gives what ends it.
func startContext(b *testing.B, i *v8.Isolate, withWeb bool) (end func()) {
	c, _ := newStartContext(b, i, withWeb)
	return func() { require.NoError(b, c.Close()) }
}

func newStartContext(b *testing.B, i *v8.Isolate, withWeb bool) (*v8.Context, *loop.Loop) {
	if !withWeb {
		c, err := i.NewContext(b.Context(), v8.ContextOptions{})
		require.NoError(b, err)
		return c, nil
	}
	c, err := i.NewContext(b.Context(), v8.ContextOptions{Console: console.New(&console.Buffer{}, console.Options{})})
	require.NoError(b, err)
	l, err := loop.New(c, loop.Options{})
	require.NoError(b, err)
	require.NoError(b, web.Install(l, web.Options{}))
	return c, l
}
