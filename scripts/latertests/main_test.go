package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/scripts/internal/parallel"
)

// TestMain is what main is for a child.
func TestMain(m *testing.M) {
	flag.Parse()
	if *child != "" {
		os.Exit(exitCode + int(runChild(*child)))
	}
	os.Exit(m.Run())
}

func TestOutcomes(t *testing.T) {
	dir := t.TempDir()
	write := func(name, source string) {
		t.Helper()
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(source), 0o644))
	}
	write(harness, "function assertTrue(value) { if (!value) throw new Error }")
	want := map[string]outcome{}
	for name, test := range map[string]struct {
		source string
		want   outcome
	}{
		"natives.js":    {"// Flags: --allow-natives-syntax --no-such-flag\nassertTrue(%IsSmi(1))", passed},
		"load.js":       {"d8.file.execute('test/mjsunit/regress/loaded.js'); assertTrue(loaded)", passed},
		"timers.js":     {"setTimeout(() => setTimeout(() => assertTrue(false)))", wrong},
		"microtasks.js": {"Promise.resolve().then(() => assertTrue(false))", wrong},
		"realm.js":      {"const r = Realm.create(); assertTrue(Realm.eval(r, 'var x = 3; x') === 3 && Realm.global(r).x === 3)", passed},
		"quit.js":       {"quit(); throw 1", passed},
		"exception.js":  {"new Worker", exception},
		"syntax.js":     {"(", exception},
		"deadline.js":   {"for (;;) {}", timedOut},
	} {
		write(filepath.Join("regress", name), test.source)
		want[name] = test.want
	}
	write(filepath.Join("regress", "loaded.js"), "var loaded = true")
	want["loaded.js"] = passed

	*timeout = 2 * time.Second
	files, err := tests([]string{dir})
	require.NoError(t, err)
	got := map[string]outcome{}
	for _, r := range parallel.Map(*jobs, files, runProcess) {
		got[filepath.Base(r.file)] = r.outcome
		if r.outcome != passed {
			require.NotEmpty(t, r.last)
		}
	}
	require.Equal(t, want, got)
}

func TestFoldersWithoutTests(t *testing.T) {
	dir := t.TempDir()
	_, err := tests([]string{dir})
	require.ErrorContains(t, err, "there is no test")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "alone.js"), nil, 0o644))
	_, err = tests([]string{dir})
	require.ErrorContains(t, err, "there is no mjsunit.js")
}
