package wire

import (
	"unicode/utf16"
	"unicode/utf8"
)

// IsASCII reports whether all bytes are below 0x80, eight at a time.
func IsASCII[T string | []byte](text T) bool {
	n := 0
	for ; n+8 <= len(text); n += 8 {
		t := text[n : n+8]
		if (t[0]|t[1]|t[2]|t[3]|t[4]|t[5]|t[6]|t[7])&0x80 != 0 {
			return false
		}
	}
	for ; n < len(text); n++ {
		if text[n] >= 0x80 {
			return false
		}
	}
	return true
}

// IsLatin1 reports whether UTF-8 text has no character beyond U+00FF, and how
// many it has. What is not UTF-8 stands for U+FFFD.
func IsLatin1(text string) (length int, ok bool) {
	for _, r := range text {
		if r > 0xff {
			return 0, false
		}
		length++
	}
	return length, true
}

// UTF16Length is the length of UTF-8 text in UTF-16 code units.
func UTF16Length(text string) (length int) {
	for _, r := range text {
		length++
		if r > 0xffff {
			length++
		}
	}
	return length
}

// AppendLatin1 appends Latin-1 text as UTF-8.
func AppendLatin1(b []byte, latin1 []byte) []byte {
	for _, c := range latin1 {
		b = utf8.AppendRune(b, rune(c))
	}
	return b
}

// AppendUTF16 appends UTF-16 text, two bytes a unit in the machine's order, as
// UTF-8; lone surrogates become U+FFFD.
func AppendUTF16(b []byte, units []byte) []byte {
	for n := 0; n+2 <= len(units); n += 2 {
		r := rune(NativeUint16(units[n:]))
		if utf16.IsSurrogate(r) {
			next := rune(0)
			if n+4 <= len(units) {
				next = rune(NativeUint16(units[n+2:]))
			}
			if r = utf16.DecodeRune(r, next); r != utf8.RuneError {
				n += 2
			}
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}

// UTF8Length is how long UTF-16 text, two bytes a unit in the machine's order, is
// in UTF-8; a lone surrogate is as long as the U+FFFD that it becomes.
func UTF8Length(units []byte) (length int) {
	for n := 0; n+2 <= len(units); n += 2 {
		switch unit := NativeUint16(units[n:]); {
		case unit < 0x80:
			length++
		case unit < 0x800:
			length += 2
		case unit>>10 == 0xd800>>10 && n+4 <= len(units) && NativeUint16(units[n+2:])>>10 == 0xdc00>>10:
			length += 4
			n += 2
		default:
			length += 3
		}
	}
	return length
}

// Repair puts U+FFFD for what is not UTF-8, one for each maximal part of a
// character, as V8 does and the WHATWG Encoding Standard says.
func Repair(s string) string {
	b := make([]byte, 0, len(s)+8)
	for n := 0; n < len(s); {
		r, size := utf8.DecodeRuneInString(s[n:])
		if r == utf8.RuneError && size <= 1 {
			size = maximalPart(s[n:])
		}
		b = utf8.AppendRune(b, r)
		n += size
	}
	return string(b)
}

// maximalPart is how long the longest beginning of a character is with which s
// begins, or 1.
func maximalPart(s string) int {
	need, low, high := 0, byte(0x80), byte(0xbf)
	switch c := s[0]; {
	case c >= 0xc2 && c <= 0xdf:
		need = 1
	case c == 0xe0:
		need, low = 2, 0xa0
	case c == 0xed:
		need, high = 2, 0x9f
	case c >= 0xe1 && c <= 0xef:
		need = 2
	case c == 0xf0:
		need, low = 3, 0x90
	case c == 0xf4:
		need, high = 3, 0x8f
	case c >= 0xf1 && c <= 0xf3:
		need = 3
	}
	n := 1
	for ; n <= need && n < len(s) && s[n] >= low && s[n] <= high; n++ {
		low, high = 0x80, 0xbf
	}
	return n
}
