package console

import (
	"context"
	"log/slog"

	"github.com/nodeisolates/isolates/v8"
)

//go:generate go tool -modfile=../../scripts/tools/go.mod mockgen -source=message.go -destination=../internal/mocks/console_handler.go -package=mocks -mock_names=Handler=MockConsoleHandler

// A Message is what a script has written with one call. It is plain data.
type Message struct {
	// Level is debug, info, warn or error. What WHATWG's standard lists under log,
	// such as table and count, is info.
	Level slog.Level

	// Method is the function of console that was called: "log", "table". It is
	// empty in the one message that says that others were dropped.
	Method string

	// Text is the message, with its formats filled in, in one or more lines,
	// without a newline at the end and without indentation.
	Text string

	// Group is how many groups the message is in: console.group begins one. It is
	// at most 20, however many there are.
	Group int

	// Source is the call, if [Options].AddSource asks for it.
	Source v8.StackFrame
}

// A Handler takes messages. It is called inside the script's call, by the
// goroutine that runs the script: what it takes in time is the script's time, but
// its CPU limit goes on as in every callback. A panic passes through the script, as
// that of a [v8.FunctionCallback] does. Several goroutines may call it at a time,
// each for another isolate.
type Handler interface {
	// Handle takes a message. The ctx is that of the [v8.Context.Run] that the
	// script runs in.
	Handle(ctx context.Context, m Message)
}

// An Enabler is a [Handler] that does not want all messages. Those that it does not
// want cost next to nothing: no text is made of them.
type Enabler interface {
	Handler

	// Enabled reports whether Handle wants messages of the level.
	Enabled(ctx context.Context, level slog.Level) bool
}

// A HandlerFunc is a func as a [Handler].
type HandlerFunc func(ctx context.Context, m Message)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, m Message) { f(ctx, m) }

type handlerKey struct{}

// capture is a handler for what runs under a ctx, and what it has taken.
type capture struct {
	handler Handler
	budget  budget
}

// WithHandler is a ctx under which what scripts write goes to h, and not to the
// handler of their [Console]. This is how the output of one call is told from that
// of others in the same context. [Options].Limit then counts for all Runs under
// this ctx together.
func WithHandler(ctx context.Context, h Handler) context.Context {
	if h == nil {
		panic(misuseNilHandler)
	}
	return context.WithValue(ctx, handlerKey{}, &capture{handler: h})
}
