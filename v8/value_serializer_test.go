package v8_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/bench/work"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// plainSources are values that are written without V8's serializer, or just
// not so.
var plainSources = []string{
	`1`, `-1`, `2**30`, `-(2**30)`, `2**31`, `1.5`, `NaN`, `-0`, `Infinity`, `'text'`, `'é'`, `'🎉'`, `''`, `null`, `undefined`, `true`, `false`,
	`[]`, `[1,2,3]`, `[1.5,2,-0]`, `[1,'a',null]`, `[,1]`, `[1,,2.5]`, `[1.5,,2,-0,NaN]`, `[,]`, `new Array(5)`, `new Array(1e6)`, `['a',,'b']`,
	`({})`, `({a: 1, b: 'x', c: null, d: undefined, e: true, f: 1.5, g: -0})`, `({a: {b: {c: [{}]}}})`, `({1: 'a', x: 'b'})`,
	`({get a() { return 7 }})`, `({[Symbol()]: 1, a: 2})`, `Object.defineProperty({a: 1}, 'hidden', {value: 1})`,
	`(() => { const o = {}; o.self = o; return o })()`, `(() => { const a = []; a.push(a, a); return a })()`,
	`(() => { const s = {x: 1}; return [s, {s}, s] })()`, `(() => { const o = {a: 1, b: 2, c: 3}; delete o.b; return o })()`,
	`(() => { const o = {}; for (let i = 0; i < 100; i++) o['p' + i] = i; return o })()`,
	`(() => { const o = {}; for (let i = 0; i < 2000; i++) o['p' + i] = i; return o })()`,
	`(() => { class A { #p = 1; x = 1; y = [2]; constructor() { this.z = 3 } m() {} } return new A() })()`,
	`(() => { class A extends Array { } return A.from([1, 2]) })()`, `(() => { class A extends Array { extra = 1 } return A.from([1, 2]) })()`,
	`(() => { const a = [1, 2]; a.extra = 'x'; return a })()`, `Object.freeze([1, 2])`, `Object.freeze({a: 1})`, `Object.seal([1, 'a'])`, `Object.create(null)`,
	`Object.create({inherited: 1}, {own: {value: 2, enumerable: true}})`, `(function () { return arguments })(1, 2)`,
	`'a'.repeat(20) + 'é'.repeat(20)`, `('x' + Math.random()).slice(0, 1) + 'y'.repeat(30)`, `'🎉'.repeat(20) + 'a'.repeat(20)`,
	`('abc'.repeat(20) + 'def').substring(5, 50)`, `('🎉c'.repeat(20) + 'def').substring(5, 50)`, `(() => { let s = ''; for (let i = 0; i < 5000; i++) s += i; return s })()`,
	`(() => { let s = ''; for (let i = 0; i < 5000; i++) s = i + s; return [s, {s}] })()`, `(() => { const k = 'k' + 'e'.repeat(20); const o = {}; o[k] = k; return [k, o] })()`,
	`(() => { let o = null; for (let i = 0; i < 400; i++) o = {o}; return o })()`, `(() => { let o = null; for (let i = 0; i < 1500; i++) o = [o]; return o })()`,
	`Array.from({length: 1000}, (_, i) => ({id: i, name: 'n' + i, tags: ['a', 'b' + i], nested: {a: i / 3, b: [1, 2, 3, i]}}))`,
	`[new Date(0), 1]`, `[1n]`, `[/x/g]`, `[new Map([[1, 2]])]`, `[new Set([1])]`, `[new Uint8Array(3)]`, `[new Error('x').message]`, `[Object('x'), Object(1), Object(true)]`,
	`JSON.parse('{"a":[1,2,{"b":null}],"ключ":"значение","1":1}')`, `globalThis.Math`, `Array.prototype`, `Object.prototype`, `({a: Object.prototype})`, `new (class extends Object {})()`,
	`(() => { const o = {x: 1}; const p = {x: 2.5}; return [o, p] })()`, `(() => { const a = [1, 2, 3]; a.length = 2; return a })()`, `(() => { const a = [1.5]; a[0] = 3; return a })()`,
}

func TestValueWriter(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, source := range plainSources {
			v := v8test.MustEval(t, s, source)
			want, wantErr := v8.SerializeBy(s, v, true)
			got, err := v8.SerializeBy(s, v, false)
			require.Equal(t, fmt.Sprint(wantErr), fmt.Sprint(err), source)
			require.Equal(t, string(want), string(got), source)
		}
	})
}

// The same with random graphs, most of which have something plain in them.
func TestValueWriterGraphs(t *testing.T) {
	source, err := os.ReadFile("clone/testdata/graphs.js")
	require.NoError(t, err)
	v8test.Run(t, func(s *v8.Scope) {
		require.NoError(t, s.Global().Set("graphs", v8test.MustEval(t, s, string(source))))
		parts, ok := v8test.MustEval(t, s, `(seed) => {
			const parts = [], seen = new Set();
			(function add(v) {
				parts.push(v);
				if (typeof v !== 'object' || v === null || seen.has(v) || parts.length > 100) return;
				seen.add(v);
				Object.values(v).forEach(add);
			})(graphs.make(seed));
			return parts;
		}`).AsFunction()
		require.True(t, ok)
		for seed := range 3000 {
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				v, err := parts.Call(v8.Undefined(), v8.NewNumber(float64(seed+1)))
				require.NoError(t, err)
				all, _ := v.AsArray()
				elements, err := all.Elements()
				require.NoError(t, err)
				for _, part := range elements {
					want, err := v8.SerializeBy(s, part, true)
					require.NoError(t, err)
					got, err := v8.SerializeBy(s, part, false)
					require.NoError(t, err)
					require.Equal(t, string(want), string(got), seed)
				}
				return nil
			}))
		}
	})
}

func TestSerialize(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, `({a: [1, new Date(5), new Map([[{}, 'x']])]})`)
		data, err := s.Serialize(v8.SerializeOptions{}, func(to *v8.ValueSerializer) error {
			require.NoError(t, to.WriteHeader())
			require.NoError(t, to.WriteValue(v))
			require.NoError(t, to.WriteUint32(7))
			require.NoError(t, to.WriteUint64(1<<60))
			require.NoError(t, to.WriteDouble(1.5))
			return to.WriteRawBytes([]byte("raw"))
		})
		require.NoError(t, err)
		var ended *v8.ValueDeserializer
		err = s.Deserialize(data, v8.DeserializeOptions{}, func(from *v8.ValueDeserializer) error {
			ended = from
			version, err := from.ReadHeader()
			require.NoError(t, err)
			require.Equal(t, 15, version)
			got, err := from.ReadValue()
			require.NoError(t, err)
			text, err := s.JSONStringify(got, "")
			require.NoError(t, err)
			require.Equal(t, `{"a":[1,"1970-01-01T00:00:00.005Z",{}]}`, text)
			n, err := from.ReadUint32()
			require.NoError(t, err)
			require.Equal(t, uint32(7), n)
			wide, err := from.ReadUint64()
			require.NoError(t, err)
			require.Equal(t, uint64(1<<60), wide)
			f, err := from.ReadDouble()
			require.NoError(t, err)
			require.Equal(t, 1.5, f)
			raw, err := from.ReadRawBytes(3)
			require.NoError(t, err)
			require.Equal(t, "raw", string(raw))
			_, err = from.ReadUint32()
			require.ErrorIs(t, err, v8.ErrDataEnds)
			_, err = from.ReadRawBytes(1)
			require.ErrorIs(t, err, v8.ErrDataEnds)
			_, err = from.ReadRawBytes(-1)
			require.ErrorIs(t, err, v8.ErrDataEnds)
			_, err = from.ReadValue()
			v8test.RequireThrown(t, err, "Error: Unable to deserialize cloned data.")
			return nil
		})
		require.NoError(t, err)
		require.Panics(t, func() { _, _ = ended.ReadValue() })
	})
}

func TestSerializeDelegate(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, `globalThis.shared = new SharedArrayBuffer(4); ({host: {secret: 42}, shared, again: new Uint8Array(shared)})`)
		var buffer v8.SharedArrayBuffer
		failure := errors.New("no")
		options := v8.SerializeOptions{
			IsHostObject: func(s *v8.Scope, o v8.Object) (bool, error) { return o.HasOwnProperty("secret") },
			WriteHostObject: func(s *v8.Scope, to *v8.ValueSerializer, o v8.Object) error {
				secret, err := o.Get("secret")
				if err != nil {
					return err
				}
				n, _ := secret.AsUint32()
				return to.WriteUint32(n)
			},
			SharedArrayBufferID: func(s *v8.Scope, b v8.SharedArrayBuffer) (uint32, error) { return 5, nil },
		}
		write := func(options v8.SerializeOptions) ([]byte, error) {
			return s.Serialize(options, func(to *v8.ValueSerializer) error {
				if err := to.WriteHeader(); err != nil {
					return err
				}
				return to.WriteValue(v)
			})
		}
		data, err := write(options)
		require.NoError(t, err)
		buffer, _ = v8test.MustEval(t, s, `shared`).AsSharedArrayBuffer()
		err = s.Deserialize(data, v8.DeserializeOptions{
			ReadHostObject: func(s *v8.Scope, from *v8.ValueDeserializer) (v8.Object, error) {
				n, err := from.ReadUint32()
				if err != nil {
					return v8.Object{}, err
				}
				o, err := s.NewObject()
				if err != nil {
					return o, err
				}
				return o, o.Set("found", v8.NewNumber(float64(n)))
			},
			SharedArrayBuffer: func(s *v8.Scope, id uint32) (v8.SharedArrayBuffer, error) {
				require.Equal(t, uint32(5), id)
				return buffer, nil
			},
		}, func(from *v8.ValueDeserializer) error {
			_, err := from.ReadHeader()
			require.NoError(t, err)
			got, err := from.ReadValue()
			require.NoError(t, err)
			require.NoError(t, s.Global().Set("got", got))
			return nil
		})
		require.NoError(t, err)
		require.Equal(t, "true", v8test.MustEval(t, s, `got.host.found === 42 && got.shared === shared && got.again.buffer === shared`).String())

		options.WriteHostObject = func(*v8.Scope, *v8.ValueSerializer, v8.Object) error { return failure }
		_, err = write(options)
		require.ErrorIs(t, err, failure)
		options.WriteHostObject = nil
		_, err = write(options)
		v8test.RequireThrown(t, err, "DataCloneError: an object of the host could not be cloned.")
		require.PanicsWithValue(t, "in the delegate", func() {
			options.WriteHostObject = func(*v8.Scope, *v8.ValueSerializer, v8.Object) error { panic("in the delegate") }
			_, _ = write(options)
		})
		err = s.Deserialize(data, v8.DeserializeOptions{}, func(from *v8.ValueDeserializer) error {
			_, err := from.ReadHeader()
			require.NoError(t, err)
			_, err = from.ReadValue()
			return err
		})
		v8test.RequireThrown(t, err, "DataCloneError: there is nobody to read an object of the host")
	})
}

func TestSerializeRefuses(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for source, want := range map[string]string{
			`() => 1`:                    "DataCloneError: () => 1 could not be cloned.",
			`({a: Symbol('x')})`:         "DataCloneError: Symbol(x) could not be cloned.",
			`[new Proxy({}, {})]`:        "DataCloneError: #<Object> could not be cloned.",
			`new WeakMap()`:              "DataCloneError: #<WeakMap> could not be cloned.",
			`Promise.resolve()`:          "DataCloneError: #<Promise> could not be cloned.",
			`[new SharedArrayBuffer(1)]`: "DataCloneError: #<SharedArrayBuffer> could not be cloned.",
			`({get a() { throw new RangeError('mine') }})`:                                "RangeError: mine",
			`(() => { const b = new ArrayBuffer(1); structuredDetach(b); return b })()`:   "DataCloneError: An ArrayBuffer is detached and could not be cloned.",
			`(() => { let o = null; for (let i = 0; i < 1e6; i++) o = {o}; return o })()`: "RangeError: Maximum call stack size exceeded",
		} {
			detach, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
				b, _ := info.Argument(0).AsArrayBuffer()
				return v8.Undefined(), b.Detach()
			}, v8.FunctionOptions{})
			require.NoError(t, err)
			require.NoError(t, s.Global().Set("structuredDetach", detach.Value))
			_, err = v8test.MustEval(t, s, source).Export()
			v8test.RequireThrown(t, err, want)
		}
	})
}

// One string is written as often as it is referred to.
func TestSerializeTooLarge(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 64 << 20}))
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for _, source := range []string{
			`(() => { const s = 'x'.repeat(1 << 20); return Array(1000).fill(s) })()`,
			`(() => { const s = 'x'.repeat(1 << 20); return [new Date()].concat(Array(1000).fill(s)) })()`,
		} {
			_, err := v8test.MustEval(t, s, source).Export()
			v8test.RequireThrown(t, err, "DataCloneError: Data cannot be cloned, out of memory.")
		}
	})
	v8test.RequireUsable(t, c)
}

// A getter that never ends is ended by the deadline, and the isolate goes on.
func TestSerializeEndless(t *testing.T) {
	c := v8test.Context(t)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err := c.Run(ctx, func(s *v8.Scope) error {
		_, err := v8test.MustEval(t, s, `({a: [1, {get b() { for (;;); }}]})`).Export()
		return err
	})
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	v8test.RequireUsable(t, c)
}

func TestSerializeReentrant(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		inner, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			got, err := info.Argument(0).Export()
			require.NoError(t, err)
			require.Len(t, got, 1000)
			return v8.NewNumber(2), nil
		}, v8.FunctionOptions{})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("inner", inner.Value))
		got, err := v8test.MustEval(t, s, `({a: 'x'.repeat(1000), get b() { return inner(Array(1000).fill('yyy')) }, c: 3})`).Export()
		require.NoError(t, err)
		require.Equal(t, map[string]any{"a": strings.Repeat("x", 1000), "b": 2.0, "c": 3.0}, got)
	})
}

// What Export does without the clone's decoder. It is not with the other
// benchmarks because it chooses the writer.
func BenchmarkSerializeRecords(b *testing.B) {
	for name, byV8 := range map[string]bool{"plain": false, "V8": true} {
		b.Run(name, func(b *testing.B) {
			v8test.Run(b, func(s *v8.Scope) {
				v := v8test.MustEval(b, s, work.Source.Records)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := v8.SerializeBy(s, v, byV8); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// Where V8 lets no JavaScript run, what Go does that would is an exception, and not the
// isolate's end.
func TestSerializeDelegateRunsNoJavaScript(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, "({get x() { return 1 }})")
		f, ok := v8test.MustEval(t, s, "globalThis.f = () => 1").AsFunction()
		require.True(t, ok)
		var exception *v8.Exception
		run := func() error {
			_, err := f.Call(v8.Undefined())
			require.ErrorAs(t, err, &exception)
			_, err = v8test.Eval(s, "1")
			require.ErrorAs(t, err, &exception)
			return err
		}
		options := v8.SerializeOptions{
			IsHostObject:    func(_ *v8.Scope, o v8.Object) (bool, error) { return true, nil },
			WriteHostObject: func(*v8.Scope, *v8.ValueSerializer, v8.Object) error { return v8test.Second(f.Call(v8.Undefined())) },
		}
		write := func() ([]byte, error) {
			return s.Serialize(options, func(to *v8.ValueSerializer) error {
				if err := to.WriteHeader(); err != nil {
					return err
				}
				return to.WriteValue(v)
			})
		}
		data, err := write()
		require.NoError(t, err)
		options.IsHostObject = func(*v8.Scope, v8.Object) (bool, error) { return false, run() }
		_, err = write()
		require.ErrorAs(t, err, &exception)
		err = s.Deserialize(data, v8.DeserializeOptions{
			ReadHostObject: func(*v8.Scope, *v8.ValueDeserializer) (v8.Object, error) { return v8.Object{}, run() },
		}, func(from *v8.ValueDeserializer) error {
			_, err := from.ReadHeader()
			require.NoError(t, err)
			return v8test.Second(from.ReadValue())
		})
		require.ErrorAs(t, err, &exception)
	})
	v8test.RequireUsable(t, c)
}
