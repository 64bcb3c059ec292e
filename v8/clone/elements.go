package clone

import "unsafe"

// elementsOf is the memory of a buffer as a slice, in place: typed arrays have
// the machine's byte order, in V8 and in the wire format. Go aligns memory for
// the largest elements that its size is a multiple of, so that b, which is a
// whole allocation, can have them.
func elementsOf[T element](b []byte) []T {
	size := int(unsafe.Sizeof(*new(T)))
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), cap(b)/size)[:len(b)/size]
}

// An element is what a slice that stands for a typed array consists of.
type element interface {
	int8 | uint8 | int16 | uint16 | int32 | uint32 | float32 | float64 | int64 | uint64
}

func addressOf[T any](s []T) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(s))) }
