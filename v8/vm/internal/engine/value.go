package engine

import (
	"math"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
	"github.com/nodeisolates/isolates/v8/web"
)

// toValue makes a JavaScript value of what the host sends. A Callback or Foreign value is
// JavaScript's then, and the value is undefined.
func (g *guest) toValue(s *v8.Scope, v *protocol.Value) (v8.Value, error) {
	switch v.Kind {
	case protocol.Undefined:
		return v8.Undefined(), nil
	case protocol.Null:
		return v8.Null(), nil
	case protocol.Boolean:
		return v8.NewBoolean(v.Number != 0), nil
	case protocol.Number:
		return v8.NewNumber(v.Number), nil
	case protocol.String:
		text, err := s.NewString(v.Text)
		return text.Value, err
	case protocol.Local:
		return s.ToValue(v.Go)
	case protocol.Clone:
		return readClone(s, v.Data)
	case protocol.Into:
		return g.isolate.value(s, v.ID)
	case protocol.Callback:
		return g.newCallback(s, v)
	case protocol.Foreign:
		return g.newForeign(s, v)
	case protocol.WebServe:
		function, err := web.ServeFunction(s)
		return function.Value, err
	}
	return v8.Value{}, unsupported("a value of kind %d can't be sent", v.Kind)
}

// arguments makes JavaScript values of the request's.
func (c *call) arguments(s *v8.Scope) ([]v8.Value, error) {
	made := c.values[:]
	if len(c.request.Values) > len(made) {
		made = make([]v8.Value, len(c.request.Values))
	}
	made = made[:len(c.request.Values)]
	for n := range c.request.Values {
		var err error
		if made[n], err = c.guest.toValue(s, &c.request.Values[n]); err != nil {
			return nil, err
		}
	}
	return made, nil
}

func readClone(s *v8.Scope, data []byte) (v v8.Value, err error) {
	err = s.Deserialize(data, v8.DeserializeOptions{}, func(from *v8.ValueDeserializer) error {
		if _, err := from.ReadHeader(); err != nil {
			return err
		}
		v, err = from.ReadValue()
		return err
	})
	return v, err
}

// result is a value as the request wants it.
func (g *guest) result(s *v8.Scope, v v8.Value, r *protocol.Request) (protocol.Value, error) {
	switch {
	case r.Want == protocol.WantReference:
		return g.reference(s, v)
	case r.Want == protocol.WantNothing:
		return protocol.Value{}, nil
	case r.Out != nil:
		return protocol.Value{Kind: protocol.Stored}, g.exportTo(s, v, r.Out)
	}
	return g.copy(s, v, r.Limits.ResultBytes)
}

func (g *guest) exportTo(s *v8.Scope, v v8.Value, out any) error {
	if v.IsModuleNamespaceObject() {
		var err error
		if v, err = plain(s, v); err != nil {
			return err
		}
	}
	return v.ExportTo(out)
}

// plain is an object with the exports of a module, whose namespace can't be cloned.
func plain(s *v8.Scope, namespace v8.Value) (v8.Value, error) {
	from, _ := namespace.AsObject()
	keys, err := from.Keys()
	if err != nil {
		return v8.Value{}, err
	}
	to, err := s.NewObject()
	if err != nil {
		return v8.Value{}, err
	}
	for _, key := range keys {
		value, err := from.Get(key)
		if err != nil {
			return v8.Value{}, err
		}
		if _, isFunction := value.AsFunction(); isFunction {
			continue
		}
		if _, err := to.CreateDataProperty(key, value); err != nil {
			return v8.Value{}, err
		}
	}
	return to.Value, nil
}

// copy is the data of a value, of at most so many bytes; 0 is any.
func (g *guest) copy(s *v8.Scope, v v8.Value, limit uint64) (protocol.Value, error) {
	switch v.Kind() {
	case v8.KindUndefined:
		return protocol.Value{Kind: protocol.Undefined}, nil
	case v8.KindNull:
		return protocol.Value{Kind: protocol.Null}, nil
	case v8.KindBoolean:
		return protocol.Value{Kind: protocol.Boolean, Number: float64(boolNumber(v.IsTrue()))}, nil
	case v8.KindNumber:
		number, _ := v.AsNumber()
		return protocol.Value{Kind: protocol.Number, Number: number}, nil
	}
	if v.IsModuleNamespaceObject() {
		var err error
		if v, err = plain(s, v); err != nil {
			return protocol.Value{}, err
		}
	}
	data, err := s.Serialize(v8.SerializeOptions{}, func(to *v8.ValueSerializer) error {
		if err := to.WriteHeader(); err != nil {
			return err
		}
		return to.WriteValue(v)
	})
	if err != nil {
		return protocol.Value{}, err
	}
	if limit == 0 {
		limit = math.MaxUint64
	}
	if size := uint64(len(data)); size > limit {
		return protocol.Value{}, &limitFailure{protocol.ResultLimit, "ResultBytes", limit, size}
	}
	return protocol.Value{Kind: protocol.Clone, Data: data}, nil
}

func boolNumber(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (g *guest) reference(s *v8.Scope, v v8.Value) (protocol.Value, error) {
	id, err := g.keep(s, v)
	return protocol.Value{Kind: protocol.Reference, ID: id, Text: v.TypeOf()}, err
}

// arguments are those of a call of the host, of which some are to be references.
func (g *guest) arguments(info v8.FunctionCallbackInfo, references []bool, values []protocol.Value) error {
	for n := range values {
		v := info.Argument(n)
		reference := len(references) > 0 && references[min(n, len(references)-1)]
		var err error
		if reference {
			values[n], err = g.reference(info.Scope(), v)
		} else {
			values[n], err = g.copy(info.Scope(), v, 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
