package binding_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/codecache"
)

// BenchmarkStart is how long it takes until a library has answered its first call, from
// its text, from its compiled code and from a snapshot: in a new isolate and context,
// and in a new context of an isolate that is there.
func BenchmarkStart(b *testing.B) {
	libraries := []struct{ name, source string }{
		{"Nothing", ""}, {"100KB", bundle(100 << 10)}, {"750KB", bundle(750 << 10)},
	}
	if *scriptFile != "" {
		text, err := os.ReadFile(*scriptFile)
		require.NoError(b, err)
		libraries = append(libraries, struct{ name, source string }{"Script", string(text)})
	}
	for _, library := range libraries {
		source := "var answer = () => 42;\n" + library.source
		snapshot, err := v8.NewSnapshot(b.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
			c, err := creator.Isolate().NewContext(b.Context(), v8.ContextOptions{})
			if err != nil {
				return err
			}
			creator.SetDefaultContext(c)
			if err := c.Eval(b.Context(), source, nil); err != nil {
				return err
			}
			return c.Eval(b.Context(), "answer()", nil)
		})
		require.NoError(b, err)
		for _, from := range []struct {
			name    string
			options v8.IsolateOptions
		}{
			{"Text", v8.IsolateOptions{}},
			{"Code", v8.IsolateOptions{CodeCache: codecache.NewMemory(64 << 20)}},
			{"Snapshot", v8.IsolateOptions{Snapshot: snapshot}},
		} {
			script := source
			if from.options.Snapshot != nil {
				script = "0"
			}
			b.Run(library.name+"/"+from.name+"/Isolate", func(b *testing.B) {
				start(b, nil, from.options, script) // fills the cache
				for b.Loop() {
					start(b, nil, from.options, script)
				}
			})
			b.Run(library.name+"/"+from.name+"/Context", func(b *testing.B) {
				i, err := v8.NewIsolate(from.options)
				require.NoError(b, err)
				defer i.Close()
				start(b, i, from.options, script)
				for b.Loop() {
					start(b, i, from.options, script)
				}
			})
		}
	}
}

// start makes what is to be made, and calls the library. Closing is not counted.
func start(b *testing.B, i *v8.Isolate, options v8.IsolateOptions, script string) {
	if i == nil {
		var err error
		i, err = v8.NewIsolate(options)
		require.NoError(b, err)
		defer func() {
			b.StopTimer()
			i.Close()
			b.StartTimer()
		}()
	}
	c, err := i.NewContext(b.Context(), v8.ContextOptions{})
	require.NoError(b, err)
	require.NoError(b, c.Eval(b.Context(), script, nil))
	var answer int
	require.NoError(b, c.Eval(b.Context(), "answer()", &answer))
	b.StopTimer()
	require.Equal(b, 42, answer)
	require.NoError(b, c.Close())
	b.StartTimer()
}
