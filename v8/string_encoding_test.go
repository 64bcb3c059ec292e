package v8_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// unitsOf asks JavaScript for a string's code units.
func unitsOf(t *testing.T, s *v8.Scope, string v8.String) string {
	t.Helper()
	require.NoError(t, s.Global().Set("text", string.Value))
	return v8test.MustEval(t, s, "Array.from({length: text.length}, (_, i) => text.charCodeAt(i)).join()").String()
}

func TestStringUTF16(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, units := range [][]uint16{
			{}, {'a'}, {0}, {0xff}, {0x100}, {0xd800}, {0xdc00}, {0xdc00, 0xd800}, {'a', 0xd83c, 0xdf89, 'b'},
			{0xd83c}, {0xfffd, 0xfeff, 0xffff},
		} {
			string, err := s.NewStringUTF16(units)
			require.NoError(t, err)
			require.Equal(t, units, string.UTF16())
			require.Equal(t, len(units), string.Length())
			require.Equal(t, strings.Trim(strings.Join(strings.Fields(sprint(units)), ","), "[]"), unitsOf(t, s, string))
		}
		fromNil, err := s.NewStringUTF16(nil)
		require.NoError(t, err)
		require.Empty(t, fromNil.UTF16())
	})
}

func sprint(units []uint16) string {
	values := make([]string, len(units))
	for n, u := range units {
		values[n] = v8.NewNumber(float64(u)).String()
	}
	return strings.Join(values, " ")
}

func TestStringLatin1(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		all := make([]byte, 256)
		for n := range all {
			all[n] = byte(n)
		}
		string, err := s.NewStringLatin1(all)
		require.NoError(t, err)
		require.Equal(t, 256, string.Length())
		for n, unit := range string.UTF16() {
			require.Equal(t, n, int(unit))
		}
		require.Equal(t, "é", stringFrom(t)(s.NewStringLatin1([]byte{0xe9})))
		require.Equal(t, "", stringFrom(t)(s.NewStringLatin1(nil)))
	})
}

func stringFrom(t *testing.T) func(v8.String, error) string {
	return func(string v8.String, err error) string {
		require.NoError(t, err)
		return string.String()
	}
}

func TestStringFromBytes(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		text := []byte("a\x00é🎉")
		string, err := s.NewStringFromBytes(text)
		require.NoError(t, err)
		text[0] = 'x' // it was copied
		require.Equal(t, "a\x00é🎉", string.String())
		require.Equal(t, "", stringFrom(t)(s.NewStringFromBytes(nil)))
		require.Equal(t, "a\ufffd", stringFrom(t)(s.NewStringFromBytes([]byte("a\xff"))))
	})
}

func TestExternalString(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, text := range []string{
			"", "a", strings.Repeat("ascii ", 1000), strings.Repeat("café ", 1000), strings.Repeat("日本 🎉", 1000),
			"\x00", "a\xff\xfeb", strings.Repeat("é", 100) + "\xed\xa0\x80",
		} {
			want := v8test.StringOf(t, s, text)
			external, err := s.NewExternalString(text)
			require.NoError(t, err)
			require.Equal(t, want.UTF16(), external.UTF16())
			require.Equal(t, want.String(), external.String())
			require.True(t, want.StrictEquals(external.Value))
		}
	})
}

func TestExternalStringIsCounted(t *testing.T) {
	before := v8.Stats().ExternalMemory
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		string, err := s.NewExternalString("globalThis.ran = 1;" + strings.Repeat(" ", 1<<20))
		require.NoError(t, err)
		require.GreaterOrEqual(t, v8.Stats().ExternalMemory-before, int64(1<<20))
		require.NoError(t, s.Global().Set("source", string.Value))
		require.Equal(t, "1", v8test.MustEval(t, s, "eval(source); ran").String())
		_, err = s.NewExternalString(strings.Repeat("Ω", 1<<20))
		require.NoError(t, err)
		require.GreaterOrEqual(t, v8.Stats().ExternalMemory-before, int64(3<<20))
	})
	v8test.RunIn(t, c, func(s *v8.Scope) { v8test.MustEval(t, s, "delete globalThis.source") })
	require.Eventually(t, func() bool {
		v8test.CollectGarbage(t, c)
		return v8.Stats().ExternalMemory-before < 1<<20+64<<20 // the Ωs are gone
	}, 10*time.Second, time.Millisecond)
	require.NoError(t, c.Isolate().Close())
	require.Equal(t, before, v8.Stats().ExternalMemory)
}

func TestExternalStringUnderMemoryLimit(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 64 << 20}))
	text := strings.Repeat("x", 8<<20)
	make := func(s *v8.Scope) error {
		string, err := s.NewExternalString(text)
		if err != nil {
			return err
		}
		keep, err := v8test.Eval(s, "for (let i = 0; i < 1000; i++) new Array(1000).fill({}); globalThis.kept ??= []")
		if err != nil {
			return err
		}
		kept, _ := keep.AsArray()
		return kept.SetKey(v8.NewInteger(int32(kept.Length())), string.Value)
	}
	// Those that nobody keeps are freed, however many there are.
	for range 50 {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			_, err := s.NewExternalString(text)
			require.NoError(t, err)
		})
	}
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		for range 1000 {
			if err := s.Nested(make); err != nil {
				return err
			}
		}
		return nil
	})
	require.ErrorIs(t, err, v8.ErrMemoryLimit)
}

func TestStringEncodingTooLong(t *testing.T) {
	if v8test.Sanitized || testing.Short() {
		t.Skip("takes a gigabyte")
	}
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		const tooLong = 1<<29 - 23
		text := make([]byte, tooLong)
		_, err := s.NewStringLatin1(text)
		require.ErrorIs(t, err, v8.ErrStringTooLong)
		_, err = s.NewStringFromBytes(text)
		require.ErrorIs(t, err, v8.ErrStringTooLong)
		_, err = s.NewExternalString(string(text))
		require.ErrorIs(t, err, v8.ErrStringTooLong)
		_, err = s.NewStringUTF16(make([]uint16, tooLong))
		require.ErrorIs(t, err, v8.ErrStringTooLong)

		long, ok := v8test.MustEval(t, s, "'x'.repeat(2**28)").AsString()
		require.True(t, ok)
		_, err = long.Concat(long)
		require.ErrorIs(t, err, v8.ErrStringTooLong)
		both, err := long.Concat(v8test.StringOf(t, s, "y"))
		require.NoError(t, err)
		require.Equal(t, 1<<28+1, both.Length())
	})
	v8test.RequireUsable(t, c)
}

func TestConcat(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		high, err := s.NewStringUTF16([]uint16{0xd83c})
		require.NoError(t, err)
		low, err := s.NewStringUTF16([]uint16{0xdf89})
		require.NoError(t, err)
		both, err := high.Concat(low)
		require.NoError(t, err)
		require.Equal(t, "🎉", both.String())
		require.PanicsWithValue(t, misuse.ZeroHandle, func() { both.Concat(v8.String{}) })
		require.PanicsWithValue(t, misuse.Kind, func() {
			both.Concat(v8.String{Name: v8.Name{Value: s.Global().Value}})
		})
	})
	v8test.Foreign(t, "'text'", func(s *v8.Scope, v v8.Value) {
		string, _ := v.AsString()
		require.PanicsWithValue(t, misuse.Isolate, func() { v8test.StringOf(t, s, "a").Concat(string) })
	})
}

func TestStringsInTerminatedIsolate(t *testing.T) {
	c := v8test.Context(t)
	reason := errors.New("reason")
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		string := v8test.StringOf(t, s, "text")
		s.Isolate().Terminate(reason)
		_, err := s.NewExternalString("text")
		require.ErrorIs(t, err, reason)
		_, err = s.NewStringLatin1([]byte("text"))
		require.ErrorIs(t, err, reason)
		_, err = s.NewSymbol("text")
		require.ErrorIs(t, err, reason)
		// What is there can still be read.
		require.Equal(t, utf16.Encode([]rune("text")), string.UTF16())
		return nil
	})
	require.ErrorIs(t, err, reason)
	v8test.RequireUsable(t, c)
}

func FuzzStringEncoding(f *testing.F) {
	for _, text := range []string{"", "a", "é", "日本", "🎉", "\xff", "a\x00\xed\xa0\x80"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v8test.Run(t, func(s *v8.Scope) {
			want := v8test.StringOf(t, s, text)
			for _, make := range []func() (v8.String, error){
				func() (v8.String, error) { return s.NewExternalString(text) },
				func() (v8.String, error) { return s.NewStringFromBytes([]byte(text)) },
				func() (v8.String, error) { return s.NewStringUTF16(want.UTF16()) },
			} {
				string, err := make()
				require.NoError(t, err)
				require.Equal(t, want.UTF16(), string.UTF16())
			}
		})
	})
}
