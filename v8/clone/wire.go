package clone

import "github.com/nodeisolates/isolates/v8/internal/plain"

// The tags of the wire format: what comes next. Nobody but V8's source
// documents them.
const (
	tagVersion           = 0xFF // the version, as a varint
	tagPadding           = 0
	tagVerifyObjectCount = '?' // a count that nobody needs, then a value
	tagHole              = '-' // only in dense arrays
	tagUndefined         = '_'
	tagNull              = '0'
	tagTrue              = 'T'
	tagFalse             = 'F'
	tagInt32             = 'I' // zigzag varint
	tagUint32            = 'U' // varint
	tagDouble            = 'N' // 8 bytes
	tagBigInt            = 'Z' // bit field, digits
	tagUTF8String        = 'S' // byte length, text
	tagOneByteString     = '"' // byte length, Latin-1
	tagTwoByteString     = 'c' // byte length, UTF-16
	tagObjectReference   = '^' // object id
	tagBeginObject       = 'o' // keys and values
	tagEndObject         = '{' // how many
	tagBeginSparseArray  = 'a' // length, keys and values
	tagEndSparseArray    = '@' // how many, length
	tagBeginDenseArray   = 'A' // length, elements, keys and values
	tagEndDenseArray     = '$' // how many keys, length
	tagDate              = 'D' // 8 bytes: milliseconds since 1970
	tagTrueObject        = 'y'
	tagFalseObject       = 'x'
	tagNumberObject      = 'n'  // 8 bytes
	tagBigIntObject      = 'z'  // as a BigInt
	tagStringObject      = 's'  // a string
	tagRegExp            = 'R'  // a string, flags
	tagBeginMap          = ';'  // keys and values
	tagEndMap            = ':'  // how many, keys and values counted
	tagBeginSet          = '\'' // values
	tagEndSet            = ','  // how many
	tagArrayBuffer       = 'B'  // byte length, bytes
	tagResizableBuffer   = '~'  // byte length, maximum, bytes
	tagBufferTransfer    = 't'  // transfer id
	tagArrayBufferView   = 'V'  // after a buffer: type, offset, length, flags
	tagSharedArrayBuffer = 'u'  // clone id
	tagSharedObject      = 'p'  // id; since version 15
	tagWasmModule        = 'w'  // transfer id
	tagWasmMemory        = 'm'  // maximum pages, whether 64-bit, a SharedArrayBuffer
	tagHostObject        = '\\' // what the delegate wrote
	tagError             = 'r'  // error tags and what belongs to them
)

// The format that the binding's own writer of plain data has, in
// cshim/value_writer.cc: V8's, but for objects. It never leaves the process.
const (
	tagPlain    = plain.Tag // flags, instead of the version
	tagNewShape = 1         // number, how many, names; values
	tagShape    = 2         // number; values

	plainHasReferences = 1 // a flag
)

// What an error consists of.
const (
	subtagEval      = 'E'
	subtagRange     = 'R'
	subtagReference = 'F'
	subtagSyntax    = 'S'
	subtagType      = 'T'
	subtagURI       = 'U'
	subtagMessage   = 'm' // a string
	subtagCause     = 'c' // a value
	subtagStack     = 's' // a string
	subtagEnd       = '.'
)

// Flags of an array buffer view, since version 14.
const (
	viewLengthTracking = 1
	viewResizable      = 2
)

const (
	// minVersion is the first in which host objects have a tag. V8 reads older
	// ones only when it is told to.
	minVersion = 13
	maxVersion = 15

	// maxDepth bounds how deep values nest, on their way in and out. V8's own
	// limit is its stack, at some thousands.
	maxDepth = 10000

	maxSafeInteger = 1<<53 - 1

	// V8 keeps integers of 31 bits apart from other numbers, and so does what
	// it writes.
	minSmi, maxSmi = -1 << 30, 1<<30 - 1

	// maxDate is the last time that a Date can have, in milliseconds.
	maxDate = 8.64e15
)

var errorNames = map[byte]string{
	subtagEval: "EvalError", subtagRange: "RangeError", subtagReference: "ReferenceError",
	subtagSyntax: "SyntaxError", subtagType: "TypeError", subtagURI: "URIError",
}

// regExpFlags are the letters of the bits, from the lowest on. V8's "l" is for
// an engine that is switched off.
const regExpFlags = "gimyusldv"

func appendVarint(b []byte, n uint64) []byte {
	for n >= 0x80 {
		b = append(b, byte(n)|0x80)
		n >>= 7
	}
	return append(b, byte(n))
}

func zigzag(n int32) uint64 { return uint64(uint32(n)<<1 ^ uint32(n>>31)) }

func unzigzag(n uint32) int32 { return int32(n>>1) ^ -int32(n&1) }
