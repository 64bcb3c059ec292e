package walls_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
)

func TestMissing(t *testing.T) {
	have := []walls.Wall{
		{Name: walls.Seccomp, Held: true},
		{Name: walls.Landlock, Reason: "the kernel is old"},
		{Name: walls.Rlimits, Held: true, Reason: "but one"},
	}
	require.NoError(t, walls.Missing(have, nil))
	require.NoError(t, walls.Missing(have, []string{walls.Seccomp, walls.Rlimits}))
	for name, text := range map[string]string{
		walls.Landlock: "landlock: the kernel is old",
		walls.CGroup:   "cgroup: not reported",
		"secomp":       `"secomp" is no wall`,
	} {
		err := walls.Missing(have, []string{walls.Seccomp, name})
		require.ErrorIs(t, err, walls.ErrMissing)
		require.ErrorContains(t, err, text)
		require.NotContains(t, err.Error(), "seccomp:")
	}
}

func TestJoin(t *testing.T) {
	host := []walls.Wall{{walls.Environment, true, ""}, {walls.Descriptors, true, "a"}, {walls.CGroup, false, "none"}}
	worker := []walls.Wall{{walls.Environment, false, "TZ is set"}, {walls.Descriptors, true, "b"}, {walls.Seccomp, true, ""}}
	require.Equal(t, []walls.Wall{
		{walls.Environment, false, "TZ is set"}, {walls.Descriptors, true, "a; b"}, {walls.CGroup, false, "none"},
		{walls.Seccomp, true, ""},
	}, walls.Join(host, worker))
}

func TestString(t *testing.T) {
	require.Equal(t, "seccomp", walls.Wall{walls.Seccomp, true, ""}.String())
	require.Equal(t, "seccomp missing: old", walls.Wall{walls.Seccomp, false, "old"}.String())
}
