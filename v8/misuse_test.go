package v8_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/v8test"
)

const (
	wantScopeEnded = "v8: Scope used after its function has returned: " +
		"a Scope is valid only inside the function that it was passed to"
	wantValueEnded = "v8: value used after its Scope has ended: " +
		"a value dies with the Scope that it was made in"
	wantGoroutine = "v8: Scope or value used outside the goroutine that is inside Run: " +
		"its isolate is not the one that this goroutine entered last"
	wantNilContext      = "v8: Run with a nil context.Context: use context.Background()"
	wantIsolate         = "v8: value of another isolate: a value belongs to the isolate that made it"
	wantNilScope        = "v8: Scope is nil: a Scope comes from Run"
	wantZeroIsolate     = "v8: zero Isolate used: an Isolate comes from NewIsolate"
	wantZeroContext     = "v8: zero Context used: a Context comes from Isolate.NewContext"
	wantSerializerEnded = "v8: serializer used after its function has returned: " +
		"it is valid only inside the function that it was passed to"
	wantZeroHandle = "v8: zero handle used: a handle comes from a method of Scope"
)

// leaked is what a careless program keeps: a scope, and one of each kind of
// value that is scoped.
type leaked struct {
	scope  *v8.Scope
	script v8.Script
	string v8.String
	object v8.Value
}

func leak(t *testing.T, s *v8.Scope) leaked {
	t.Helper()
	script, err := s.Compile("1", v8.ScriptOrigin{})
	require.NoError(t, err)
	text, err := s.NewString("text")
	require.NoError(t, err)
	return leaked{s, script, text, v8test.MustEval(t, s, "({})")}
}

// misuses is every way to break a rule, each with the panic that names it. Code
// runs inside nothing, with two contexts of two isolates; what it returns is
// called and must panic.
var misuses = []struct {
	name string
	code func(t *testing.T, a, b *v8.Context)
	want string
}{
	{"run with a nil context", func(t *testing.T, a, b *v8.Context) {
		a.Run(nil, func(*v8.Scope) error { return nil }) //lint:ignore SA1012 it is what is tested
	}, wantNilContext},

	{"zero isolate: Close", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).Close() }, wantZeroIsolate},
	{"zero isolate: NewContext", func(t *testing.T, a, b *v8.Context) {
		new(v8.Isolate).NewContext(v8.ContextOptions{})
	}, wantZeroIsolate},
	{"zero context: Run", func(t *testing.T, a, b *v8.Context) {
		new(v8.Context).Run(context.Background(), nothing)
	}, wantZeroContext},
	{"zero context: Close", func(t *testing.T, a, b *v8.Context) { new(v8.Context).Close() }, wantZeroContext},
	{"nil scope", func(t *testing.T, a, b *v8.Context) { (*v8.Scope)(nil).Isolate() }, wantNilScope},
	{"zero scope", func(t *testing.T, a, b *v8.Context) { new(v8.Scope).NewString("") }, wantNilScope},
	{"zero script", func(t *testing.T, a, b *v8.Context) { v8.Script{}.Run() }, wantZeroHandle},
	{"zero string", func(t *testing.T, a, b *v8.Context) { v8.String{}.Length() }, wantZeroHandle},

	{"scope after Run: Compile", afterRun(func(l leaked) { l.scope.Compile("1", v8.ScriptOrigin{}) }), wantScopeEnded},
	{"scope after Run: NewString", afterRun(func(l leaked) { l.scope.NewString("") }), wantScopeEnded},
	{"scope after Run: Nested", afterRun(func(l leaked) { l.scope.Nested(nothing) }), wantScopeEnded},
	{"scope after Run: Isolate", afterRun(func(l leaked) { l.scope.Isolate() }), wantScopeEnded},
	{"scope after Run: Context", afterRun(func(l leaked) { l.scope.Context() }), wantScopeEnded},
	{"scope after Run: Ctx", afterRun(func(l leaked) { l.scope.Ctx() }), wantScopeEnded},
	{"script after Run", afterRun(func(l leaked) { l.script.Run() }), wantValueEnded},
	{"string after Run: Length", afterRun(func(l leaked) { l.string.Length() }), wantValueEnded},
	{"string after Run: String", afterRun(func(l leaked) { _ = l.string.String() }), wantValueEnded},
	{"object after Run", afterRun(func(l leaked) { _ = l.object.String() }), wantValueEnded},

	{"scope in a later Run", inLaterRun(func(l leaked) { l.scope.NewString("") }), wantScopeEnded},
	{"script in a later Run", inLaterRun(func(l leaked) { l.script.Run() }), wantValueEnded},
	{"object in a later Run", inLaterRun(func(l leaked) { _ = l.object.String() }), wantValueEnded},

	{"scope after Nested", afterNested(func(l leaked) { l.scope.NewString("") }), wantScopeEnded},
	{"script after Nested", afterNested(func(l leaked) { l.script.Run() }), wantValueEnded},
	{"object after Nested", afterNested(func(l leaked) { _ = l.object.String() }), wantValueEnded},
	{"value of an outer scope, made in Nested", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			var l leaked
			require.NoError(t, s.Nested(func(*v8.Scope) error {
				l = leak(t, s)
				return nil
			}))
			_ = l.object.String()
		})
	}, wantValueEnded},
	{"thrown value after Nested", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			err := s.Nested(func(s *v8.Scope) error {
				_, err := v8test.Eval(s, "throw {}")
				return err
			})
			var thrown *v8.Exception
			require.ErrorAs(t, err, &thrown)
			_ = thrown.Thrown.String()
		})
	}, wantValueEnded},

	{"scope in another goroutine: Compile", inGoroutine(func(l leaked) { l.scope.Compile("1", v8.ScriptOrigin{}) }), wantGoroutine},
	{"scope in another goroutine: NewString", inGoroutine(func(l leaked) { l.scope.NewString("") }), wantGoroutine},
	{"scope in another goroutine: Nested", inGoroutine(func(l leaked) { l.scope.Nested(nothing) }), wantGoroutine},
	{"script in another goroutine", inGoroutine(func(l leaked) { l.script.Run() }), wantGoroutine},
	{"string in another goroutine: Length", inGoroutine(func(l leaked) { l.string.Length() }), wantGoroutine},
	{"string in another goroutine: String", inGoroutine(func(l leaked) { _ = l.string.String() }), wantGoroutine},
	{"object in another goroutine", inGoroutine(func(l leaked) { _ = l.object.String() }), wantGoroutine},

	{"scope inside another isolate's Run", inOtherIsolate(func(l leaked) { l.scope.NewString("") }), wantGoroutine},
	{"Nested inside another isolate's Run", inOtherIsolate(func(l leaked) { l.scope.Nested(nothing) }), wantGoroutine},
	{"script inside another isolate's Run", inOtherIsolate(func(l leaked) { l.script.Run() }), wantGoroutine},
	{"value given to another isolate", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			foreign := v8test.MustEval(t, s, "({})")
			v8test.RunIn(t, b, func(s *v8.Scope) { s.Global().Set("foreign", foreign) })
		})
	}, wantIsolate},
	{"export after Run", afterRun(func(l leaked) { l.object.Export() }), wantValueEnded},
	{"export in another goroutine", inGoroutine(func(l leaked) { l.object.ExportTo(new(any)) }), wantGoroutine},
	{"to value after Run", afterRun(func(l leaked) { l.scope.ToValue([]string{"x"}) }), wantScopeEnded},
	{"to value in another goroutine", inGoroutine(func(l leaked) { l.scope.ToValue([]string{"x"}) }), wantGoroutine},
	{"serializer after its function", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			var ended *v8.ValueSerializer
			s.Serialize(v8.SerializeOptions{}, func(to *v8.ValueSerializer) error {
				ended = to
				return nil
			})
			ended.WriteHeader()
		})
	}, wantSerializerEnded},
	{"serializer inside another isolate's Run", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			s.Serialize(v8.SerializeOptions{}, func(to *v8.ValueSerializer) error {
				v8test.RunIn(t, b, func(*v8.Scope) { to.WriteHeader() })
				return nil
			})
		})
	}, wantGoroutine},
	{"value of another isolate to serialize", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			foreign := v8test.MustEval(t, s, "({})")
			v8test.RunIn(t, b, func(s *v8.Scope) { s.SerializeValue(foreign) })
		})
	}, wantIsolate},
	{"object inside another isolate's Run", inOtherIsolate(func(l leaked) { _ = l.object.String() }), wantGoroutine},
}

func TestMisuse(t *testing.T) {
	a, b := v8test.Context(t), v8test.Context(t)
	for _, m := range misuses {
		t.Run(m.name, func(t *testing.T) {
			require.PanicsWithValue(t, m.want, func() { m.code(t, a, b) })
			v8test.RequireUsable(t, a)
			v8test.RequireUsable(t, b)
			require.Zero(t, v8.Stats().Scopes)
		})
	}
}

func nothing(*v8.Scope) error { return nil }

type misuse = func(t *testing.T, a, b *v8.Context)

func afterRun(use func(leaked)) misuse {
	return func(t *testing.T, a, b *v8.Context) {
		var l leaked
		v8test.RunIn(t, a, func(s *v8.Scope) { l = leak(t, s) })
		use(l)
	}
}

func inLaterRun(use func(leaked)) misuse {
	return func(t *testing.T, a, b *v8.Context) {
		var l leaked
		v8test.RunIn(t, a, func(s *v8.Scope) { l = leak(t, s) })
		v8test.RunIn(t, a, func(s *v8.Scope) { use(l) })
	}
}

func afterNested(use func(leaked)) misuse {
	return func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			var l leaked
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				l = leak(t, s)
				return nil
			}))
			use(l)
		})
	}
}

// inGoroutine hands the panic of the other goroutine on to this one.
func inGoroutine(use func(leaked)) misuse {
	return func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			l := leak(t, s)
			panicked := make(chan any)
			go func() {
				defer func() { panicked <- recover() }()
				use(l)
			}()
			panic(<-panicked)
		})
	}
}

func inOtherIsolate(use func(leaked)) misuse {
	return func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			l := leak(t, s)
			require.NoError(t, b.Run(context.Background(), func(*v8.Scope) error {
				use(l)
				return nil
			}))
		})
	}
}
