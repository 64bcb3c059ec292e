package clone

import (
	"math/big"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

var (
	anySliceType = reflect.TypeFor[[]any]()
	anyMapType   = reflect.TypeFor[map[string]any]()
)

// any writes a value. What is common needs no reflection.
func (e *Encoder) any(v any) error {
	switch v := v.(type) {
	case nil:
		e.tag(wire.TagNull)
	case Undefined:
		e.tag(wire.TagUndefined)
	case bool:
		e.bool(v)
	case string:
		return e.string(v)
	case float64:
		e.float(v)
	case int:
		return wrapNumber(reflect.ValueOf(v), e.int(int64(v)))
	case map[string]any:
		return e.anyMap(v)
	case []any:
		return e.anySlice(v)
	case *big.Int:
		if v == nil {
			e.tag(wire.TagNull)
			return nil
		}
		return e.bigInt(wire.TagBigInt, v)
	case time.Time:
		return e.time(v)
	default:
		r := reflect.ValueOf(v)
		return encoderOf(r.Type())(e, r)
	}
	return nil
}

func (e *Encoder) anyMap(m map[string]any) error {
	if m == nil {
		e.tag(wire.TagNull)
		return nil
	}
	if e.seen(reflect.ValueOf(m).Pointer(), 0, anyMapType) {
		return nil
	}
	if e.plain {
		return e.plainMap(m)
	}
	e.begin(wire.TagBeginObject)
	if err := e.properties(m); err != nil {
		return err
	}
	e.tag(wire.TagEndObject)
	e.varint(uint64(len(m)))
	return nil
}

type property struct {
	name  string
	value any
}

// properties writes keys and values, in the order of the keys.
func (e *Encoder) properties(m map[string]any) error {
	if err := e.enter(); err != nil {
		return err
	}
	var few [16]property
	properties := few[:0]
	for name, value := range m {
		properties = append(properties, property{name, value})
	}
	if len(properties) <= len(few) {
		for i := 1; i < len(properties); i++ { // half of what package slices takes
			for j := i; j > 0 && properties[j].name < properties[j-1].name; j-- {
				properties[j], properties[j-1] = properties[j-1], properties[j]
			}
		}
	} else {
		slices.SortFunc(properties, func(a, b property) int { return strings.Compare(a.name, b.name) })
	}
	for _, p := range properties {
		if err := e.key(p.name); err != nil {
			return inKey(err, p.name)
		}
		if err := e.any(p.value); err != nil {
			return inKey(err, p.name)
		}
	}
	e.depth--
	return nil
}

func (e *Encoder) anySlice(s []any) error {
	if s == nil {
		e.tag(wire.TagNull)
		return nil
	}
	if cap(s) > 0 && e.seen(addressOf(s), len(s), anySliceType) {
		return nil
	}
	if err := e.enter(); err != nil {
		return err
	}
	e.begin(wire.TagBeginDenseArray)
	e.varint(uint64(len(s)))
	for n, element := range s {
		if err := e.any(element); err != nil {
			return inIndex(err, n)
		}
	}
	e.endDenseArray(len(s))
	e.depth--
	return nil
}

func (e *Encoder) endDenseArray(length int) {
	e.tag(wire.TagEndDenseArray)
	e.varint(0)
	e.varint(uint64(length))
}
