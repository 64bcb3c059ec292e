package web

import (
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	_ "crypto/sha1" // which Web Crypto has
	_ "crypto/sha256"
	_ "crypto/sha512"
	"encoding/base64"
	"errors"
	"reflect"

	"github.com/nodeisolates/isolates/v8"
)

// The operations of crypto.subtle get keys as bytes at each call: secret ones as they
// are, private ones in PKCS #8, public ones in SPKI. So Go holds nothing for a script
// but what the loop counts, for as long as a call takes.

var (
	errHash = errors.New("unknown hash")
	errKey  = errors.New("the key is not valid")
)

func hashOf(name string) (crypto.Hash, error) {
	switch name {
	case "SHA-1":
		return crypto.SHA1, nil
	case "SHA-256":
		return crypto.SHA256, nil
	case "SHA-384":
		return crypto.SHA384, nil
	case "SHA-512":
		return crypto.SHA512, nil
	}
	return 0, errHash
}

// mostRandom is how many bytes getRandomValues gives at a time, as the standard has it.
const mostRandom = 65536

// randomBytes fills a Uint8Array.
func randomBytes(info v8.FunctionCallbackInfo) (v8.Value, error) {
	view, ok := info.Argument(0).AsTypedArray()
	if !ok {
		return v8.Value{}, v8.TypeError.Errorf("web: not a typed array")
	}
	if view.ByteLength() > mostRandom {
		return v8.Value{}, v8.RangeError.Errorf("web: more than %d random bytes", mostRandom)
	}
	random := make([]byte, view.ByteLength())
	rand.Read(random) // never fails
	_, err := view.WriteAt(random, 0)
	return v8.Value{}, err
}

func digest(hash string, data []byte) ([]byte, error) {
	h, err := hashOf(hash)
	if err != nil {
		return nil, err
	}
	return sum(h, data), nil
}

func sum(h crypto.Hash, data []byte) []byte {
	d := h.New()
	d.Write(data)
	return d.Sum(nil)
}

func hmacSign(hash string, key, data []byte) ([]byte, error) {
	h, err := hashOf(hash)
	if err != nil {
		return nil, err
	}
	m := hmac.New(h.New, key)
	m.Write(data)
	return m.Sum(nil), nil
}

func hmacVerify(hash string, key, signature, data []byte) (bool, error) {
	want, err := hmacSign(hash, key, data)
	return err == nil && hmac.Equal(want, signature), err
}

// How much a script may ask for at once: what Go computes can't all be ended midway, and
// results wait for JavaScript in Go's memory.
const (
	mostIterations = 10_000_000
	mostDerived    = 8 << 10 // bytes

	mostComputations = 2 // of a context that run at a time
)

var (
	contextType = reflect.TypeFor[context.Context]()
	meterType   = reflect.TypeFor[*meter]()
)

// computing makes an async operation of fn, whose last result is an error, and whose first
// parameter may be a meter. A context has few run at a time: a script that asks for many
// takes two processors at most from the others. Their CPU time is spent.
func (h *host) computing(fn any) async {
	value := reflect.ValueOf(fn)
	t := value.Type()
	var in, out []reflect.Type
	for n := range t.NumIn() {
		in = append(in, t.In(n))
	}
	for n := range t.NumOut() {
		out = append(out, t.Out(n))
	}
	takesMeter := in[0] == meterType
	if takesMeter {
		in = in[1:]
	}
	in = append([]reflect.Type{contextType}, in...)
	fail := func(err error) []reflect.Value { return []reflect.Value{reflect.Zero(out[0]), reflect.ValueOf(err)} }
	return async{reflect.MakeFunc(reflect.FuncOf(in, out, false), func(arguments []reflect.Value) []reflect.Value {
		ctx := arguments[0].Interface().(context.Context)
		select {
		case h.computations <- struct{}{}:
			defer func() { <-h.computations }()
		case <-ctx.Done():
			return fail(context.Cause(ctx))
		}
		m := newMeter(ctx)
		arguments = arguments[1:]
		if takesMeter {
			arguments = append([]reflect.Value{reflect.ValueOf(m)}, arguments...)
		}
		m.start()
		err := m.spend()
		var results []reflect.Value
		if err == nil {
			results = value.Call(arguments)
		}
		if spent := m.stop(); err == nil {
			err = spent
		}
		if err != nil {
			return fail(err)
		}
		return results
	}).Interface()}
}

var errTooMuch = errors.New("more than can be asked for at once")

// secret is bytes as text. A promise that is resolved with an object looks for a property
// then, which is any script's to define: what may become a key comes as a primitive.
func secret(data []byte, err error) (string, error) {
	return base64.RawURLEncoding.EncodeToString(data), err
}

// pbkdf2 is RFC 8018's, which ends with ctx, or when no CPU time is left.
func pbkdf2(m *meter, hash string, password, salt []byte, iterations, length int) (string, error) {
	h, err := hashOf(hash)
	if err != nil {
		return "", err
	}
	if iterations < 1 || iterations > mostIterations || length < 0 || length > mostDerived {
		return "", errTooMuch
	}
	const between = 1 << 12
	prf := hmac.New(h.New, password)
	derived := []byte{}
	var u []byte
	for block := uint32(1); len(derived) < length; block++ {
		prf.Reset()
		prf.Write(salt)
		prf.Write([]byte{byte(block >> 24), byte(block >> 16), byte(block >> 8), byte(block)})
		u = prf.Sum(u[:0])
		t := append([]byte(nil), u...)
		for n := 2; n <= iterations; n++ {
			if n%between == 0 {
				if err := m.spend(); err != nil {
					return "", err
				}
			}
			prf.Reset()
			prf.Write(u)
			u = prf.Sum(u[:0])
			for k := range t {
				t[k] ^= u[k]
			}
		}
		derived = append(derived, t...)
		if err := m.spend(); err != nil {
			return "", err
		}
	}
	return secret(derived[:length], nil)
}

// hkdf is RFC 5869's.
func hkdf(hash string, key, salt, info []byte, length int) (string, error) {
	h, err := hashOf(hash)
	if err != nil {
		return "", err
	}
	if length < 0 || length > min(255*h.Size(), mostDerived) {
		return "", errTooMuch
	}
	if len(salt) == 0 {
		salt = make([]byte, h.Size())
	}
	extract := hmac.New(h.New, salt)
	extract.Write(key)
	expand := hmac.New(h.New, extract.Sum(nil))
	derived := []byte{}
	var t []byte
	for n := byte(1); len(derived) < length; n++ {
		expand.Reset()
		expand.Write(t)
		expand.Write(info)
		expand.Write([]byte{n})
		t = expand.Sum(nil)
		derived = append(derived, t...)
	}
	return secret(derived[:length], nil)
}
