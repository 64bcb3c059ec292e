package v8_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What a context has by its options, it has of a snapshot too, and not what the one had
// that it is made of.
func TestSnapshotAndContextOptions(t *testing.T) {
	snapshot, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
		i := creator.Isolate()
		global := v8test.Must(i.NewObjectTemplate())
		if err := global.Set("fromTemplate", 1, 0); err != nil {
			return err
		}
		options := v8.ContextOptions{GlobalTemplate: global, SecurityToken: "made", DisallowCodeGenerationFromStrings: true,
			MicrotaskQueue: v8test.Must(i.NewMicrotaskQueue())}
		for _, name := range []string{"", "named"} {
			c, err := i.NewContext(t.Context(), options)
			if err != nil {
				return err
			}
			c.SetEmbedderData("key", "of the creator")
			if name == "" {
				creator.SetDefaultContext(c)
			} else {
				creator.AddContext(name, c)
			}
			if err := c.Eval(t.Context(), "var n = 1; const log = console.log", nil); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
	i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: snapshot})
	for _, name := range []string{"", "named"} {
		queue := v8test.Must(i.NewMicrotaskQueue())
		var contexts []*v8.Context
		for range 2 {
			c, err := i.NewContext(t.Context(), v8.ContextOptions{FromSnapshot: name, MicrotaskQueue: queue, SecurityToken: "used"})
			require.NoError(t, err)
			defer c.Close()
			require.Nil(t, c.EmbedderData("key"))
			contexts = append(contexts, c)
			v8test.RunIn(t, c, func(s *v8.Scope) {
				require.Equal(t, "1 1 2 function", v8test.MustEval(t, s, "[fromTemplate, n, eval('1 + 1'), typeof log].join(' ')").String())
				require.Same(t, c, s.Context())
			})
		}
		require.Same(t, queue, contexts[0].MicrotaskQueue())
		v8test.RunIn(t, contexts[0], func(s *v8.Scope) {
			global := s.Global()
			v8test.RunIn(t, contexts[1], func(s *v8.Scope) {
				require.NoError(t, s.Global().Set("other", global.Value))
				require.Equal(t, "1", v8test.MustEval(t, s, "other.n").String(), "they have one token")
				f, _ := v8test.MustEval(t, s, "(() => Promise.resolve().then(() => { n = 2 }))").AsFunction()
				_, err := f.Call(v8.Value{})
				require.NoError(t, err)
			})
		})
		v8test.RunIn(t, contexts[1], func(s *v8.Scope) { require.Equal(t, "2", v8test.MustEval(t, s, "n").String()) })

		strict, err := i.NewContext(t.Context(), v8.ContextOptions{FromSnapshot: name, DisallowCodeGenerationFromStrings: true, DisallowWasm: true})
		require.NoError(t, err)
		defer strict.Close()
		v8test.RunIn(t, strict, func(s *v8.Scope) {
			_, err := v8test.Eval(s, "eval('1')")
			v8test.RequireThrown(t, err, "EvalError: ")
			require.Equal(t, "undefined", v8test.MustEval(t, s, "typeof WebAssembly").String())
		})
	}
}

// A GlobalTemplate adds to the default context of a snapshot.
func TestSnapshotAndGlobalTemplate(t *testing.T) {
	i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: v8test.SnapshotOf(t, "var n = 1; globalThis.f = () => n; class C {}")})
	global := v8test.Must(i.NewObjectTemplate())
	require.NoError(t, global.Set("mine", 7, 0))
	require.NoError(t, global.SetInternalFieldCount(1))
	require.NoError(t, global.SetNamedPropertyHandler(&shelfOfGlobal{}, v8.NonMasking))
	for range 2 {
		c, err := i.NewContext(t.Context(), v8.ContextOptions{GlobalTemplate: global})
		require.NoError(t, err)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			require.Equal(t, "1 1 7 handled function true", v8test.MustEval(t, s,
				"[n, f(), mine, thing, typeof C, this === globalThis].join(' ')").String())
		})
		require.NoError(t, c.Close())
	}
}

type shelfOfGlobal struct{}

func (shelfOfGlobal) Get(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, bool, error) {
	return v8test.Must(info.Scope().NewString("handled")).Value, name.String() == "thing", nil
}

// What the global object was made of stays with its context. V8 would crash at internal
// fields of the default context's.
func TestSnapshotOfGlobalTemplates(t *testing.T) {
	get := v8.AccessorNameGetterCallback(func(v8.PropertyCallbackInfo, v8.Name) (v8.Value, error) { return v8.NewNumber(5), nil })
	references := map[string]any{"handler": &shelfOfGlobal{}, "get": get, "field": t}
	made := func(name string, fields int) (*v8.Snapshot, error) {
		options := v8.SnapshotOptions{Isolate: v8.IsolateOptions{ExternalReferences: references}}
		return v8.NewSnapshot(t.Context(), options, func(creator *v8.SnapshotCreator) error {
			global := v8test.Must(creator.Isolate().NewObjectTemplate())
			for _, err := range []error{
				global.SetNamedPropertyHandler(references["handler"].(*shelfOfGlobal), v8.NonMasking),
				global.SetNativeDataProperty("five", get, nil, 0),
				global.SetInternalFieldCount(fields),
			} {
				if err != nil {
					return err
				}
			}
			c, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{GlobalTemplate: global})
			if err != nil {
				return err
			}
			if name == "" {
				creator.SetDefaultContext(c)
			} else {
				creator.AddContext(name, c)
			}
			return c.Run(t.Context(), func(s *v8.Scope) error {
				if fields > 0 {
					s.Global().SetInternalField(0, t)
				}
				_, err := v8test.Eval(s, "var n = 1")
				return err
			})
		})
	}
	for _, test := range []struct {
		name   string
		fields int
	}{{"", 0}, {"named", 0}, {"named", 2}} {
		snapshot, err := made(test.name, test.fields)
		require.NoError(t, err)
		options := v8.IsolateOptions{Snapshot: snapshot, ExternalReferences: references, MemoryLimit: v8test.SmallMemory}
		c, err := v8test.Isolate(t, options).NewContext(t.Context(), v8.ContextOptions{FromSnapshot: test.name})
		require.NoError(t, err)
		defer c.Close()
		v8test.RunIn(t, c, func(s *v8.Scope) {
			require.Equal(t, test.fields, s.Global().InternalFieldCount())
			require.Equal(t, "1 5 handled", v8test.MustEval(t, s, "[n, five, thing].join(' ')").String())
			v8test.MustEval(t, s, "for (let n = 0; n < 1e4; n++) globalThis['x' + n % 100] = new Array(1000)")
			if test.fields > 0 {
				require.Nil(t, s.Global().InternalField(0), "each context has a global object of its own")
			}
		})
	}
	_, err := made("", 1)
	require.ErrorContains(t, err, "the default context has internal fields")
}

// Limits and terminations hold as ever, also for what a snapshot has brought.
func TestSnapshotAndLimits(t *testing.T) {
	snapshot := v8test.SnapshotOf(t, "const loop = () => { for (;;); }, eat = () => { for (const kept = [];;) kept.push(new Array(1000).fill({})) }")
	i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: snapshot, MemoryLimit: v8test.SmallMemory, CPULimit: 30 * time.Millisecond})
	c := v8test.ContextIn(t, i)
	for range 2 {
		require.ErrorIs(t, c.Eval(t.Context(), "loop()", nil), v8.ErrCPULimit)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		require.ErrorIs(t, c.Eval(ctx, "loop()", nil), context.DeadlineExceeded)
		cancel()
		require.ErrorIs(t, c.Eval(t.Context(), "eat()", nil, v8.RunOptions{CPULimit: time.Hour}), v8.ErrMemoryLimit)
		v8test.RequireUsable(t, c)
	}
}

// A context whose buffers are too much for its isolate is an error, and frees them.
func TestSnapshotOfBuffersAndLimits(t *testing.T) {
	snapshot := v8test.SnapshotOf(t, `const many = Array.from({ length: 1000 }, () => new Uint8Array(5000)), one = new ArrayBuffer(6 << 20),
		resizable = new ArrayBuffer(6 << 20, { maxByteLength: 12 << 20 })`)
	i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: snapshot, MemoryLimit: 32 << 20})
	c := v8test.ContextIn(t, i)
	for range 3 {
		_, err := i.NewContext(t.Context(), v8.ContextOptions{})
		require.ErrorIs(t, err, v8.ErrMemoryLimit)
		v8test.RequireUsable(t, c)
	}
	require.NoError(t, c.Close())
	v8test.RequireUsable(t, v8test.ContextIn(t, i))
}

// What needs more heap than an isolate may have before there is a context is an error.
func TestSnapshotAndHeapLimit(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		snapshot := v8test.SnapshotOf(t, "const o = {}; for (let n = 0; n < 3e5; n++) o['s' + n] = ('s' + n).repeat(3)")
		_, err := v8.NewIsolate(v8.IsolateOptions{Snapshot: snapshot, HeapLimit: 4 << 20})
		require.ErrorContains(t, err, "out of memory")
		require.Equal(t, int64(1), v8.Stats().AbandonedIsolates)
		require.Zero(t, v8.Stats().Isolates)
		require.Equal(t, "s7s7s7", v8test.ValueIn(t, v8.IsolateOptions{Snapshot: snapshot}, v8.ContextOptions{}, "o.s7"))
	})
}

// FinalizationRegistries need one of V8's own, which scripts can't have touched.
func TestSnapshotAndFinalizers(t *testing.T) {
	snapshot := v8test.SnapshotOf(t, `
		const registry = new FinalizationRegistry(held => { globalThis.called = held });
		globalThis.FinalizationRegistry = class { constructor() { globalThis.fooled = true } };`)
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{Snapshot: snapshot, MemoryLimit: v8test.SmallMemory}))
	for n := range 3 {
		require.NoError(t, c.Eval(t.Context(), fmt.Sprintf("globalThis.called = undefined; registry.register({}, %d)", n), nil))
		v8test.CollectGarbage(t, c)
		v8test.RequireUsable(t, c) // a Run, which calls it
		var called string
		require.NoError(t, c.Eval(t.Context(), "String(globalThis.called)", &called))
		require.Equal(t, fmt.Sprint(n), called)
	}
	v8test.RunIn(t, c, func(s *v8.Scope) {
		require.Equal(t, "undefined", v8test.MustEval(t, s, "typeof fooled").String())
	})
}
