package v8

/*
#include "cshim.h"
*/
import "C"

//go:generate go tool -modfile=../scripts/tools/go.mod mockgen -source=indexed_property_handler.go -destination=internal/mocks/indexed_property_handler.go -package=mocks

// An IndexedPropertyHandler is a [NamedPropertyHandler] for the properties that
// are array indices, from 0 to 2^32-2. One type can be both.
//
// V8: [v8::IndexedPropertyHandlerConfiguration].
//
// [v8::IndexedPropertyHandlerConfiguration]: https://v8.github.io/api/head/structv8_1_1IndexedPropertyHandlerConfiguration.html
type IndexedPropertyHandler interface {
	// GetIndex reads a property.
	GetIndex(info PropertyCallbackInfo, index uint32) (value Value, intercepted bool, err error)
}

// An IndexedPropertySetter is as [NamedPropertySetter], for array indices.
type IndexedPropertySetter interface {
	// SetIndex writes a property.
	SetIndex(info PropertyCallbackInfo, index uint32, value Value) (intercepted bool, err error)
}

// An IndexedPropertyQuerier is as [NamedPropertyQuerier], for array indices.
type IndexedPropertyQuerier interface {
	// QueryIndex gives the attributes of a property that is there.
	QueryIndex(info PropertyCallbackInfo, index uint32) (attributes PropertyAttribute, intercepted bool, err error)
}

// An IndexedPropertyDeleter is as [NamedPropertyDeleter], for array indices.
type IndexedPropertyDeleter interface {
	// DeleteIndex removes a property.
	DeleteIndex(info PropertyCallbackInfo, index uint32) (deleted, intercepted bool, err error)
}

// An IndexedPropertyEnumerator is as [NamedPropertyEnumerator], for array
// indices.
type IndexedPropertyEnumerator interface {
	// EnumerateIndices gives the indices that the handler has.
	EnumerateIndices(info PropertyCallbackInfo) (indices []uint32, err error)
}

// An IndexedPropertyDefiner is as [NamedPropertyDefiner], for array indices.
type IndexedPropertyDefiner interface {
	// DefineIndex adds or changes a property.
	DefineIndex(info PropertyCallbackInfo, index uint32, descriptor PropertyDescriptor) (intercepted bool, err error)
}

// An IndexedPropertyDescriber is as [NamedPropertyDescriber], for array indices.
type IndexedPropertyDescriber interface {
	// DescribeIndex gives the descriptor of a property that is there.
	DescribeIndex(info PropertyCallbackInfo, index uint32) (descriptor PropertyDescriptor, intercepted bool, err error)
}

type indexedHandler struct{ IndexedPropertyHandler }

func (h indexedHandler) operations() C.uint32_t {
	handler := h.IndexedPropertyHandler
	return operation[IndexedPropertySetter](handler, C.SHIM_PROPERTY_SET) |
		operation[IndexedPropertyQuerier](handler, C.SHIM_PROPERTY_QUERY) |
		operation[IndexedPropertyDeleter](handler, C.SHIM_PROPERTY_DELETE) |
		operation[IndexedPropertyEnumerator](handler, C.SHIM_PROPERTY_ENUMERATE) |
		operation[IndexedPropertyDefiner](handler, C.SHIM_PROPERTY_DEFINE) |
		operation[IndexedPropertyDescriber](handler, C.SHIM_PROPERTY_DESCRIBE)
}

func (h indexedHandler) handle(info PropertyCallbackInfo) error {
	handler := h.IndexedPropertyHandler
	switch info.call.operation {
	case C.SHIM_PROPERTY_SET:
		intercepted, err := handler.(IndexedPropertySetter).SetIndex(info, info.index(), info.value())
		info.answerDone(intercepted)
		return err
	case C.SHIM_PROPERTY_QUERY:
		attributes, intercepted, err := handler.(IndexedPropertyQuerier).QueryIndex(info, info.index())
		info.answerAttributes(attributes, intercepted)
		return err
	case C.SHIM_PROPERTY_DELETE:
		deleted, intercepted, err := handler.(IndexedPropertyDeleter).DeleteIndex(info, info.index())
		info.answerDeleted(deleted, intercepted)
		return err
	case C.SHIM_PROPERTY_ENUMERATE:
		indices, err := handler.(IndexedPropertyEnumerator).EnumerateIndices(info)
		if err != nil {
			return err
		}
		return info.answerIndices(indices)
	case C.SHIM_PROPERTY_DEFINE:
		intercepted, err := handler.(IndexedPropertyDefiner).DefineIndex(info, info.index(), info.descriptor())
		info.answerDone(intercepted)
		return err
	case C.SHIM_PROPERTY_DESCRIBE:
		descriptor, intercepted, err := handler.(IndexedPropertyDescriber).DescribeIndex(info, info.index())
		info.answerDescriptor(descriptor, intercepted && err == nil)
		return err
	}
	v, intercepted, err := handler.GetIndex(info, info.index())
	info.answer(v, intercepted && err == nil)
	return err
}
