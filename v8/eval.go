package v8

import "context"

// Eval compiles and runs source as a classic script and stores the value of its
// last expression statement in what out points to, as [Value.ExportTo] does. A
// nil out leaves the value. What the script throws is an [*Exception]. The ctx and
// options are those of [Context.Run].
//
// Text that was compiled in the isolate before is not compiled again while V8
// has it in its cache.
func (c *Context) Eval(ctx context.Context, source string, out any, options ...RunOptions) error {
	return c.Run(ctx, func(s *Scope) error {
		v, err := s.eval(source)
		if err != nil || out == nil {
			return err
		}
		return v.ExportTo(out)
	}, options...)
}

// Eval is [Context.Eval] inside a Run. An out of type *[Value] is the value
// itself, in the scope.
func (s *Scope) Eval(source string, out any) error {
	v, err := s.eval(source)
	if err != nil || out == nil {
		return err
	}
	if value, ok := out.(*Value); ok && value != nil {
		*value = v
		return nil
	}
	return v.ExportTo(out)
}

func (s *Scope) eval(source string) (Value, error) {
	script, err := s.Compile(source, ScriptOrigin{})
	if err != nil {
		return Value{}, err
	}
	return script.Run()
}
