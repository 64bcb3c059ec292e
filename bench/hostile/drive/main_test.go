package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/bench/hostile"
)

func TestRun(t *testing.T) {
	t.Setenv(runnerVariable, "1")
	executable, err := os.Executable()
	require.NoError(t, err)
	scripts, results := t.TempDir(), t.TempDir()
	for _, name := range []string{"one.js", "two.js", "wrong.js", "one.txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(scripts, name), nil, 0o644))
	}
	err = run(t.Context(), results, scripts, "o", 2, []string{"a=" + executable, "b=" + executable})
	require.NoError(t, err)
	got, err := hostile.Read(results)
	require.NoError(t, err)
	require.Len(t, got, 2)
	for _, name := range []string{"a", "b"} {
		var classes []hostile.Class
		var names []string
		for _, o := range got[name] {
			classes, names = append(classes, o.Class()), append(names, o.Script)
		}
		require.Equal(t, []string{"one", "two", "wrong"}, names)
		require.Equal(t, []hostile.Class{hostile.Contained, hostile.Contained, hostile.Killed}, classes)
	}
}

func TestRunErrors(t *testing.T) {
	scripts := t.TempDir()
	fail := func(want, only string, jobs int, commands ...string) {
		t.Helper()
		require.ErrorContains(t, run(t.Context(), t.TempDir(), scripts, only, jobs, commands), want)
	}
	fail("no engines", "", 1)
	fail("NAME=COMMAND", "", 1, "isolates")
	fail("at least one", "", 0, "a=b")
	fail("no scripts", "", 1, "a=b")
	require.NoError(t, os.WriteFile(filepath.Join(scripts, "one.js"), nil, 0o644))
	fail(`"two"`, "two", 1, "a=b")
	fail("no such file", "one,two", 1, "a=/no/such/program")
}
