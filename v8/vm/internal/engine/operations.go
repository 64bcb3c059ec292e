package engine

import (
	"strconv"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// An operation is what a request does inside its guest.
type operation func(s *v8.Scope, c *call) (v8.Value, error)

var operations = [...]operation{
	protocol.OpEval:        eval,
	protocol.OpEvalClosure: evalClosure,
	protocol.OpRunScript:   runScript,
	protocol.OpCopy:        target,
	protocol.OpGet:         get,
	protocol.OpSet:         set,
	protocol.OpDelete:      remove,
	protocol.OpApply:       apply,
	protocol.OpConstruct:   construct,
	protocol.OpImport:      importedNamespace,

	protocol.OpCompileModule: compileModule,
	protocol.OpInstantiate:   instantiate,
	protocol.OpEvaluate:      evaluate,
	protocol.OpNamespace:     namespace,
}

func eval(s *v8.Scope, c *call) (v8.Value, error) {
	script, err := s.Compile(c.request.Source.Text, origin(c.request.Source))
	if err != nil {
		return v8.Value{}, err
	}
	return script.Run()
}

// evalClosure runs the text as the body of a function whose parameters are $0, $1
// and so on.
func evalClosure(s *v8.Scope, c *call) (v8.Value, error) {
	r := c.request
	names := make([]string, len(r.Values))
	for n := range names {
		names[n] = "$" + strconv.Itoa(n)
	}
	f, err := s.CompileFunction(r.Source.Text, v8.FunctionSource{Parameters: names, Origin: origin(r.Source)})
	if err != nil {
		return v8.Value{}, err
	}
	arguments, err := c.arguments(s)
	if err != nil {
		return v8.Value{}, err
	}
	return f.Call(v8.Undefined(), arguments...)
}

func runScript(s *v8.Scope, c *call) (v8.Value, error) {
	unbound, ok := held(s, c.guest.isolate, c.request.Target, func(h handle) *v8.Global[v8.UnboundScript] { return h.script })
	if !ok {
		return v8.Value{}, &closedError{"the script is closed"}
	}
	script, err := unbound.BindToCurrentContext()
	if err != nil {
		return v8.Value{}, err
	}
	return script.Run()
}

type closedError struct{ text string }

func (e *closedError) Error() string { return e.text }

func target(s *v8.Scope, c *call) (v8.Value, error) {
	return c.guest.isolate.value(s, c.request.Target)
}

// object is the object that a request is about. Without leave to run the guest's
// traps it is no proxy.
func object(s *v8.Scope, c *call) (v8.Object, string, error) {
	v, err := target(s, c)
	if err != nil {
		return v8.Object{}, "", err
	}
	o, ok := v.AsObject()
	if !ok {
		return v8.Object{}, "", unsupported("the reference is of %s, which has no properties", v.TypeOf())
	}
	if v.IsProxy() && !c.request.Accessors {
		return v8.Object{}, "", unsupported("the object is a Proxy: allow its traps to run by Accessors")
	}
	key, err := keyOf(c.request.Values[0])
	return o, key, err
}

func keyOf(v protocol.Value) (string, error) {
	switch v.Kind {
	case protocol.String:
		return v.Text, nil
	case protocol.Number:
		return strconv.FormatFloat(v.Number, 'f', -1, 64), nil
	}
	return "", unsupported("a key is a string or a number")
}

func get(s *v8.Scope, c *call) (v8.Value, error) {
	o, key, err := object(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	if c.request.Accessors {
		return o.Get(key)
	}
	return ownData(o, key)
}

// ownData is an own property that is data, and undefined when there is none; no
// JavaScript runs.
func ownData(o v8.Object, key string) (v8.Value, error) {
	found, err := o.OwnPropertyDescriptor(key)
	if err != nil {
		return v8.Value{}, err
	}
	descriptor, ok := found.AsObject()
	if !ok {
		return v8.Undefined(), nil
	}
	isData, err := descriptor.HasOwnProperty("value")
	if err != nil {
		return v8.Value{}, err
	}
	if !isData {
		return v8.Value{}, unsupported("property %q is an accessor: allow it to run by Accessors", key)
	}
	return descriptor.Get("value")
}

func set(s *v8.Scope, c *call) (v8.Value, error) {
	o, key, err := object(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	v, err := c.guest.toValue(s, &c.request.Values[1])
	if err != nil {
		return v8.Value{}, err
	}
	if c.request.Accessors {
		return v8.NewBoolean(true), o.Set(key, v)
	}
	done, err := o.CreateDataProperty(key, v)
	if err == nil && !done {
		err = unsupported("property %q can't be set: it is read-only, or the object is not extensible", key)
	}
	return v8.NewBoolean(done), err
}

func remove(s *v8.Scope, c *call) (v8.Value, error) {
	o, key, err := object(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	done, err := o.Delete(key)
	return v8.NewBoolean(done), err
}

func apply(s *v8.Scope, c *call) (v8.Value, error) {
	f, err := function(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	receiver, err := c.guest.toValue(s, &c.request.Receiver)
	if err != nil {
		return v8.Value{}, err
	}
	arguments, err := c.arguments(s)
	if err != nil {
		return v8.Value{}, err
	}
	return f.Call(receiver, arguments...)
}

func construct(s *v8.Scope, c *call) (v8.Value, error) {
	f, err := function(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	arguments, err := c.arguments(s)
	if err != nil {
		return v8.Value{}, err
	}
	o, err := f.NewInstance(arguments...)
	return o.Value, err
}

func function(s *v8.Scope, c *call) (v8.Function, error) {
	v, err := target(s, c)
	if err != nil {
		return v8.Function{}, err
	}
	f, ok := v.AsFunction()
	if !ok {
		return v8.Function{}, unsupported("the reference is of %s, which is no function", v.TypeOf())
	}
	return f, nil
}
