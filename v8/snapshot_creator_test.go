package v8_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestNewSnapshot(t *testing.T) {
	for _, code := range []v8.FunctionCodeHandling{v8.KeepFunctionCode, v8.ClearFunctionCode} {
		snapshot := v8test.Snapshot(t, v8.SnapshotOptions{FunctionCode: code}, v8test.Running(v8test.Library))
		options := v8.IsolateOptions{Snapshot: snapshot}
		for range 2 {
			require.Equal(t, v8test.LibraryValue, v8test.ValueIn(t, options, v8.ContextOptions{}, "describe()"))
		}
		c := v8test.ContextIn(t, v8test.Isolate(t, options))
		other := v8test.ContextIn(t, c.Isolate())
		v8test.RunIn(t, c, func(s *v8.Scope) {
			v8test.MustEval(t, s, "release(41); globalThis.mine = later.then(v => globalThis.got = v); counter.up()")
		})
		v8test.RunIn(t, c, func(s *v8.Scope) { require.Equal(t, "42", v8test.MustEval(t, s, "got").String()) })
		v8test.RunIn(t, other, func(s *v8.Scope) { require.Equal(t, v8test.LibraryValue, v8test.MustEval(t, s, "describe()").String()) })
	}
}

// The code of functions that were called is there.
func TestSnapshotKeepsFunctionCode(t *testing.T) {
	source := "function library() {" + strings.Repeat("globalThis.x = [1, 2, 3].map(n => n + 1);", 1000) + "}; library()"
	cleared := v8test.Snapshot(t, v8.SnapshotOptions{FunctionCode: v8.ClearFunctionCode}, v8test.Running(source))
	require.Greater(t, v8test.SnapshotOf(t, source).Size(), cleared.Size()+10_000)
}

func TestSnapshotContexts(t *testing.T) {
	snapshot, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
		for n, name := range []string{"", "one", "two", "zwei\x00 drei"} {
			c, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})
			if err != nil {
				return err
			}
			if name == "" {
				creator.SetDefaultContext(c)
			} else {
				creator.AddContext(name, c)
			}
			if err := c.Eval(t.Context(), fmt.Sprintf("globalThis.n = %d", n), nil); err != nil {
				return err
			}
		}
		_, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{}) // for nothing
		return err
	})
	require.NoError(t, err)
	require.Equal(t, []string{"one", "two", "zwei\x00 drei"}, snapshot.Contexts())
	options := v8.IsolateOptions{Snapshot: snapshot}
	for n, name := range append([]string{""}, snapshot.Contexts()...) {
		require.Equal(t, fmt.Sprint(n), v8test.ValueIn(t, options, v8.ContextOptions{FromSnapshot: name}, "n"))
	}
	_, err = v8test.Isolate(t, options).NewContext(t.Context(), v8.ContextOptions{FromSnapshot: "three"})
	require.EqualError(t, err, `v8: new context: the isolate's snapshot has no context "three"`)
	_, err = v8test.Isolate(t, v8.IsolateOptions{}).NewContext(t.Context(), v8.ContextOptions{FromSnapshot: "one"})
	require.ErrorContains(t, err, `no context "one"`)
}

func TestSnapshotOfNothing(t *testing.T) {
	snapshot, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(*v8.SnapshotCreator) error { return nil })
	require.NoError(t, err)
	require.Empty(t, snapshot.Contexts())
	require.Equal(t, "2", v8test.ValueIn(t, v8.IsolateOptions{Snapshot: snapshot}, v8.ContextOptions{}, "1 + 1"))
}

func TestSnapshotOfASnapshot(t *testing.T) {
	references := map[string]any{"one": func() int { return 1 }, "ten": func() int { return 10 }}
	function := func(name string) func(s *v8.Scope) error {
		return func(s *v8.Scope) error {
			f, err := s.NewFunctionOf(references[name], v8.FunctionOptions{})
			if err != nil {
				return err
			}
			return s.Global().Set(name, f.Value)
		}
	}
	options := v8.IsolateOptions{ExternalReferences: references}
	for n, name := range []string{"one", "ten"} {
		options.Snapshot = v8test.Snapshot(t, v8.SnapshotOptions{Isolate: options}, func(s *v8.Scope) error {
			v8test.MustEval(t, s, fmt.Sprintf("globalThis.last = new Error(%d).stack.split('\\n')[1]; var list = [...globalThis.list ?? [], %[1]d]", n))
			return function(name)(s)
		})
		require.NotNil(t, options.Snapshot)
	}
	require.Equal(t, "0,1 11", v8test.ValueIn(t, options, v8.ContextOptions{}, "list + ' ' + (one() + ten())"))
}

// What Error.stackTraceLimit is in V8's own contexts, it is in others.
func TestSnapshotHasStacks(t *testing.T) {
	snapshot := v8test.SnapshotOf(t, `
		const at = new Error("early").stack;
		const limit = Error.stackTraceLimit; Error.stackTraceLimit = 1;
		const late = new Error("late"), captured = {}; Error.captureStackTrace(captured);`)
	require.Equal(t, `["Error: early\n    at test.js:2:14",10,"Error: late\n    at test.js:4:16","    at test.js:4:56",`+
		`{"value":10,"writable":true,"enumerable":true,"configurable":true},"Error: now\n    at test.js:2:63"]`,
		v8test.ValueIn(t, v8.IsolateOptions{Snapshot: snapshot}, v8.ContextOptions{}, `JSON.stringify([at, limit, late.stack, captured.stack.split("\n")[1],
			Object.getOwnPropertyDescriptor(Error, "stackTraceLimit"), new Error("now").stack])`))
}

// Younger features are absent where it is made, and there where it is used.
func TestSnapshotHasFeatures(t *testing.T) {
	const features = "[typeof WebAssembly, typeof SharedArrayBuffer, typeof Promise.try]"
	snapshot := v8test.SnapshotOf(t, "const before = String("+features+")")
	require.Equal(t, "undefined,undefined,undefined object,function,function",
		v8test.ValueIn(t, v8.IsolateOptions{Snapshot: snapshot}, v8.ContextOptions{}, "before + ' ' + "+features))
	require.Equal(t, "undefined,undefined,function", v8test.ValueIn(t,
		v8.IsolateOptions{Snapshot: snapshot, DisallowSharedMemory: true}, v8.ContextOptions{DisallowWasm: true}, "String("+features+")"))
}

// What can't be in a snapshot is an error that says so, and what is only garbage is none.
func TestSnapshotRefuses(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"an object of Intl", "globalThis.n = new Intl.NumberFormat('de')", "an object of the class Intl.NumberFormat"},
		{"one that is hidden", "const f = (d => () => d)(new Intl.Segmenter().segment('a b')[Symbol.iterator]())", "as objects of WebAssembly and Intl have"},
		{"a buffer that may become large", "globalThis.b = new ArrayBuffer(0, { maxByteLength: 2 ** 32 })", "may be resized to, 4 GB"},
		{"a class that extends its", "class Money extends Intl.NumberFormat {}; globalThis.m = new Money", "as objects of WebAssembly and Intl have"},
		{"its garbage", "new Intl.DateTimeFormat().format(); (1.5).toLocaleString(); 'a'.localeCompare('b')", ""},
		{"its namesakes", "class Locale {}; globalThis.l = [new Locale, Intl, Intl.Collator, Intl.Collator.prototype]", ""},
		{"a frozen Error", "Object.freeze(Error)", "a script has frozen or fixed"},
		{"a fixed limit", "Object.defineProperty(Error, 'stackTraceLimit', { value: 3, configurable: false })", "a script has frozen or fixed"},
		{"a frozen Promise", "Object.freeze(Promise)", "a script has frozen or fixed"},
		{"a frozen global object", "Object.freeze(globalThis)", "a script has frozen or fixed"},
		{"a view of what was detached", "const b = new ArrayBuffer(8), v = new Uint8Array(b, 4); b.transfer()", "a view of a buffer that was detached"},
		{"other views", "const b = new ArrayBuffer(8), v = [new Uint8Array(b), new DataView(b, 4)]; b.transfer()", ""},
		{"other frozen built-ins", "Object.freeze(Array); Object.freeze(Map.prototype); Object.freeze(JSON)", ""},
		{"endless finalizers", `const r = new FinalizationRegistry(() => r.register({}, 0)); r.register({}, 0)`, "without end"},
		{"finalizers", `let called = 0; const r = new FinalizationRegistry(() => called++); for (let n = 0; n < 100; n++) r.register({}, 0)`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := v8test.MakeSnapshot(t.Context(), v8.SnapshotOptions{}, v8test.Running(test.source))
			if test.want != "" {
				require.ErrorContains(t, err, test.want)
				return
			}
			require.NoError(t, err)
			require.Equal(t, "2", v8test.ValueIn(t, v8.IsolateOptions{Snapshot: s}, v8.ContextOptions{}, "1 + 1"))
		})
	}
}

func TestSnapshotRefusesWhatGoHas(t *testing.T) {
	var global *v8.Global[v8.Object]
	for name, test := range map[string]struct {
		fill func(s *v8.Scope) error
		want string
	}{
		"a Global": {func(s *v8.Scope) (err error) {
			global, err = v8.NewGlobal(s, s.Global())
			return err
		}, "1 Globals are not closed"},
		"a module": {func(s *v8.Scope) error {
			m, err := s.CompileModule("globalThis.f = () => import.meta", v8.ScriptOrigin{Name: "a.js"})
			if err != nil {
				return err
			}
			if err := m.InstantiateModule(nil); err != nil {
				return err
			}
			_, err = m.Evaluate()
			return err
		}, `the module "a.js" is there`},
		"WebAssembly": {func(s *v8.Scope) error {
			m, err := s.CompileWasm([]byte("\x00asm\x01\x00\x00\x00"))
			if err != nil {
				return err
			}
			return s.Global().Set("wasm", m.Value)
		}, "as objects of WebAssembly and Intl have"},
		"shared memory": {func(s *v8.Scope) error {
			b, err := s.NewSharedArrayBuffer(8)
			if err != nil {
				return err
			}
			return s.Global().Set("shared", b.Value)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				s, err := v8test.MakeSnapshot(t.Context(), v8.SnapshotOptions{}, test.fill)
				if test.want != "" {
					require.ErrorContains(t, err, test.want)
				} else if err == nil {
					require.Equal(t, "2", v8test.ValueIn(t, v8.IsolateOptions{Snapshot: s}, v8.ContextOptions{}, "globalThis.shared ? new Uint8Array(shared).fill(1)[7] + 1 : 2"))
				}
				t.Log(err)
			})
		})
	}
	if global != nil {
		global.Close()
	}
}

func TestSnapshotRefusesPendingMicrotasks(t *testing.T) {
	_, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
		var contexts []*v8.Context
		for range 2 {
			c, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})
			if err != nil {
				return err
			}
			contexts = append(contexts, c)
		}
		creator.SetDefaultContext(contexts[0])
		creator.AddContext("other", contexts[1])
		return contexts[0].Run(t.Context(), func(outer *v8.Scope) error {
			var kept *v8.Global[v8.Value]
			err := contexts[1].Run(t.Context(), func(s *v8.Scope) (err error) {
				kept, err = v8.NewGlobal(s, v8test.MustEval(t, s, "(() => globalThis.done = true)"))
				return err
			})
			if err != nil {
				return err
			}
			defer kept.Close()
			later, _ := kept.Get(outer).AsFunction()
			return outer.EnqueueMicrotask(later)
		})
	})
	require.ErrorContains(t, err, "microtasks of a context have not run")
}

// V8 would not notice, and make a third context that nobody knows.
func TestSnapshotRefusesObjectsOfAnotherContext(t *testing.T) {
	for _, added := range []bool{true, false} {
		_, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
			a, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})
			if err != nil {
				return err
			}
			b, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})
			if err != nil {
				return err
			}
			creator.SetDefaultContext(a)
			if added {
				creator.AddContext("b", b)
			}
			return b.Run(t.Context(), func(s *v8.Scope) error {
				f := v8test.MustEval(t, s, "(function f() { return f })")
				return a.Run(t.Context(), func(s *v8.Scope) error { return s.Global().Set("f", f) })
			})
		})
		require.ErrorContains(t, err, "objects of another")
	}
}

// However its set-up ends, it is an error and nothing is left.
func TestSnapshotSetUpFails(t *testing.T) {
	canceled, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	own := errors.New("own")
	for name, test := range map[string]struct {
		ctx     context.Context
		options v8.IsolateOptions
		fill    func(s *v8.Scope) error
		want    error
	}{
		"throws":        {fill: v8test.Running("throw new RangeError('no')")},
		"own error":     {fill: func(*v8.Scope) error { return own }, want: own},
		"loops":         {ctx: canceled, fill: v8test.Running("for (;;);"), want: context.DeadlineExceeded},
		"takes CPU":     {options: v8.IsolateOptions{CPULimit: 20 * time.Millisecond}, fill: v8test.Running("for (;;);"), want: v8.ErrCPULimit},
		"takes memory":  {options: v8.IsolateOptions{MemoryLimit: 16 << 20}, fill: v8test.Running("for (const kept = [];;) kept.push(new Array(1000).fill({}))"), want: v8.ErrMemoryLimit},
		"takes buffers": {options: v8.IsolateOptions{MemoryLimit: 16 << 20}, fill: v8test.Running("for (const kept = [];;) kept.push(new Uint8Array(1e6))")},
		"rejects":       {fill: v8test.Running("Promise.reject(new Error('no'))")},
		"is too long":   {options: v8.IsolateOptions{SourceLimit: 3}, fill: v8test.Running("1 + 1"), want: v8.ErrSourceTooLong},
		"terminates": {fill: func(s *v8.Scope) error {
			s.Context().Isolate().Terminate(own)
			_, err := v8test.Eval(s, "for (;;);")
			return err
		}, want: own},
		"closes":             {fill: func(s *v8.Scope) error { return s.Context().Isolate().Close() }, want: v8.ErrClosed},
		"closes the context": {fill: func(s *v8.Scope) error { return s.Context().Close() }, want: v8.ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := test.ctx
			if ctx == nil {
				ctx = t.Context()
			}
			_, err := v8test.MakeSnapshot(ctx, v8.SnapshotOptions{Isolate: test.options}, test.fill)
			require.Error(t, err)
			if test.want != nil {
				require.ErrorIs(t, err, test.want)
			}
		})
	}
	_, err := v8test.MakeSnapshot(canceled, v8.SnapshotOptions{}, v8test.Nothing)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// What needs too much memory ends in the script, or as V8 makes the snapshot, or not.
func TestSnapshotDies(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		var ends [3]int
		for _, count := range []int{20_000, 200_000, 300_000, 350_000, 400_000, 2_000_000} {
			options := v8.SnapshotOptions{Isolate: v8.IsolateOptions{MemoryLimit: 16 << 20}}
			_, err := v8test.MakeSnapshot(t.Context(), options, v8test.Running(fmt.Sprintf(
				"globalThis.kept = Array.from({ length: %d }, (_, n) => ({ ['key' + n %% 100]: 'value ' + n }))", count)))
			switch {
			case errors.Is(err, v8.ErrMemoryLimit):
				ends[0]++
			case errors.Is(err, v8.ErrIsolateDead):
				ends[1]++
			default:
				require.NoError(t, err)
				ends[2]++
			}
		}
		t.Log(ends)
		require.NotZero(t, ends[0])
		require.NotZero(t, ends[2])
		require.Equal(t, "2", v8test.ValueIn(t, v8.IsolateOptions{}, v8.ContextOptions{}, "1 + 1"))
	})
}

func TestSnapshotPanics(t *testing.T) {
	require.PanicsWithValue(t, "mine", func() {
		v8test.MakeSnapshot(t.Context(), v8.SnapshotOptions{}, func(*v8.Scope) error { panic("mine") })
	})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(*v8.SnapshotCreator) error {
			runtime.Goexit()
			return nil
		})
	}()
	<-ended
}

// Whatever other goroutines do in the isolate until it is closed, there is a snapshot or
// an error.
func TestSnapshotWhileOthersUseTheIsolate(t *testing.T) {
	for range v8test.Rounds(20) {
		var others sync.WaitGroup
		_, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
			i := creator.Isolate()
			c, err := i.NewContext(t.Context(), v8.ContextOptions{})
			if err != nil {
				return err
			}
			creator.SetDefaultContext(c)
			for range 4 {
				others.Go(func() {
					for {
						other, err := i.NewContext(t.Context(), v8.ContextOptions{})
						if err == nil {
							err = other.Eval(t.Context(), "globalThis.x = [new Intl.NumberFormat, Promise.resolve().then(() => 1)]", nil)
						}
						if err == nil {
							err = c.Eval(t.Context(), "globalThis.y = [1, 2, 3].map(n => n + 1)", nil)
						}
						if _, closed := i.NewFunctionTemplate(nil, v8.FunctionOptions{}); errors.Is(closed, v8.ErrClosed) {
							return
						}
						_ = err // of what was closed under it
					}
				})
			}
			return c.Eval(t.Context(), "for (let n = 0; n < 1e5; n++) globalThis.n = n", nil)
		})
		others.Wait()
		require.NoError(t, err)
	}
}

// A context may be closed until the end, here by the callback of a FinalizationRegistry.
func TestSnapshotWhileAContextCloses(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		_, err := v8test.MakeSnapshot(t.Context(), v8.SnapshotOptions{}, func(s *v8.Scope) error {
			c := s.Context()
			closes, err := s.NewFunction(func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Undefined(), c.Close() }, v8.FunctionOptions{})
			if err != nil {
				return err
			}
			if err := s.Global().Set("close", closes.Value); err != nil {
				return err
			}
			return v8test.Running("const r = new FinalizationRegistry(close); r.register({}, 0)")(s)
		})
		require.ErrorIs(t, err, v8.ErrClosed)
	})
}

// When ctx ends, nothing more can be done, whatever ctx a Run is given.
func TestSnapshotContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	mine := errors.New("mine")
	_, err := v8.NewSnapshot(ctx, v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
		c, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})
		if err != nil {
			return err
		}
		time.AfterFunc(10*time.Millisecond, func() { cancel(mine) })
		err = c.Eval(t.Context(), "for (;;);", nil)
		require.ErrorIs(t, err, v8.ErrClosed)
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, mine)
}

// Isolates of many snapshots, and of none, live and run at a time, in every order.
func TestSnapshotsTogether(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		// The first isolate of the process makes a snapshot.
		snapshots := []*v8.Snapshot{nil}
		for n := range 16 {
			made := v8test.SnapshotOf(t, fmt.Sprintf("const n = %d; const table = new Map(Array.from({ length: %d }, (_, n) => ['key' + n, n]))", n, n*50))
			var saved bytes.Buffer
			_, err := made.WriteTo(&saved)
			require.NoError(t, err)
			read, err := v8.ReadSnapshot(&saved, nil)
			require.NoError(t, err)
			snapshots = append(snapshots, read)
		}
		use := func(n int) error {
			i, err := v8.NewIsolate(v8.IsolateOptions{Snapshot: snapshots[n]})
			if err != nil {
				return err
			}
			defer i.Close()
			c, err := i.NewContext(t.Context(), v8.ContextOptions{})
			if err != nil {
				return err
			}
			var text string
			err = c.Eval(t.Context(), "typeof n == 'number' ? n + ' ' + [...table.keys()].filter(k => table.get(k) != +k.slice(3)).length : 'none'", &text)
			if want := fmt.Sprintf("%d 0", n-1); err == nil && n > 0 && text != want || n == 0 && text != "none" {
				err = fmt.Errorf("%d says %q", n, text)
			}
			return err
		}
		for n := range snapshots { // each beside each
			i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: snapshots[n]})
			for other := range snapshots {
				require.NoError(t, use(other))
			}
			require.NoError(t, i.Close())
			require.NoError(t, use(n), "alone")
		}
		v8test.Together(t, 4, func(goroutine int) error {
			for n := range v8test.Rounds(100) {
				if err := use((n*7 + goroutine*5) % len(snapshots)); err != nil {
					return err
				}
				if n%25 == 0 {
					if _, err := v8test.MakeSnapshot(t.Context(), v8.SnapshotOptions{}, v8test.Running("const x = 1")); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
}
