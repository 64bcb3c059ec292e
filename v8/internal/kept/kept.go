// Package kept is for what packages of this module give a context once: in one that is
// made of a snapshot it may be there already, and only its Go side is missing.
//
// JavaScript's side is behind a private key of the global object, and so in a snapshot.
// Go's is the context's embedder data, which is not: whoever made the context sets it
// anew. The Go functions that JavaScript holds are those of bridge.References, which
// find it by the context that they are called in.
package kept

import (
	"errors"

	"github.com/nodeisolates/isolates/v8"
)

// Object is what the context of s keeps under the name, or else what give makes, which
// it keeps from now on; found says which.
func Object(s *v8.Scope, name string, give func() (v8.Object, error)) (o v8.Object, found bool, err error) {
	key, err := s.PrivateForAPI(name)
	if err != nil {
		return o, false, err
	}
	global := s.Global()
	v, err := global.GetPrivate(key)
	if err != nil {
		return o, false, err
	}
	if o, found = v.AsObject(); found {
		return o, true, nil
	}
	if o, err = give(); err != nil {
		return o, false, err
	}
	return o, false, global.SetPrivate(key, o.Value)
}

// Function is a function that a kept object has.
func Function(o v8.Object, name string) (v8.Function, error) {
	v, err := o.Get(name)
	if err != nil {
		return v8.Function{}, err
	}
	f, ok := v.AsFunction()
	if !ok {
		return f, errNoFunction
	}
	return f, nil
}

var errNoFunction = errors.New("what the context keeps is of another version of this module")
