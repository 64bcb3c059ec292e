package console

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/nodeisolates/isolates/v8"
)

// quote writes a string as Node.js does: in the first of ' " ` that it does not
// have, with escapes for control characters and lone surrogates.
func quote(text []rune) string {
	quote := '\''
	if slices.Contains(text, '\'') {
		if !slices.Contains(text, '"') {
			quote = '"'
		} else if !slices.Contains(text, '`') && !strings.Contains(string(text), "${") {
			quote = '`'
		}
	}
	return string(quote) + escape(text, quote == '\'') + string(quote)
}

func escape(text []rune, quotes bool) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\'' && quotes, r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r >= '\b' && r <= '\r' && r != '\v':
			b.WriteByte('\\')
			b.WriteByte("btn\vfr"[r-'\b'])
		case r < ' ' || r >= 0x7f && r < 0xa0:
			fmt.Fprintf(&b, `\x%02X`, r)
		case utf16.IsSurrogate(r):
			fmt.Fprintf(&b, `\u%x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// runes is code units as characters, among which lone surrogates may be.
func runes(units []uint16) []rune {
	text := make([]rune, 0, len(units))
	for n := 0; n < len(units); n++ {
		r := rune(units[n])
		if n+1 < len(units) {
			if pair := utf16.DecodeRune(r, rune(units[n+1])); pair != '\uFFFD' {
				r = pair
				n++
			}
		}
		text = append(text, r)
	}
	return text
}

func isIdentifier(text string) bool {
	for n, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		if !letter && (n == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return text != ""
}

func number(f float64) string {
	if f == 0 && math.Signbit(f) {
		return "-0"
	}
	return v8.NewNumber(f).String()
}

func more(n int, what string) string {
	return fmt.Sprintf("... %s more %s", strconv.Itoa(n), plural(n, what))
}

func plural(n int, what string) string {
	if n == 1 {
		return what
	}
	return what + "s"
}

// cut is text of at most n bytes, without half a character at its end.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	n = max(n, 0)
	for n > 0 && text[n]&0xc0 == 0x80 {
		n--
	}
	return text[:n]
}

// width is how many columns text takes, roughly: characters of East Asia and
// pictures take two.
func width(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0, r >= 0x300 && r <= 0x36f, r >= 0x200b && r <= 0x200f,
			r >= 0x20d0 && r <= 0x20ff, r >= 0xfe00 && r <= 0xfe0f, r >= 0xfe20 && r <= 0xfe2f:
		case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4c6 && r != 0x303f, r >= 0xa960 && r <= 0xa97c,
			r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6b,
			r >= 0xff01 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1f64f,
			r >= 0x1f900 && r <= 0x1f9ff, r >= 0x20000 && r <= 0x3fffd:
			n += 2
		default:
			n++
		}
	}
	return n
}
