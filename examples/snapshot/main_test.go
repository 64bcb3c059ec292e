package main

import (
	"bytes"
	"log"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSnapshot(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "snapshots", "library.snapshot")
	require.NoError(t, os.Mkdir(filepath.Dir(file), 0o700))
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(os.Stderr)
	greets := func() {
		t.Helper()
		snapshot, err := load(t.Context(), os.DirFS(dir))
		require.NoError(t, err)
		text, err := greet(t.Context(), snapshot, "de", "ada lovelace")
		require.NoError(t, err)
		require.Equal(t, "Hallo, Ada Lovelace!", text)
	}
	greets()
	require.Empty(t, logged.String(), "without the file")

	require.NoError(t, run(t.Context(), file))
	greets()
	require.Empty(t, logged.String(), "with the file")

	require.NoError(t, os.Truncate(file, 1000))
	greets()
	require.Contains(t, logged.String(), "made anew: v8: read snapshot: ")

	require.NoError(t, run(t.Context(), ""))
	require.Error(t, run(t.Context(), filepath.Join(dir, "none", "file")))
}
