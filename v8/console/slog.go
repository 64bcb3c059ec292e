package console

import (
	"context"
	"log/slog"
	"time"
)

// Slog is a handler that makes a record of each message: with its level and text,
// its method and group as attributes where they say more, and its place, if
// [Options].AddSource has it, under [slog.SourceKey]. Levels that h does not take
// cost next to nothing. What h fails to write is lost, as package slog has it.
func Slog(h slog.Handler) Handler {
	if h == nil {
		panic(misuseNilHandler)
	}
	return slogHandler{h}
}

type slogHandler struct{ slog.Handler }

// Handle takes a message.
func (h slogHandler) Handle(ctx context.Context, m Message) {
	r := slog.NewRecord(time.Now(), m.Level, m.Text, 0)
	switch m.Method {
	case "debug", "info", "log", "warn", "error":
	default:
		r.AddAttrs(slog.String("method", m.Method))
	}
	if m.Group > 0 {
		r.AddAttrs(slog.Int("group", m.Group))
	}
	if m.Source.Line > 0 {
		r.AddAttrs(slog.Any(slog.SourceKey, &slog.Source{
			Function: m.Source.FunctionName, File: m.Source.ScriptName, Line: m.Source.Line,
		}))
	}
	_ = h.Handler.Handle(ctx, r)
}
