package hostile

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestClass(t *testing.T) {
	for _, test := range []struct {
		outcome Outcome
		want    Class
	}{
		{Outcome{End: "result", Usable: true, Peak: 50 << 20}, Contained},
		{Outcome{End: "deadline", Usable: true, Peak: MemoryMax}, Contained},
		{Outcome{End: "deadline", Usable: true, Peak: MemoryMax + 1}, OverMemory},
		{Outcome{Cut: CutMemory, Peak: MemoryCap}, OverMemory},
		{Outcome{Cut: CutTime, Peak: MemoryMax + 1}, Hung},
		{Outcome{End: "memory", Cut: CutTime}, Hung}, // of no use afterwards
		{Outcome{Exit: "signal: aborted", Peak: MemoryMax + 1}, Killed},
		{Outcome{End: "memory", Exit: "signal: aborted"}, Killed},
	} {
		require.Equal(t, test.want, test.outcome.Class(), "%+v", test.outcome)
	}
}

func TestWriteAndRead(t *testing.T) {
	dir := t.TempDir()
	_, err := Read(dir)
	require.ErrorContains(t, err, "run.sh")

	outcomes := []Outcome{
		{Script: "a", End: "exception", Detail: "Error: \u2028\n", Took: time.Second, Usable: true, Peak: 7},
		{Script: "b", Cut: CutTime},
	}
	require.NoError(t, Write(dir, "isolated-vm", outcomes))
	require.NoError(t, Write(dir, "goja", nil))
	got, err := Read(dir)
	require.NoError(t, err)
	require.Equal(t, map[string][]Outcome{"isolated-vm": outcomes, "goja": nil}, got)

	require.NoError(t, os.WriteFile(filepath.Join(dir, "v8go.jsonl"), []byte("{}\nno JSON\n"), 0o644))
	_, err = Read(dir)
	require.ErrorContains(t, err, "v8go.jsonl")
}
