//go:build !asan

package lazyctx_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
)

// What nobody looks at costs nothing.
func TestCostsNothing(t *testing.T) {
	parent, cancel := context.WithCancel(context.Background())
	defer cancel()
	until := time.Now().Add(time.Hour)
	var all [101]lazyctx.Context
	n := 0
	require.Zero(t, testing.AllocsPerRun(100, func() {
		c := &all[n]
		n++
		c.StartUntil(parent, until, errLate)
		_, _ = c.Err(), c.Value(key{})
		c.End(nil)
	}))
}
