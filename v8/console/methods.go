package console

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/nodeisolates/isolates/v8"
)

// maxGroups is how many groups a message can be in. A script may begin more, and
// has to end as many.
const maxGroups = 20

// The functions of console, in the standard's order.
//
// WHATWG: [Console].
//
// [Console]: https://console.spec.whatwg.org/
var methods = []method{
	{"assert", 0, slog.LevelError, (*call).assert},
	{"clear", 0, slog.LevelInfo, (*call).clear},
	{"debug", 0, slog.LevelDebug, (*call).log},
	{"error", 0, slog.LevelError, (*call).log},
	{"info", 0, slog.LevelInfo, (*call).log},
	{"log", 0, slog.LevelInfo, (*call).log},
	{"table", 0, slog.LevelInfo, (*call).table},
	{"trace", 0, slog.LevelInfo, (*call).trace},
	{"warn", 0, slog.LevelWarn, (*call).log},
	{"dir", 0, slog.LevelInfo, (*call).dir},
	{"dirxml", 0, slog.LevelInfo, (*call).log},
	{"count", 0, slog.LevelInfo, (*call).count},
	{"countReset", 0, slog.LevelWarn, (*call).countReset},
	{"group", 0, slog.LevelInfo, (*call).group},
	{"groupCollapsed", 0, slog.LevelInfo, (*call).group},
	{"groupEnd", 0, slog.LevelInfo, (*call).groupEnd},
	{"time", 0, slog.LevelWarn, (*call).time},
	{"timeLog", 0, slog.LevelInfo, (*call).timeLog},
	{"timeEnd", 0, slog.LevelInfo, (*call).timeEnd},
	{"timeStamp", 0, slog.LevelInfo, nil},
	{"profile", 0, slog.LevelInfo, nil},
	{"profileEnd", 0, slog.LevelInfo, nil},
}

func (c *call) log(arguments []v8.Value) {
	if c.wants(c.method.level) {
		c.write(c.method.level, c.inspector.format(arguments))
	}
}

func (c *call) assert(arguments []v8.Value) {
	if len(arguments) > 0 && arguments[0].ToBoolean() || !c.wants(c.method.level) {
		return
	}
	text := "Assertion failed"
	if len(arguments) > 1 {
		between := " "
		if arguments[1].IsString() {
			between = ": "
		}
		text += between + c.inspector.format(arguments[1:])
	}
	c.write(c.method.level, text)
}

// clear ends all groups. What was written stays.
func (c *call) clear([]v8.Value) { c.groups = 0 }

func (c *call) trace(arguments []v8.Value) {
	if !c.wants(c.method.level) {
		return
	}
	text := "Trace"
	if len(arguments) > 0 {
		text += ": " + c.inspector.format(arguments)
	}
	if stack := c.stack(); len(stack) > 0 {
		text += "\n" + stack.String()
	}
	c.write(c.method.level, text)
}

func (c *call) dir(arguments []v8.Value) {
	if !c.wants(c.method.level) {
		return
	}
	var v v8.Value
	if len(arguments) > 0 {
		v = arguments[0]
	}
	depth := c.inspector.depth
	if len(arguments) > 1 {
		depth = c.depth(arguments[1], depth)
	}
	c.write(c.method.level, c.inspector.inspect(v, depth))
}

// depth is the property depth of dir's options: null is all.
func (c *call) depth(options v8.Value, otherwise int) int {
	o, ok := options.AsObject()
	if !ok {
		return otherwise
	}
	v, _ := c.inspector.data(o, "depth")
	if v.IsNull() {
		return maxDepth
	}
	if f, ok := v.AsNumber(); ok {
		return int(min(max(f, 0), maxDepth)) // NaN is 0
	}
	return otherwise
}

func (c *call) count(arguments []v8.Value) {
	label := c.label(arguments)
	n, ok := c.counts[label]
	if !ok && c.full(len(c.counts)) {
		return
	}
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	c.counts[label] = n + 1
	c.write(c.method.level, label+": "+strconv.Itoa(n+1))
}

func (c *call) countReset(arguments []v8.Value) {
	label := c.label(arguments)
	if _, ok := c.counts[label]; !ok {
		c.write(c.method.level, "Count for '"+label+"' does not exist")
	}
	delete(c.counts, label)
}

func (c *call) group(arguments []v8.Value) {
	if len(arguments) > 0 {
		c.log(arguments)
	}
	c.groups++
}

func (c *call) groupEnd([]v8.Value) { c.groups = max(c.groups-1, 0) }

func (c *call) time(arguments []v8.Value) {
	label := c.label(arguments)
	if _, ok := c.timers[label]; ok {
		c.write(c.method.level, "Label '"+label+"' already exists for console.time()")
		return
	}
	if c.full(len(c.timers)) {
		return
	}
	if c.timers == nil {
		c.timers = map[string]time.Time{}
	}
	c.timers[label] = c.console.now()
}

func (c *call) timeLog(arguments []v8.Value) {
	label := c.label(arguments)
	text, ok := c.timer(label)
	if ok && len(arguments) > 1 && c.wants(c.method.level) {
		text += c.inspector.rest(arguments[1:])
	}
	if ok {
		c.write(c.method.level, text)
	}
}

func (c *call) timeEnd(arguments []v8.Value) {
	label := c.label(arguments)
	if text, ok := c.timer(label); ok {
		delete(c.timers, label)
		c.write(c.method.level, text)
	}
}

func (c *call) timer(label string) (string, bool) {
	began, ok := c.timers[label]
	if !ok {
		c.write(slog.LevelWarn, "No such label '"+label+"' for console."+c.method.name+"()")
		return "", false
	}
	return label + ": " + elapsed(c.console.now().Sub(began)), true
}

// elapsed is a time as Node.js writes it: in the largest unit, to the millisecond
// or better.
func elapsed(d time.Duration) string {
	milliseconds := float64(d) / float64(time.Millisecond)
	switch {
	case d >= time.Hour:
		minutes := int(d / time.Minute)
		return fmt.Sprintf("%d:%02d:%02d (h:mm:ss)", minutes/60, minutes%60, int(d/time.Second)%60)
	case d >= time.Minute:
		return fmt.Sprintf("%d:%06.3f (m:ss.mmm)", int(d/time.Minute), (d % time.Minute).Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.3fs", d.Seconds())
	}
	text := strconv.FormatFloat(milliseconds, 'f', 3, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".") + "ms"
}
