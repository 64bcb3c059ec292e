package v8

/*
#include "cshim.h"

#cgo nocallback shim_serialized_value_bytes
#cgo nocallback shim_serialized_value_free
*/
import "C"

import (
	"fmt"
	"sync"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A SerializedValue is a clone of a value, outside all isolates: made once, it
// becomes a value in as many isolates as one likes, as often as one likes.
//
// Of a SharedArrayBuffer and of a WebAssembly.Module it is no copy: all have the
// same memory, and the same compiled code. What was transferred can be taken
// only once.
//
// It is owned: call [SerializedValue.Close]. Any goroutine may call its methods.
//
// HTML: [StructuredSerializeWithTransfer].
//
// [StructuredSerializeWithTransfer]: https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializewithtransfer
type SerializedValue struct {
	mutex  sync.RWMutex
	native *C.shim_serialized_value // nil when it is closed
}

// SerializeValue clones a value for other isolates. The buffers to transfer are
// not copied: they are detached here, and their memory belongs to the first
// [Scope.DeserializeValue]. A buffer that can't be detached, or is there twice,
// is a DataCloneError, and nothing is detached then.
//
// Transferred memory counts for the MemoryLimit of the isolate that it comes
// from, until it is freed.
//
// Getters run, and may throw; what can't be cloned, such as a function, is an
// Error whose name is DataCloneError.
//
// V8: [v8::ValueSerializer]. HTML: [StructuredSerializeWithTransfer].
//
// [v8::ValueSerializer]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
// [StructuredSerializeWithTransfer]: https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializewithtransfer
func (s *Scope) SerializeValue(value Value, transfer ...ArrayBuffer) (*SerializedValue, error) {
	i := s.check()
	refs := make([]C.shim_ref, 0, len(transfer))
	for _, buffer := range transfer {
		if buffer.check() != i {
			panic(misuse.Isolate)
		}
		refs = append(refs, buffer.ref())
	}
	v := &SerializedValue{}
	r := C.shim_serialized_value_new(i.shim, i.argument(value), unsafe.SliceData(refs),
		C.size_t(len(refs)), &v.native)
	if err := i.done(r, "serialize", ""); err != nil {
		return nil, err
	}
	return v, nil
}

// DeserializeValue makes a value of a clone.
//
// V8: [v8::ValueDeserializer]. HTML: [StructuredDeserializeWithTransfer].
//
// [v8::ValueDeserializer]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
// [StructuredDeserializeWithTransfer]: https://html.spec.whatwg.org/multipage/structured-data.html#structureddeserializewithtransfer
func (s *Scope) DeserializeValue(from *SerializedValue) (Value, error) {
	i := s.check()
	from.mutex.RLock()
	defer from.mutex.RUnlock()
	if from.native == nil {
		return Value{}, fmt.Errorf("v8: serialized value: %w", ErrClosed)
	}
	return i.result(C.shim_serialized_value_read(i.shim, from.native), "deserialize", "")
}

// Bytes is a copy of the clone in V8's wire format, which package clone reads,
// and [Scope.Deserialize]. What is shared and what was transferred is not in it,
// but numbers that stand for it. It is empty when the clone is closed.
func (v *SerializedValue) Bytes() []byte {
	v.mutex.RLock()
	defer v.mutex.RUnlock()
	if v.native == nil {
		return nil
	}
	data := C.shim_serialized_value_bytes(v.native)
	return append([]byte(nil), unsafe.Slice((*byte)(unsafe.Pointer(data.data)), int(data.length))...)
}

// Close frees the clone, and the memory that was transferred and not taken. It
// waits for a [Scope.DeserializeValue] that runs. Values made of it live on.
// Closing again does nothing. The error is always nil, for [io.Closer].
func (v *SerializedValue) Close() error {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if v.native != nil {
		C.shim_serialized_value_free(v.native)
		v.native = nil
	}
	return nil
}
