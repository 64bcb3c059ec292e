package web

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

// The states of ISO-2022-JP's decoder, as what decodeISO2022JP takes and gives.
//
// Encoding: [ISO-2022-JP].
//
// [ISO-2022-JP]: https://encoding.spec.whatwg.org/#iso-2022-jp
const (
	jisASCII    = 'B'
	jisRoman    = 'J'
	jisKatakana = 'I'
	jisTwoBytes = '$'
)

// decodeISO2022JP has a decoder of its own: that of x/text takes what the standard says
// is wrong. A state is one of the above, and with it "e" when the last thing was an
// escape sequence.
func decodeISO2022JP(data []byte, flush bool, state string) (p piece) {
	mode, escaped := byte(jisASCII), len(state) > 1
	if state != "" {
		mode = state[0]
	}
	give := func(r rune) {
		p.text = utf8.AppendRune(p.text, r)
		escaped = false
	}
	wrong := func() {
		give(utf8.RuneError)
		p.wrong = true
	}
	p.text = []byte{}
	n := 0
loop:
	for n < len(data) {
		b := data[n]
		if b == 0x1b {
			next, length := jisEscape(data[n:])
			switch {
			case length == 0 && !flush && n+3 > len(data):
				break loop
			case length == 0:
				wrong()
				n++
			case escaped:
				wrong()
				fallthrough
			default:
				mode, escaped = next, true
				n += length
			}
			continue
		}
		n++
		switch {
		case mode == jisTwoBytes && b >= 0x21 && b <= 0x7e:
			if n == len(data) {
				if !flush {
					n--
					break loop
				}
				wrong()
				continue
			}
			trail := data[n]
			if trail == 0x1b { // which is looked at again
				wrong()
				continue
			}
			n++
			if r := jis0208(b, trail); r != utf8.RuneError {
				give(r)
			} else {
				wrong()
			}
		case mode == jisKatakana && b >= 0x21 && b <= 0x5f:
			give(0xff61 - 0x21 + rune(b))
		case mode == jisRoman && b == 0x5c:
			give('\u00a5')
		case mode == jisRoman && b == 0x7e:
			give('\u203e')
		case (mode == jisASCII || mode == jisRoman) && b < 0x80 && b != 0x0e && b != 0x0f:
			give(rune(b))
		default:
			wrong()
		}
	}
	p.left = len(data) - n
	p.state = string(rune(mode))
	if escaped {
		p.state += "e"
	}
	return p
}

// jisEscape is the state after an escape sequence, and its length, or 0.
func jisEscape(data []byte) (mode byte, length int) {
	if len(data) < 3 {
		return 0, 0
	}
	switch string(data[1:3]) {
	case "(B", "(J", "(I":
		return data[2], 3
	case "$@", "$B":
		return jisTwoBytes, 3
	}
	return 0, 0
}

// jis0208 is a character of JIS X 0208, by the encoding that has it shifted.
func jis0208(lead, trail byte) rune {
	if trail < 0x21 || trail > 0x7e {
		return utf8.RuneError
	}
	text, err := japanese.EUCJP.NewDecoder().Bytes([]byte{lead | 0x80, trail | 0x80})
	if err != nil {
		return utf8.RuneError
	}
	r, size := utf8.DecodeRune(text)
	if size != len(text) {
		return utf8.RuneError
	}
	return r
}
