package console

import (
	"log/slog"
	"strconv"
	"strings"
	"sync"
)

// messageBytes is what a message counts for besides its text.
const messageBytes = 64

// A budget is how many bytes messages may have in a Run, or under a ctx.
type budget struct {
	mu   sync.Mutex
	turn uint64 // which Run it is for
	used int
	told bool // that messages were dropped
}

// begin gives what is left, and whether the one message is due that says that
// nothing is. A budget of a ctx has no turns.
func (b *budget) begin(turn uint64, limit int) (left int, notice bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.turn != turn {
		b.turn, b.used, b.told = turn, 0, false
	}
	if left = limit - b.used - messageBytes; left > 0 {
		return left, false
	}
	notice = !b.told
	b.told = true
	return 0, notice
}

// bytes is what the message counts for, with the indentation that Writer gives it.
func (m Message) bytes() int {
	return messageBytes + len(m.Text) + len(indentation)*m.Group*(1+strings.Count(m.Text, "\n")) +
		len(m.Source.FunctionName) + len(m.Source.ScriptName)
}

// fitting is how much of the text has room in so many bytes.
func (m Message) fitting(limit int) int {
	before := len(indentation) * m.Group
	used := before
	for n := range len(m.Text) {
		if used++; m.Text[n] == '\n' {
			used += before
		}
		if used > limit {
			return n
		}
	}
	return len(m.Text)
}

func (b *budget) spend(bytes int) {
	b.mu.Lock()
	b.used += bytes
	b.mu.Unlock()
}

func droppedMessage(limit int) Message {
	return Message{Level: slog.LevelWarn, Text: "console: more than " + strconv.Itoa(limit) + " bytes: what follows is dropped"}
}
