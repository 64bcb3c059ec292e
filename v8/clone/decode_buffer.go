package clone

import "github.com/nodeisolates/isolates/v8/internal/wire"

// buffer reads a buffer, or a reference to one, and the view of it that may be
// behind it.
func (d *Decoder) buffer(tag byte, pos int) (any, error) {
	length, err := d.uint32()
	if err != nil {
		return nil, err
	}
	if tag == wire.TagBufferTransfer || tag == wire.TagSharedArrayBuffer {
		reference := &Reference{ReferenceKind(tag), length}
		_, _ = d.closed(pos, reference)
		return d.maybeView(reference)
	}
	b := &ArrayBuffer{}
	if tag == wire.TagResizableBuffer {
		maximum, err := d.uint32()
		if err != nil {
			return nil, err
		}
		if length > maximum {
			return nil, d.fail("a buffer is longer than its maximum")
		}
		n := int(maximum)
		b.MaxByteLength = &n
	}
	data, err := d.bytes(uint64(length))
	if err != nil {
		return nil, err
	}
	if err := d.charge(len(data)); err != nil {
		return nil, err
	}
	if len(data) < largestElement {
		b.Data = append(make([]byte, 0, largestElement), data...)
	} else {
		b.Data = make([]byte, len(data))
		copy(b.Data, data)
	}
	_, _ = d.closed(pos, b)
	return d.maybeView(b)
}

// maybeView reads the view that is behind a buffer, if one is.
func (d *Decoder) maybeView(value any) (any, error) {
	switch buffer := value.(type) {
	case *ArrayBuffer:
	case *Reference:
		if buffer.Kind != SharedArrayBuffer && buffer.Kind != TransferredArrayBuffer {
			return value, nil
		}
	default:
		return value, nil
	}
	pos := d.pos
	tag, err := d.peek()
	if err != nil || tag != wire.TagArrayBufferView {
		d.pos = pos
		return value, nil
	}
	at := d.pos
	d.pos++
	if err := d.charge(specialBytes); err != nil {
		return nil, err
	}
	view, err := d.view(value)
	if err != nil {
		return nil, err
	}
	return d.closed(at, view)
}

func (d *Decoder) view(buffer any) (any, error) {
	typ, err := d.varint(2)
	if err != nil {
		return nil, err
	}
	offset, err := d.uint32()
	if err != nil {
		return nil, err
	}
	length, err := d.uint32()
	if err != nil {
		return nil, err
	}
	flags := uint32(0)
	if d.version >= 14 || d.viewFlags {
		if flags, err = d.uint32(); err != nil {
			return nil, err
		}
	}
	v := &View{
		Type: ViewType(typ), Buffer: buffer, ByteOffset: int(offset), ByteLength: int(length),
		LengthTracking: flags&wire.ViewLengthTracking != 0,
	}
	of, ok := viewTypes[v.Type]
	if !ok {
		return nil, d.fail("there is no such view")
	}
	if v.ByteOffset%of.size != 0 || v.ByteLength%of.size != 0 {
		return nil, d.fail("a view is not aligned")
	}
	if b, ok := buffer.(*ArrayBuffer); ok {
		if v.ByteOffset > len(b.Data) || v.ByteLength > len(b.Data)-v.ByteOffset {
			return nil, d.fail("a view is not inside its buffer")
		}
		if v.LengthTracking { // V8 writes no length
			v.ByteLength = (len(b.Data) - v.ByteOffset) / of.size * of.size
		}
		resizable := b.MaxByteLength != nil
		if resizable != (flags&wire.ViewResizable != 0) || v.LengthTracking && !resizable {
			return nil, d.fail("a view and its buffer are not resizable alike")
		}
		if !resizable && v.ByteOffset == 0 && v.ByteLength == len(b.Data) {
			if slice := d.sliceOf(v.Type, b); slice != nil {
				return slice, nil
			}
		}
	} else if flags&wire.ViewResizable != 0 {
		return nil, d.fail("a view and its buffer are not resizable alike")
	}
	return v, nil
}

// largestElement is how many bytes an element of a typed array has at most. An
// empty buffer has as much memory, for where it is says which one it is.
const largestElement = 8

// sliceOf is a typed array as a slice, unless there is that slice already: two
// arrays would be one.
func (d *Decoder) sliceOf(t ViewType, b *ArrayBuffer) any {
	if d.viewed[viewedAs{b, t}] {
		return nil
	}
	slice := sliceOf(t, b.Data)
	if slice != nil {
		if d.viewed == nil {
			d.viewed = map[viewedAs]bool{}
		}
		d.viewed[viewedAs{b, t}] = true
	}
	return slice
}

type viewedAs struct {
	buffer *ArrayBuffer
	typ    ViewType
}

// sliceOf is a typed array as a slice of its buffer's memory, or nil when there
// is none for the type.
func sliceOf(t ViewType, data []byte) any {
	switch t {
	case Uint8Array:
		return data
	case Int8Array:
		return elementsOf[int8](data)
	case Int16Array:
		return elementsOf[int16](data)
	case Uint16Array:
		return elementsOf[uint16](data)
	case Int32Array:
		return elementsOf[int32](data)
	case Uint32Array:
		return elementsOf[uint32](data)
	case Float32Array:
		return elementsOf[float32](data)
	case Float64Array:
		return elementsOf[float64](data)
	case BigInt64Array:
		return elementsOf[int64](data)
	case BigUint64Array:
		return elementsOf[uint64](data)
	}
	return nil
}
