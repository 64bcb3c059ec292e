package clone

import (
	"math/big"
	"reflect"
	"slices"
	"time"
)

var (
	anySliceType = reflect.TypeFor[[]any]()
	anyMapType   = reflect.TypeFor[map[string]any]()
)

// any writes a value. What is common needs no reflection.
func (e *Encoder) any(v any) error {
	switch v := v.(type) {
	case nil:
		e.tag(tagNull)
	case Undefined:
		e.tag(tagUndefined)
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
			e.tag(tagNull)
			return nil
		}
		return e.bigInt(tagBigInt, v)
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
		e.tag(tagNull)
		return nil
	}
	if e.seen(reflect.ValueOf(m).Pointer(), 0, anyMapType) {
		return nil
	}
	e.begin(tagBeginObject)
	if err := e.properties(m); err != nil {
		return err
	}
	e.tag(tagEndObject)
	e.varint(uint64(len(m)))
	return nil
}

// properties writes keys and values, in the order of the keys.
func (e *Encoder) properties(m map[string]any) error {
	if err := e.enter(); err != nil {
		return err
	}
	var few [16]string
	keys := few[:0]
	for key := range m {
		keys = append(keys, key)
	}
	if len(keys) <= len(few) {
		for i := 1; i < len(keys); i++ { // half of what slices.Sort takes
			for j := i; j > 0 && keys[j] < keys[j-1]; j-- {
				keys[j], keys[j-1] = keys[j-1], keys[j]
			}
		}
	} else {
		slices.Sort(keys)
	}
	for _, key := range keys {
		if err := e.key(key); err != nil {
			return inKey(err, key)
		}
		if err := e.any(m[key]); err != nil {
			return inKey(err, key)
		}
	}
	e.depth--
	return nil
}

func (e *Encoder) anySlice(s []any) error {
	if s == nil {
		e.tag(tagNull)
		return nil
	}
	if cap(s) > 0 && e.seen(addressOf(s), len(s), anySliceType) {
		return nil
	}
	if err := e.enter(); err != nil {
		return err
	}
	e.begin(tagBeginDenseArray)
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
	e.tag(tagEndDenseArray)
	e.varint(0)
	e.varint(uint64(length))
}
