package console

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/internal/kept"
)

const misuseNilHandler = misuse.ConsoleNilHandler

// Options say how a [Console] prints. The zero value is what Node.js does, with
// limits for scripts that are not trusted.
type Options struct {
	// Limit is how many bytes the messages of one outermost [v8.Context.Run] may
	// have together, each counting 64 besides its text. When it is used up, there
	// is one message that says so, and the others are dropped, until the next Run.
	// Zero is 1 MB, and a negative one no limit. A script can have many Runs, by
	// timers for instance: see [WithHandler] for a limit of all under a ctx, and
	// bound what the handler keeps.
	Limit int

	// MessageLimit is how many bytes one message may have; the rest is cut. Zero
	// is 64 KB.
	MessageLimit int

	// Depth is how deep in a value what is in it is printed; deeper there is only
	// its name, as in [Object]. Zero is 2, negative is 0, and it is at most 20. A
	// script asks for more by console.dir(value, {depth: n}).
	Depth int

	// AddSource tells each message where the call was, for some microseconds a
	// call.
	AddSource bool
}

const (
	defaultLimit        = 1 << 20
	defaultMessageLimit = 64 << 10
	noLimit             = 1 << 62
)

func (o Options) withDefaults() Options {
	switch {
	case o.Limit == 0:
		o.Limit = defaultLimit
	case o.Limit < 0:
		o.Limit = noLimit
	}
	if o.MessageLimit <= 0 {
		o.MessageLimit = defaultMessageLimit
	}
	if o.Depth == 0 {
		o.Depth = defaultDepth
	}
	o.Depth = min(max(o.Depth, 0), maxDepth)
	return o
}

// A Console is JavaScript's console for any number of contexts: put it into
// [v8.ContextOptions].Console. What scripts write goes to its [Handler]. Each
// context has counts, timers and groups of its own. Any goroutine may use it.
type Console struct {
	handler Handler
	options Options
	now     func() time.Time
}

// New makes a console that writes to h.
func New(h Handler, options Options) *Console {
	if h == nil {
		panic(misuseNilHandler)
	}
	return &Console{handler: h, options: options.withDefaults(), now: time.Now}
}

// Install is for package v8. Where a snapshot has brought the object console, it prints
// to this one from now on.
func (c *Console) Install(s *v8.Scope) error {
	s.Context().SetEmbedderData(stateKey{}, &state{console: c})
	_, _, err := kept.Object(s, keptName, func() (v8.Object, error) { return install(s) })
	return err
}

// install defines the property console, and gives what the context keeps.
func install(s *v8.Scope) (builtins v8.Object, err error) {
	if builtins, err = newBuiltins(s); err != nil {
		return builtins, err
	}
	object, err := s.NewObject()
	if err != nil {
		return builtins, err
	}
	prototype, err := s.NewObject()
	if err != nil {
		return builtins, err
	}
	if err := object.SetPrototype(prototype.Value); err != nil {
		return builtins, err
	}
	tag, err := s.NewString("console")
	if err != nil {
		return builtins, err
	}
	no, yes := false, true
	key := s.WellKnownSymbol(v8.SymbolToStringTag)
	if _, err := object.DefinePropertyKey(key.Value, v8.PropertyDescriptor{Value: &tag.Value, Writable: &no, Enumerable: &no, Configurable: &yes}); err != nil {
		return builtins, err
	}
	for n, m := range methods {
		function, err := s.NewFunction(callbacks[n], v8.FunctionOptions{Name: m.name, Length: m.length})
		if err != nil {
			return builtins, err
		}
		if _, err := object.CreateDataProperty(m.name, function.Value); err != nil {
			return builtins, err
		}
	}
	_, err = s.Global().DefineOwnProperty("console", object.Value, v8.DontEnum)
	return builtins, err
}

// stateKey is that of a context's embedder data where its state is.
type stateKey struct{}

// A state is what the console of one context remembers.
type state struct {
	console *Console
	budget  budget
	groups  int
	counts  map[string]int
	timers  map[string]time.Time
}

// A call is one call of a function of console.
type call struct {
	*state
	inspector *inspector
	method    method
	ctx       context.Context
	handler   Handler
	budget    *budget
	limit     int
}

type method struct {
	name   string
	length int
	level  slog.Level
	do     func(c *call, arguments []v8.Value) // nil does nothing
}

// callbacks are those of methods.
var callbacks []v8.FunctionCallback

func init() {
	for _, m := range methods {
		callback := v8.FunctionCallback(nothing)
		if m.do != nil {
			callback = func(info v8.FunctionCallbackInfo) (v8.Value, error) {
				of, _ := info.Scope().Context().EmbedderData(stateKey{}).(*state)
				if of == nil {
					return v8.Undefined(), nil // of a snapshot, in a context without a Console
				}
				return v8.Undefined(), of.call(m, info)
			}
			bridge.References["isolates/v8/console."+m.name] = callback
		}
		callbacks = append(callbacks, callback)
	}
	bridge.References["isolates/v8/console.nothing"] = v8.FunctionCallback(nothing)
}

// call begins a call: it finds out where its message goes, and how long it may be.
func (of *state) call(m method, info v8.FunctionCallbackInfo) error {
	s := info.Scope()
	c := &call{state: of, method: m, ctx: s.Ctx(), handler: of.console.handler, budget: &of.budget}
	turn := bridge.Turn(s)
	if captured, ok := c.ctx.Value(handlerKey{}).(*capture); ok {
		c.handler, c.budget, turn = captured.handler, &captured.budget, 0
	}
	left, notice := c.budget.begin(turn, of.console.options.Limit)
	if notice {
		c.handler.Handle(c.ctx, droppedMessage(of.console.options.Limit))
	}
	c.inspector = newInspector(s, min(left, of.console.options.MessageLimit), of.console.options.Depth)
	c.limit = c.inspector.left
	const most = 1000
	arguments := make([]v8.Value, min(info.Length(), most))
	for n := range arguments {
		arguments[n] = info.Argument(n)
	}
	c.inspector.cut = info.Length() > most
	m.do(c, arguments)
	return c.inspector.err
}

// wants reports whether a message of the level is for anybody, so that no text
// has to be made of one that is not.
func (c *call) wants(level slog.Level) bool {
	if c.limit <= 0 {
		return false
	}
	if enabler, ok := c.handler.(Enabler); ok {
		return enabler.Enabled(c.ctx, level)
	}
	return true
}

// write is how a call ends that has something to say.
func (c *call) write(level slog.Level, text string) {
	if c.inspector.err != nil || !c.wants(level) {
		return
	}
	m := Message{Level: level, Method: c.method.name, Text: text, Group: min(c.groups, maxGroups)}
	if most := m.fitting(c.limit); most < len(text) || c.inspector.cut {
		const mark = " ..."
		m.Text = cut(text, min(most, c.limit-len(mark))) + mark
	}
	if c.console.options.AddSource {
		m.Source = c.source()
	}
	c.budget.spend(m.bytes())
	c.handler.Handle(c.ctx, m)
}

// stack is the calls that are active.
func (c *call) stack() v8.StackTrace {
	e, err := c.inspector.s.NewError(v8.Error, "", v8.Undefined())
	if err != nil {
		c.inspector.fail(err)
		return nil
	}
	exception, ok := e.Exception()
	if !ok {
		return nil
	}
	return exception.StackTrace
}

func (c *call) source() v8.StackFrame {
	stack := c.stack()
	if len(stack) == 0 {
		return v8.StackFrame{}
	}
	const most = 1000 // a script may name itself as it likes
	frame := stack[0]
	frame.FunctionName, frame.ScriptName = cut(frame.FunctionName, most), cut(frame.ScriptName, most)
	return frame
}

// label is the name of a count or timer. It is read also when nothing may be
// written any more.
func (c *call) label(arguments []v8.Value) string {
	const most = 200
	if len(arguments) == 0 || arguments[0].IsUndefined() {
		return "default"
	}
	p := newInspector(c.inspector.s, most, 0)
	label := p.asText(arguments[0])
	c.inspector.fail(p.err)
	return cut(label, most)
}

// full reports, and says, that a script has as many counts or timers as it may
// have.
func (c *call) full(n int) bool {
	const most = 1000
	if n >= most {
		c.write(slog.LevelWarn, c.method.name+": more than "+strconv.Itoa(most)+" labels")
	}
	return n >= most
}
