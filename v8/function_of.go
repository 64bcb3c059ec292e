package v8

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// NewFunctionOf makes a JavaScript function of an ordinary Go func, such as
// func(name string, count int) (string, error).
//
// Parameters may be bool, string, all integers and floats, any type of this
// package that As methods give ([Value], [Object], [Function], [String] ...),
// whatever [Value.ExportTo] can store in, such as structs, maps and slices, and
// pointers to those, which are nil for undefined, null and arguments that
// are missing. A variadic parameter takes the rest. A first parameter of type
// context.Context is the Run's, one of type *[Scope] the call's; they may come
// together, in this order. Superfluous arguments are ignored.
//
// Results are none, a value, an error, or a value and an error. Values may be
// of the same types, and become what [Scope.ToValue] makes of them.
//
// Nothing is converted silently: an argument of another type is a TypeError, a
// number that is no integer, or out of the parameter's range, a RangeError. So
// is an integer result beyond 2^53-1, which a JavaScript number can't hold.
// Where an argument that is an object does not fit, the TypeError says.
//
// A fn that is not such a func panics. For the fastest calls use
// [Scope.NewFunction]: this costs some 200 ns more.
func (s *Scope) NewFunctionOf(fn any, options FunctionOptions) (Function, error) {
	plan := planOf(reflect.TypeOf(fn))
	if reflect.ValueOf(fn).IsNil() {
		panic(misuse.NilCallback)
	}
	if options.Length == 0 {
		options.Length = plan.required
	}
	return s.newFunction(plan.callback(reflect.ValueOf(fn)), fn, options)
}

var (
	contextType = reflect.TypeFor[context.Context]()
	scopeType   = reflect.TypeFor[*Scope]()
	errorType   = reflect.TypeFor[error]()
	valueType   = reflect.TypeFor[Value]()
)

// A callPlan says how to call a Go func from JavaScript.
type callPlan struct {
	takesContext bool
	takesScope   bool
	parameters   []parameter // after those
	variadic     bool
	required     int // parameters that are neither pointers nor variadic
	result       reflect.Type
	fails        bool // the last result is an error
}

// A parameter is one of a Go func; of a variadic one it is the element.
type parameter struct {
	reflect.Type
	plain bool // one value, and not a graph of them
}

func planOf(t reflect.Type) *callPlan {
	if t == nil || t.Kind() != reflect.Func {
		panic(fmt.Sprintf("v8: NewFunctionOf of %v: it is not a func", t))
	}
	refuse := func(what string, of reflect.Type) {
		panic(fmt.Sprintf("v8: NewFunctionOf of %v: %s %v is not supported", t, what, of))
	}
	plan := &callPlan{}
	n := 0
	if n < t.NumIn() && t.In(n) == contextType {
		plan.takesContext = true
		n++
	}
	if n < t.NumIn() && t.In(n) == scopeType {
		plan.takesScope = true
		n++
	}
	for plan.variadic = t.IsVariadic(); n < t.NumIn(); n++ {
		parameter := t.In(n)
		last := plan.variadic && n == t.NumIn()-1
		if last {
			parameter = parameter.Elem()
		} else if parameter.Kind() != reflect.Pointer {
			plan.required = len(plan.parameters) + 1
		}
		plain := convertible(parameter)
		if !plain && !exportable(parameter) {
			refuse("parameter", parameter)
		}
		plan.parameters = append(plan.parameters, asParameter(parameter, plain))
	}
	results := t.NumOut()
	if results > 0 && t.Out(results-1) == errorType {
		plan.fails = true
		results--
	}
	switch {
	case results == 1 && (convertible(t.Out(0)) || exportable(t.Out(0))):
		plan.result = t.Out(0)
	case results > 0:
		refuse("result", t.Out(results-1))
	}
	return plan
}

func convertible(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Float32, reflect.Float64:
		return true
	case reflect.Struct:
		return t == valueType || asMethod(t).IsValid()
	}
	return isInteger(t.Kind())
}

func isInteger(k reflect.Kind) bool { return k >= reflect.Int && k <= reflect.Uintptr }

// asMethod is Value's method AsX for a type X of this package.
func asMethod(t reflect.Type) reflect.Value {
	if t.PkgPath() != valueType.PkgPath() {
		return reflect.Value{}
	}
	method := reflect.ValueOf(Value{}).MethodByName("As" + t.Name())
	if !method.IsValid() || method.Type().Out(0) != t {
		return reflect.Value{}
	}
	return method
}

func (plan *callPlan) callback(fn reflect.Value) FunctionCallback {
	return func(info FunctionCallbackInfo) (Value, error) {
		arguments, err := plan.arguments(info)
		if err != nil {
			return Value{}, err
		}
		results := fn.Call(arguments)
		if plan.fails {
			if err, _ := results[len(results)-1].Interface().(error); err != nil {
				return Value{}, err
			}
		}
		if plan.result == nil {
			return Value{}, nil
		}
		return fromGo(info.Scope(), results[0])
	}
}

func (plan *callPlan) arguments(info FunctionCallbackInfo) ([]reflect.Value, error) {
	count := len(plan.parameters)
	if plan.variadic {
		count = max(count-1, info.Length())
	}
	arguments := make([]reflect.Value, 0, count+2)
	if plan.takesContext {
		arguments = append(arguments, reflect.ValueOf(info.Scope().Ctx()))
	}
	if plan.takesScope {
		arguments = append(arguments, reflect.ValueOf(info.Scope()))
	}
	if more := count - len(plan.parameters); more > 0 {
		last := plan.parameters[len(plan.parameters)-1].Size() + unsafe.Sizeof(reflect.Value{})
		if err := info.level.isolate.take("call", more*int(last)); err != nil {
			return nil, argumentFailure(len(plan.parameters), err)
		}
	}
	for n := range count {
		parameter := plan.parameters[min(n, len(plan.parameters)-1)]
		argument := reflect.New(parameter.Type).Elem()
		if err := parameter.store(argument, info.Argument(n), n); err != nil {
			return nil, err
		}
		arguments = append(arguments, argument)
	}
	return arguments, nil
}

func asParameter(t reflect.Type, plain bool) parameter { return parameter{t, plain} }

// store stores argument n of a call.
func (p parameter) store(to reflect.Value, v Value, n int) error {
	if p.plain {
		return toGo(to, v, n)
	}
	return graphToGo(to, v, n)
}

func argumentError(n int, want string, got Value) error {
	return TypeError.Errorf("argument %d: want %s, got %v", n+1, want, got.Kind())
}

// argumentFailure is why an argument that fits could not be had.
func argumentFailure(n int, err error) error {
	if errors.Is(err, ErrExportLimit) {
		return RangeError.Errorf("argument %d: %w", n+1, err)
	}
	return err
}

// toGo stores argument n of a call, of a plain type.
func toGo(to reflect.Value, v Value, n int) error {
	t := to.Type()
	if t.Kind() == reflect.Pointer {
		if v.IsNullOrUndefined() {
			return nil
		}
		to.Set(reflect.New(t.Elem()))
		return toGo(to.Elem(), v, n)
	}
	switch {
	case t == valueType:
		to.Set(reflect.ValueOf(v))
	case t.Kind() == reflect.Bool:
		if !v.IsBoolean() {
			return argumentError(n, "boolean", v)
		}
		to.SetBool(v.IsTrue())
	case t.Kind() == reflect.String:
		if !v.IsString() {
			return argumentError(n, "string", v)
		}
		text, err := v.text()
		if err != nil {
			return argumentFailure(n, err)
		}
		to.SetString(text)
	case t.Kind() == reflect.Struct:
		as := reflect.ValueOf(v).MethodByName("As" + t.Name()).Call(nil)
		if !as[1].Bool() {
			return argumentError(n, t.Name(), v)
		}
		to.Set(as[0])
	default:
		f, ok := v.AsNumber()
		if !ok {
			return argumentError(n, "number", v)
		}
		return setNumber(to, f, n)
	}
	return nil
}

func setNumber(to reflect.Value, f float64, n int) error {
	if to.CanFloat() {
		if to.OverflowFloat(f) {
			return outOfRange(to, f, n)
		}
		to.SetFloat(f)
		return nil
	}
	// Within 2^53 every float64 that is whole is that very integer.
	if f != math.Trunc(f) || math.Abs(f) > maxSafeInteger {
		return RangeError.Errorf("argument %d: %s is not a safe integer", n+1, wire.FormatNumber(f))
	}
	fits := false
	if to.CanInt() {
		to.SetInt(int64(f))
		fits = float64(to.Int()) == f
	} else if f >= 0 {
		to.SetUint(uint64(f))
		fits = float64(to.Uint()) == f
	}
	if !fits {
		return outOfRange(to, f, n)
	}
	return nil
}

func outOfRange(to reflect.Value, f float64, n int) error {
	return RangeError.Errorf("argument %d: %s is out of the range of %v", n+1, wire.FormatNumber(f), to.Type())
}

const maxSafeInteger = 1<<53 - 1

// fromGo makes a value of a result.
func fromGo(s *Scope, v reflect.Value) (Value, error) {
	switch {
	case v.Kind() == reflect.Pointer:
		if v.IsNil() {
			return Undefined(), nil
		}
		if !convertible(v.Type()) { // what points to it may be inside it
			return s.ToValue(v.Interface())
		}
		return fromGo(s, v.Elem())
	case v.Kind() == reflect.Bool:
		return NewBoolean(v.Bool()), nil
	case v.Kind() == reflect.String:
		text, err := s.NewString(v.String())
		return text.Value, err
	case v.CanFloat():
		return NewNumber(v.Float()), nil
	case v.CanInt():
		if n := v.Int(); n <= maxSafeInteger && n >= -maxSafeInteger {
			return NewNumber(float64(n)), nil
		}
		return Value{}, RangeError.Errorf("result: %d is not a safe integer", v.Int())
	case v.CanUint():
		if n := v.Uint(); n <= maxSafeInteger {
			return NewNumber(float64(n)), nil
		}
		return Value{}, RangeError.Errorf("result: %d is not a safe integer", v.Uint())
	}
	return s.ToValue(v.Interface())
}
