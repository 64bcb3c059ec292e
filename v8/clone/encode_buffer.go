package clone

import (
	"math"
	"reflect"
	"unsafe"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// viewTypeOf is the typed array for slices of what kind.
var viewTypeOf = map[reflect.Kind]ViewType{
	reflect.Int8: Int8Array, reflect.Uint8: Uint8Array, reflect.Int16: Int16Array,
	reflect.Uint16: Uint16Array, reflect.Int32: Int32Array, reflect.Uint32: Uint32Array,
	reflect.Float32: Float32Array, reflect.Float64: Float64Array,
	reflect.Int64: BigInt64Array, reflect.Uint64: BigUint64Array,
}

// memory writes an ArrayBuffer of the memory of a slice. Slices of the same
// memory are views of one buffer; those that have none are not.
func (e *Encoder) memory(data []byte, has bool) error {
	if has && e.seen(addressOf(data), len(data), nil) {
		return nil
	}
	if len(data) > math.MaxUint32 {
		return &MarshalError{Err: errTooLarge}
	}
	e.begin(wire.TagArrayBuffer)
	e.varint(uint64(len(data)))
	e.buf = append(e.buf, data...)
	return nil
}

func (e *Encoder) arrayBuffer(b *ArrayBuffer) error {
	if b.MaxByteLength == nil && cap(b.Data) > 0 {
		return e.memory(b.Data, true)
	}
	if e.seen(uintptr(unsafe.Pointer(b)), 0, reflect.TypeFor[*ArrayBuffer]()) {
		return nil
	}
	if b.MaxByteLength == nil {
		return e.memory(nil, false)
	}
	maximum := *b.MaxByteLength
	if maximum < len(b.Data) || maximum > math.MaxUint32 {
		return invalid(b, "MaxByteLength is %d, and Data has %d bytes", maximum, len(b.Data))
	}
	e.begin(wire.TagResizableBuffer)
	e.varint(uint64(len(b.Data)))
	e.varint(uint64(maximum))
	e.buf = append(e.buf, b.Data...)
	return nil
}

// typedArray writes a slice as the typed array of its elements.
func (e *Encoder) typedArray(v reflect.Value, typ ViewType) error {
	if v.IsNil() {
		e.tag(wire.TagNull)
		return nil
	}
	size := v.Len() * int(v.Type().Elem().Size())
	data := unsafe.Slice((*byte)(v.UnsafePointer()), size)
	has := v.Cap() > 0
	if has {
		if id, ok := e.ids.lookup(addressOf(data), v.Len(), v.Type()); ok {
			e.tag(wire.TagObjectReference)
			e.varint(uint64(id))
			return nil
		}
	}
	if err := e.memory(data, has); err != nil {
		return err
	}
	if has {
		e.ids.add(addressOf(data), v.Len(), v.Type(), e.next)
	}
	e.endView(typ, 0, size, 0)
	return nil
}

func (e *Encoder) endView(typ ViewType, offset, length int, flags uint64) {
	e.begin(wire.TagArrayBufferView)
	e.varint(uint64(typ))
	e.varint(uint64(offset))
	e.varint(uint64(length))
	e.varint(flags)
}

func (e *Encoder) view(v *View) error {
	if id, ok := e.ids.lookup(uintptr(unsafe.Pointer(v)), 0, reflect.TypeFor[*View]()); ok {
		e.tag(wire.TagObjectReference)
		e.varint(uint64(id))
		return nil
	}
	typ, ok := viewTypes[v.Type]
	if !ok {
		return invalid(v, "unknown Type %d", v.Type)
	}
	if v.ByteOffset%typ.size != 0 || v.ByteLength%typ.size != 0 {
		return invalid(v, "ByteOffset or ByteLength is no multiple of an element's size, %d", typ.size)
	}
	flags := uint64(0)
	switch buffer := v.Buffer.(type) {
	case *ArrayBuffer:
		if buffer == nil || v.Bytes() == nil && v.ByteLength > 0 || v.ByteOffset < 0 || v.ByteOffset > len(buffer.Data) {
			return invalid(v, "ByteOffset and ByteLength are not inside the buffer")
		}
		if buffer.MaxByteLength != nil {
			flags |= wire.ViewResizable
		} else if v.LengthTracking {
			return invalid(v, "LengthTracking of a buffer that is not resizable")
		}
	case *Reference:
		if buffer == nil || buffer.Kind != SharedArrayBuffer && buffer.Kind != TransferredArrayBuffer {
			return invalid(v, "Buffer is a Reference to no buffer")
		}
		if v.ByteOffset < 0 || v.ByteOffset > math.MaxUint32 || v.ByteLength < 0 || v.ByteLength > math.MaxUint32 {
			return invalid(v, "ByteOffset or ByteLength is out of range")
		}
	default:
		return invalid(v, "Buffer is %T, want *ArrayBuffer or *Reference", buffer)
	}
	if v.LengthTracking {
		flags |= wire.ViewLengthTracking
	}
	if err := e.any(v.Buffer); err != nil {
		return in(err, ".buffer")
	}
	e.ids.add(uintptr(unsafe.Pointer(v)), 0, reflect.TypeFor[*View](), e.next)
	e.endView(v.Type, v.ByteOffset, v.ByteLength, flags)
	return nil
}
