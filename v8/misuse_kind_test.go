package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// kindMisuses are calls on a type that was put together from a value v of
// another kind, which V8 would read as if it were of this one. Each panics; and
// as well when v is the zero Value.
var kindMisuses = map[string]func(s *v8.Scope, v v8.Value){
	"Object.Get":                func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.Get("x") },
	"Object.SetKey of an index": func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.SetKey(v8.NewInteger(0), v8.Null()) },
	"Object.HasKey":             func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.HasKey(v8.Null()) },
	"Object.Delete":             func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.Delete("x") },
	"Object.DefineOwnProperty":  func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.DefineOwnProperty("x", v8.Null(), 0) },
	"Object.DefineProperty":     func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.DefineProperty("x", v8.PropertyDescriptor{}) },
	"Object.PropertyNames":      func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.PropertyNames(v8.PropertyNamesOptions{}) },
	"Object.Prototype":          func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.Prototype() },
	"Object.SetPrototype":       func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.SetPrototype(v8.Null()) },
	"Object.SetIntegrityLevel":  func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.SetIntegrityLevel(v8.Frozen) },
	"Object.ConstructorName":    func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.ConstructorName() },
	"Object.IdentityHash":       func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.IdentityHash() },
	"Object.InternalFieldCount": func(s *v8.Scope, v v8.Value) { v8.Object{Value: v}.InternalFieldCount() },
	"Object.SetPrivate": func(s *v8.Scope, v v8.Value) {
		v8.Object{Value: v}.SetPrivate(v8test.Must(s.NewPrivate("")), v8.Null())
	},
	"Value.InstanceOf":        func(s *v8.Scope, v v8.Value) { v8.Null().InstanceOf(v8.Object{Value: v}) },
	"Scope.NewProxy":          func(s *v8.Scope, v v8.Value) { s.NewProxy(s.Global(), v8.Object{Value: v}) },
	"Function.Call":           func(s *v8.Scope, v v8.Value) { functionFrom(v).Call(v8.Null()) },
	"Function.NewInstance":    func(s *v8.Scope, v v8.Value) { functionFrom(v).NewInstance() },
	"Function.Get":            func(s *v8.Scope, v v8.Value) { functionFrom(v).Get("x") },
	"Scope.EnqueueMicrotask":  func(s *v8.Scope, v v8.Value) { s.EnqueueMicrotask(functionFrom(v)) },
	"Array.Length":            func(s *v8.Scope, v v8.Value) { v8.Array{Object: v8.Object{Value: v}}.Length() },
	"Array.Elements":          func(s *v8.Scope, v v8.Value) { v8.Array{Object: v8.Object{Value: v}}.Elements() },
	"Promise.State":           func(s *v8.Scope, v v8.Value) { promiseFrom(v).State() },
	"Promise.HasHandler":      func(s *v8.Scope, v v8.Value) { promiseFrom(v).HasHandler() },
	"Promise.Result":          func(s *v8.Scope, v v8.Value) { promiseFrom(v).Result() },
	"Promise.MarkAsHandled":   func(s *v8.Scope, v v8.Value) { promiseFrom(v).MarkAsHandled() },
	"Promise.Then":            func(s *v8.Scope, v v8.Value) { promiseFrom(v).Catch(noReaction) },
	"PromiseResolver.Promise": func(s *v8.Scope, v v8.Value) { v8.PromiseResolver{Object: v8.Object{Value: v}}.Promise() },
	"PromiseResolver.Resolve": func(s *v8.Scope, v v8.Value) { v8.PromiseResolver{Object: v8.Object{Value: v}}.Resolve(v8.Null()) },
	"PromiseResolver.Reject":  func(s *v8.Scope, v v8.Value) { v8.PromiseResolver{Object: v8.Object{Value: v}}.Reject(v8.Null()) },
	"String.Length":           func(s *v8.Scope, v v8.Value) { stringOfValue(v).Length() },
	"String.UTF16":            func(s *v8.Scope, v v8.Value) { stringOfValue(v).UTF16() },
	"String.Concat":           func(s *v8.Scope, v v8.Value) { stringOfValue(v).Concat(v8test.Must(s.NewString("x"))) },
	"String.Concat of it":     func(s *v8.Scope, v v8.Value) { v8test.Must(s.NewString("x")).Concat(stringOfValue(v)) },
	"Scope.NewStringObject":   func(s *v8.Scope, v v8.Value) { s.NewStringObject(stringOfValue(v)) },
	"Name.IdentityHash":       func(s *v8.Scope, v v8.Value) { v8.Name{Value: v}.IdentityHash() },
	"Symbol.Description":      func(s *v8.Scope, v v8.Value) { v8.Symbol{Name: v8.Name{Value: v}}.Description() },
	"Scope.NewSymbolObject":   func(s *v8.Scope, v v8.Value) { s.NewSymbolObject(v8.Symbol{Name: v8.Name{Value: v}}) },
	"BigInt.BigInt":           func(s *v8.Scope, v v8.Value) { v8.BigInt{Value: v}.BigInt() },
	"BigInt.Int64":            func(s *v8.Scope, v v8.Value) { v8.BigInt{Value: v}.Int64() },
	"BigInt.Uint64":           func(s *v8.Scope, v v8.Value) { v8.BigInt{Value: v}.Uint64() },
	"Scope.NewBigIntObject":   func(s *v8.Scope, v v8.Value) { s.NewBigIntObject(v8.BigInt{Value: v}) },
	"Date.ValueOf":            func(s *v8.Scope, v v8.Value) { v8.Date{Object: v8.Object{Value: v}}.ValueOf() },
	"RegExp.Source":           func(s *v8.Scope, v v8.Value) { v8.RegExp{Object: v8.Object{Value: v}}.Source() },
	"RegExp.Exec": func(s *v8.Scope, v v8.Value) {
		v8.RegExp{Object: v8.Object{Value: v}}.Exec(v8test.Must(s.NewString("x")))
	},
	"Map.Size":                     func(s *v8.Scope, v v8.Value) { v8.Map{Object: v8.Object{Value: v}}.Size() },
	"Map.Entries":                  func(s *v8.Scope, v v8.Value) { v8.Map{Object: v8.Object{Value: v}}.Entries() },
	"Set.Add":                      func(s *v8.Scope, v v8.Value) { v8.Set{Object: v8.Object{Value: v}}.Add(v8.Null()) },
	"Set.Values":                   func(s *v8.Scope, v v8.Value) { v8.Set{Object: v8.Object{Value: v}}.Values() },
	"Proxy.Target":                 func(s *v8.Scope, v v8.Value) { v8.Proxy{Object: v8.Object{Value: v}}.Target() },
	"Proxy.Revoke":                 func(s *v8.Scope, v v8.Value) { v8.Proxy{Object: v8.Object{Value: v}}.Revoke() },
	"External.GoValue":             func(s *v8.Scope, v v8.Value) { v8.External{Object: v8.Object{Value: v}}.GoValue() },
	"BooleanObject.ValueOf":        func(s *v8.Scope, v v8.Value) { v8.BooleanObject{Object: v8.Object{Value: v}}.ValueOf() },
	"NumberObject.ValueOf":         func(s *v8.Scope, v v8.Value) { v8.NumberObject{Object: v8.Object{Value: v}}.ValueOf() },
	"StringObject.ValueOf":         func(s *v8.Scope, v v8.Value) { v8.StringObject{Object: v8.Object{Value: v}}.ValueOf() },
	"SymbolObject.ValueOf":         func(s *v8.Scope, v v8.Value) { v8.SymbolObject{Object: v8.Object{Value: v}}.ValueOf() },
	"BigIntObject.ValueOf":         func(s *v8.Scope, v v8.Value) { v8.BigIntObject{Object: v8.Object{Value: v}}.ValueOf() },
	"ArrayBuffer.Bytes":            func(s *v8.Scope, v v8.Value) { bufferFrom(v).Bytes() },
	"ArrayBuffer.Detach":           func(s *v8.Scope, v v8.Value) { bufferFrom(v).Detach() },
	"SharedArrayBuffer.ByteLength": func(s *v8.Scope, v v8.Value) { v8.SharedArrayBuffer{ArrayBuffer: bufferFrom(v)}.ByteLength() },
	"Scope.NewTypedArray":          func(s *v8.Scope, v v8.Value) { s.NewTypedArray(v8.KindUint8Array, bufferFrom(v), 0, 1) },
	"Scope.NewDataView":            func(s *v8.Scope, v v8.Value) { s.NewDataView(bufferFrom(v), 0, 1) },
	"ArrayBufferView.Bytes":        func(s *v8.Scope, v v8.Value) { viewFrom(v).Bytes() },
	"ArrayBufferView.Buffer":       func(s *v8.Scope, v v8.Value) { viewFrom(v).Buffer() },
	"TypedArray.Length":            func(s *v8.Scope, v v8.Value) { v8.TypedArray{ArrayBufferView: viewFrom(v)}.Length() },
	"Elements":                     func(s *v8.Scope, v v8.Value) { v8.Elements[byte](v8.TypedArray{ArrayBufferView: viewFrom(v)}) },
	"DataView.ByteLength":          func(s *v8.Scope, v v8.Value) { v8.DataView{ArrayBufferView: viewFrom(v)}.ByteLength() },
	"WasmModuleObject.Source":      func(s *v8.Scope, v v8.Value) { v8.WasmModuleObject{Object: v8.Object{Value: v}}.Source() },
	"WasmMemoryObject.Buffer":      func(s *v8.Scope, v v8.Value) { v8.WasmMemoryObject{Object: v8.Object{Value: v}}.Buffer() },
	"PropertyDescriptor of a getter": func(s *v8.Scope, v v8.Value) {
		if v.IsUndefined() {
			v = v8.Null() // undefined is a getter: none
		}
		f := functionFrom(v)
		v8test.Must(s.NewObject()).DefineProperty("x", v8.PropertyDescriptor{Get: &f})
	},
}

func functionFrom(v v8.Value) v8.Function    { return v8.Function{Object: v8.Object{Value: v}} }
func promiseFrom(v v8.Value) v8.Promise      { return v8.Promise{Object: v8.Object{Value: v}} }
func stringOfValue(v v8.Value) v8.String     { return v8.String{Name: v8.Name{Value: v}} }
func bufferFrom(v v8.Value) v8.ArrayBuffer   { return v8.ArrayBuffer{Object: v8.Object{Value: v}} }
func viewFrom(v v8.Value) v8.ArrayBufferView { return v8.ArrayBufferView{Object: v8.Object{Value: v}} }

func noReaction(_ *v8.Scope, v v8.Value) (v8.Value, error) { return v, nil }

func TestMisuseOfKinds(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		values := map[string]v8.Value{}
		for _, source := range []string{"({})", "[1]", "(() => 1)", "'text'", "Symbol()", "1n", "new Date", "new Map", "Promise.resolve()",
			"new Uint8Array(1)", "new ArrayBuffer(1)", "new Proxy({}, {})", "new Proxy(() => 1, {})", "Object('text')"} {
			values[source] = v8test.MustEval(t, s, source)
		}
		for name, use := range kindMisuses {
			refused := 0
			for source, v := range values {
				panicked, _ := v8test.Attempt(func() error { use(s, v); return nil })
				if panicked != nil {
					require.Contains(t, panicked, misuse.Kind, "%s of %s", name, source)
					refused++
				}
			}
			require.NotZero(t, refused, "%s takes whatever it is given", name)
			for _, plain := range []v8.Value{{}, v8.NewNumber(1)} {
				panicked, _ := v8test.Attempt(func() error { use(s, plain); return nil })
				require.Regexp(t, "^v8: (zero handle used|value is not of the kind)", panicked, name)
			}
		}
		require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String())
	})
}
