package main

import (
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
