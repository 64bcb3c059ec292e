package v8_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// hostile is a handler that does the same whatever it is asked.
type hostile struct {
	do func(info v8.PropertyCallbackInfo) (v8.Value, error)
}

func (h hostile) Get(info v8.PropertyCallbackInfo, _ v8.Name) (v8.Value, bool, error) {
	v, err := h.do(info)
	return v, true, err
}

func (h hostile) Set(info v8.PropertyCallbackInfo, _ v8.Name, _ v8.Value) (bool, error) {
	_, err := h.do(info)
	return true, err
}

func (h hostile) Query(info v8.PropertyCallbackInfo, _ v8.Name) (v8.PropertyAttribute, bool, error) {
	_, err := h.do(info)
	return v8.None, true, err
}

func (h hostile) Delete(info v8.PropertyCallbackInfo, _ v8.Name) (bool, bool, error) {
	_, err := h.do(info)
	return true, true, err
}

func (h hostile) Enumerate(info v8.PropertyCallbackInfo) ([]string, error) {
	_, err := h.do(info)
	return []string{"a", "b"}, err
}

func (h hostile) Define(info v8.PropertyCallbackInfo, _ v8.Name, _ v8.PropertyDescriptor) (bool, error) {
	_, err := h.do(info)
	return true, err
}

func (h hostile) GetIndex(info v8.PropertyCallbackInfo, _ uint32) (v8.Value, bool, error) {
	v, err := h.do(info)
	return v, true, err
}

func (h hostile) SetIndex(info v8.PropertyCallbackInfo, _ uint32, _ v8.Value) (bool, error) {
	_, err := h.do(info)
	return true, err
}

func (h hostile) EnumerateIndices(info v8.PropertyCallbackInfo) ([]uint32, error) {
	_, err := h.do(info)
	return []uint32{1, 2}, err
}

// propertyCallbacks is a script for every way by which JavaScript calls Go about
// a property of o, native being a native data property.
var propertyCallbacks = map[string]string{
	"get": "o.x", "set": "o.x = 1", "query": "'x' in o", "delete": "delete o.x", "enumerate": "Object.keys(o)",
	"define": "Object.defineProperty(o, 'x', {value: 1})", "descriptor": "Object.getOwnPropertyDescriptor(o, 'x')",
	"get index": "o[1]", "set index": "o[1] = 1", "enumerate indices": "Object.keys(o)",
	"native get": "p.native", "native set": "p.native = 1", "lazy get": "p.lazy", "accessor": "p.accessor",
	"accessor set": "p.accessor = 1", "call": "p()", "get of a proxy": "new Proxy(o, {}).x", "inherited": "Object.create(o).x",
	"with": "with (o) x", "for in": "for (let k in o);", "spread": "({...o})", "JSON": "JSON.stringify(o)",
	"super": "new class { constructor() { this.__proto__ = o; } }().x", "destructuring": "let {x} = o",
	"field":  "class A { constructor() { return o } }; new class extends A { x = 1 }",
	"tagged": "`${o}`", "number": "+o", "array": "Array.from(o)",
}

// hostileContext makes a context with the objects o and p, all of whose
// callbacks do the same.
func hostileContext(t *testing.T, do func(info v8.PropertyCallbackInfo) (v8.Value, error),
	call v8.FunctionCallback) *v8.Context {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	o, p := v8test.ObjectTemplate(iso), v8test.ObjectTemplate(iso)
	require.NoError(t, o.SetNamedPropertyHandler(hostile{do}, 0))
	require.NoError(t, o.SetIndexedPropertyHandler(hostile{do}, 0))
	get := func(info v8.PropertyCallbackInfo, _ v8.Name) (v8.Value, error) { return do(info) }
	set := func(info v8.PropertyCallbackInfo, _ v8.Name, _ v8.Value) error { _, err := do(info); return err }
	require.NoError(t, p.SetNativeDataProperty("native", get, set, v8.None))
	require.NoError(t, p.SetLazyDataProperty("lazy", get, v8.None))
	accessor := v8test.Must(iso.NewFunctionTemplate(call, v8.FunctionOptions{}))
	require.NoError(t, p.SetAccessorProperty("accessor", accessor, accessor, v8.None))
	require.NoError(t, p.SetCallAsFunctionHandler(call))
	c := v8test.ContextIn(t, iso)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v8test.Instance(t, s, "o", o)
		v8test.Instance(t, s, "p", p)
	})
	return c
}

// each runs every script against callbacks that do the same.
func eachPropertyCallback(t *testing.T, do func(s *v8.Scope) (v8.Value, error), check func(t *testing.T, s *v8.Scope, source string)) {
	for name, source := range propertyCallbacks {
		t.Run(name, func(t *testing.T) {
			c := hostileContext(t,
				func(info v8.PropertyCallbackInfo) (v8.Value, error) { return do(info.Scope()) },
				func(info v8.FunctionCallbackInfo) (v8.Value, error) { return do(info.Scope()) })
			v8test.RunIn(t, c, func(s *v8.Scope) { check(t, s, source) })
			v8test.RequireUsable(t, c)
		})
	}
}

func TestPropertyCallbackError(t *testing.T) {
	eachPropertyCallback(t, func(*v8.Scope) (v8.Value, error) { return v8.Value{}, io.EOF },
		func(t *testing.T, s *v8.Scope, source string) {
			_, err := v8test.Eval(s, source)
			require.ErrorIs(t, err, io.EOF)
			_, err = v8test.Eval(s, "try { "+source+"; 1 } catch (e) { e instanceof Error }")
			require.NoError(t, err)
		})
}

func TestPropertyCallbackThrow(t *testing.T) {
	eachPropertyCallback(t, func(s *v8.Scope) (v8.Value, error) { return v8.Value{}, v8.Throw(v8.NewInteger(7)) },
		func(t *testing.T, s *v8.Scope, source string) {
			require.Equal(t, "7", v8test.MustEval(t, s, "try { "+source+"; 1 } catch (e) { e }").String())
		})
}

func TestPropertyCallbackPanic(t *testing.T) {
	eachPropertyCallback(t, func(*v8.Scope) (v8.Value, error) { panic(io.EOF) },
		func(t *testing.T, s *v8.Scope, source string) {
			require.PanicsWithValue(t, io.EOF, func() {
				v8test.Eval(s, "var after = 0; try { "+source+" } catch { after = 1 } finally { after += 2 } after += 4")
			})
			v8test.Same(t, s, "after", "0")
		})
}

// A callback around one that has returned may panic too.
func TestPropertyCallbackPanicAfterCall(t *testing.T) {
	depth := 0
	eachPropertyCallback(t, func(s *v8.Scope) (v8.Value, error) {
		if depth++; depth > 1 {
			return v8.Value{}, nil
		}
		defer func() { depth = 0 }()
		v8test.Eval(s, "p.native; o.x; p()")
		panic(io.EOF)
	}, func(t *testing.T, s *v8.Scope, source string) {
		depth = 0
		require.PanicsWithValue(t, io.EOF, func() { v8test.Eval(s, source) })
	})
}

func TestPropertyCallbackTerminate(t *testing.T) {
	why := errors.New("why")
	for name, source := range propertyCallbacks {
		t.Run(name, func(t *testing.T) {
			c := hostileContext(t,
				func(info v8.PropertyCallbackInfo) (v8.Value, error) {
					info.Scope().Isolate().Terminate(why)
					return v8.Value{}, nil
				},
				func(info v8.FunctionCallbackInfo) (v8.Value, error) {
					info.Scope().Isolate().Terminate(why)
					return v8.Value{}, nil
				})
			err := c.Run(context.Background(), func(s *v8.Scope) error {
				_, err := v8test.Eval(s, "for (;;) { try { "+source+" } catch {} }")
				return err
			})
			require.ErrorIs(t, err, why)
			v8test.RequireUsable(t, c)
		})
	}
}

// Values of every kind come from the callbacks, and nothing breaks.
func TestPropertyCallbackValues(t *testing.T) {
	for _, value := range []string{"undefined", "null", "5", "'text'", "Symbol()", "12n", "({})", "[]", "() => 1",
		"new Proxy({}, {})", "globalThis", "NaN", "-0", "new Error"} {
		eachPropertyCallback(t, func(s *v8.Scope) (v8.Value, error) { return v8test.Eval(s, value) },
			func(t *testing.T, s *v8.Scope, source string) { v8test.Eval(s, source) })
	}
}

func TestPropertyCallbackReenter(t *testing.T) {
	depth := 0
	eachPropertyCallback(t, func(s *v8.Scope) (v8.Value, error) {
		depth++
		defer func() { depth-- }()
		if depth > 20 {
			return v8.NewInteger(1), nil
		}
		err := s.Context().Run(context.Background(), func(s *v8.Scope) error {
			_, err := v8test.Eval(s, "p.native") // one, or it takes exponentially long
			return err
		})
		return v8.NewInteger(1), err
	}, func(t *testing.T, s *v8.Scope, source string) {
		depth = 0
		v8test.Eval(s, source)
		require.Zero(t, depth)
	})
}

func TestPropertyCallbackRecursion(t *testing.T) {
	eachPropertyCallback(t, func(s *v8.Scope) (v8.Value, error) { return v8test.Eval(s, "o.x + p.native") },
		func(t *testing.T, s *v8.Scope, source string) {
			_, err := v8test.Eval(s, source)
			require.ErrorContains(t, err, "RangeError: Maximum call stack size exceeded")
		})
}

func TestPropertyCallbackGoexit(t *testing.T) {
	for name, source := range propertyCallbacks {
		t.Run(name, func(t *testing.T) {
			c := hostileContext(t,
				func(info v8.PropertyCallbackInfo) (v8.Value, error) { runtime.Goexit(); return v8.Value{}, nil },
				func(info v8.FunctionCallbackInfo) (v8.Value, error) { runtime.Goexit(); return v8.Value{}, nil })
			done := make(chan struct{})
			go func() {
				defer close(done)
				v8test.EvalIn(context.Background(), c, source)
			}()
			<-done
			require.ErrorIs(t, v8test.EvalIn(context.Background(), c, "1"), v8.ErrIsolateDead)
		})
	}
}

func TestPropertyCallbackInfoKept(t *testing.T) {
	var kept v8.PropertyCallbackInfo
	var name v8.Name
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	require.NoError(t, template.SetNamedPropertyHandler(v8test.Handler{
		Named: func(info v8.PropertyCallbackInfo, n v8.Name) (v8.Value, bool, error) {
			kept, name = info, n
			return v8.Value{}, true, nil
		}}, 0))
	const ended = misuse.PropertyInfoEnded
	uses := func() {
		for _, use := range []func(){
			func() { kept.This() }, func() { kept.Holder() }, func() { kept.ShouldThrowOnError() },
		} {
			require.PanicsWithValue(t, ended, use)
		}
		require.PanicsWithValue(t, misuse.ScopeEnded, func() { kept.Scope().Isolate() })
		require.PanicsWithValue(t, misuse.ValueEnded, func() { _ = name.String() })
	}
	c := v8test.ContextIn(t, iso)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		v8test.Same(t, s, "o.x", "undefined")
		uses()
		// Another callback has the record now.
		f := v8test.Must(s.NewFunction(func(v8.FunctionCallbackInfo) (v8.Value, error) { uses(); return v8.Value{}, nil }, v8.FunctionOptions{}))
		v8test.Must(f.Call(v8.Undefined()))
	})
	uses()
	require.PanicsWithValue(t, ended, func() { v8.PropertyCallbackInfo{}.This() })
}

// What V8 makes of an object for messages runs no callback.
func TestPropertyCallbackNotForText(t *testing.T) {
	calls := 0
	c := hostileContext(t,
		func(info v8.PropertyCallbackInfo) (v8.Value, error) { calls++; return v8.Value{}, nil },
		func(info v8.FunctionCallbackInfo) (v8.Value, error) { calls++; return v8.Value{}, nil })
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for _, name := range []string{"o", "p"} {
			v := v8test.MustEval(t, s, name)
			_ = v.String()
			object, _ := v.AsObject()
			object.ConstructorName()
			object.IdentityHash()
			v8test.Throws(t, s, "throw "+name, "")
			v8test.Eval(s, "null.f("+name+")")
		}
		require.Zero(t, calls)
	})
}
