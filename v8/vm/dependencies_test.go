package vm_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Who does not want metrics does not link Prometheus.
func TestOnlyMetricsNeedPrometheus(t *testing.T) {
	for folder, want := range map[string]bool{".": false, "./worker": false, "./metrics": true} {
		list, err := exec.Command("go", "list", "-deps", folder).Output()
		require.NoError(t, err)
		require.Equal(t, want, strings.Contains(string(list), "prometheus/client_golang"), folder)
	}
}

// A host whose isolates are in other processes needs no V8, and no cgo.
func TestHostNeedsNoV8(t *testing.T) {
	for folder, want := range map[string]bool{".": false, "./inprocess": true, "./worker": true} {
		list, err := exec.Command("go", "list", "-deps", folder).Output()
		require.NoError(t, err)
		require.Equal(t, want, strings.Contains(string(list), "isolates/cshim"), folder)
	}
}
