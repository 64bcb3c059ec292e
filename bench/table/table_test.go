package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSamples(t *testing.T) {
	s := samples{5, 1, 3, 2, 4}
	require.Equal(t, 3.0, s.median())
	require.Equal(t, 2.0, s.quantile(0.25))
	require.InDelta(t, 1.0/3, s.spread(), 1e-9)
	require.Equal(t, 2.5, samples{2, 3}.median())
	require.Equal(t, samples{5, 1, 3, 2, 4}, s, "sorting must not change the order of rounds")
	require.NotEqual(t, samples{}.median(), samples{}.median(), "NaN")
}

func write(t *testing.T, dir, engine, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, engine+".txt"), []byte(text), 0o644))
}

func TestReadResults(t *testing.T) {
	dir := t.TempDir()
	_, err := readResults(dir)
	require.ErrorContains(t, err, "run.sh")

	write(t, dir, "isolates", `goos: linux
BenchmarkCall1-2   	 1000	       50.5 ns/op	       0 B/op	       0 allocs/op
PASS
BenchmarkCall1-2   	 1000	       1e+02 ns/op	       8 B/op	       2 allocs/op
`)
	write(t, dir, "floor", "BenchmarkCall1/cpp-2 \t 10 \t 25 ns/op\nBenchmarkCall1/crossing-2 \t 10 \t 40 ns/op\n")
	write(t, dir, "isolated-vm", "BenchmarkCall1 10 202 ns/op\nBenchmarkCall1 10 400 ns/op\n")
	r, err := readResults(dir)
	require.NoError(t, err)
	require.Equal(t, &measured{ns: samples{50.5, 100}, allocs: samples{0, 2}}, r.of(ours, "Call1"))
	require.Equal(t, samples{25}, r.of(cpp, "Call1").ns)
	require.Equal(t, samples{40}, r.of(floor, "Call1").ns)
	require.Equal(t, samples{0.25, 0.25}, r.ratio("Call1", isolatedVM), "by round")
	require.Empty(t, r.ratio("Call1", goja))
}

func TestRender(t *testing.T) {
	r := results{}
	read := func(engine, text string) {
		require.NoError(t, r.read(engine, strings.NewReader(text)))
	}
	read("floor", "BenchmarkCgoCall-2 1 26 ns/op\nBenchmarkCall1/cpp-2 1 60 ns/op\nBenchmarkCall1/crossing-2 1 80 ns/op\n")
	read(ours, "BenchmarkCall1-2 1 100 ns/op 0 B/op 0 allocs/op\nBenchmarkCall1-2 1 110 ns/op 0 B/op 0 allocs/op\n")
	read(v8go, "BenchmarkCall1-2 1 2000 ns/op 1 B/op 1 allocs/op\nBenchmarkCall1-2 1 2000 ns/op 1 B/op 1 allocs/op\n")
	read(goja, "BenchmarkCall1-2 1 105 ns/op 1 B/op 1 allocs/op\nBenchmarkCall1-2 1 105 ns/op 1 B/op 1 allocs/op\n")
	var out strings.Builder
	require.NoError(t, render(&out, r))
	lines := strings.Split(out.String(), "\n")
	require.Equal(t, "empty crossings: Go -> C 26.0 ns", lines[0])
	require.Equal(t, []string{"call,", "1", "number", "60.0", "ns", "80.0", "ns", "105", "ns", "±2%", "1.25",
		"2000", "ns", "±0%", "1/19.0", "±2%", "-", "-", "105", "ns", "±0%", "1.00", "±2%", "-",
		"<=", "1/12", "of", "v8go:", "met,", "<=", "goja:", "unclear,", "<=", "0", "allocs:", "met"},
		strings.Fields(lines[3]))
	require.Len(t, lines, 5, "rows that were not measured are left out")
}

// Every row is a benchmark of the binding and of the peers that have such a
// thing, or the table would silently lack it.
func TestRowsAreBenchmarks(t *testing.T) {
	text := func(path string) string {
		bytes, err := os.ReadFile(path)
		require.NoError(t, err)
		return string(bytes)
	}
	sources := map[string]string{
		floor: text("../floor/floor_test.go") + text("../floor/copy_test.go"),
		ours:  text("../peers/isolates/bench_test.go") + text("../peers/isolates/data_test.go") + text("../peers/isolates/compute_test.go"),
		v8go:  text("../peers/v8go/bench_test.go") + text("../peers/v8go/data_test.go") + text("../peers/v8go/compute_test.go"),
		goja:  text("../peers/goja/bench_test.go") + text("../peers/goja/data_test.go"),
	}
	has := func(engine, name string) bool {
		return strings.Contains(sources[engine], "func Benchmark"+name+"(")
	}
	missing := map[string]string{ // what an engine has nothing like
		"NewContext": goja, "FloatsIn": v8go + goja, "FloatsOut": v8go + goja,
		"RecordsOut": floor, "RecordsOutStructs": floor, "RecordsIn": floor, "RecordsInStructs": floor, "CallSmall": floor,
		"ComputeFib": floor + goja, "ComputeMix": floor + goja, "ComputeTyped": floor + goja,
	}
	for _, row := range rows {
		for engine := range sources {
			require.Equal(t, !strings.Contains(missing[row.name], engine), has(engine, row.name), "%s of %s", row.name, engine)
		}
	}
	for _, row := range crossings {
		require.True(t, has(floor, row.name), row.name)
	}
}

func TestRenderSandboxes(t *testing.T) {
	r := results{}
	for engine, text := range map[string]string{
		inProcess:  "BenchmarkCall1-2 1 400 ns/op 0 B/op 0 allocs/op\nBenchmarkCall1-2 1 400 ns/op\nBenchmarkTenant-2 1 2e+05 ns/op\n",
		process:    "BenchmarkCall1-2 1 30000 ns/op\nBenchmarkCall1-2 1 30000 ns/op\nBenchmarkTenant-2 1 3e+05 ns/op\n",
		isolatedVM: "BenchmarkCall1 1 1000 ns/op\nBenchmarkCall1 1 1000 ns/op\n",
	} {
		require.NoError(t, r.read(engine, strings.NewReader(text)))
	}
	var out strings.Builder
	require.NoError(t, renderSandboxes(&out, r))
	lines := strings.Split(out.String(), "\n")
	require.Regexp(t, `^apply, 1 number +400 ns ±0% +30.0 µs ±0% +1000 ns ±0% +1/2.50 ±0% +30.0 ±0% +in process <= 1/2: met, process <= 20 µs: MISSED$`, lines[1])
	require.Regexp(t, `^first call of a tenant, isolate ahead +200 µs +300 µs +- +- +- +process <= 1 ms: met$`, lines[2])
}
