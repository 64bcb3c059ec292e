package walls

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var limits = Limits{Memory: 64 << 20, CPU: 1.5, Tasks: 100}

func TestGroupLimit(t *testing.T) {
	all := map[string]bool{"memory": true, "cpu": true, "pids": true}
	files := map[string]string{
		"memory.max": "67108864", "memory.swap.max": "0", "cpu.max": "150000 100000", "pids.max": "100",
	}
	g := &group{path: t.TempDir()}
	for file := range files {
		require.NoError(t, os.WriteFile(filepath.Join(g.path, file), nil, 0o600))
	}
	require.NoError(t, g.limit(limits, all))
	for file, want := range files {
		got, err := os.ReadFile(filepath.Join(g.path, file))
		require.NoError(t, err)
		require.Equal(t, want, string(got), file)
	}

	require.NoError(t, os.Remove(filepath.Join(g.path, "memory.swap.max")), "without swap")
	require.NoError(t, g.limit(limits, all))
	err := g.limit(limits, map[string]bool{"memory": true})
	require.ErrorContains(t, err, "no controller cpu")
	require.ErrorContains(t, err, "no controller pids")
	require.NotContains(t, err.Error(), "memory")
}

// Each way not to have a group is told.
func TestNoGroup(t *testing.T) {
	g, wall := newGroup(Options{})
	require.Nil(t, g)
	require.Equal(t, Wall{CGroup, false, "no limit was asked for"}, wall)

	folder := t.TempDir() // of no control groups
	g, wall = newGroup(Options{Limits: limits, CGroup: folder})
	require.Nil(t, g)
	require.False(t, wall.Held)
	require.NotEmpty(t, wall.Reason)
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, entries)
}

// A process is in its group from the start, and the group goes with it. It takes
// a group whose children have controllers.
func TestGroup(t *testing.T) {
	g, wall := newGroup(Options{Limits: limits, CGroup: os.Getenv("CGROUP")})
	if g == nil {
		t.Skip(wall)
	}
	g.remove()
	require.NoDirExists(t, g.path)

	process, err := Start(Command{Path: "/bin/sleep", Args: []string{"sleep", "1000"}}, Options{Limits: limits, CGroup: os.Getenv("CGROUP")})
	require.NoError(t, err)
	members, err := os.ReadFile(filepath.Join(process.group.path, "cgroup.procs"))
	require.NoError(t, err)
	require.NotEmpty(t, string(members))
	require.NoError(t, process.Kill())
	_, err = process.Wait()
	require.NoError(t, err)
	require.NoDirExists(t, process.group.path)
}
