package v8

import (
	"context"
	"reflect"
)

// Set assigns to the property of the given name of the context's global object,
// as [Object.SetAny] does:
//
//	err := c.Set(ctx, "log", log.Println)
//	err = c.Set(ctx, "config", config)
//
// The ctx and options are those of [Context.Run]. What a script declares by let,
// const or class comes before a property of the same name.
func (c *Context) Set(ctx context.Context, name string, value any, options ...RunOptions) error {
	return c.Run(ctx, func(s *Scope) error { return s.Set(name, value) }, options...)
}

// Set is [Context.Set] inside a Run.
func (s *Scope) Set(name string, value any) error { return s.Global().SetAny(name, value) }

// SetAny is [Object.Set] for whatever [Scope.ToValue] makes a value of: an Object,
// a Function or another type of this package without its field Value, Go data, or
// a Go func, whose name in JavaScript becomes the property's. What can't be a value
// is an error, and the property stays as it is.
//
// Set itself is the faster one for what is a Value already.
func (o Object) SetAny(name string, value any) error {
	v, err := o.scope().toValue(value, name)
	if err != nil {
		return err
	}
	return o.Set(name, v)
}

// CallAny is [Function.Call] for a receiver and arguments of which [Scope.ToValue]
// makes values, in their order. A receiver of nil is null; [Undefined] is undefined.
func (f Function) CallAny(receiver any, arguments ...any) (Value, error) {
	f.check()
	s := f.scope()
	this, err := s.ToValue(receiver)
	if err != nil {
		return Value{}, err
	}
	values := make([]Value, len(arguments))
	for n, argument := range arguments {
		if values[n], err = s.ToValue(argument); err != nil {
			return Value{}, err
		}
	}
	return f.Call(this, values...)
}

// scope is one for values that are made now, which are the innermost one's in any.
func (o Object) scope() *Scope {
	o.check()
	return &Scope{o.level, o.level.generation}
}

// goFunction is a function of a Go func of any type, or not ok.
func (s *Scope) goFunction(fn any, name string) (f Function, ok bool, err error) {
	if reflect.TypeOf(fn).Kind() != reflect.Func {
		return Function{}, false, nil
	}
	options := FunctionOptions{Name: name}
	switch fn := fn.(type) {
	case FunctionCallback:
		f, err = s.NewFunction(fn, options)
	case func(FunctionCallbackInfo) (Value, error):
		f, err = s.NewFunction(fn, options)
	default:
		f, err = s.NewFunctionOf(fn, options)
	}
	return f, true, err
}
