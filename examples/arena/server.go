package main

import (
	"context"
	"crypto/subtle"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

//go:embed page.html
var page []byte

// handler serves the page, what it watches, and the players' programs. token is what
// one needs to upload.
func (a *Arena) handler(token string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'")
		w.Write(page)
	})
	mux.HandleFunc("GET /live", a.serveLive)
	mux.HandleFunc("GET /players/{name}", a.servePlayer)
	mux.HandleFunc("PUT /players/{name}", func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+token)) != 1 {
			http.Error(w, "want the header Authorization: Bearer and the token that the arena has printed", http.StatusUnauthorized)
			return
		}
		code, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCode))
		if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
			http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
			return
		}
		if err == nil {
			err = a.Upload(r.PathValue("name"), string(code))
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
	return mux
}

// servePlayer tells what a player's program has printed, and why it has failed.
func (a *Arena) servePlayer(w http.ResponseWriter, r *http.Request) {
	status, ok := a.Player(r.PathValue("name"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(struct {
		Status
		Console []string `json:"console"`
		Stack   string   `json:"stack"`
	}{status, status.Console, status.Stack})
}

// How long a watcher may take for a frame.
const patience = 5 * time.Second

func (a *Arena) serveLive(w http.ResponseWriter, r *http.Request) {
	connection, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered
	}
	defer connection.CloseNow()
	frames, stop := a.Watch()
	defer stop()
	ctx := connection.CloseRead(r.Context())
	for {
		select {
		case f := <-frames:
			slow, cancel := context.WithTimeout(ctx, patience)
			err := wsjson.Write(slow, connection, f)
			cancel()
			if err != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}
