package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

func TestRun(t *testing.T) {
	for _, tier := range []vm.Tier{vm.InProcess, vm.Process} {
		var out strings.Builder
		require.NoError(t, run(t.Context(), tier, &out))
		require.Regexp(t, `(?s)^hello world\nI have wasted 2 MB\n.*It is stopped: .*\nand the host goes on\n$`, out.String())
	}
}
