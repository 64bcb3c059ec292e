package console

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// A Buffer is a handler that keeps messages. The zero value is ready to use, by any
// goroutine.
type Buffer struct {
	// Limit is how many bytes the messages may have together, each counting 64
	// besides its text; what comes later is counted and dropped. Zero is 1 MB, and
	// room for the message that says that a console drops others.
	Limit int

	mu       sync.Mutex
	messages []Message
	used     int
	dropped  int
}

// Handle keeps a message.
func (b *Buffer) Handle(_ context.Context, m Message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	limit := b.Limit
	if limit == 0 {
		limit = defaultLimit + 1<<10
	}
	bytes := m.bytes()
	if b.used+bytes > limit {
		b.dropped++
		return
	}
	b.used += bytes
	b.messages = append(b.messages, m)
}

// Messages are those that were kept.
func (b *Buffer) Messages() []Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.messages)
}

// Dropped is how many messages were not kept.
func (b *Buffer) Dropped() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.dropped
}

// String is the messages as [Writer] writes them.
func (b *Buffer) String() string {
	var text strings.Builder
	for _, m := range b.Messages() {
		text.WriteString(m.lines())
	}
	return text.String()
}

// Reset forgets all messages.
func (b *Buffer) Reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.messages, b.used, b.dropped = nil, 0, 0
}
