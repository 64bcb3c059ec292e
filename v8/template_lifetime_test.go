package v8_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// collector calls JavaScript's garbage collector, and then lets the isolate
// forget what was collected, until there is nothing more to wait for.
func collect(t *testing.T, c *v8.Context, done func() bool) {
	t.Helper()
	// V8 compiles on threads of its own, and holds the context of what it compiles
	// until one of them has had its turn.
	for began := time.Now(); time.Since(began) < time.Minute; {
		runtime.GC()
		v8test.RunIn(t, c, func(s *v8.Scope) { v8test.MustEval(t, s, "gc()") })
		v8test.RunIn(t, c, func(s *v8.Scope) {})
		if done() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	require.Fail(t, "not collected", "%+v", v8.Stats())
}

func withCollector(t *testing.T, fn func(t *testing.T)) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetFlags("--expose-gc"))
		fn(t)
	})
}

// Templates that Go has lost are freed, and with them their callbacks.
func TestTemplateCollected(t *testing.T) {
	withCollector(t, func(t *testing.T) {
		iso := v8test.Isolate(t, v8.IsolateOptions{})
		c := v8test.ContextIn(t, iso)
		before := v8.Stats()
		for range 100 {
			f := v8test.Method(iso, v8.Null())
			o := v8test.ObjectTemplate(iso)
			require.NoError(t, o.Set("f", f, v8.None))
			require.NoError(t, o.SetNamedPropertyHandler(v8test.Handler{}, 0))
			require.NoError(t, o.SetIndexedPropertyHandler(v8test.Handler{}, 0))
			require.NoError(t, o.SetNativeDataProperty("native", v8test.NoGet, nil, v8.None))
			require.NoError(t, o.SetCallAsFunctionHandler(v8test.NoCall))
			v8test.Must(v8test.Class(iso, "C").PrototypeTemplate())
		}
		require.Equal(t, before.References+500, v8.Stats().References)
		require.LessOrEqual(t, before.Templates+1, v8.Stats().Templates)
		collect(t, c, func() bool {
			now := v8.Stats()
			return now.Templates == before.Templates && now.References == before.References
		})
	})
}

// What was made of a template keeps its callbacks, whoever has lost the template.
func TestTemplateCallbacksKept(t *testing.T) {
	withCollector(t, func(t *testing.T) {
		iso := v8test.Isolate(t, v8.IsolateOptions{})
		c, other := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
		before := v8.Stats()
		v8test.RunIn(t, c, func(s *v8.Scope) {
			answer := func(v8.PropertyCallbackInfo, v8.Name) (v8.Value, error) { return v8.NewInteger(7), nil }
			f := v8test.Must(iso.NewFunctionTemplate(func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.NewInteger(7), nil },
				v8.FunctionOptions{Constructor: true}))
			require.NoError(t, v8test.Must(f.InstanceTemplate()).SetNativeDataProperty("native", answer, nil, v8.None))
			v8test.Function(t, s, "F", f)
			o := v8test.ObjectTemplate(iso)
			require.NoError(t, o.SetNativeDataProperty("native", answer, nil, v8.None))
			require.NoError(t, o.SetLazyDataProperty("lazy", answer, v8.None))
			require.NoError(t, o.SetIndexedPropertyHandler(v8test.Handler{
				Indexed: func(v8.PropertyCallbackInfo, uint32) (v8.Value, bool, error) { return v8.NewInteger(7), true, nil },
			}, 0))
			require.NoError(t, o.SetCallAsFunctionHandler(func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.NewInteger(7), nil }))
			v8test.Instance(t, s, "o", o)
		})
		collect(t, c, func() bool { return v8.Stats().Templates == before.Templates })
		v8test.RunIn(t, c, func(s *v8.Scope) {
			v8test.Same(t, s, "F() + new F().native + o.native + o[5] + o()", "35",
				"Object.setPrototypeOf(o, {}); for (let i = 0; i < 2000; i++) o['x' + i] = i; gc(); gc(); o.native + o.lazy + o() + o[3]", "28",
				"function loop(n) { let x = 0; for (let i = 0; i < n; i++) x += F() + o.native + o(); return x } loop(20000)", "420000",
				"gc(); gc(); loop(3)", "63", "var made = new F; F = 0; gc(); made.native", "7")
		})
		require.NoError(t, c.Close())
		collect(t, other, func() bool { return v8.Stats().References == before.References-1 })
	})
}

// A closed context is still the one of its functions, and goes with them.
func TestContextCollected(t *testing.T) {
	withCollector(t, func(t *testing.T) {
		iso := v8test.Isolate(t, v8.IsolateOptions{})
		c := v8test.ContextIn(t, iso)
		before := v8.Stats()
		for range 20 {
			v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
				closed := s.Context()
				require.NoError(t, closed.Close())
				f := v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
					require.Same(t, closed, info.Scope().Context())
					return v8.Value{}, nil
				}, v8.FunctionOptions{}))
				v8test.RunIn(t, c, func(s *v8.Scope) { require.NoError(t, s.Global().Set("f", f.Value)) })
			})
			v8test.RunIn(t, c, func(s *v8.Scope) { v8test.MustEval(t, s, "gc(); f()") })
		}
		v8test.RunIn(t, c, func(s *v8.Scope) { v8test.MustEval(t, s, "f = 0") })
		collect(t, c, func() bool { return v8.Stats().References == before.References })
	})
}

// Closing the isolate is enough, whatever is still there.
func TestTemplatesClosedWithIsolate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	o := v8test.ObjectTemplate(iso)
	require.NoError(t, o.SetNamedPropertyHandler(v8test.Handler{}, 0))
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: o})
	require.NoError(t, err)
	require.ErrorIs(t, c.Run(context.Background(), func(s *v8.Scope) error {
		require.NoError(t, iso.Close())
		_, err := o.NewInstance(s)
		require.ErrorIs(t, err, v8.ErrClosed)
		require.ErrorIs(t, o.SetImmutableProto(), v8.ErrClosed)
		return nil
	}), v8.ErrClosed)
	o = nil
	runtime.GC()
}

// Any goroutine may make and fill templates while others run.
func TestTemplateFromGoroutines(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	shared := v8test.ObjectTemplate(iso)
	done := make(chan error)
	for g := range 4 {
		go func() {
			for n := range 50 {
				o := v8test.ObjectTemplate(iso)
				if err := o.SetNativeDataProperty("native", v8test.NoGet, nil, v8.None); err != nil {
					done <- err
				}
				if err := shared.Set(string(rune('a'+g))+string(rune('a'+n)), o, v8.None); err != nil {
					done <- err
				}
				if err := c.Run(context.Background(), func(s *v8.Scope) error {
					_, err := o.NewInstance(s)
					return err
				}); err != nil {
					done <- err
				}
			}
			done <- nil
		}()
	}
	for range 4 {
		require.NoError(t, <-done)
	}
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v8test.Instance(t, s, "o", shared)
		v8test.Same(t, s, "Object.keys(o).length", "200")
	})
}
