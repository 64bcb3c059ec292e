package console

import (
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// error is an error's message and stack, as they were when it was made: its
// property stack may be a script's function. cause and errors are printed like
// properties that are enumerable.
func (p *inspector) error(o v8.Object, c class, keys, hidden *[]v8.Value) string {
	e, ok := o.Exception()
	if !ok {
		return ""
	}
	message := c.improve(cut(e.Message, max(p.left, 0)))
	*keys = slices.DeleteFunc(*keys, func(key v8.Value) bool {
		name := p.name(key)
		if name != "name" && name != "message" {
			return name == "stack"
		}
		v, _ := p.data(o, name)
		return v.IsString() && strings.Contains(message, p.name(v))
	})
	for _, name := range []string{"cause", "errors"} {
		key := p.named(name)
		v, ok := p.data(o, name)
		if ok && (name == "cause" || v.IsArray()) && !slices.ContainsFunc(*keys, key.StrictEquals) {
			*hidden = append(*hidden, key)
		}
	}
	if len(e.StackTrace) == 0 {
		return "[" + message + "]"
	}
	text := message + "\n" + e.StackTrace.String()
	return strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", p.indentation))
}

// improve makes an error's message begin with the name of its class.
func (c class) improve(message string) string {
	name := message
	if end := strings.IndexAny(message, ":\n"); end >= 0 {
		name = message[:end]
	}
	if !strings.HasSuffix(name, "Error") || c.nullPrototype {
		return message
	}
	prefix := strings.TrimSuffix(c.prefix("Error", ""), " ")
	rest := message[len(name):]
	switch {
	case name == prefix:
		return message
	case strings.Contains(prefix, name):
		return prefix + rest
	}
	return prefix + " [" + name + "]" + rest
}
