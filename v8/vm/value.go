package vm

import (
	"math"
	"reflect"
	"sync"

	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// encode is a Go value on its way into the isolate.
func (i *Isolate) encode(v any) (protocol.Value, error) {
	switch v := v.(type) {
	case nil:
		return protocol.Value{Kind: protocol.Null}, nil
	case clone.Undefined:
		return protocol.Value{Kind: protocol.Undefined}, nil
	case bool:
		return booleanValue(v), nil
	case float64:
		return protocol.Value{Kind: protocol.Number, Number: v}, nil
	case int:
		if v >= -1<<53 && v <= 1<<53 {
			return protocol.Value{Kind: protocol.Number, Number: float64(v)}, nil
		}
	case int32:
		return protocol.Value{Kind: protocol.Number, Number: float64(v)}, nil
	case string:
		return protocol.Value{Kind: protocol.String, Text: v}, nil
	case derefInto:
		if v.reference.isolate != i {
			return protocol.Value{}, errorOf(ErrUnsupported, "DerefInto of a reference of another isolate")
		}
		id, err := v.reference.use()
		return protocol.Value{Kind: protocol.Into, ID: id}, err
	case *Reference:
		if _, err := v.use(); err != nil {
			return protocol.Value{}, err
		}
		return i.lend(v, v.typeOf)
	case *ExternalCopy:
		return i.lend(v, protocol.ForeignCopy)
	case copyInto:
		return v.copy.value()
	case *Callback:
		return i.register(v)
	case webServe:
		return protocol.Value{Kind: protocol.WebServe}, nil
	}
	if reflect.TypeOf(v).Kind() == reflect.Func {
		return i.register(NewCallback(v, CallbackOptions{}))
	}
	if i.session.engine.Local() {
		return protocol.Value{Kind: protocol.Local, Go: v}, nil
	}
	data, err := clone.Marshal(v)
	return protocol.Value{Kind: protocol.Clone, Data: data}, err
}

func booleanValue(b bool) protocol.Value {
	v := protocol.Value{Kind: protocol.Boolean}
	if b {
		v.Number = 1
	}
	return v
}

// encodeAll fills in the Values of the call's request.
func (c *call) encodeAll(from []any) error {
	if len(from) == 0 {
		return nil
	}
	values := c.few[:]
	if len(from) > len(values) {
		values = make([]protocol.Value, len(from))
	}
	values = values[:len(from)]
	for n, v := range from {
		var err error
		if values[n], err = c.isolate.encode(v); err != nil {
			c.isolate.takeBack(protocol.GivenIn(values[:n]...)...)
			return err
		}
	}
	c.request.Values = values
	return nil
}

// lend gives guests of the isolate the use of a Reference or ExternalCopy.
func (i *Isolate) lend(what any, text string) (protocol.Value, error) {
	id, err := i.give(what)
	return protocol.Value{Kind: protocol.Foreign, ID: id, Text: text}, err
}

// wantOf is how a result is to come for what out points to.
func wantOf(out any) protocol.Want {
	switch out.(type) {
	case nil:
		return protocol.WantNothing
	case **Reference:
		return protocol.WantReference
	}
	return protocol.WantCopy
}

// storesItself reports whether an engine in this process can store a copy.
func storesItself(out any) bool {
	switch out.(type) {
	case *float64, *bool, *any, **ExternalCopy:
		return false // they cross as they are
	}
	return true
}

// decode stores what has come out of the isolate.
func (i *Isolate) decode(v protocol.Value, out any) error {
	switch v.Kind {
	case protocol.Stored:
		return nil
	case protocol.Reference:
		r, ok := out.(**Reference)
		if !ok {
			return errBroken
		}
		*r = newReference(i, v)
		return nil
	}
	switch out := out.(type) {
	case **Reference:
		return errBroken
	case **ExternalCopy:
		data, err := dataOf(v)
		if err == nil && !i.session.engine.Local() {
			var dropped any // before it gets into another isolate, or V8 here
			err = i.unmarshal(data, &dropped)
		}
		*out = &ExternalCopy{data: data}
		return err
	case *float64:
		if v.Kind == protocol.Number {
			*out = v.Number
			return nil
		}
	case *bool:
		if v.Kind == protocol.Boolean {
			*out = v.Number != 0
			return nil
		}
	case *string:
		if v.Kind == protocol.String {
			*out = v.Text
			return nil
		}
	case *any:
		switch v.Kind {
		case protocol.Undefined:
			*out = clone.Undefined{}
			return nil
		case protocol.Null:
			*out = nil
			return nil
		case protocol.Boolean:
			*out = v.Number != 0
			return nil
		case protocol.Number:
			*out = v.Number
			return nil
		case protocol.String:
			*out = v.Text
			return nil
		case protocol.Local:
			*out = v.Go
			return nil
		}
	}
	data, err := dataOf(v)
	if err != nil {
		return err
	}
	return i.unmarshal(data, out)
}

// unmarshal stores a clone. Its Go values may take as much memory as package v8 allows
// by default.
func (i *Isolate) unmarshal(data []byte, out any) error {
	const share = 4
	d := decoders.Get().(*clone.Decoder)
	d.Reset(data)
	d.MemoryLimit = uint64(min(i.options.MemoryLimit, math.MaxInt64/share) * share)
	err := d.Decode(out)
	if len(data) <= maxDecoded { // else its tables are large
		d.Reset(nil)
		decoders.Put(d)
	}
	return err
}

// decoders are those of clones, whose tables are a thousand times what most values are.
var decoders = sync.Pool{New: func() any { return clone.NewDecoder(nil) }}

// maxDecoded is how long a clone is at most after which a decoder is used again.
const maxDecoded = 64 << 10

// dataOf is a value as a clone.
func dataOf(v protocol.Value) ([]byte, error) {
	switch v.Kind {
	case protocol.Clone:
		return v.Data, nil
	case protocol.Undefined:
		return clone.Marshal(clone.Undefined{})
	case protocol.Null:
		return clone.Marshal(nil)
	case protocol.Boolean:
		return clone.Marshal(v.Number != 0)
	case protocol.Number:
		return clone.Marshal(v.Number)
	case protocol.String:
		return clone.Marshal(v.Text)
	case protocol.Local:
		return clone.Marshal(v.Go)
	}
	return nil, errBroken
}
