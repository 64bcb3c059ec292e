package protocol

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Who looks in vain looks seldom, and who has found something looks each time again.
func TestSpins(t *testing.T) {
	if !hasProcessors {
		t.Skip("there is one processor")
	}
	var s spins
	looks := func(of int) (looked int) {
		for range of {
			if s.worthwhile() {
				looked++
				require.False(t, s.spin(func() bool { return false }))
			}
		}
		return looked
	}
	require.Equal(t, 9, looks(1<<10), "at 0, 3, 8, 17, ...")
	require.LessOrEqual(t, looks(10*int(mostSkips)), 10)
	for !s.worthwhile() {
	}
	turns := 0
	require.True(t, s.spin(func() bool { turns++; return turns == 3 }))
	require.Equal(t, 3, turns)
	require.True(t, s.worthwhile())
}
