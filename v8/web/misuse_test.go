package web_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

func TestMisuse(t *testing.T) {
	require.PanicsWithValue(t, misuse.WebNilLoop, func() { web.Install(nil, web.Options{}) })
	l := newWeb(t, web.Options{})
	require.PanicsWithValue(t, misuse.WebTwice, func() { web.Install(l, web.Options{}) })
	require.PanicsWithValue(t, misuse.WebPart, func() { web.Install(l, web.Options{Parts: web.AllParts + 1}) })
	require.PanicsWithValue(t, misuse.LoopZero, func() { web.Install(&loop.Loop{}, web.Options{}) })
}

func TestInstallInClosed(t *testing.T) {
	c := v8test.Context(t)
	l, err := loop.New(c, loop.Options{})
	require.NoError(t, err)
	require.NoError(t, c.Close())
	require.ErrorIs(t, web.Install(l, web.Options{}), v8.ErrClosed)
}
