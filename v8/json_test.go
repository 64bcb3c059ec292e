package v8_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestJSON(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, text := range []string{
			`null`, `true`, `1.5`, `"text"`, `"é🎉\u0000\ud800"`, `[]`, `{}`, `[1,"a",{"b":[null]}]`,
			`{"__proto__":{"x":1},"constructor":2}`,
		} {
			v, err := s.JSONParse(text)
			require.NoError(t, err, text)
			back, err := s.JSONStringify(v, "")
			require.NoError(t, err)
			require.Equal(t, text, back)
		}
		v, err := s.JSONParse(`{"a":[1]}`)
		require.NoError(t, err)
		indented, err := s.JSONStringify(v, "\t")
		require.NoError(t, err)
		require.Equal(t, "{\n\t\"a\": [\n\t\t1\n\t]\n}", indented)
		indented, err = s.JSONStringify(v, "0123456789abc")
		require.NoError(t, err)
		require.Equal(t, "{\n0123456789\"a\": [\n012345678901234567891\n0123456789]\n}", indented)
	})
}

func TestJSONParseErrors(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, text := range []string{"", "{", "[1,]", "undefined", "'x'", "01", "\"\x01\"", "NaN", "{\"a\":1}x", "\xff"} {
			_, err := s.JSONParse(text)
			v8test.RequireThrown(t, err, "SyntaxError: ")
		}
		deep, err := s.JSONParse(strings.Repeat("[", 1e6) + strings.Repeat("]", 1e6))
		if err == nil {
			_, err = s.JSONStringify(deep, "")
		}
		v8test.RequireThrown(t, err, "RangeError: Maximum call stack size exceeded")
	})
}

func TestJSONStringifyUndefined(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, source := range []string{"undefined", "() => 1", "Symbol()", "({toJSON() {}})", "({toJSON: () => () => 1})"} {
			text, err := s.JSONStringify(v8test.MustEval(t, s, source), "")
			require.NoError(t, err)
			require.Empty(t, text, source)
		}
		text, err := s.JSONStringify(v8test.StringOf(t, s, "undefined").Value, "")
		require.NoError(t, err)
		require.Equal(t, `"undefined"`, text)
	})
}

func TestJSONStringifyErrors(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for source, want := range map[string]string{
			"const a = {}; a.a = a; a": "TypeError: Converting circular structure to JSON",
			"1n":                       "TypeError: Do not know how to serialize a BigInt",
			"({toJSON() { throw new Error('toJSON') }})":                                  "Error: toJSON",
			"({get a() { throw new Error('getter') }})":                                   "Error: getter",
			"new Proxy({}, {ownKeys() { throw new Error('keys')}})":                       "Error: keys",
			"new Proxy([], {get() { throw new Error('get') }})":                           "Error: get",
			"(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()": "TypeError: Cannot perform 'get' on a proxy that has been revoked",
			"({toJSON: function f() { return f() }})":                                     "RangeError: Maximum call stack size exceeded",
		} {
			_, err := s.JSONStringify(v8test.MustEval(t, s, source), "")
			v8test.RequireThrown(t, err, want)
		}
	})
}

// TestJSONStringifyNests has a toJSON that stringifies: the shim's text is in
// use twice.
func TestJSONStringifyNests(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		f, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			text, err := info.Scope().JSONStringify(v8.NewNumber(1), "")
			if err != nil {
				return v8.Value{}, err
			}
			string, err := info.Scope().NewString("inner " + text)
			return string.Value, err
		}, v8.FunctionOptions{})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("toJSON", f.Value))
		text, err := s.JSONStringify(v8test.MustEval(t, s, "({before: 'x', it: {toJSON}, after: 'y'})"), "")
		require.NoError(t, err)
		require.Equal(t, `{"before":"x","it":"inner 1","after":"y"}`, text)
	})
}

func TestJSONTooLong(t *testing.T) {
	if testing.Short() || v8test.Sanitized {
		t.Skip("takes a gigabyte")
	}
	v8test.Run(t, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, "const long = 'x'.repeat(2**28); [long, long]")
		_, err := s.JSONStringify(v, "")
		v8test.RequireThrown(t, err, "RangeError: Invalid string length")
	})
}
