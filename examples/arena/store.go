package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/nodeisolates/isolates/examples/arena/world"
)

// A game is what a saved game has.
type game struct {
	World   *world.World           `json:"world"`
	Players map[string]savedPlayer `json:"players"`
}

type savedPlayer struct {
	Code  string `json:"code"`
	Saved []byte `json:"saved,omitempty"` // in the form of package clone
}

const gameFile = "arena.json"

// load takes up the saved game, if there is one.
func (a *Arena) load() error {
	if a.folder == "" {
		return nil
	}
	path := filepath.Join(a.folder, gameFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var saved game
	if err == nil {
		err = json.Unmarshal(text, &saved)
	}
	if err == nil && saved.World == nil {
		err = errors.New("there is no world in it")
	}
	if err != nil {
		return fmt.Errorf("the saved game %s: %w", path, err)
	}
	a.world = saved.World
	for _, b := range a.world.Bases {
		p := newPlayer(b.Player)
		p.code, p.saved = saved.Players[p.name].Code, saved.Players[p.name].Saved
		a.players[p.name] = p
		a.order = append(a.order, p)
	}
	return nil
}

// store saves the game, whole or not at all. No Tick may run.
func (a *Arena) store() error {
	if a.folder == "" {
		return nil
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	saved := game{World: a.world, Players: map[string]savedPlayer{}}
	for name, p := range a.players {
		code := p.code
		p.mutex.Lock()
		if p.uploaded != nil {
			code = *p.uploaded
		}
		p.mutex.Unlock()
		saved.Players[name] = savedPlayer{code, p.saved}
	}
	text, err := json.Marshal(saved)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(a.folder, 0o755); err != nil {
		return err
	}
	path := filepath.Join(a.folder, gameFile)
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
