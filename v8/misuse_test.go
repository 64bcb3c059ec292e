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
	wantNilContext  = "v8: nil context.Context: use context.Background()"
	wantIsolate     = "v8: value of another isolate: a value belongs to the isolate that made it"
	wantNilScope    = "v8: Scope is nil: a Scope comes from Run"
	wantZeroIsolate = "v8: zero Isolate used: an Isolate comes from NewIsolate"
	wantZeroContext = "v8: zero Context used: a Context comes from Isolate.NewContext"
	wantZeroHandle  = "v8: zero handle used: a handle comes from a method of Scope"
	wantZeroGlobal  = "v8: zero Global or Weak used: one comes from NewGlobal or NewWeak"
	wantClosed      = "v8: Global or Weak used after Close"
	wantNilCallback = "v8: callback is nil"
	wantInfoEnded   = "v8: FunctionCallbackInfo used after its callback has returned: " +
		"it is valid only inside the callback that it was passed to"
	wantPropertyInfoEnded = "v8: PropertyCallbackInfo used after its callback has returned: " +
		"it is valid only inside the callback that it was passed to"
	wantAttributes      = "v8: PropertyAttribute out of range: it consists of ReadOnly, DontEnum and DontDelete"
	wantInternalField   = "v8: internal field index out of range: see InternalFieldCount"
	wantSerializerEnded = "v8: serializer used after its function has returned: " +
		"it is valid only inside the function that it was passed to"
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

	{"harden with unknown compilers", func(t *testing.T, a, b *v8.Context) {
		v8.Harden(v8.HardenOptions{Compilers: 17})
	}, "v8: Compilers is none of the constants"},
	{"microtask queue of another isolate", func(t *testing.T, a, b *v8.Context) {
		a.Isolate().NewContext(context.Background(), v8.ContextOptions{MicrotaskQueue: b.MicrotaskQueue()})
	}, "v8: MicrotaskQueue of another isolate: a queue belongs to the isolate that made it"},

	{"zero isolate: Close", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).Close() }, wantZeroIsolate},
	{"zero isolate: NewContext", func(t *testing.T, a, b *v8.Context) {
		new(v8.Isolate).NewContext(context.Background(), v8.ContextOptions{})
	}, wantZeroIsolate},
	{"zero context: Run", func(t *testing.T, a, b *v8.Context) {
		new(v8.Context).Run(context.Background(), nothing)
	}, wantZeroContext},
	{"zero context: Close", func(t *testing.T, a, b *v8.Context) { new(v8.Context).Close() }, wantZeroContext},
	{"nil isolate: NewContext", func(t *testing.T, a, b *v8.Context) {
		(*v8.Isolate)(nil).NewContext(context.Background(), v8.ContextOptions{})
	}, wantZeroIsolate},
	{"nil isolate: HeapStatistics", func(t *testing.T, a, b *v8.Context) { (*v8.Isolate)(nil).HeapStatistics() }, wantZeroIsolate},
	{"nil isolate: Close", func(t *testing.T, a, b *v8.Context) { (*v8.Isolate)(nil).Close() }, wantZeroIsolate},
	{"zero isolate: Terminate", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).Terminate(nil) }, wantZeroIsolate},
	{"zero isolate: WallTime", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).WallTime() }, wantZeroIsolate},
	{"zero isolate: CPUTime", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).CPUTime() }, wantZeroIsolate},
	{"nil context: NewContext", func(t *testing.T, a, b *v8.Context) {
		a.Isolate().NewContext(nil, v8.ContextOptions{}) //lint:ignore SA1012 it is what is tested
	}, "v8: nil context.Context: use context.Background()"},
	{"nil context: Shutdown", func(t *testing.T, a, b *v8.Context) {
		a.Isolate().Shutdown(nil) //lint:ignore SA1012 it is what is tested
	}, "v8: nil context.Context: use context.Background()"},
	{"two RunOptions", func(t *testing.T, a, b *v8.Context) {
		a.Run(t.Context(), nil, v8.RunOptions{}, v8.RunOptions{})
	}, "v8: more than one RunOptions: pass one or none"},
	{"nil function: WithoutCPULimit", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) { s.WithoutCPULimit(nil) })
	}, "v8: callback is nil"},
	{"zero isolate: HeapStatistics", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).HeapStatistics() }, wantZeroIsolate},
	{"nil isolate: NewObjectTemplate", func(t *testing.T, a, b *v8.Context) { (*v8.Isolate)(nil).NewObjectTemplate() }, wantZeroIsolate},
	{"nil isolate: NewFunctionTemplate", func(t *testing.T, a, b *v8.Context) {
		(*v8.Isolate)(nil).NewFunctionTemplate(nil, v8.FunctionOptions{})
	}, wantZeroIsolate},
	{"nil context: Run", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).Run(context.Background(), nothing) }, wantZeroContext},
	{"nil context: Close", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).Close() }, wantZeroContext},
	{"nil context: Isolate", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).Isolate() }, wantZeroContext},
	{"zero context: Isolate", func(t *testing.T, a, b *v8.Context) { new(v8.Context).Isolate() }, wantZeroContext},
	{"nil context: EmbedderData", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).EmbedderData(1) }, wantZeroContext},
	{"zero context: SetEmbedderData", func(t *testing.T, a, b *v8.Context) { new(v8.Context).SetEmbedderData(1, 2) }, wantZeroContext},
	{"nil context: SetSecurityToken", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).SetSecurityToken("x") }, wantZeroContext},
	{"zero context: AllowCodeGenerationFromStrings", func(t *testing.T, a, b *v8.Context) {
		new(v8.Context).AllowCodeGenerationFromStrings(true)
	}, wantZeroContext},
	{"zero context: AllowWasmCodeGeneration", func(t *testing.T, a, b *v8.Context) { new(v8.Context).AllowWasmCodeGeneration(true) }, wantZeroContext},

	{"Run of a nil function", func(t *testing.T, a, b *v8.Context) { a.Run(context.Background(), nil) }, wantNilCallback},
	{"Nested of a nil function", inside(func(s *v8.Scope) { s.Nested(nil) }), wantNilCallback},
	{"Escape of a nil function", inside(func(s *v8.Scope) { v8.Escape[v8.Value](s, nil) }), wantNilCallback},
	{"NewFunction of a nil function", inside(func(s *v8.Scope) { s.NewFunction(nil, v8.FunctionOptions{}) }), wantNilCallback},
	{"NewFunctionOf a nil function", inside(func(s *v8.Scope) { s.NewFunctionOf((func())(nil), v8.FunctionOptions{}) }), wantNilCallback},
	{"NewFunctionOf nil", inside(func(s *v8.Scope) { s.NewFunctionOf(nil, v8.FunctionOptions{}) }), "v8: NewFunctionOf of <nil>: it is not a func"},
	{"NewFunctionOf a chan parameter", inside(func(s *v8.Scope) { s.NewFunctionOf(func(chan int) {}, v8.FunctionOptions{}) }),
		"v8: NewFunctionOf of func(chan int): parameter chan int is not supported"},
	{"Then of nil functions", inside(func(s *v8.Scope) { made(s.NewPromiseResolver()).Promise().Then(nil, nil) }), wantNilCallback},
	{"Catch of a nil function", inside(func(s *v8.Scope) { made(s.NewPromiseResolver()).Promise().Catch(nil) }), wantNilCallback},
	{"NewBigInt of nil", inside(func(s *v8.Scope) { s.NewBigInt(nil) }), "v8: *big.Int is nil"},

	{"nil global: Get", inside(func(s *v8.Scope) { (*v8.Global[v8.Value])(nil).Get(s) }), wantZeroGlobal},
	{"zero global: Get", inside(func(s *v8.Scope) { new(v8.Global[v8.Value]).Get(s) }), wantZeroGlobal},
	{"zero global: Close", inside(func(s *v8.Scope) { new(v8.Global[v8.Value]).Close() }), wantZeroGlobal},
	{"nil weak: Get", inside(func(s *v8.Scope) { (*v8.Weak[v8.Object])(nil).Get(s) }), wantZeroGlobal},
	{"zero weak: Get", inside(func(s *v8.Scope) { new(v8.Weak[v8.Object]).Get(s) }), wantZeroGlobal},
	{"zero weak: Close", inside(func(s *v8.Scope) { new(v8.Weak[v8.Object]).Close() }), wantZeroGlobal},
	{"global after Close", inside(func(s *v8.Scope) {
		g := made(v8.NewGlobal(s, made(s.NewObject())))
		g.Close()
		g.Get(s)
	}), wantClosed},
	{"global of a number after Close", inside(func(s *v8.Scope) {
		g := made(v8.NewGlobal(s, v8.NewNumber(1)))
		g.Close()
		g.Get(s)
	}), wantClosed},
	{"weak after Close", inside(func(s *v8.Scope) {
		w := made(v8.NewWeak(s, made(s.NewObject()), nil))
		w.Close()
		w.Get(s)
	}), wantClosed},
	{"weak of a string", inside(func(s *v8.Scope) { v8.NewWeak(s, made(s.NewString("x")), nil) }),
		"v8: Weak of a value that is no object: only objects are collected"},
	{"weak of undefined", inside(func(s *v8.Scope) { v8.NewWeak(s, v8.Undefined(), nil) }),
		"v8: Weak of a value that is no object: only objects are collected"},
	{"global of another isolate", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			g := made(v8.NewGlobal(s, made(s.NewObject())))
			defer g.Close()
			v8test.RunIn(t, b, func(s *v8.Scope) { g.Get(s) })
		})
	}, wantIsolate},
	{"weak of another isolate", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			w := made(v8.NewWeak(s, made(s.NewObject()), nil))
			defer w.Close()
			v8test.RunIn(t, b, func(s *v8.Scope) { w.Get(s) })
		})
	}, wantIsolate},
	{"private key of another isolate", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			key := made(s.NewPrivate("key"))
			v8test.RunIn(t, b, func(s *v8.Scope) { made(s.NewObject()).GetPrivate(key) })
		})
	}, wantIsolate},
	{"private key after Nested", inside(func(s *v8.Scope) {
		var key v8.Private
		s.Nested(func(s *v8.Scope) error { key = made(s.NewPrivate("key")); return nil })
		made(s.NewObject()).HasPrivate(key)
	}), wantValueEnded},
	{"zero private key", inside(func(s *v8.Scope) { made(s.NewObject()).SetPrivate(v8.Private{}, v8.Null()) }), wantZeroHandle},
	{"escape of an ended value", inside(func(s *v8.Scope) {
		var kept v8.Value
		s.Nested(func(s *v8.Scope) error { kept = made(s.NewObject()).Value; return nil })
		v8.Escape(s, func(*v8.Scope) (v8.Value, error) { return kept, nil })
	}), wantValueEnded},

	{"zero FunctionCallbackInfo: Length", inside(func(*v8.Scope) { v8.FunctionCallbackInfo{}.Length() }), wantInfoEnded},
	{"zero FunctionCallbackInfo: Argument", inside(func(*v8.Scope) { v8.FunctionCallbackInfo{}.Argument(0) }), wantInfoEnded},
	{"zero FunctionCallbackInfo: This", inside(func(*v8.Scope) { v8.FunctionCallbackInfo{}.This() }), wantInfoEnded},
	{"zero FunctionCallbackInfo: Scope", inside(func(*v8.Scope) { v8.FunctionCallbackInfo{}.Scope().NewObject() }), wantNilScope},
	{"zero PropertyCallbackInfo: This", inside(func(*v8.Scope) { v8.PropertyCallbackInfo{}.This() }), wantPropertyInfoEnded},
	{"zero PropertyCallbackInfo: Holder", inside(func(*v8.Scope) { v8.PropertyCallbackInfo{}.Holder() }), wantPropertyInfoEnded},
	{"FunctionCallbackInfo after the call: Argument", afterCall(func(info v8.FunctionCallbackInfo) { info.Argument(0) }), wantInfoEnded},
	{"FunctionCallbackInfo after the call: This", afterCall(func(info v8.FunctionCallbackInfo) { info.This() }), wantInfoEnded},
	{"FunctionCallbackInfo after the call: NewTarget", afterCall(func(info v8.FunctionCallbackInfo) { info.NewTarget() }), wantInfoEnded},
	{"FunctionCallbackInfo after the call: Scope", afterCall(func(info v8.FunctionCallbackInfo) { info.Scope().Global() }), wantScopeEnded},

	{"argument after the call", inside(func(s *v8.Scope) {
		var kept v8.Value
		f := made(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			kept = info.Argument(0)
			return v8.Value{}, nil
		}, v8.FunctionOptions{}))
		made(f.Call(v8.Null(), made(s.NewObject()).Value))
		_ = kept.String()
	}), wantValueEnded},
	{"element after its turn of Iterate", inside(func(s *v8.Scope) {
		var kept v8.Value
		for v, err := range made(s.NewArray(made(s.NewObject()).Value)).Iterate() {
			kept = made(v, err)
		}
		_ = kept.String()
	}), wantValueEnded},

	{"ErrorKind out of range: NewError", inside(func(s *v8.Scope) { s.NewError(99, "", v8.Undefined()) }), "v8: ErrorKind is none of the constants"},
	{"ErrorKind out of range: Errorf", inside(func(*v8.Scope) { _ = v8.ErrorKind(-1).Errorf("") }), "v8: ErrorKind is none of the constants"},
	{"IntegrityLevel out of range", inside(func(s *v8.Scope) { made(s.NewObject()).SetIntegrityLevel(2) }),
		"v8: IntegrityLevel is none of the constants"},
	{"PropertyAttribute out of range", inside(func(s *v8.Scope) { made(s.NewObject()).DefineOwnProperty("x", v8.Null(), 8) }), wantAttributes},
	{"WellKnownSymbol out of range", inside(func(s *v8.Scope) { s.WellKnownSymbol(-1) }), "v8: WellKnownSymbol is none of the constants"},
	{"Kind of no typed array", inside(func(s *v8.Scope) { s.NewTypedArray(v8.KindDataView, made(s.NewArrayBuffer(8)), 0, 1) }),
		"v8: Kind is not that of a typed array"},
	{"prototype that is a string", inside(func(s *v8.Scope) { made(s.NewObject()).SetPrototype(made(s.NewString("x")).Value) }),
		"v8: prototype is neither an object nor null"},
	{"descriptor of a getter and a value", inside(func(s *v8.Scope) {
		f := made(s.NewFunction(noCall, v8.FunctionOptions{}))
		made(s.NewObject()).DefineProperty("x", v8.PropertyDescriptor{Get: &f, Value: &f.Value})
	}), "v8: PropertyDescriptor has an accessor and a value: it is one or the other"},
	{"internal field of an object without", inside(func(s *v8.Scope) { made(s.NewObject()).SetInternalField(0, 1) }), wantInternalField},
	{"internal field of an External", inside(func(s *v8.Scope) { made(s.NewExternal(1)).SetInternalField(0, 2) }), wantInternalField},
	{"negative internal field", inside(func(s *v8.Scope) { made(s.NewObject()).InternalField(-1) }), wantInternalField},
	{"function length out of range", inside(func(s *v8.Scope) { s.NewFunction(noCall, v8.FunctionOptions{Length: -1}) }),
		"v8: function length out of range: from 0 to 65,535"},

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

func inside(use func(s *v8.Scope)) misuse {
	return func(t *testing.T, a, b *v8.Context) { v8test.RunIn(t, a, use) }
}

func afterCall(use func(v8.FunctionCallbackInfo)) misuse {
	return inside(func(s *v8.Scope) {
		var kept v8.FunctionCallbackInfo
		f := made(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			kept = info
			return v8.Value{}, nil
		}, v8.FunctionOptions{}))
		made(f.Call(v8.Null(), v8.Null()))
		use(kept)
	})
}

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
