package v8_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What is counted of the pages of resizable buffers and WebAssembly memories.
type pages struct{ external, reserved, mappings int64 }

func pagesOfAll() pages {
	s := v8.Stats()
	return pages{s.ExternalMemory, s.ReservedMemory, s.Mappings}
}

// keepAll makes as many as it gets of a JavaScript expression, and keeps them.
func keepAll(t *testing.T, c *v8.Context, make string) (count int) {
	t.Helper()
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, fmt.Sprintf(`
			globalThis.kept ??= []
			var before = kept.length
			try { for (;;) kept.push(%s) } catch (e) { if (!(e instanceof RangeError)) throw e }
			kept.length - before`, make))
		n, _ := v.AsNumber()
		count = int(n)
	})
	return count
}

func mappingsOfProcess(t *testing.T) int {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	require.NoError(t, err)
	return bytes.Count(maps, []byte("\n"))
}

func TestBackingPages(t *testing.T) {
	before := pagesOfAll()
	page := int64(os.Getpagesize())
	rounded := func(size int64) int64 { return (size + page - 1) / page * page }
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte})
	c := v8test.ContextIn(t, iso)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for _, test := range []struct {
			source string
			want   pages // more than before
		}{
			{"var b = new ArrayBuffer(1, {maxByteLength: 2 ** 20})", pages{page, 1 << 20, 2}},
			{"b.resize(5000)", pages{rounded(5000), 1 << 20, 2}},
			{"b.resize(0)", pages{0, 1 << 20, 2}},
			{"b.resize(2 ** 20)", pages{1 << 20, 1 << 20, 2}},
			{"var c = b.transfer()", pages{1 << 20, 1 << 20, 2}},
			{"var e = new ArrayBuffer(0, {maxByteLength: 2 ** 20})", pages{1 << 20, 2 << 20, 2}},
			{"var g = new SharedArrayBuffer(10, {maxByteLength: 8192})", pages{1<<20 + page, 2<<20 + rounded(8192), 4}},
			{"g.grow(8192)", pages{1<<20 + rounded(8192), 2<<20 + rounded(8192), 4}},
			{"var m = new WebAssembly.Memory({initial: 1, maximum: 3})", pages{1<<20 + rounded(8192) + 1<<16, 2<<20 + rounded(8192) + 3<<16, 6}},
			{"m.grow(2)", pages{1<<20 + rounded(8192) + 3<<16, 2<<20 + rounded(8192) + 3<<16, 6}},
		} {
			_ = v8test.MustEval(t, s, test.source)
			got := pagesOfAll()
			require.Equal(t, test.want, pages{got.external - before.external, got.reserved - before.reserved, got.mappings - before.mappings}, test.source)
			h := s.HeapStatistics()
			require.EqualValues(t, []int64{test.want.reserved, test.want.mappings}, []int64{int64(h.Reserved), int64(h.Mappings)}, test.source)
		}
		_, err := v8test.Eval(s, "m.grow(1)")
		require.ErrorContains(t, err, "RangeError")
		_, err = v8test.Eval(s, "new ArrayBuffer(2 ** 25, {maxByteLength: 2 ** 25})")
		require.ErrorContains(t, err, "RangeError: Array buffer allocation failed")
		_, err = s.NewResizableArrayBuffer(1<<25, 1<<25)
		require.ErrorContains(t, err, "RangeError: Array buffer allocation failed")
	})
	require.NoError(t, iso.Close())
	require.Equal(t, before, pagesOfAll())
}

// A buffer of one byte takes a page and two mappings; garbage takes none.
func TestBackingPagesLimit(t *testing.T) {
	for make, want := range map[string]int{
		"new ArrayBuffer(1, {maxByteLength: 4096})":             32 << 20 >> 12,
		"new SharedArrayBuffer(5000, {maxByteLength: 1 << 14})": 32 << 20 >> 13,
		"new ArrayBuffer(1 << 16, {maxByteLength: 1 << 30})":    32 << 20 >> 16,
		"new WebAssembly.Memory({initial: 10})":                 32 << 20 >> 16 / 10,
	} {
		c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte}))
		require.LessOrEqual(t, keepAll(t, c, make), want, make)
		require.NoError(t, v8test.EvalIn(context.Background(), c, "kept = null"))
		require.NoError(t, v8test.EvalIn(context.Background(), c, fmt.Sprintf("for (let i = 0; i < 3000; i++) %s", make)), "garbage makes room: %s", make)
		require.NoError(t, v8test.EvalIn(context.Background(), c, `
			for (let i = 0; i < 10; i++) {
				const b = new ArrayBuffer(0, {maxByteLength: 1 << 24})
				b.resize(1 << 24)
				const m = new WebAssembly.Memory({initial: 0, maximum: 160})
				m.grow(160)
			}`), "also for what grows")
	}
}

// However much some isolates take, there is some for the next.
func TestBackingPagesShares(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		addresses, mappings := "new ArrayBuffer(0, {maxByteLength: 2 ** 32})", "new ArrayBuffer(1, {maxByteLength: 2 ** 16})"
		var isolates []*v8.Isolate
		for range 8 {
			iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte})
			isolates = append(isolates, iso)
			c := v8test.ContextIn(t, iso)
			require.Greater(t, keepAll(t, c, mappings), 500)
			require.Greater(t, keepAll(t, c, addresses), 5)
		}
		healthy := v8test.Context(t)
		require.NoError(t, v8test.EvalIn(context.Background(), healthy, `
			var all = []
			for (let i = 0; i < 100; i++) all.push(new ArrayBuffer(10, {maxByteLength: 2 ** 20}))
			all.push(new WebAssembly.Memory({initial: 1}), new ArrayBuffer(10, {maxByteLength: 2 ** 32}))`))
		if runtime.GOOS == "linux" {
			require.LessOrEqual(t, mappingsOfProcess(t), int(v8.Stats().Mappings)+500)
		}
		for _, iso := range isolates {
			require.NoError(t, iso.Close())
		}
		if runtime.GOOS == "linux" {
			require.LessOrEqual(t, mappingsOfProcess(t), int(v8.Stats().Mappings)+500)
		}
		require.NoError(t, healthy.Isolate().Close())
		require.Equal(t, pages{}, pagesOfAll())
	})
}

// What was transferred counts for who made it, until it is gone.
func TestBackingPagesOutlive(t *testing.T) {
	before := pagesOfAll()
	maker := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte}))
	taker := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte}))
	var sent *v8.SerializedValue
	v8test.RunIn(t, maker, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, "new ArrayBuffer(1, {maxByteLength: 1 << 20})")
		b, _ := v.AsArrayBuffer()
		sent = v8test.Must(s.SerializeValue(v, b))
	})
	require.NoError(t, maker.Isolate().Close())
	require.Equal(t, before.mappings+2, pagesOfAll().mappings)
	v8test.RunIn(t, taker, func(s *v8.Scope) {
		require.NoError(t, s.Global().Set("b", v8test.Must(s.DeserializeValue(sent))))
		require.NoError(t, sent.Close())
		require.Equal(t, "65536", v8test.MustEval(t, s, "b.resize(1 << 16); new Uint8Array(b).fill(1).length").String())
		require.Equal(t, before.external+1<<16, pagesOfAll().external)
	})
	require.NoError(t, taker.Isolate().Close())
	require.Equal(t, before, pagesOfAll())
}

// Death frees them.
func TestBackingPagesOfTheDead(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		for range 20 {
			iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte})
			c := v8test.ContextIn(t, iso)
			keepAll(t, c, "new ArrayBuffer(1, {maxByteLength: 1 << 26})")
			require.ErrorIs(t, v8test.EvalIn(context.Background(), c, v8test.DieHere), v8.ErrIsolateDead)
			require.NoError(t, iso.Close())
		}
		require.Equal(t, pages{}, pagesOfAll())
		require.Zero(t, v8.Stats().AbandonedIsolates)
	})
}
