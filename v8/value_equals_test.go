package v8_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestEquals(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v8test.MustEval(t, s, "var values = [("+joined(v8test.Sources)+")]")
		values := v8test.ObjectOf(t, s, "values")
		for a := range v8test.Sources {
			for b := range v8test.Sources {
				s.Nested(func(s *v8.Scope) error {
					x, err := values.GetKey(v8.NewInteger(int32(a)))
					require.NoError(t, err)
					y, err := values.GetKey(v8.NewInteger(int32(b)))
					require.NoError(t, err)
					pair := fmt.Sprintf("([values[%d], values[%d]])", a, b)
					equals, err := x.Equals(y)
					v8test.Agree(t, s, pair, "([x, y]) => x == y", equals, err)
					v8test.Agree(t, s, pair, "([x, y]) => x === y", x.StrictEquals(y), nil)
					v8test.Agree(t, s, pair, "([x, y]) => Object.is(x, y)", x.SameValue(y), nil)
					return nil
				})
			}
		}
	})
}

func joined(sources []string) string {
	text := sources[0]
	for _, source := range sources[1:] {
		text += "), (" + source
	}
	return text
}

func TestStrictEqualsOfEqualText(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		a := v8test.MustEval(t, s, "'x'.repeat(1000)")
		require.True(t, a.StrictEquals(v8test.MustEval(t, s, "'x'.repeat(500) + 'x'.repeat(500)")))
		require.False(t, a.StrictEquals(v8test.MustEval(t, s, "'x'.repeat(999) + 'y'")))
	})
}

func TestInstanceOf(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, test := range []struct{ value, constructor string }{
			{"[]", "Array"}, {"[]", "Object"}, {"[]", "Map"}, {"1", "Number"}, {"undefined", "Object"},
			{"Object.create(null)", "Object"}, {"new Proxy([], {})", "Array"},
			{"1", "({[Symbol.hasInstance](v) { return v === 1 }})"},
			{"1", "({})"}, {"1", "(() => 1)"}, {"({})", "(() => 1)"},
			{"1", "({get [Symbol.hasInstance]() { throw new Error('no') }})"},
			{"1", "({[Symbol.hasInstance]() { throw new Error('no') }})"},
			{"({})", "new Proxy(class {}, {get() { throw new Error('trap') }})"},
			{"({})", "(() => { const r = Proxy.revocable(class {}, {}); r.revoke(); return r.proxy })()"},
			{"new Proxy({}, {getPrototypeOf() { throw new Error('trap') }})", "Array"},
		} {
			is, err := v8test.MustEval(t, s, "("+test.value+")").InstanceOf(v8test.ObjectOf(t, s, test.constructor))
			v8test.Agree(t, s, fmt.Sprintf("[%s, %s]", test.value, test.constructor), "([x, y]) => x instanceof y", is, err)
		}
	})
}
