package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

func newArena(t *testing.T, tier vm.Tier, room int, folder string) *Arena {
	host, err := vm.NewHost(vm.HostOptions{Tier: tier})
	require.NoError(t, err)
	t.Cleanup(func() { host.Close() })
	a, err := NewArena(host, room, 1, folder)
	require.NoError(t, err)
	t.Cleanup(func() { a.Close(context.Background()) })
	return a
}

// until ticks until what is there is as it should be.
func until(t *testing.T, a *Arena, is func(f *Frame) bool) *Frame {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		f := a.Tick(ctx)
		if is(f) {
			return f
		}
		require.NoError(t, ctx.Err(), "the last tick: %+v", f)
	}
}

func score(f *Frame, player string) int {
	for _, b := range f.Bases {
		if b.Player == player {
			return b.Score
		}
	}
	return -1
}

// says has what a player has printed last.
func says(a *Arena, name, text string) func(*Frame) bool {
	return func(*Frame) bool {
		status, _ := a.Player(name)
		return len(status.Console) > 0 && status.Console[len(status.Console)-1] == text
	}
}

// Hostile programs neither stop the others nor move what is not theirs, and each is
// told why it has failed.
func TestHostile(t *testing.T) {
	for _, tier := range []vm.Tier{vm.InProcess, vm.Process} {
		t.Run(tier.String(), func(t *testing.T) {
			a := newArena(t, tier, 12, "")
			require.NoError(t, a.invite(10, 8))
			hostile := func(name string) bool { return strings.HasPrefix(name, "hostile-") }
			failed, well := map[string]bool{}, map[string]bool{}
			f := until(t, a, func(f *Frame) bool {
				// A busy machine may keep the others from a turn: they have it later.
				for _, p := range f.Players {
					if hostile(p.Name) && p.Error != "" {
						failed[p.Name] = true
					} else if !hostile(p.Name) && p.Error == "" && len(failed) == 8 {
						well[p.Name] = true
					}
				}
				return len(well) == 2 && score(f, "fighter-9") > 0 && score(f, "miner-10") > 0
			})
			for _, c := range f.Creeps {
				require.False(t, hostile(c.Player), "their intents don't count")
			}
		})
	}
}

const counter = `
let ticks = 0
const seen = new Map<string, number>()
export const load = (saved) => { ticks = saved.ticks; for (const [key, value] of saved.seen) seen.set(key, value) }
export const save = () => ({ ticks, seen })
export function loop(game) { ticks++; seen.set('tick', game.tick); console.log(VERSION + ticks) }
`

// A program's globals live from tick to tick, and what it saves goes on in the next
// upload, and in the next arena.
func TestSave(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "game")
	a := newArena(t, vm.InProcess, 2, folder)
	require.NoError(t, a.Upload("a", strings.ReplaceAll(counter, "VERSION", "'one: '")))
	until(t, a, says(a, "a", "one: 3"))
	require.NoError(t, a.Upload("a", strings.ReplaceAll(counter, "VERSION", "'two: '")))
	until(t, a, says(a, "a", "two: 4"))
	tick := a.Tick(t.Context()).Tick
	a.wait()
	require.NoError(t, a.Close(t.Context()))

	again := newArena(t, vm.InProcess, 2, folder)
	require.Equal(t, tick+1, again.Tick(t.Context()).Tick)
	until(t, again, says(again, "a", "two: 6"))
	require.Error(t, again.Upload("z", strings.Repeat(" ", maxCode+1)))

	require.NoError(t, os.WriteFile(filepath.Join(folder, gameFile), []byte("{}"), 0o600))
	_, err := NewArena(again.host, 2, 1, folder)
	require.ErrorContains(t, err, "no world")
}

// A program that fails goes on with the globals that it has, if its isolate lives.
func TestFail(t *testing.T) {
	a := newArena(t, vm.InProcess, 1, "")
	require.NoError(t, a.Upload("a", `
		let ticks = 0
		interface Game { tick: number }
		export function loop(game: Game) {
			ticks++
			if (ticks === 2) throw new Error('two')
			console.log('at ' + ticks)
		}`))
	until(t, a, says(a, "a", "at 1"))
	until(t, a, func(f *Frame) bool { return f.Players[0].Error != "" })
	status, _ := a.Player("a")
	require.Contains(t, status.Stack, "player.ts:6", "the line of the TypeScript")
	until(t, a, says(a, "a", "at 3"))
	a.Tick(t.Context())
	status, _ = a.Player("a")
	require.Empty(t, status.Error)
	require.Equal(t, 1, status.Starts)
}

func TestServer(t *testing.T) {
	a := newArena(t, vm.InProcess, 1, "")
	server := httptest.NewServer(a.handler("secret"))
	defer server.Close()
	put := func(name, token, code string) (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, server.URL+"/players/"+name, strings.NewReader(code))
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, string(body)
	}
	const program = "export function loop() { console.log('<b>hello</b>'); throw new Error('<i>no</i>') }"
	for _, test := range []struct {
		name, token, code string
		status            int
		text              string
	}{
		{"a", "wrong", program, http.StatusUnauthorized, "token"},
		{"a", "", program, http.StatusUnauthorized, "token"},
		{"A%2f..", "secret", program, http.StatusBadRequest, "small letters"},
		{"a", "secret", strings.Repeat(" ", maxCode+1), http.StatusRequestEntityTooLarge, "too large"},
		{"a", "secret", program, http.StatusOK, ""},
		{"b", "secret", program, http.StatusBadRequest, "map is full"},
	} {
		status, text := put(test.name, test.token, test.code)
		require.Equal(t, test.status, status, test.name)
		require.Contains(t, text, test.text)
	}

	connection, _, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(server.URL, "http")+"/live", nil)
	require.NoError(t, err)
	defer connection.CloseNow()
	connection.SetReadLimit(1 << 20)
	var f Frame
	require.NoError(t, wsjson.Read(t.Context(), connection, &f))
	require.Len(t, f.Map.Cells, f.Map.Width*f.Map.Height)
	a.Tick(t.Context())
	require.NoError(t, wsjson.Read(t.Context(), connection, &f))
	require.Equal(t, 1, f.Tick)
	until(t, a, func(f *Frame) bool { return f.Players[0].Error != "" })

	get := func(path string) (int, []byte) {
		response, err := http.Get(server.URL + path)
		require.NoError(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, body
	}
	status, body := get("/players/a")
	require.Equal(t, http.StatusOK, status)
	var player struct{ Console []string }
	require.NoError(t, json.Unmarshal(body, &player))
	require.Equal(t, "<b>hello</b>", player.Console[0])
	status, _ = get("/players/nobody")
	require.Equal(t, http.StatusNotFound, status)
	status, body = get("/")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, page, body)
}

// Uploads at any time, while watchers come and go.
func TestUploadsWhileItTicks(t *testing.T) {
	a := newArena(t, vm.InProcess, 4, "")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	for n := range 4 {
		go func() {
			var err error
			for round := 0; err == nil && ctx.Err() == nil; round++ {
				err = a.Upload(fmt.Sprintf("p%d", n), fmt.Sprintf("export function loop() { if (%d %% 3 == 0) for (;;); }", round))
				frames, stop := a.Watch()
				<-frames
				stop()
				time.Sleep(time.Millisecond)
			}
			done <- err
		}()
	}
	for range 30 {
		a.Tick(t.Context())
	}
	cancel()
	for range 4 {
		require.NoError(t, <-done)
	}
	require.Empty(t, a.frames)
}

func TestHeadless(t *testing.T) {
	printed := bytes.Buffer{}
	require.NoError(t, run(t.Context(), options{
		headless: true, ticks: 20, players: 2, every: time.Millisecond, folder: t.TempDir(), output: &printed,
	}))
	require.Contains(t, printed.String(), "miner-2")
	require.Contains(t, printed.String(), "a turn of the honest: p50")
}
