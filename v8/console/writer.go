package console

import (
	"context"
	"io"
	"strings"
	"sync"
)

// Writer is a handler that writes messages to w as Node.js does to a file: each
// with a newline, and indented by its groups. It writes each at once, one at a
// time. What w fails to write is lost.
func Writer(w io.Writer) Handler { return &writer{w: w} }

type writer struct {
	mu sync.Mutex
	w  io.Writer
}

func (w *writer) Handle(_ context.Context, m Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	io.WriteString(w.w, m.lines())
}

const indentation = "  "

// lines is the message as Writer writes it.
func (m Message) lines() string {
	before := strings.Repeat(indentation, m.Group)
	return before + strings.ReplaceAll(m.Text, "\n", "\n"+before) + "\n"
}
