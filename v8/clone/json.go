package clone

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"reflect"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

func storeJSON(v reflect.Value) func(any) error {
	return func(value any) error {
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		return v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(text)
	}
}

func (d *Decoder) jsonInto(v reflect.Value) error {
	value, err := d.any()
	if err != nil {
		return err
	}
	if value == (Undefined{}) {
		return d.undefined(v)
	}
	if err := d.spreadJSON(value, 0); err != nil {
		if errors.Is(err, errCircle) {
			return &UnmarshalTypeError{Value: describe(value), Type: v.Type(), Err: err}
		}
		return err
	}
	return d.byMethod(v, value, storeJSON(v))
}

var errCircle = errors.New("JSON can't hold an object that is inside itself")

// jsonCopies is how often the text is in memory: json.Marshal's buffers as they
// grow, its result, and the target's copy.
const jsonCopies = 8

// spreadJSON counts the text that json.Marshal will make of a value. It knows
// of no identities: what is shared is written again and again.
func (d *Decoder) spreadJSON(value any, depth int) error {
	if depth > wire.MaxDepth {
		return errCircle
	}
	const punctuation = 16 // also a number, and fields of the types of this package
	if err := d.spreadText(jsonLength(value) + punctuation); err != nil {
		return err
	}
	switch value := value.(type) {
	case map[string]any:
		return d.spreadMembers(value, depth)
	case []any:
		return d.spreadElements(value, depth)
	case *Set:
		return d.spreadElements(value.Values, depth)
	case *Map:
		for _, entry := range value.Entries {
			if err := d.spreadElements([]any{entry.Key, entry.Value}, depth); err != nil {
				return err
			}
		}
	case *Array:
		for _, element := range value.Elements {
			if err := d.spreadJSON(element, depth+1); err != nil {
				return err
			}
		}
		return d.spreadMembers(value.Properties, depth)
	case *Error:
		return d.spreadJSON(value.Cause, depth+1)
	case *PrimitiveObject:
		return d.spreadJSON(value.Value, depth+1)
	case *View:
		return d.spreadJSON(value.Buffer, depth+1)
	}
	return nil
}

func (d *Decoder) spreadMembers(members map[string]any, depth int) error {
	for name, value := range members {
		if err := d.spreadText(jsonLength(name)); err != nil {
			return err
		}
		if err := d.spreadJSON(value, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (d *Decoder) spreadElements(elements []any, depth int) error {
	for _, element := range elements {
		if err := d.spreadJSON(element, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (d *Decoder) spreadText(length int) error {
	if err := d.spread(length); err != nil {
		return err
	}
	return d.charge(jsonCopies * length)
}

// jsonLength is how long a value is as JSON, without what is inside it.
func jsonLength(value any) int {
	switch value := value.(type) {
	case string:
		length := len(value)
		for n := range len(value) {
			if c := value[n]; c < 0x20 || c == '<' || c == '>' || c == '&' {
				length += len("\\u0000") - 1
			} else if c == '"' || c == '\\' {
				length++
			}
		}
		return length
	case nil, bool, float64, map[string]any, []any:
		return 0
	case *Error:
		return jsonLength(value.Name) + jsonLength(value.Message) + jsonLength(value.Stack)
	case *RegExp:
		return jsonLength(value.Source)
	case *big.Int:
		return value.BitLen()/3 + 1
	case *ArrayBuffer:
		return base64.StdEncoding.EncodedLen(len(value.Data))
	case []byte:
		return base64.StdEncoding.EncodedLen(len(value))
	}
	if r := reflect.ValueOf(value); r.Kind() == reflect.Slice {
		const number = 24
		return number * r.Len()
	}
	return 0
}
