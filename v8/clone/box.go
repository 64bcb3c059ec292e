package clone

import (
	"math"
	"unsafe"
)

// boxes are where numbers and short texts lie that a Decoder has read. Go
// allocates memory for each number and each string that it puts into an
// interface, and for each string's text. In blocks they take a fraction of the
// time; what is kept of them keeps its block, of 256 bytes at most.
type boxes struct {
	numbers []float64
	strings []string
	bytes   []byte
}

const (
	blockOfNumbers = 16
	blockOfStrings = 8
	blockOfText    = 256 // bytes
	longestInBlock = 48  // bytes
)

// An interface is a type and where the value lies.
type eface struct{ typ, value unsafe.Pointer }

func typeWord(v any) unsafe.Pointer { return (*eface)(unsafe.Pointer(&v)).typ }

var (
	float64Word = typeWord(float64(0))
	stringWord  = typeWord("")
)

// fewNumbers are numbers as any: small integers are most of all numbers.
var fewNumbers = func() (few [1024]any) {
	for n := range few {
		few[n] = float64(n)
	}
	return few
}()

func (b *boxes) number(f float64) (boxed any) {
	if n := int(f); uint(n) < uint(len(fewNumbers)) && float64(n) == f && (n != 0 || !math.Signbit(f)) {
		return fewNumbers[n]
	}
	if len(b.numbers) == cap(b.numbers) {
		b.numbers = make([]float64, 0, blockOfNumbers)
	}
	b.numbers = append(b.numbers, f)
	*(*eface)(unsafe.Pointer(&boxed)) = eface{float64Word, unsafe.Pointer(&b.numbers[len(b.numbers)-1])}
	return boxed
}

func (b *boxes) string(s string) (boxed any) {
	if len(s) > longestInBlock { // which the block would keep
		return s
	}
	if len(b.strings) == cap(b.strings) {
		b.strings = make([]string, 0, blockOfStrings)
	}
	b.strings = append(b.strings, s)
	*(*eface)(unsafe.Pointer(&boxed)) = eface{stringWord, unsafe.Pointer(&b.strings[len(b.strings)-1])}
	return boxed
}

func (b *boxes) text(from []byte) string {
	if len(from) > longestInBlock || len(from) == 0 {
		return string(from)
	}
	at := len(b.bytes)
	if len(from) > cap(b.bytes)-at {
		b.bytes, at = make([]byte, 0, blockOfText), 0
	}
	b.bytes = append(b.bytes, from...)
	return unsafe.String(&b.bytes[at], len(from))
}
