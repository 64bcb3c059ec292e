package main

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/browser"
	"github.com/nodeisolates/isolates/v8/vm"
)

// A browser shows the world and every player, and takes what a program says for text.
func TestPage(t *testing.T) {
	a := newArena(t, vm.InProcess, 16, "")
	require.NoError(t, a.invite(12, 3))
	require.NoError(t, a.Upload("markup", "export function loop() { throw new Error('<b>no</b>') }"))
	server := httptest.NewServer(a.handler("secret"))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for ctx.Err() == nil {
			a.Tick(ctx)
			time.Sleep(20 * time.Millisecond)
		}
	}()
	defer func() { cancel(); <-ended }()

	page := browser.Open(t, server.URL)
	page.Until("/^tick [1-9]/.test(state.textContent) && body.rows.length === 13")
	page.Until("[...body.rows].some(row => row.cells[1].textContent > 0)") // somebody scores
	page.Until("[...body.rows].some(row => row.lastChild.textContent.includes('<b>no</b>'))")
	var markup int
	page.Eval("document.querySelectorAll('b').length", &markup)
	require.Zero(t, markup)

	picture := page.Screenshot("arena")
	colors := map[any]bool{}
	for x := range 640 { // where the world is
		for y := range 640 {
			colors[picture.At(x+16, y+16)] = true
		}
	}
	require.Greater(t, len(colors), 15, "walls, sources, bases and creeps")
}
