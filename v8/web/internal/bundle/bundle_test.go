package bundle_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/web/internal/bundle"
)

// What is generated is that of the sources.
func TestGenerated(t *testing.T) {
	folder, err := filepath.Abs("../../src")
	require.NoError(t, err)
	want, err := bundle.Build(folder)
	require.NoError(t, err)
	got, err := os.ReadFile("../../web.js")
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "cure: go generate ./v8/web")
}

func TestBuildError(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "main.ts"), []byte("import {a} from './none'\nlet let"), 0o600))
	_, err := bundle.Build(folder)
	require.ErrorContains(t, err, "main.ts:2:5: ")
}
