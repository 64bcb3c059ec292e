package main

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestLint(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	root := fstest.MapFS{
		"CONTRIBUTING.md": file("## Where things are\n\n```\nv8/         the binding\nv8/clone/   a format\nvm/         gone\n```\n"),
		"README.md": file("[a](RATIONALE.md#why-setflags) [b](RATIONALE.md#no) [c](v8/none.go) [d](https://v8.dev#x) [e](v8)\n" +
			"```\n[f](nothing)\n```\n"),
		"RATIONALE.md":      file("# Rationale\n\n- [One](#one)\n  - [Why SetFlags?](#why-setflags)\n- [Gone](#gone)\n\n## One\n\n### Why SetFlags?\n\n## Two\n"),
		"v8/clone/clone.go": file("package clone"),
		"tests/README.md":   file("# Tests\n[up](../README.md) [self](#tests)"),
		"bin/README.md":     file("[x](y)"),
		".git/README.md":    file("[x](y)"),
	}
	findings, err := lint(root)
	require.NoError(t, err)
	require.Equal(t, []string{
		"CONTRIBUTING.md: the map lacks tests",
		"CONTRIBUTING.md: there is no folder vm",
		"RATIONALE.md: no heading is at #gone",
		"RATIONALE.md: the contents have, and the text has not, Gone #gone",
		"RATIONALE.md: the contents lack Two #two",
		"README.md: no heading is at RATIONALE.md#no",
		"README.md: nothing is at v8/none.go",
	}, findings)

	text := withContents(string(root["RATIONALE.md"].Data))
	require.Equal(t, "# Rationale\n\n- [One](#one)\n  - [Why SetFlags?](#why-setflags)\n- [Two](#two)\n\n## One\n\n### Why SetFlags?\n\n## Two\n", text)
	require.Equal(t, text, withContents(text))

	root["RATIONALE.md"] = file("# Rationale\n\n- [Two](#two)\n- [One](#one)\n\n## One\n\n## Two\n")
	findings, err = lint(root)
	require.NoError(t, err)
	require.Contains(t, findings, "RATIONALE.md: the contents are in another order")
}
