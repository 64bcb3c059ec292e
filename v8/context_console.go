package v8

import (
	"context"
	"errors"
)

// A Console makes the object console of a context. Several goroutines may call it,
// each for a context of another isolate.
type Console interface {
	// Install defines the property console of the global object. It is called once
	// for each context, inside a Run in it, before any script. Its error is
	// [Isolate.NewContext]'s.
	Install(s *Scope) error
}

const consoleName = "console"

// installConsole puts a console in the place of V8's own.
func (c *Context) installConsole(ctx context.Context, options ContextOptions) error {
	t := options.GlobalTemplate
	fromTemplate := t != nil && t.node.hasProperty(consoleName)
	if !fromTemplate && options.Console == nil {
		return nil
	}
	installed := false
	defer func() {
		if !installed { // by an error or a panic
			c.Close()
		}
	}()
	err := c.Run(ctx, func(s *Scope) error {
		if fromTemplate {
			return t.installConsole(s)
		}
		return options.Console.Install(s)
	})
	installed = err == nil
	return err
}

// installConsole gives the global object the template's console, which V8 drops for
// its own.
func (t *ObjectTemplate) installConsole(s *Scope) error {
	from, err := t.NewInstance(s)
	if err != nil {
		return err
	}
	property, err := from.ownProperty(consoleName)
	if err != nil {
		return err
	}
	defined, err := s.Global().DefineProperty(consoleName, property)
	if err == nil && !defined {
		err = errors.New("v8: new context: a handler of the global object keeps its console")
	}
	return err
}

// ownProperty is a property that the object has, before there was any script.
func (o Object) ownProperty(name string) (d PropertyDescriptor, err error) {
	v, err := o.OwnPropertyDescriptor(name)
	if err != nil {
		return d, err
	}
	descriptor, _ := v.AsObject()
	var fields [6]Value
	for n, field := range [...]string{"value", "get", "set", "writable", "enumerable", "configurable"} {
		if fields[n], err = descriptor.Get(field); err != nil {
			return d, err
		}
	}
	value, get, set, writable := fields[0], fields[1], fields[2], fields[3]
	if writable.IsUndefined() {
		d.Get, d.Set = &Function{Object{get}}, &Function{Object{set}}
	} else {
		d.Value, d.Writable = &value, flag(writable)
	}
	d.Enumerable, d.Configurable = flag(fields[4]), flag(fields[5])
	return d, nil
}

func flag(v Value) *bool {
	is := v.IsTrue()
	return &is
}
