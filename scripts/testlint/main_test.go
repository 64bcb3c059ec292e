package main

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestLint(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	root := fstest.MapFS{
		"tests/README.md":            file("`KNOWN`: what it is"),
		"internal/v8test/v8test.go":  file(`package v8test; var _ = os.Getenv("HIDDEN")`),
		"v8/main_test.go":            file(`package v8_test; import "m/internal/v8test"; func TestMain(m *testing.M) { os.Exit(v8test.Main(m)) }`),
		"v8/a_test.go":               file(`package v8_test; func helper() {}; func own() {}; func TestA() { own() }`),
		"v8/b_test.go":               file(`package v8_test; func TestB() { helper(); helper(); own := 1; _ = own; x.helper() }`),
		"v8/example_c_test.go":       file(`package v8_test; func ExampleC() { helper() }`),
		"v8/clone/clone_test.go":     file(`package clone_test; import "m/v8"; var _ = os.Getenv("KNOWN")`),
		"tests/hammer/d_test.go":     file(`package hammer; const childVariable = "CHILD"`),
		"bench/peers/x/peer_test.go": file(`package x; import "m/v8"`),
	}
	findings, err := lint(root)
	require.NoError(t, err)
	require.Equal(t, []string{
		"internal/v8test/v8test.go: HIDDEN is not in tests/README.md",
		"tests/hammer/d_test.go: CHILD is not in tests/README.md",
		"v8/b_test.go: helper is from a_test.go: put it into internal/v8test",
		"v8/clone: no TestMain calls v8test.Main",
	}, findings)
	delete(root, "tests/README.md")
	_, err = lint(root)
	require.Error(t, err)
}
