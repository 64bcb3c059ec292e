package v8_test

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// replaceInvalid is text with U+FFFD for each maximal part of what is not
// UTF-8, as the WHATWG's Encoding Standard has it and the Unicode Standard
// recommends (chapter 3, "U+FFFD Substitution of Maximal Subparts"). Go's own
// functions replace each byte, or each run of bytes.
func replaceInvalid(text string) string {
	var valid strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			size = maximalSubpart(text)
		}
		valid.WriteRune(r)
		text = text[size:]
	}
	return valid.String()
}

// maximalSubpart is how many bytes at the beginning of text, which is not
// UTF-8 there, could begin a character, and at least 1.
func maximalSubpart(text string) int {
	size := 1
	for size < len(text) && size < utf8.UTFMax && begins(text[:size+1]) {
		size++
	}
	return size
}

// begins reports whether part is the beginning of a character: whether some
// bytes make it one.
func begins(part string) bool {
	for _, rest := range []string{"\x80\x80\x80", "\xbf\xbf\xbf"} {
		for n := 1; n <= len(rest); n++ {
			if r, size := utf8.DecodeRuneInString(part + rest[:n]); r != utf8.RuneError && size == len(part)+n {
				return true
			}
		}
	}
	return false
}

func TestReplaceInvalid(t *testing.T) {
	for text, want := range map[string]string{
		"é\xff\xfe":        "é\ufffd\ufffd",
		"\xe2\x82":         "\ufffd",
		"\xf0\x9f\x98a":    "\ufffda",
		"\xed\xa0\x80":     "\ufffd\ufffd\ufffd",
		"\xf4\x90\x80\x80": "\ufffd\ufffd\ufffd\ufffd",
		// The Unicode Standard's own example, table 3-8.
		"\x61\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64": "a\ufffd\ufffd\ufffdb\ufffdc\ufffd\ufffdd",
	} {
		require.Equal(t, want, replaceInvalid(text), "%q", text)
	}
}

func TestString(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, text := range v8test.Strings {
			requireRoundTrip(t, s, text)
		}
	})
}

// requireRoundTrip takes text into V8 and back.
func requireRoundTrip(t *testing.T, s *v8.Scope, text string) {
	t.Helper()
	v, err := s.NewString(text)
	require.NoError(t, err)
	want := replaceInvalid(text)
	require.Equal(t, v8.KindString, v.Kind())
	require.Equal(t, want, v.String(), "%q", text)
	require.Equal(t, len(utf16.Encode([]rune(want))), v.Length(), "%q", text)
}

// A string that JavaScript has put together comes out like one that was made
// in a piece.
func TestStringMadeInJavaScript(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, test := range []struct {
			source, want string
			length       int
		}{
			{"'a'.repeat(100) + 'b'.repeat(100)", strings.Repeat("a", 100) + strings.Repeat("b", 100), 200},
			{"'a'.repeat(100) + 'é'.repeat(100)", strings.Repeat("a", 100) + strings.Repeat("é", 100), 200},
			{"'a'.repeat(100) + '日'.repeat(100)", strings.Repeat("a", 100) + strings.Repeat("日", 100), 200},
			{"('é'.repeat(100) + 'x').slice(50, 101)", strings.Repeat("é", 50) + "x", 51},
			{"('日'.repeat(100) + 'x').slice(100)", "x", 1},
			{"('日' + 'a'.repeat(100)).slice(1)", strings.Repeat("a", 100), 100},
			{"String.fromCharCode(0x61)", "a", 1},
			{"'\\ud83d' + '\\ude00'", "😀", 2},
			{"'a\\ud800b\\udc00\\ud800'", "a\ufffdb\ufffd\ufffd", 5},
			{"'\\ude00\\ud83d'", "\ufffd\ufffd", 2},
			{"'\\ud83d\\ude00'.slice(1)", "\ufffd", 1},
			{"'\\0' + 'a\\0'", "\x00a\x00", 3},
		} {
			text, ok := v8test.MustEval(t, s, test.source).AsString()
			require.True(t, ok)
			require.Equal(t, test.want, text.String(), test.source)
			require.Equal(t, test.length, text.Length(), test.source)
		}
	})
}

// The longest string that JavaScript can have is 2^29-24 code units.
func TestStringTooLong(t *testing.T) {
	if v8test.Sanitized || testing.Short() {
		t.Skip("takes 2 GB")
	}
	v8test.Subprocess(t, func(t *testing.T) {
		const longest = 1<<29 - 24
		c := v8test.Context(t)
		tooLong := strings.Repeat("a", longest+1)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			v, err := s.NewString(tooLong[1:])
			require.NoError(t, err)
			require.Equal(t, longest, v.Length())
		})
		v8test.RunIn(t, c, func(s *v8.Scope) {
			_, err := s.NewString(tooLong)
			require.ErrorIs(t, err, v8.ErrStringTooLong)
			_, err = s.Compile(tooLong, v8.ScriptOrigin{Name: "long.js"})
			require.ErrorIs(t, err, v8.ErrStringTooLong)
			require.ErrorContains(t, err, `v8: compile "long.js": `)
			require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String())
		})
	})
}

// Text goes into V8 and comes out the same, but for what is not UTF-8.
func FuzzString(f *testing.F) {
	for _, text := range v8test.Strings {
		f.Add(text)
	}
	c := v8test.Context(f)
	f.Fuzz(func(t *testing.T, text string) {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			requireRoundTrip(t, s, text)
			requireRoundTrip(t, s, strings.Repeat(text, 3)+"\x00")
		})
	})
}
