package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFrontmatterOf(t *testing.T) {
	f := frontmatterOf(`// Copyright
/*---
description: >
    flags and includes
negative:
  phase: resolution
  type: SyntaxError
flags: [module, async]
features:
  - top-level-await
  - import-defer
includes: [compareArray.js]
---*/
flags: [raw]`)
	require.Equal(t, frontmatter{
		flags: []string{"module", "async"}, includes: []string{"compareArray.js"},
		features: []string{"top-level-await", "import-defer"}, phase: "resolution", typ: "SyntaxError",
	}, f)
	require.True(t, f.has("async"))
	require.False(t, f.has("raw"))
}

func TestJudge(t *testing.T) {
	root := t.TempDir()
	write := func(file, features string) string {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(root, file), []byte("/*---\nfeatures: ["+features+"]\n---*/"), 0o644))
		return file
	}
	fails := slices.Collect(maps.Keys(knownFailures))[0]
	plain, lacks := write("plain.js", "top-level-await"), write("lacks.js", "import-defer")
	for _, test := range []struct {
		file      string
		hasPassed bool
		want      outcome
	}{
		{plain, true, passed}, {plain, false, failed},
		{lacks, true, passed}, {lacks, false, lacking},
		{fails, false, known}, {fails, true, mended},
		{"x/no-new-call-expression-prop-access.js", false, known},
		{"x/top-level-import-defer-no-new-call-expression-prop-access.js", true, passed},
	} {
		require.Equal(t, test.want, judge(root, test.file, test.hasPassed), "%s, %t", test.file, test.hasPassed)
	}
	require.False(t, report([]result{{plain, passed, ""}, {fails, mended, ""}}))
	require.True(t, report([]result{{plain, passed, ""}, {fails, known, ""}}))
}
