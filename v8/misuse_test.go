package v8_test

import (
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
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
	}, misuse.NilContext},

	{"harden with unknown compilers", func(t *testing.T, a, b *v8.Context) {
		v8.Harden(v8.HardenOptions{Compilers: 17})
	}, misuse.Compilers},
	{"microtask queue of another isolate", func(t *testing.T, a, b *v8.Context) {
		a.Isolate().NewContext(context.Background(), v8.ContextOptions{MicrotaskQueue: b.MicrotaskQueue()})
	}, misuse.QueueIsolate},

	{"snapshot: nil context", func(t *testing.T, a, b *v8.Context) {
		v8.NewSnapshot(nil, v8.SnapshotOptions{}, func(*v8.SnapshotCreator) error { return nil }) //lint:ignore SA1012 it is what is tested
	}, misuse.NilContext},
	{"snapshot: nil function", func(t *testing.T, a, b *v8.Context) {
		v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, nil)
	}, misuse.NilCallback},
	{"snapshot: unknown FunctionCode", func(t *testing.T, a, b *v8.Context) {
		v8.NewSnapshot(t.Context(), v8.SnapshotOptions{FunctionCode: 2}, func(*v8.SnapshotCreator) error { return nil })
	}, misuse.FunctionCode},
	{"zero snapshot", func(t *testing.T, a, b *v8.Context) { v8.NewIsolate(v8.IsolateOptions{Snapshot: &v8.Snapshot{}}) }, misuse.ZeroSnapshot},
	{"zero snapshot: WriteTo", func(t *testing.T, a, b *v8.Context) { new(v8.Snapshot).WriteTo(io.Discard) }, misuse.ZeroSnapshot},
	{"zero snapshot: Contexts", func(t *testing.T, a, b *v8.Context) { (*v8.Snapshot)(nil).Contexts() }, misuse.ZeroSnapshot},
	{"creator after its function", func(t *testing.T, a, b *v8.Context) {
		var left *v8.SnapshotCreator
		creating(t, func(creator *v8.SnapshotCreator) { left = creator })
		left.Isolate()
	}, misuse.SnapshotCreatorEnded},
	{"default context of another isolate", func(t *testing.T, a, b *v8.Context) {
		creating(t, func(creator *v8.SnapshotCreator) { creator.SetDefaultContext(a) })
	}, misuse.ContextIsolate},
	{"context twice in a snapshot", func(t *testing.T, a, b *v8.Context) {
		creating(t, func(creator *v8.SnapshotCreator) {
			c := v8test.Must(creator.Isolate().NewContext(t.Context(), v8.ContextOptions{}))
			creator.SetDefaultContext(c)
			creator.AddContext("c", c)
		})
	}, misuse.SnapshotContext},
	{"two default contexts", func(t *testing.T, a, b *v8.Context) {
		creating(t, func(creator *v8.SnapshotCreator) {
			for range 2 {
				creator.SetDefaultContext(v8test.Must(creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})))
			}
		})
	}, misuse.SnapshotContext},
	{"two contexts of a name", func(t *testing.T, a, b *v8.Context) {
		creating(t, func(creator *v8.SnapshotCreator) {
			for range 2 {
				creator.AddContext("c", v8test.Must(creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})))
			}
		})
	}, misuse.SnapshotContext},
	{"context without a name", func(t *testing.T, a, b *v8.Context) {
		creating(t, func(creator *v8.SnapshotCreator) {
			creator.AddContext("", v8test.Must(creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})))
		})
	}, misuse.SnapshotContext},
	{"template with FromSnapshot", func(t *testing.T, a, b *v8.Context) {
		global := v8test.Must(a.Isolate().NewObjectTemplate())
		a.Isolate().NewContext(t.Context(), v8.ContextOptions{GlobalTemplate: global, FromSnapshot: "c"})
	}, misuse.SnapshotTemplate},

	{"zero isolate: Close", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).Close() }, misuse.ZeroIsolate},
	{"zero isolate: NewContext", func(t *testing.T, a, b *v8.Context) {
		new(v8.Isolate).NewContext(context.Background(), v8.ContextOptions{})
	}, misuse.ZeroIsolate},
	{"zero context: Run", func(t *testing.T, a, b *v8.Context) {
		new(v8.Context).Run(context.Background(), v8test.Nothing)
	}, misuse.ZeroContext},
	{"zero context: Close", func(t *testing.T, a, b *v8.Context) { new(v8.Context).Close() }, misuse.ZeroContext},
	{"nil isolate: NewContext", func(t *testing.T, a, b *v8.Context) {
		(*v8.Isolate)(nil).NewContext(context.Background(), v8.ContextOptions{})
	}, misuse.ZeroIsolate},
	{"nil isolate: HeapStatistics", func(t *testing.T, a, b *v8.Context) { (*v8.Isolate)(nil).HeapStatistics() }, misuse.ZeroIsolate},
	{"nil isolate: Close", func(t *testing.T, a, b *v8.Context) { (*v8.Isolate)(nil).Close() }, misuse.ZeroIsolate},
	{"zero isolate: Terminate", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).Terminate(nil) }, misuse.ZeroIsolate},
	{"zero isolate: LowMemoryNotification", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).LowMemoryNotification(t.Context()) }, misuse.ZeroIsolate},
	{"zero isolate: NewContextPool", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).NewContextPool(v8.ContextPoolOptions{}) }, misuse.ZeroIsolate},
	{"zero context pool: Get", func(t *testing.T, a, b *v8.Context) { new(v8.ContextPool).Get(t.Context()) }, misuse.ZeroContextPool},
	{"zero context pool: Statistics", func(t *testing.T, a, b *v8.Context) { new(v8.ContextPool).Statistics() }, misuse.ZeroContextPool},
	{"zero context pool: Close", func(t *testing.T, a, b *v8.Context) { new(v8.ContextPool).Close() }, misuse.ZeroContextPool},
	{"context pool: nil ctx", func(t *testing.T, a, b *v8.Context) {
		new(v8.ContextPool).Get(nil) //lint:ignore SA1012 it is what is tested
	}, misuse.NilContext},
	{"zero isolate: WallTime", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).WallTime() }, misuse.ZeroIsolate},
	{"zero isolate: CPUTime", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).CPUTime() }, misuse.ZeroIsolate},
	{"nil context: NewContext", func(t *testing.T, a, b *v8.Context) {
		a.Isolate().NewContext(nil, v8.ContextOptions{}) //lint:ignore SA1012 it is what is tested
	}, misuse.NilContext},
	{"nil context: Shutdown", func(t *testing.T, a, b *v8.Context) {
		a.Isolate().Shutdown(nil) //lint:ignore SA1012 it is what is tested
	}, misuse.NilContext},
	{"nil error: RejectError", inside(func(s *v8.Scope) { v8test.Must(s.NewPromiseResolver()).RejectError(nil) }), misuse.NilError},
	{"two RunOptions", func(t *testing.T, a, b *v8.Context) {
		a.Run(t.Context(), nil, v8.RunOptions{}, v8.RunOptions{})
	}, misuse.Options},
	{"nil function: WithoutCPULimit", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) { s.WithoutCPULimit(nil) })
	}, misuse.NilCallback},
	{"zero isolate: HeapStatistics", func(t *testing.T, a, b *v8.Context) { new(v8.Isolate).HeapStatistics() }, misuse.ZeroIsolate},
	{"nil isolate: NewObjectTemplate", func(t *testing.T, a, b *v8.Context) { (*v8.Isolate)(nil).NewObjectTemplate() }, misuse.ZeroIsolate},
	{"nil isolate: NewFunctionTemplate", func(t *testing.T, a, b *v8.Context) {
		(*v8.Isolate)(nil).NewFunctionTemplate(nil, v8.FunctionOptions{})
	}, misuse.ZeroIsolate},
	{"nil context: Run", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).Run(context.Background(), v8test.Nothing) }, misuse.ZeroContext},
	{"nil context: Close", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).Close() }, misuse.ZeroContext},
	{"nil context: Isolate", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).Isolate() }, misuse.ZeroContext},
	{"zero context: Isolate", func(t *testing.T, a, b *v8.Context) { new(v8.Context).Isolate() }, misuse.ZeroContext},
	{"nil context: EmbedderData", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).EmbedderData(1) }, misuse.ZeroContext},
	{"zero context: SetEmbedderData", func(t *testing.T, a, b *v8.Context) { new(v8.Context).SetEmbedderData(1, 2) }, misuse.ZeroContext},
	{"nil context: SetSecurityToken", func(t *testing.T, a, b *v8.Context) { (*v8.Context)(nil).SetSecurityToken("x") }, misuse.ZeroContext},
	{"zero context: AllowCodeGenerationFromStrings", func(t *testing.T, a, b *v8.Context) {
		new(v8.Context).AllowCodeGenerationFromStrings(true)
	}, misuse.ZeroContext},
	{"zero context: AllowWasmCodeGeneration", func(t *testing.T, a, b *v8.Context) { new(v8.Context).AllowWasmCodeGeneration(true) }, misuse.ZeroContext},

	{"Run of a nil function", func(t *testing.T, a, b *v8.Context) { a.Run(context.Background(), nil) }, misuse.NilCallback},
	{"PostTask of a nil function", func(t *testing.T, a, b *v8.Context) { a.PostTask(nil) }, misuse.NilCallback},
	{"OnTask of a nil function", func(t *testing.T, a, b *v8.Context) { a.Isolate().OnTask(nil) }, misuse.NilCallback},
	{"AfterClose of a nil function", func(t *testing.T, a, b *v8.Context) { a.AfterClose(nil) }, misuse.NilCallback},
	{"Nested of a nil function", inside(func(s *v8.Scope) { s.Nested(nil) }), misuse.NilCallback},
	{"Escape of a nil function", inside(func(s *v8.Scope) { v8.Escape[v8.Value](s, nil) }), misuse.NilCallback},
	{"NewFunction of a nil function", inside(func(s *v8.Scope) { s.NewFunction(nil, v8.FunctionOptions{}) }), misuse.NilCallback},
	{"NewFunctionOf a nil function", inside(func(s *v8.Scope) { s.NewFunctionOf((func())(nil), v8.FunctionOptions{}) }), misuse.NilCallback},
	{"NewFunctionOf nil", inside(func(s *v8.Scope) { s.NewFunctionOf(nil, v8.FunctionOptions{}) }), "v8: NewFunctionOf of <nil>: it is not a func"},
	{"NewFunctionOf a chan parameter", inside(func(s *v8.Scope) { s.NewFunctionOf(func(chan int) {}, v8.FunctionOptions{}) }),
		"v8: NewFunctionOf of func(chan int): parameter chan int is not supported"},
	{"Then of nil functions", inside(func(s *v8.Scope) { v8test.Must(s.NewPromiseResolver()).Promise().Then(nil, nil) }), misuse.NilCallback},
	{"Catch of a nil function", inside(func(s *v8.Scope) { v8test.Must(s.NewPromiseResolver()).Promise().Catch(nil) }), misuse.NilCallback},
	{"NewBigInt of nil", inside(func(s *v8.Scope) { s.NewBigInt(nil) }), misuse.NilBigInt},

	{"nil global: Get", inside(func(s *v8.Scope) { (*v8.Global[v8.Value])(nil).Get(s) }), misuse.ZeroGlobal},
	{"zero global: Get", inside(func(s *v8.Scope) { new(v8.Global[v8.Value]).Get(s) }), misuse.ZeroGlobal},
	{"zero global: Close", inside(func(s *v8.Scope) { new(v8.Global[v8.Value]).Close() }), misuse.ZeroGlobal},
	{"nil weak: Get", inside(func(s *v8.Scope) { (*v8.Weak[v8.Object])(nil).Get(s) }), misuse.ZeroGlobal},
	{"zero weak: Get", inside(func(s *v8.Scope) { new(v8.Weak[v8.Object]).Get(s) }), misuse.ZeroGlobal},
	{"zero weak: Close", inside(func(s *v8.Scope) { new(v8.Weak[v8.Object]).Close() }), misuse.ZeroGlobal},
	{"global after Close", inside(func(s *v8.Scope) {
		g := v8test.Must(v8.NewGlobal(s, v8test.Must(s.NewObject())))
		g.Close()
		g.Get(s)
	}), misuse.GlobalClosed},
	{"global of a number after Close", inside(func(s *v8.Scope) {
		g := v8test.Must(v8.NewGlobal(s, v8.NewNumber(1)))
		g.Close()
		g.Get(s)
	}), misuse.GlobalClosed},
	{"weak after Close", inside(func(s *v8.Scope) {
		w := v8test.Must(v8.NewWeak(s, v8test.Must(s.NewObject()), nil))
		w.Close()
		w.Get(s)
	}), misuse.GlobalClosed},
	{"weak of a string", inside(func(s *v8.Scope) { v8.NewWeak(s, v8test.Must(s.NewString("x")), nil) }),
		misuse.Weak},
	{"weak of undefined", inside(func(s *v8.Scope) { v8.NewWeak(s, v8.Undefined(), nil) }),
		misuse.Weak},
	{"global of another isolate", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			g := v8test.Must(v8.NewGlobal(s, v8test.Must(s.NewObject())))
			defer g.Close()
			v8test.RunIn(t, b, func(s *v8.Scope) { g.Get(s) })
		})
	}, misuse.Isolate},
	{"weak of another isolate", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			w := v8test.Must(v8.NewWeak(s, v8test.Must(s.NewObject()), nil))
			defer w.Close()
			v8test.RunIn(t, b, func(s *v8.Scope) { w.Get(s) })
		})
	}, misuse.Isolate},
	{"private key of another isolate", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			key := v8test.Must(s.NewPrivate("key"))
			v8test.RunIn(t, b, func(s *v8.Scope) { v8test.Must(s.NewObject()).GetPrivate(key) })
		})
	}, misuse.Isolate},
	{"private key after Nested", inside(func(s *v8.Scope) {
		var key v8.Private
		s.Nested(func(s *v8.Scope) error { key = v8test.Must(s.NewPrivate("key")); return nil })
		v8test.Must(s.NewObject()).HasPrivate(key)
	}), misuse.ValueEnded},
	{"zero private key", inside(func(s *v8.Scope) { v8test.Must(s.NewObject()).SetPrivate(v8.Private{}, v8.Null()) }), misuse.ZeroHandle},
	{"escape of an ended value", inside(func(s *v8.Scope) {
		var kept v8.Value
		s.Nested(func(s *v8.Scope) error { kept = v8test.Must(s.NewObject()).Value; return nil })
		v8.Escape(s, func(*v8.Scope) (v8.Value, error) { return kept, nil })
	}), misuse.ValueEnded},

	{"zero FunctionCallbackInfo: Length", inside(func(*v8.Scope) { v8.FunctionCallbackInfo{}.Length() }), misuse.InfoEnded},
	{"zero FunctionCallbackInfo: Argument", inside(func(*v8.Scope) { v8.FunctionCallbackInfo{}.Argument(0) }), misuse.InfoEnded},
	{"zero FunctionCallbackInfo: This", inside(func(*v8.Scope) { v8.FunctionCallbackInfo{}.This() }), misuse.InfoEnded},
	{"zero FunctionCallbackInfo: Scope", inside(func(*v8.Scope) { v8.FunctionCallbackInfo{}.Scope().NewObject() }), misuse.NilScope},
	{"zero PropertyCallbackInfo: This", inside(func(*v8.Scope) { v8.PropertyCallbackInfo{}.This() }), misuse.PropertyInfoEnded},
	{"zero PropertyCallbackInfo: Holder", inside(func(*v8.Scope) { v8.PropertyCallbackInfo{}.Holder() }), misuse.PropertyInfoEnded},
	{"FunctionCallbackInfo after the call: Argument", afterCall(func(info v8.FunctionCallbackInfo) { info.Argument(0) }), misuse.InfoEnded},
	{"FunctionCallbackInfo after the call: This", afterCall(func(info v8.FunctionCallbackInfo) { info.This() }), misuse.InfoEnded},
	{"FunctionCallbackInfo after the call: NewTarget", afterCall(func(info v8.FunctionCallbackInfo) { info.NewTarget() }), misuse.InfoEnded},
	{"FunctionCallbackInfo after the call: Scope", afterCall(func(info v8.FunctionCallbackInfo) { info.Scope().Global() }), misuse.ScopeEnded},

	{"argument after the call", inside(func(s *v8.Scope) {
		var kept v8.Value
		f := v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			kept = info.Argument(0)
			return v8.Value{}, nil
		}, v8.FunctionOptions{}))
		v8test.Must(f.Call(v8.Null(), v8test.Must(s.NewObject()).Value))
		_ = kept.String()
	}), misuse.ValueEnded},
	{"element after its turn of Iterate", inside(func(s *v8.Scope) {
		var kept v8.Value
		for v, err := range v8test.Must(s.NewArray(v8test.Must(s.NewObject()).Value)).Iterate() {
			kept = v8test.Must(v, err)
		}
		_ = kept.String()
	}), misuse.ValueEnded},

	{"ErrorKind out of range: NewError", inside(func(s *v8.Scope) { s.NewError(99, "", v8.Undefined()) }), misuse.ErrorKind},
	{"ErrorKind out of range: Errorf", inside(func(*v8.Scope) { _ = v8.ErrorKind(-1).Errorf("") }), misuse.ErrorKind},
	{"IntegrityLevel out of range", inside(func(s *v8.Scope) { v8test.Must(s.NewObject()).SetIntegrityLevel(2) }),
		misuse.IntegrityLevel},
	{"PropertyAttribute out of range", inside(func(s *v8.Scope) { v8test.Must(s.NewObject()).DefineOwnProperty("x", v8.Null(), 8) }), misuse.Attributes},
	{"WellKnownSymbol out of range", inside(func(s *v8.Scope) { s.WellKnownSymbol(-1) }), misuse.WellKnownSymbol},
	{"Kind of no typed array", inside(func(s *v8.Scope) { s.NewTypedArray(v8.KindDataView, v8test.Must(s.NewArrayBuffer(8)), 0, 1) }),
		misuse.TypedArrayKind},
	{"prototype that is a string", inside(func(s *v8.Scope) { v8test.Must(s.NewObject()).SetPrototype(v8test.Must(s.NewString("x")).Value) }),
		misuse.Prototype},
	{"descriptor of a getter and a value", inside(func(s *v8.Scope) {
		f := v8test.Must(s.NewFunction(v8test.NoCall, v8.FunctionOptions{}))
		v8test.Must(s.NewObject()).DefineProperty("x", v8.PropertyDescriptor{Get: &f, Value: &f.Value})
	}), misuse.Descriptor},
	{"internal field of an object without", inside(func(s *v8.Scope) { v8test.Must(s.NewObject()).SetInternalField(0, 1) }), misuse.InternalField},
	{"internal field of an External", inside(func(s *v8.Scope) { v8test.Must(s.NewExternal(1)).SetInternalField(0, 2) }), misuse.InternalField},
	{"negative internal field", inside(func(s *v8.Scope) { v8test.Must(s.NewObject()).InternalField(-1) }), misuse.InternalField},
	{"function length out of range", inside(func(s *v8.Scope) { s.NewFunction(v8test.NoCall, v8.FunctionOptions{Length: -1}) }),
		misuse.FunctionLength},

	{"nil scope", func(t *testing.T, a, b *v8.Context) { (*v8.Scope)(nil).Isolate() }, misuse.NilScope},
	{"zero scope", func(t *testing.T, a, b *v8.Context) { new(v8.Scope).NewString("") }, misuse.NilScope},
	{"code of a script that nobody has asked for", inside(func(s *v8.Scope) {
		v8test.Must(s.CompileUnboundScript("1", v8.ScriptOrigin{})).CreateCodeCache()
	}), misuse.CodeCache},
	{"code of a zero script", inside(func(s *v8.Scope) { v8.UnboundScript{}.CreateCodeCache() }), misuse.ZeroHandle},

	{"zero script", func(t *testing.T, a, b *v8.Context) { v8.Script{}.Run() }, misuse.ZeroHandle},
	{"zero string", func(t *testing.T, a, b *v8.Context) { v8.String{}.Length() }, misuse.ZeroHandle},

	{"scope after Run: Compile", afterRun(func(l leaked) { l.scope.Compile("1", v8.ScriptOrigin{}) }), misuse.ScopeEnded},
	{"scope after Run: NewString", afterRun(func(l leaked) { l.scope.NewString("") }), misuse.ScopeEnded},
	{"scope after Run: Nested", afterRun(func(l leaked) { l.scope.Nested(v8test.Nothing) }), misuse.ScopeEnded},
	{"scope after Run: Isolate", afterRun(func(l leaked) { l.scope.Isolate() }), misuse.ScopeEnded},
	{"scope after Run: Context", afterRun(func(l leaked) { l.scope.Context() }), misuse.ScopeEnded},
	{"scope after Run: Ctx", afterRun(func(l leaked) { l.scope.Ctx() }), misuse.ScopeEnded},
	{"script after Run", afterRun(func(l leaked) { l.script.Run() }), misuse.ValueEnded},
	{"string after Run: Length", afterRun(func(l leaked) { l.string.Length() }), misuse.ValueEnded},
	{"string after Run: String", afterRun(func(l leaked) { _ = l.string.String() }), misuse.ValueEnded},
	{"object after Run", afterRun(func(l leaked) { _ = l.object.String() }), misuse.ValueEnded},

	{"scope in a later Run", inLaterRun(func(l leaked) { l.scope.NewString("") }), misuse.ScopeEnded},
	{"script in a later Run", inLaterRun(func(l leaked) { l.script.Run() }), misuse.ValueEnded},
	{"object in a later Run", inLaterRun(func(l leaked) { _ = l.object.String() }), misuse.ValueEnded},

	{"scope after Nested", afterNested(func(l leaked) { l.scope.NewString("") }), misuse.ScopeEnded},
	{"script after Nested", afterNested(func(l leaked) { l.script.Run() }), misuse.ValueEnded},
	{"object after Nested", afterNested(func(l leaked) { _ = l.object.String() }), misuse.ValueEnded},
	{"value of an outer scope, made in Nested", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			var l leaked
			require.NoError(t, s.Nested(func(*v8.Scope) error {
				l = leak(t, s)
				return nil
			}))
			_ = l.object.String()
		})
	}, misuse.ValueEnded},
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
	}, misuse.ValueEnded},

	{"scope in another goroutine: Compile", inGoroutine(func(l leaked) { l.scope.Compile("1", v8.ScriptOrigin{}) }), misuse.Goroutine},
	{"scope in another goroutine: NewString", inGoroutine(func(l leaked) { l.scope.NewString("") }), misuse.Goroutine},
	{"scope in another goroutine: Nested", inGoroutine(func(l leaked) { l.scope.Nested(v8test.Nothing) }), misuse.Goroutine},
	{"script in another goroutine", inGoroutine(func(l leaked) { l.script.Run() }), misuse.Goroutine},
	{"string in another goroutine: Length", inGoroutine(func(l leaked) { l.string.Length() }), misuse.Goroutine},
	{"string in another goroutine: String", inGoroutine(func(l leaked) { _ = l.string.String() }), misuse.Goroutine},
	{"object in another goroutine", inGoroutine(func(l leaked) { _ = l.object.String() }), misuse.Goroutine},

	{"scope inside another isolate's Run", inOtherIsolate(func(l leaked) { l.scope.NewString("") }), misuse.Goroutine},
	{"Nested inside another isolate's Run", inOtherIsolate(func(l leaked) { l.scope.Nested(v8test.Nothing) }), misuse.Goroutine},
	{"script inside another isolate's Run", inOtherIsolate(func(l leaked) { l.script.Run() }), misuse.Goroutine},
	{"value given to another isolate", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			foreign := v8test.MustEval(t, s, "({})")
			v8test.RunIn(t, b, func(s *v8.Scope) { s.Global().Set("foreign", foreign) })
		})
	}, misuse.Isolate},
	{"export after Run", afterRun(func(l leaked) { l.object.Export() }), misuse.ValueEnded},
	{"export in another goroutine", inGoroutine(func(l leaked) { l.object.ExportTo(new(any)) }), misuse.Goroutine},
	{"to value after Run", afterRun(func(l leaked) { l.scope.ToValue([]string{"x"}) }), misuse.ScopeEnded},
	{"to value in another goroutine", inGoroutine(func(l leaked) { l.scope.ToValue([]string{"x"}) }), misuse.Goroutine},
	{"serializer after its function", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			var ended *v8.ValueSerializer
			s.Serialize(v8.SerializeOptions{}, func(to *v8.ValueSerializer) error {
				ended = to
				return nil
			})
			ended.WriteHeader()
		})
	}, misuse.SerializerEnded},
	{"serializer inside another isolate's Run", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			s.Serialize(v8.SerializeOptions{}, func(to *v8.ValueSerializer) error {
				v8test.RunIn(t, b, func(*v8.Scope) { to.WriteHeader() })
				return nil
			})
		})
	}, misuse.Goroutine},
	{"value of another isolate to serialize", func(t *testing.T, a, b *v8.Context) {
		v8test.RunIn(t, a, func(s *v8.Scope) {
			foreign := v8test.MustEval(t, s, "({})")
			v8test.RunIn(t, b, func(s *v8.Scope) { s.SerializeValue(foreign) })
		})
	}, misuse.Isolate},
	{"object inside another isolate's Run", inOtherIsolate(func(l leaked) { _ = l.object.String() }), misuse.Goroutine},
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

// creating calls fn while a snapshot is made.
func creating(t *testing.T, fn func(creator *v8.SnapshotCreator)) {
	_, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
		fn(creator)
		return nil
	})
	require.NoError(t, err)
}

type mistake = func(t *testing.T, a, b *v8.Context)

func inside(use func(s *v8.Scope)) mistake {
	return func(t *testing.T, a, b *v8.Context) { v8test.RunIn(t, a, use) }
}

func afterCall(use func(v8.FunctionCallbackInfo)) mistake {
	return inside(func(s *v8.Scope) {
		var kept v8.FunctionCallbackInfo
		f := v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			kept = info
			return v8.Value{}, nil
		}, v8.FunctionOptions{}))
		v8test.Must(f.Call(v8.Null(), v8.Null()))
		use(kept)
	})
}

func afterRun(use func(leaked)) mistake {
	return func(t *testing.T, a, b *v8.Context) {
		var l leaked
		v8test.RunIn(t, a, func(s *v8.Scope) { l = leak(t, s) })
		use(l)
	}
}

func inLaterRun(use func(leaked)) mistake {
	return func(t *testing.T, a, b *v8.Context) {
		var l leaked
		v8test.RunIn(t, a, func(s *v8.Scope) { l = leak(t, s) })
		v8test.RunIn(t, a, func(s *v8.Scope) { use(l) })
	}
}

func afterNested(use func(leaked)) mistake {
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
func inGoroutine(use func(leaked)) mistake {
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

func inOtherIsolate(use func(leaked)) mistake {
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
