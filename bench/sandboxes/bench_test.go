// Package sandboxes measures package v8/vm: see bench/README.md. TIER is the tier:
// in-process, or process, for which the program is its own worker.
package sandboxes

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nodeisolates/isolates/bench/work"
	"github.com/nodeisolates/isolates/v8/vm"
	_ "github.com/nodeisolates/isolates/v8/vm/inprocess"
	_ "github.com/nodeisolates/isolates/v8/vm/worker"
)

func newHost(b *testing.B) *vm.Host {
	b.Helper()
	o := vm.HostOptions{Tier: vm.InProcess}
	switch tier := os.Getenv("TIER"); tier {
	case "", "in-process":
	case "process":
		o.Tier = vm.Process
	default:
		b.Fatalf("TIER is %q", tier)
	}
	h, err := vm.NewHost(o)
	must(b, err)
	b.Cleanup(func() { h.Close() })
	return h
}

func newContext(b *testing.B) *vm.Context {
	b.Helper()
	i, err := newHost(b).NewIsolate(b.Context(), vm.IsolateOptions{})
	must(b, err)
	c, err := i.NewContext(b.Context(), vm.ContextOptions{})
	must(b, err)
	return c
}

func must(b *testing.B, err error) {
	if err != nil {
		b.Helper()
		b.Fatal(err)
	}
}

// times does what turn does, whose result is checked.
func times[T comparable](b *testing.B, want T, turn func(out *T) error) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		var got T
		if err := turn(&got); err != nil || got != want {
			b.Fatalf("got %v, %v, want %v", got, err, want)
		}
	}
}

func reference(b *testing.B, source string) *vm.Reference {
	b.Helper()
	var r *vm.Reference
	must(b, newContext(b).Eval(b.Context(), source, &r))
	return r
}

func callback(b *testing.B, source string, fn any) {
	c := newContext(b)
	must(b, c.Global().Set(b.Context(), "callback", fn))
	var loop *vm.Reference
	must(b, c.Eval(b.Context(), source, &loop))
	var got int
	b.ReportAllocs()
	b.ResetTimer()
	must(b, loop.Apply(b.Context(), nil, []any{b.N}, &got, vm.CallOptions{CPULimit: -1, WallLimit: -1}))
	if got != b.N {
		b.Fatalf("%d callbacks gave %d", b.N, got)
	}
}

func BenchmarkCallback0(b *testing.B) { callback(b, work.Source.Callback0, func() {}) }
func BenchmarkCallback2(b *testing.B) {
	callback(b, work.Source.Callback2, func(x, y float64) float64 { return x + y })
}
func BenchmarkCallback5(b *testing.B) {
	callback(b, work.Source.Callback5, func(v, w, x, y, z float64) float64 { return v + w + x + y + z })
}

func call[T comparable](b *testing.B, source string, want T, arguments ...any) {
	f := reference(b, source)
	times(b, want, func(out *T) error { return f.Apply(b.Context(), nil, arguments, out) })
}

func BenchmarkCall0(b *testing.B) { call(b, work.Source.Call0, 7.0) }
func BenchmarkCall1(b *testing.B) { call(b, work.Source.Call1, 2.0, 1) }
func BenchmarkCallSmall(b *testing.B) {
	call(b, work.Source.CallSmall, 7.0, work.Small{ID: 1, Name: "a name"})
}

func BenchmarkGet(b *testing.B) {
	o := reference(b, work.Source.Object)
	times(b, 7.0, func(out *float64) error { return o.Get(b.Context(), "number", out) })
}

func BenchmarkSet(b *testing.B) {
	o := reference(b, work.Source.Object)
	times(b, true, func(out *bool) error {
		*out = true
		return o.Set(b.Context(), "number", 1)
	})
}

func BenchmarkIndex(b *testing.B) {
	o := reference(b, work.Source.Array)
	times(b, 7.0, func(out *float64) error { return o.Get(b.Context(), 3, out) })
}

func BenchmarkStringIn(b *testing.B) {
	global := newContext(b).Global()
	times(b, true, func(out *bool) error {
		*out = true
		return global.Set(b.Context(), "text", work.Text)
	})
}

func BenchmarkStringOut(b *testing.B) {
	s := reference(b, work.Source.String)
	times(b, work.Text, func(out *string) error { return s.Copy(b.Context(), out) })
}

func BenchmarkCompileRun(b *testing.B) {
	c := newContext(b)
	times(b, 2.0, func(out *float64) error { return c.Eval(b.Context(), work.Source.Script, out) })
}

func BenchmarkEnterRunLeave(b *testing.B) {
	c := newContext(b)
	script, err := c.Isolate().CompileScript(b.Context(), work.Source.Script)
	must(b, err)
	times(b, 2.0, func(out *float64) error { return script.Run(b.Context(), c, out) })
}

func BenchmarkRecordsOut(b *testing.B) {
	r := reference(b, work.Source.Records)
	times(b, 1000, func(out *int) error {
		var got []any
		err := r.Copy(b.Context(), &got)
		*out = len(got)
		return err
	})
}

func BenchmarkRecordsIn(b *testing.B) {
	c := newContext(b)
	var records []any
	must(b, c.Eval(b.Context(), work.Source.Records, &records))
	times(b, true, func(out *bool) error {
		*out = true
		return c.Global().Set(b.Context(), "records", records)
	})
}

func BenchmarkBytesIn(b *testing.B) {
	c := newContext(b)
	data := make([]byte, 1<<20)
	b.SetBytes(1 << 20)
	times(b, true, func(out *bool) error {
		*out = true
		return c.Global().Set(b.Context(), "bytes", data)
	})
}

func BenchmarkNewContext(b *testing.B) {
	i := newContext(b).Isolate()
	b.ReportAllocs()
	for b.Loop() {
		c, err := i.NewContext(b.Context(), vm.ContextOptions{})
		must(b, err)
		must(b, c.Close())
	}
}

func BenchmarkNewIsolate(b *testing.B) {
	h := newHost(b)
	b.ReportAllocs()
	for b.Loop() {
		i, err := h.NewIsolate(b.Context(), vm.IsolateOptions{})
		must(b, err)
		_, err = i.NewContext(b.Context(), vm.ContextOptions{})
		must(b, err)
		must(b, i.Close())
	}
}

// library is 100 KB of functions, some of which are called.
func library() string {
	var source strings.Builder
	source.WriteString("const library = [];\n")
	for n := 0; source.Len() < 100_000; n++ {
		fmt.Fprintf(&source, "library.push(function f%d(a, b) { const all = [a, b, %d]; return all.map(x => x * 2).filter(x => x > %d) });\n", n, n, n)
	}
	source.WriteString("for (const f of library) f(1, 2); library.length")
	return source.String()
}

// BenchmarkLibraryScript is a context in which a library was run.
func BenchmarkLibraryScript(b *testing.B) {
	i, source := newContext(b).Isolate(), library()
	for b.Loop() {
		c, err := i.NewContext(b.Context(), vm.ContextOptions{})
		must(b, err)
		must(b, c.Eval(b.Context(), source, nil))
		must(b, c.Close())
	}
}

// BenchmarkLibrarySnapshot is a context that has the library of the isolate's snapshot.
func BenchmarkLibrarySnapshot(b *testing.B) {
	i := newSnapshotIsolate(b, newHost(b))
	for b.Loop() {
		c, err := i.NewContext(b.Context(), vm.ContextOptions{})
		must(b, err)
		must(b, c.Eval(b.Context(), "library.length", nil))
		must(b, c.Close())
	}
}

func newSnapshotIsolate(b *testing.B, h *vm.Host) *vm.Isolate {
	b.Helper()
	s, err := h.NewSnapshot(b.Context(), vm.SnapshotOptions{Scripts: []vm.SnapshotScript{{Name: "library.js", Source: library()}}})
	must(b, err)
	i, err := h.NewIsolate(b.Context(), vm.IsolateOptions{Snapshot: s})
	must(b, err)
	return i
}

// BenchmarkTenant is the first call of a tenant that nobody has seen before, in a
// pool that has an isolate ahead.
func BenchmarkTenant(b *testing.B) {
	prepared := make(chan struct{}, 100)
	p := vm.NewPool(newHost(b), vm.PoolOptions{Ahead: 1, Size: 2, KeepContexts: true, Prepare: func(context.Context, *vm.Context) error {
		prepared <- struct{}{}
		return nil
	}})
	defer p.Close()
	var took time.Duration
	for n := range b.N {
		<-prepared
		time.Sleep(5 * time.Millisecond) // until the pool has it
		began := time.Now()
		must(b, p.Run(b.Context(), fmt.Sprint("tenant ", n), func(ctx context.Context, c *vm.Context) error {
			var got float64
			err := c.Eval(ctx, work.Source.Script, &got)
			took += time.Since(began)
			return err
		}))
	}
	b.ReportMetric(float64(took.Nanoseconds())/float64(b.N), "ns/op")
}
