package v8

/*
#include "cshim.h"

#cgo noescape shim_big_int_new_from_words
#cgo nocallback shim_big_int_new_from_words
#cgo nocallback shim_big_int_to_words_array
#cgo nocallback shim_big_int_int64_value
#cgo nocallback shim_big_int_uint64_value
*/
import "C"

import (
	"math/big"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A BigInt is an integer of any size. It is scoped.
//
// V8: [v8::BigInt]. ECMAScript: [the BigInt type].
//
// [v8::BigInt]: https://v8.github.io/api/head/classv8_1_1BigInt.html
// [the BigInt type]: https://tc39.es/ecma262/#sec-ecmascript-language-types-bigint-type
type BigInt struct{ Value }

// A big.Word is one of V8's words: V8 exists for 64 bits only.
const _ = uint(unsafe.Sizeof(big.Word(0)) - 8)

// NewBigInt makes a BigInt of n, which is copied. One of more than 2^30 bits is
// a RangeError, as in JavaScript. A nil n panics.
//
// V8: [v8::BigInt::NewFromWords].
//
// [v8::BigInt::NewFromWords]: https://v8.github.io/api/head/classv8_1_1BigInt.html
func (s *Scope) NewBigInt(n *big.Int) (BigInt, error) {
	if n == nil {
		panic(misuse.NilBigInt)
	}
	words := n.Bits()
	return s.newBigInt(n.Sign() < 0, len(words), (*uint64)(unsafe.Pointer(unsafe.SliceData(words))))
}

// NewBigIntFromInt64 makes a BigInt of n.
//
// V8: [v8::BigInt::New].
//
// [v8::BigInt::New]: https://v8.github.io/api/head/classv8_1_1BigInt.html
func (s *Scope) NewBigIntFromInt64(n int64) (BigInt, error) {
	word := uint64(n)
	if n < 0 {
		word = -word
	}
	return s.newBigInt(n < 0, 1, &word)
}

// NewBigIntFromUint64 makes a BigInt of n.
//
// V8: [v8::BigInt::NewFromUnsigned].
//
// [v8::BigInt::NewFromUnsigned]: https://v8.github.io/api/head/classv8_1_1BigInt.html
func (s *Scope) NewBigIntFromUint64(n uint64) (BigInt, error) { return s.newBigInt(false, 1, &n) }

func (s *Scope) newBigInt(negative bool, count int, words *uint64) (BigInt, error) {
	i := s.check()
	r := C.shim_big_int_new_from_words(i.shim, C.bool(negative), C.size_t(count), (*C.uint64_t)(words))
	v, err := i.result(r, "new BigInt", "")
	return BigInt{v}, err
}

// AsBigInt is the value if it is a BigInt.
func (v Value) AsBigInt() (b BigInt, ok bool) {
	if !v.IsBigInt() {
		return BigInt{}, false
	}
	return BigInt{v}, true
}

// BigInt is the value, as a copy.
//
// V8: [v8::BigInt::ToWordsArray].
//
// [v8::BigInt::ToWordsArray]: https://v8.github.io/api/head/classv8_1_1BigInt.html
func (b BigInt) BigInt() *big.Int {
	n, err := b.words()
	if err != nil {
		b.level.isolate.Terminate(err)
		return new(big.Int)
	}
	return n
}

func (b BigInt) words() (*big.Int, error) {
	i := b.checkAs(KindBigInt, KindBigInt)
	r := C.shim_big_int_to_words_array(i.shim, b.ref())
	i.checkRead(r.status)
	if err := i.take("get BigInt", int(r.count)*8); err != nil {
		return nil, err
	}
	lent := unsafe.Slice((*big.Word)(unsafe.Pointer(r.words)), int(r.count))
	n := new(big.Int).SetBits(append([]big.Word(nil), lent...))
	if r.negative != 0 {
		n.Neg(n)
	}
	return n, nil
}

// Int64 is the lowest 64 bits of the value, in two's complement. Lossless says
// that they are all of it.
//
// V8: [v8::BigInt::Int64Value].
//
// [v8::BigInt::Int64Value]: https://v8.github.io/api/head/classv8_1_1BigInt.html
func (b BigInt) Int64() (n int64, lossless bool) {
	i := b.checkAs(KindBigInt, KindBigInt)
	r := C.shim_big_int_int64_value(i.shim, b.ref())
	i.checkRead(r.status)
	return int64(r.bits), r.kind != 0
}

// Uint64 is the lowest 64 bits of the value. Lossless says that they are all of
// it; a negative value is never.
//
// V8: [v8::BigInt::Uint64Value].
//
// [v8::BigInt::Uint64Value]: https://v8.github.io/api/head/classv8_1_1BigInt.html
func (b BigInt) Uint64() (n uint64, lossless bool) {
	i := b.checkAs(KindBigInt, KindBigInt)
	r := C.shim_big_int_uint64_value(i.shim, b.ref())
	i.checkRead(r.status)
	return uint64(r.bits), r.kind != 0
}
