package v8

/*
#include "cshim.h"
*/
import "C"

//go:generate go tool -modfile=../scripts/tools/go.mod mockgen -source=named_property_handler.go -destination=internal/mocks/named_property_handler.go -package=mocks

// A NamedPropertyHandler answers for the properties of objects whose names are
// strings or symbols; [ObjectTemplate.SetNamedPropertyHandler] gives it to a
// template. Array indices are for an [IndexedPropertyHandler].
//
// It may implement the other NamedProperty interfaces as well. What it does not
// implement V8 does by itself: a set or a delete, for instance, is done on the
// object, and to query it asks Get. Then what Get has is not enumerable, so that
// Object.entries and the spread skip it: to enumerate, implement both
// [NamedPropertyEnumerator] and [NamedPropertyQuerier].
//
// Every method may say by intercepted false that V8 is to go on as if there
// were no handler; it must then have changed nothing. An error is thrown, as
// that of a [FunctionCallback] is, and a panic is passed on in the same way.
//
// JavaScript's own operations ask for properties that no script names, such as
// toString, then and symbols.
//
// V8: [v8::NamedPropertyHandlerConfiguration]. ECMAScript: [object internal methods].
//
// [v8::NamedPropertyHandlerConfiguration]: https://v8.github.io/api/head/structv8_1_1NamedPropertyHandlerConfiguration.html
// [object internal methods]: https://tc39.es/ecma262/#sec-object-internal-methods-and-internal-slots
type NamedPropertyHandler interface {
	// Get reads a property.
	Get(info PropertyCallbackInfo, name Name) (value Value, intercepted bool, err error)
}

// A NamedPropertySetter is a [NamedPropertyHandler] that is asked to write.
//
// V8: [v8::NamedPropertySetterCallback].
//
// [v8::NamedPropertySetterCallback]: https://v8.github.io/api/head/v8-template_8h.html
type NamedPropertySetter interface {
	// Set writes a property. To refuse, it returns an error.
	Set(info PropertyCallbackInfo, name Name, value Value) (intercepted bool, err error)
}

// A NamedPropertyQuerier is a [NamedPropertyHandler] that is asked whether a
// property is there, and with which attributes.
//
// V8: [v8::NamedPropertyQueryCallback].
//
// [v8::NamedPropertyQueryCallback]: https://v8.github.io/api/head/v8-template_8h.html
type NamedPropertyQuerier interface {
	// Query gives the attributes of a property that is there.
	Query(info PropertyCallbackInfo, name Name) (attributes PropertyAttribute, intercepted bool, err error)
}

// A NamedPropertyDeleter is a [NamedPropertyHandler] that is asked to delete.
//
// V8: [v8::NamedPropertyDeleterCallback].
//
// [v8::NamedPropertyDeleterCallback]: https://v8.github.io/api/head/v8-template_8h.html
type NamedPropertyDeleter interface {
	// Delete removes a property; deleted is the value of the operator delete.
	// Strict code that is to throw instead of giving false, as it does for
	// ordinary objects, needs an error: see ShouldThrowOnError.
	Delete(info PropertyCallbackInfo, name Name) (deleted, intercepted bool, err error)
}

// A NamedPropertyEnumerator is a [NamedPropertyHandler] that is asked for names.
// It has no way to name symbols.
//
// V8: [v8::NamedPropertyEnumeratorCallback].
//
// [v8::NamedPropertyEnumeratorCallback]: https://v8.github.io/api/head/v8-template_8h.html
type NamedPropertyEnumerator interface {
	// Enumerate gives the names of all properties that the handler has; the
	// object's own come from V8.
	Enumerate(info PropertyCallbackInfo) (names []string, err error)
}

// A NamedPropertyDefiner is a [NamedPropertyHandler] that is asked to define, as
// Object.defineProperty and class fields do.
//
// V8: [v8::NamedPropertyDefinerCallback].
//
// [v8::NamedPropertyDefinerCallback]: https://v8.github.io/api/head/v8-template_8h.html
type NamedPropertyDefiner interface {
	// Define adds or changes a property. The descriptor's values are borrowed.
	// To refuse, it returns an error.
	Define(info PropertyCallbackInfo, name Name, descriptor PropertyDescriptor) (intercepted bool, err error)
}

// A NamedPropertyDescriber is a [NamedPropertyHandler] that is asked for
// property descriptors: by Object.getOwnPropertyDescriptor, and by the spread,
// Object.assign and Object.entries. V8 asks it in place of Get and Query, of
// whose answers it makes descriptors otherwise.
//
// V8: [v8::NamedPropertyDescriptorCallback].
//
// [v8::NamedPropertyDescriptorCallback]: https://v8.github.io/api/head/v8-template_8h.html
type NamedPropertyDescriber interface {
	// Describe gives the descriptor of a property that is there. What is left
	// out of it is false or undefined.
	Describe(info PropertyCallbackInfo, name Name) (descriptor PropertyDescriptor, intercepted bool, err error)
}

type namedHandler struct{ NamedPropertyHandler }

func (h namedHandler) operations() C.uint32_t {
	handler := h.NamedPropertyHandler
	return operation[NamedPropertySetter](handler, C.SHIM_PROPERTY_SET) |
		operation[NamedPropertyQuerier](handler, C.SHIM_PROPERTY_QUERY) |
		operation[NamedPropertyDeleter](handler, C.SHIM_PROPERTY_DELETE) |
		operation[NamedPropertyEnumerator](handler, C.SHIM_PROPERTY_ENUMERATE) |
		operation[NamedPropertyDefiner](handler, C.SHIM_PROPERTY_DEFINE) |
		operation[NamedPropertyDescriber](handler, C.SHIM_PROPERTY_DESCRIBE)
}

func (h namedHandler) handle(info PropertyCallbackInfo) error {
	handler := h.NamedPropertyHandler
	switch info.call.operation {
	case C.SHIM_PROPERTY_SET:
		intercepted, err := handler.(NamedPropertySetter).Set(info, info.name(), info.value())
		info.answerDone(intercepted)
		return err
	case C.SHIM_PROPERTY_QUERY:
		attributes, intercepted, err := handler.(NamedPropertyQuerier).Query(info, info.name())
		info.answerAttributes(attributes, intercepted)
		return err
	case C.SHIM_PROPERTY_DELETE:
		deleted, intercepted, err := handler.(NamedPropertyDeleter).Delete(info, info.name())
		info.answerDeleted(deleted, intercepted)
		return err
	case C.SHIM_PROPERTY_ENUMERATE:
		names, err := handler.(NamedPropertyEnumerator).Enumerate(info)
		if err != nil {
			return err
		}
		return info.answerNames(names)
	case C.SHIM_PROPERTY_DEFINE:
		intercepted, err := handler.(NamedPropertyDefiner).Define(info, info.name(), info.descriptor())
		info.answerDone(intercepted)
		return err
	case C.SHIM_PROPERTY_DESCRIBE:
		descriptor, intercepted, err := handler.(NamedPropertyDescriber).Describe(info, info.name())
		info.answerDescriptor(descriptor, intercepted && err == nil)
		return err
	}
	v, intercepted, err := handler.Get(info, info.name())
	info.answer(v, intercepted && err == nil)
	return err
}
