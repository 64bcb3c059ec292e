package typescript_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Who does not import this package does not link the compiler.
func TestOnlyThisPackageNeedsTheCompiler(t *testing.T) {
	for folder, want := range map[string]bool{"../..": false, "..": false, ".": true} {
		list, err := exec.Command("go", "list", "-deps", folder).Output()
		require.NoError(t, err)
		require.Equal(t, want, strings.Contains(string(list), "evanw/esbuild"), folder)
		require.Equal(t, want, strings.Contains(string(list), "go-sourcemap"), folder)
	}
}
