package web

import "github.com/nodeisolates/isolates/v8"

var (
	errNoFunction = v8.TypeError.Errorf("web: not a function")
	errNoArray    = v8.TypeError.Errorf("web: not an array")
	errNoObject   = v8.TypeError.Errorf("web: no object")
)

// buffersOf are the ArrayBuffers of an array, in its order.
func buffersOf(value v8.Value) ([]v8.ArrayBuffer, error) {
	array, ok := value.AsArray()
	if !ok {
		return nil, errNoArray
	}
	elements, err := array.Elements()
	if err != nil {
		return nil, err
	}
	buffers := make([]v8.ArrayBuffer, len(elements))
	for n, element := range elements {
		if buffers[n], ok = element.AsArrayBuffer(); !ok {
			return nil, v8.TypeError.Errorf("web: not an ArrayBuffer")
		}
	}
	return buffers, nil
}

// interfaceKey is the name of the private key that a class's prototype has.
const interfaceKey = "isolates/interface"

// markInterfaces lets serialize know the objects of classes by their prototypes, which
// are the elements of an array.
func markInterfaces(info v8.FunctionCallbackInfo) (v8.Value, error) {
	array, ok := info.Argument(0).AsArray()
	if !ok {
		return v8.Value{}, errNoArray
	}
	elements, err := array.Elements()
	if err != nil {
		return v8.Value{}, err
	}
	key, err := info.Scope().PrivateForAPI(interfaceKey)
	if err != nil {
		return v8.Value{}, err
	}
	for _, element := range elements {
		prototype, ok := element.AsObject()
		if !ok {
			continue
		}
		if err := prototype.SetPrivate(key, v8.NewBoolean(true)); err != nil {
			return v8.Value{}, err
		}
	}
	return v8.Value{}, nil
}

// isInterface reports whether an object has the prototype of a class of this package.
// V8 dies when JavaScript runs while it asks, and none does.
func isInterface(object v8.Object, plain v8.Value, key v8.Private) (bool, error) {
	for prototype := object.Prototype(); !prototype.IsNull() && !prototype.StrictEquals(plain); {
		object, ok := prototype.AsObject()
		if !ok || object.IsProxy() {
			return false, nil
		}
		mark, err := object.GetPrivate(key)
		if err != nil || mark.IsTrue() {
			return err == nil, err
		}
		prototype = object.Prototype()
	}
	return false, nil
}

// serialize gives a value in V8's wire format, as a Uint8Array. Its arguments are the
// value, the ArrayBuffers of which a number is written, Object.prototype, and a function
// that gives the number by which an object of a class of this package is read again.
func serialize(info v8.FunctionCallbackInfo) (v8.Value, error) {
	s := info.Scope()
	buffers, err := buffersOf(info.Argument(1))
	if err != nil {
		return v8.Value{}, err
	}
	plain := info.Argument(2)
	write, ok := info.Argument(3).AsFunction()
	if !ok {
		return v8.Value{}, errNoFunction
	}
	key, err := s.PrivateForAPI(interfaceKey)
	if err != nil {
		return v8.Value{}, err
	}
	options := v8.SerializeOptions{
		IsHostObject: func(_ *v8.Scope, object v8.Object) (bool, error) { return isInterface(object, plain, key) },
		WriteHostObject: func(_ *v8.Scope, to *v8.ValueSerializer, object v8.Object) error {
			index, err := write.Call(v8.Undefined(), object.Value)
			if err != nil {
				return err
			}
			number, _ := index.AsNumber()
			return to.WriteUint32(uint32(number))
		},
	}
	data, err := s.Serialize(options, func(to *v8.ValueSerializer) error {
		for n, buffer := range buffers {
			if err := to.TransferArrayBuffer(uint32(n), buffer); err != nil {
				return err
			}
		}
		if err := to.WriteHeader(); err != nil {
			return err
		}
		return to.WriteValue(info.Argument(0))
	})
	if err != nil {
		return v8.Value{}, err
	}
	return newBytes(s, data)
}

// deserialize gives the value of what serialize has written. Its arguments are that, the
// ArrayBuffers, and the objects by their numbers, which are made before: V8 dies when
// JavaScript runs while it reads.
func deserialize(info v8.FunctionCallbackInfo) (value v8.Value, err error) {
	data, err := bytesOf(info.Argument(0))
	if err != nil {
		return v8.Value{}, err
	}
	buffers, err := buffersOf(info.Argument(1))
	if err != nil {
		return v8.Value{}, err
	}
	array, ok := info.Argument(2).AsArray()
	if !ok {
		return v8.Value{}, errNoArray
	}
	hosts, err := array.Elements()
	if err != nil {
		return v8.Value{}, err
	}
	options := v8.DeserializeOptions{
		ReadHostObject: func(_ *v8.Scope, from *v8.ValueDeserializer) (v8.Object, error) {
			index, err := from.ReadUint32()
			if err != nil {
				return v8.Object{}, err
			}
			if int(index) >= len(hosts) {
				return v8.Object{}, errNoObject
			}
			object, ok := hosts[index].AsObject()
			if !ok {
				return v8.Object{}, errNoObject
			}
			return object, nil
		},
	}
	err = info.Scope().Deserialize(data, options, func(from *v8.ValueDeserializer) error {
		for n, buffer := range buffers {
			if err := from.TransferArrayBuffer(uint32(n), buffer); err != nil {
				return err
			}
		}
		if _, err := from.ReadHeader(); err != nil {
			return err
		}
		value, err = from.ReadValue()
		return err
	})
	return value, err
}
