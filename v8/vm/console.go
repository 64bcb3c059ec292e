package vm

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A Console takes what scripts write with console. It is called while the script
// waits, and by several goroutines at a time, each for another isolate. The ctx is
// that of the call.
type Console func(ctx context.Context, m ConsoleMessage)

// A ConsoleMessage is what a script has written with one call, printed as Node.js
// prints it; see package console of this module.
type ConsoleMessage struct {
	Level  slog.Level // debug, info, warn or error
	Method string     // "log", "table"; empty in the message that says that others were dropped
	Text   string     // in one or more lines, without a newline at the end
	Group  int        // how many console.group it is in
}

// messageBytes is what a message counts besides its text.
const messageBytes = 64

// SlogConsole writes to a log, with the attributes method and group.
func SlogConsole(h slog.Handler) Console {
	logger := slog.New(h)
	return func(ctx context.Context, m ConsoleMessage) {
		logger.LogAttrs(ctx, m.Level, m.Text, slog.String("method", m.Method), slog.Int("group", m.Group))
	}
}

// An Output keeps what is written, for one call or several. The zero value is
// empty. Any goroutine may use it.
type Output struct {
	// Limit is how many bytes of text it keeps; what does not fit is dropped. Zero is
	// 1 MB, and negative is no limit. CallOptions.OutputBytes is the limit of one
	// call.
	Limit int

	mutex    sync.Mutex
	messages []ConsoleMessage
	bytes    int64
}

// Console is a Console that writes to the Output.
func (o *Output) Console() Console {
	return func(_ context.Context, m ConsoleMessage) {
		o.mutex.Lock()
		defer o.mutex.Unlock()
		limit := withDefault(int64(o.Limit), defaultOutputBytes)
		size := int64(len(m.Text) + len(m.Method) + messageBytes)
		if limit != 0 && o.bytes+size > limit {
			return
		}
		o.bytes += size
		o.messages = append(o.messages, m)
	}
}

// Messages are what was written.
func (o *Output) Messages() []ConsoleMessage {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return append([]ConsoleMessage(nil), o.messages...)
}

// String is what was written as text, groups indented, with a newline at the end of
// each message.
func (o *Output) String() string {
	var text bytes.Buffer
	for _, m := range o.Messages() {
		indent := strings.Repeat("  ", m.Group)
		for line := range strings.SplitSeq(m.Text, "\n") {
			text.WriteString(indent + line + "\n")
		}
	}
	return text.String()
}

// mayWrite counts a message, once more than the engine does: that may be anybody's
// by now. The message that says that others are dropped is one of ours. What is in no
// call's name counts for the context, for good.
func (c *Context) mayWrite(in *call, length int) bool {
	const notice = 256
	count, limit := &c.output, defaultOutputBytes
	if in != nil {
		count, limit = &in.output, in.outputLimit
	}
	size := int64(length + messageBytes)
	return limit == 0 || count.Add(size)-size <= limit && int64(length) <= limit+notice
}

// write gives a message to the call's console, or the context's.
func (c *Context) write(ctx context.Context, in *call, h *protocol.HostCall) error {
	if c == nil || len(h.Values) != 3 {
		return errNoSuchFunction
	}
	to := c.options.Console
	if in != nil && in.console != nil {
		to = in.console
	}
	if to != nil && c.mayWrite(in, len(h.Values[0].Text)) {
		const mostGroups = 20
		to(ctx, ConsoleMessage{
			Level: slog.Level(h.Values[1].Number), Method: h.Text, Text: h.Values[0].Text,
			Group: int(min(max(h.Values[2].Number, 0), mostGroups)),
		})
	}
	return nil
}
