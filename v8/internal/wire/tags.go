package wire

// The tags of the wire format: what comes next. Nobody but V8's source
// documents them.
const (
	TagVersion           = 0xFF // the version, as a varint
	TagPadding           = 0
	TagVerifyObjectCount = '?' // a count that nobody needs, then a value
	TagHole              = '-' // only in dense arrays
	TagUndefined         = '_'
	TagNull              = '0'
	TagTrue              = 'T'
	TagFalse             = 'F'
	TagInt32             = 'I' // Zigzag varint
	TagUint32            = 'U' // varint
	TagDouble            = 'N' // 8 bytes
	TagBigInt            = 'Z' // bit field, digits
	TagUTF8String        = 'S' // byte length, text
	TagOneByteString     = '"' // byte length, Latin-1
	TagTwoByteString     = 'c' // byte length, UTF-16
	TagObjectReference   = '^' // object id
	TagBeginObject       = 'o' // keys and values
	TagEndObject         = '{' // how many
	TagBeginSparseArray  = 'a' // length, keys and values
	TagEndSparseArray    = '@' // how many, length
	TagBeginDenseArray   = 'A' // length, elements, keys and values
	TagEndDenseArray     = '$' // how many keys, length
	TagDate              = 'D' // 8 bytes: milliseconds since 1970
	TagTrueObject        = 'y'
	TagFalseObject       = 'x'
	TagNumberObject      = 'n'  // 8 bytes
	TagBigIntObject      = 'z'  // as a BigInt
	TagStringObject      = 's'  // a string
	TagRegExp            = 'R'  // a string, flags
	TagBeginMap          = ';'  // keys and values
	TagEndMap            = ':'  // how many, keys and values counted
	TagBeginSet          = '\'' // values
	TagEndSet            = ','  // how many
	TagArrayBuffer       = 'B'  // byte length, bytes
	TagResizableBuffer   = '~'  // byte length, maximum, bytes
	TagBufferTransfer    = 't'  // transfer id
	TagArrayBufferView   = 'V'  // after a buffer: type, offset, length, flags
	TagSharedArrayBuffer = 'u'  // clone id
	TagSharedObject      = 'p'  // id; since version 15
	TagWasmModule        = 'w'  // transfer id
	TagWasmMemory        = 'm'  // maximum pages, whether 64-bit, a SharedArrayBuffer
	TagHostObject        = '\\' // what the delegate wrote
	TagError             = 'r'  // error tags and what belongs to them
)

// The format that the binding's own writer of plain data has, in
// cshim/value_writer.cc: V8's, but for objects. It never leaves the process.
const (
	TagPlain    = 0xFE // flags, instead of the version
	TagNewShape = 1    // number, how many, names; values
	TagShape    = 2    // number; values

	PlainHasReferences = 1 // a flag
)

// What an error consists of.
const (
	SubtagEval      = 'E'
	SubtagRange     = 'R'
	SubtagReference = 'F'
	SubtagSyntax    = 'S'
	SubtagType      = 'T'
	SubtagURI       = 'U'
	SubtagMessage   = 'm' // a string
	SubtagCause     = 'c' // a value
	SubtagStack     = 's' // a string
	SubtagEnd       = '.'
)

// Flags of an array buffer view, since version 14.
const (
	ViewLengthTracking = 1
	ViewResizable      = 2
)

const (
	// MinVersion is the first in which host objects have a tag. V8 reads older
	// ones only when it is told to.
	MinVersion = 13
	// MaxVersion is what is written.
	MaxVersion = 15

	// MaxDepth bounds how deep values nest, on their way in and out. V8's own
	// limit is its stack, at some thousands.
	MaxDepth = 10000

	// MaxSafeInteger is the last integer up to which a number has all.
	MaxSafeInteger = 1<<53 - 1

	// MinSmi and MaxSmi: V8 keeps integers of 31 bits apart from other
	// numbers, and so does what it writes.
	MinSmi, MaxSmi = -1 << 30, 1<<30 - 1

	// MaxDate is the last time that a Date can have, in milliseconds.
	MaxDate = 8.64e15
)

// ErrorNames are those of native errors, but Error.
var ErrorNames = map[byte]string{
	SubtagEval: "EvalError", SubtagRange: "RangeError", SubtagReference: "ReferenceError",
	SubtagSyntax: "SyntaxError", SubtagType: "TypeError", SubtagURI: "URIError",
}

// RegExpFlags are the letters of the bits, from the lowest on. V8's "l" is for
// an engine that is switched off.
const RegExpFlags = "gimyusldv"
