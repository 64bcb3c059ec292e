package web

import (
	"bytes"
	"errors"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"

	"github.com/nodeisolates/isolates/v8"
)

const (
	utf16LE     = "utf-16le"
	utf16BE     = "utf-16be"
	iso2022JP   = "iso-2022-jp"
	gb18030     = "gb18030"
	gbk         = "gbk"
	hebrew      = "iso-8859-8-i"
	userDefined = "x-user-defined"
)

// A piece is what was decoded of a text that comes in pieces.
type piece struct {
	text  []byte   // UTF-8
	units []uint16 // or UTF-16
	left  int      // bytes at the end that belong to the next piece
	wrong bool     // something was no character
	state string   // that the next piece begins with
}

// decodeLegacy gives the text of bytes in an encoding that is not UTF-8, how many bytes
// at the end are left for a next piece, and the state that it begins with; or undefined
// when it is fatal that something is wrong.
func decodeLegacy(info v8.FunctionCallbackInfo) (v8.Value, error) {
	s := info.Scope()
	data, err := bytesOf(info.Argument(1))
	if err != nil {
		return v8.Value{}, err
	}
	flush, fatal := info.Argument(2).IsTrue(), info.Argument(3).IsTrue()
	p, ok := decodePiece(info.Argument(0).String(), data, flush, info.Argument(4).String())
	if !ok || fatal && p.wrong {
		return v8.Value{}, nil
	}
	var text v8.String
	if p.units != nil {
		text, err = s.NewStringUTF16(p.units)
	} else {
		text, err = s.NewStringFromBytes(p.text)
	}
	if err != nil {
		return v8.Value{}, err
	}
	state, err := s.NewString(p.state)
	if err != nil {
		return v8.Value{}, err
	}
	result, err := s.NewArray(text.Value, v8.NewInteger(int32(p.left)), state.Value)
	return result.Value, err
}

func decodePiece(name string, data []byte, flush bool, state string) (p piece, ok bool) {
	switch name {
	case utf16LE, utf16BE:
		return decodeUTF16(data, name == utf16BE, flush), true
	case iso2022JP:
		return decodeISO2022JP(data, flush, state), true
	case gbk:
		name = gb18030 // their decoder is one
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return piece{}, false
	}
	if _, ok := e.(*charmap.Charmap); ok || name == hebrew || name == userDefined {
		return decodeSingleBytes(singleByteTable(name, e), data), true
	}
	return decodeMultiByte(e, data, flush, name == gb18030), true
}

// singleByteTables are arrays of 256 runes by the name of the encoding, of which there
// are 28.
var singleByteTables sync.Map

func singleByteTable(name string, e encoding.Encoding) *[256]rune {
	if table, ok := singleByteTables.Load(name); ok {
		return table.(*[256]rune)
	}
	table := &[256]rune{}
	decoder := e.NewDecoder()
	for b := range table {
		text, _ := decoder.Bytes([]byte{byte(b)})
		r, _ := utf8.DecodeRune(text)
		if r == utf8.RuneError && b < 0xa0 {
			r = rune(b) // C1's control characters, where the standard has nothing else
		}
		table[b] = r
	}
	singleByteTables.Store(name, table)
	return table
}

func decodeSingleBytes(table *[256]rune, data []byte) piece {
	p := piece{units: make([]uint16, len(data))}
	for n, b := range data {
		p.units[n] = uint16(table[b])
		p.wrong = p.wrong || table[b] == utf8.RuneError
	}
	return p
}

func decodeMultiByte(e encoding.Encoding, data []byte, flush, isGB18030 bool) (p piece) {
	source := data
	decoder := e.NewDecoder()
	p.text = make([]byte, 0, len(data)+len(data)/2+64)
	for {
		if cap(p.text)-len(p.text) < utf8.UTFMax*4 {
			p.text = append(p.text, make([]byte, cap(p.text))...)[:len(p.text)]
		}
		written, read, err := decoder.Transform(p.text[len(p.text):cap(p.text)], source, flush)
		p.text = p.text[:len(p.text)+written]
		source = source[read:]
		if !errors.Is(err, transform.ErrShortDst) {
			break
		}
	}
	p.left = len(source)
	wrong := bytes.Count(p.text, []byte("\uFFFD"))
	if isGB18030 {
		wrong -= bytes.Count(data, []byte("\x84\x31\xa4\x37")) // which are U+FFFD
	}
	p.wrong = wrong > 0
	return p
}

// decodeUTF16 puts U+FFFD in the place of lone surrogates.
func decodeUTF16(data []byte, bigEndian, flush bool) piece {
	p := piece{units: make([]uint16, 0, len(data)/2+1), left: len(data) % 2}
	for n := 0; n+1 < len(data); n += 2 {
		low, high := data[n], data[n+1]
		if bigEndian {
			low, high = high, low
		}
		p.units = append(p.units, uint16(high)<<8|uint16(low))
	}
	for n := 0; n < len(p.units); n++ {
		isHigh, isLast := p.units[n]&0xfc00 == 0xd800, n+1 == len(p.units)
		switch {
		case isHigh && !isLast && p.units[n+1]&0xfc00 == 0xdc00:
			n++
		case isHigh && isLast && !flush:
			p.units = p.units[:n]
			p.left += 2
		case isHigh && isLast && p.left > 0: // one character is wrong, with the byte behind it
			p.left = 0
			fallthrough
		case p.units[n]&0xf800 == 0xd800:
			p.units[n], p.wrong = utf8.RuneError, true
		}
	}
	if flush && p.left > 0 {
		p.units, p.left, p.wrong = append(p.units, utf8.RuneError), 0, true
	}
	return p
}
