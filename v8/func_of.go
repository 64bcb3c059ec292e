package v8

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"unicode"
)

// FuncOf is the JavaScript function of that name in the context's global scope,
// as a Go func of type F:
//
//	rate, err := v8.FuncOf[func(context.Context, Order) (Rating, error)](c, "rate")
//
// F's first parameter may be a context.Context, for the Run that each call is.
// The others become what [Scope.ToValue] makes of them; a variadic one is many.
// The last result is an error. One before it is stored as [Value.ExportTo] does.
// Another F panics.
//
// The func is found once: what becomes of the name later changes nothing. It may
// be declared by var, function, let, const or class, or be a property of the
// global object. The options are those of each call's Run. Any goroutine may call the func, inside a Run of the context
// too, until the context is closed; then the error is [ErrClosed].
func FuncOf[F any](c *Context, name string, options ...RunOptions) (F, error) {
	limits := onlyRunOptions(options)
	plan := goFuncPlanOf(reflect.TypeFor[F]())
	global, err := c.globalFunction(name)
	if err != nil {
		var none F
		return none, err
	}
	return plan.goFunc(c.runIn(limits), global).Interface().(F), nil
}

// FuncOfGlobal is [FuncOf] for a function that is kept already. Its calls fail
// when the Global is closed, by a panic as all use of a closed Global.
func FuncOfGlobal[F any](c *Context, function *Global[Function], options ...RunOptions) F {
	limits := onlyRunOptions(options)
	return goFuncPlanOf(reflect.TypeFor[F]()).goFunc(c.runIn(limits), function).Interface().(F)
}

// globalFunction keeps the function of that name.
func (c *Context) globalFunction(name string) (global *Global[Function], err error) {
	err = c.Run(context.Background(), func(s *Scope) error {
		f, err := s.functionNamed(name)
		if err == nil {
			global, err = NewGlobal(s, f)
		}
		return err
	})
	return global, err
}

// StoreFunc is [FuncOfGlobal] for a type that is known when the program runs: to
// points to a variable of a func type, in which the func is stored.
func StoreFunc(c *Context, function *Global[Function], to any, options ...RunOptions) {
	limits := onlyRunOptions(options)
	pointer := reflect.ValueOf(to)
	if pointer.Kind() != reflect.Pointer || pointer.IsNil() {
		panic(fmt.Sprintf("v8: StoreFunc into %T: it is no pointer to a func", to))
	}
	pointer.Elem().Set(goFuncPlanOf(pointer.Type().Elem()).goFunc(c.runIn(limits), function))
}

// functionNamed finds it as JavaScript does: what let, const and class declare
// comes before the global object's properties.
func (s *Scope) functionNamed(name string) (Function, error) {
	var v Value
	var err error
	if isIdentifier(name) {
		v, err = s.eval(name)
	} else {
		v, err = s.Global().Get(name)
	}
	if err != nil {
		return Function{}, fmt.Errorf("v8: find function %q: %w", name, err)
	}
	f, ok := v.AsFunction()
	if !ok {
		return Function{}, fmt.Errorf("v8: find function %q: %v is not a function: "+
			"declare it at the top level of a script; a module's is in its namespace", name, v.Kind())
	}
	return f, nil
}

// isIdentifier reports whether a declaration can have that name. Others, such as
// "a b", are names of properties alone.
func isIdentifier(name string) bool {
	other := func(r rune) bool {
		return r != '$' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return name != "" && !unicode.IsDigit([]rune(name)[0]) && strings.IndexFunc(name, other) < 0
}

// A goFuncPlan says how to call JavaScript from a Go func of a type.
type goFuncPlan struct {
	reflect.Type
	takesContext bool
	result       reflect.Type // nil for none
}

func goFuncPlanOf(t reflect.Type) goFuncPlan {
	refuse := func(why string) {
		panic(fmt.Sprintf("v8: FuncOf[%v]: %s", t, why))
	}
	if t.Kind() != reflect.Func {
		refuse("it is not a func")
	}
	plan := goFuncPlan{Type: t, takesContext: t.NumIn() > 0 && t.In(0) == contextType}
	switch results := t.NumOut(); {
	case results == 0 || t.Out(results-1) != errorType:
		refuse("the last result must be an error")
	case results > 2:
		refuse("there can be one result and an error")
	case results == 2:
		plan.result = t.Out(0)
	}
	for n := range t.NumIn() {
		if isScoped(t.In(n)) {
			refuse(fmt.Sprintf("a %v belongs to a scope", t.In(n)))
		}
	}
	if plan.result != nil && isScoped(plan.result) {
		refuse(fmt.Sprintf("a %v ends with the call's scope", plan.result))
	}
	return plan
}

// isScoped reports whether t is a handle or a *Scope.
func isScoped(t reflect.Type) bool {
	return t == scopeType || t.Implements(reflect.TypeFor[interface{ isHandle() handle }]())
}

// A runner calls fn in a Run, and stores its value in what out points to, unless
// that is nil.
type runner func(ctx context.Context, out any, fn func(*Scope) (Value, error)) error

// A goCall is one call of a Go func: it is not an own object for each of what the
// call needs, which would be half of its time.
type goCall struct {
	function  *Global[Function]
	arguments []reflect.Value
	few       [4]Value // of arguments
	out       any      // a pointer, or nil
}

// call calls the function.
func (call *goCall) call(s *Scope) (Value, error) {
	values := call.few[:]
	if len(call.arguments) > len(values) {
		values = make([]Value, len(call.arguments))
	}
	values = values[:len(call.arguments)]
	for n, argument := range call.arguments {
		var err error
		if values[n], err = fromGo(s, argument); err != nil {
			return Value{}, fmt.Errorf("v8: argument %d: %w", n+1, err)
		}
	}
	return call.function.Get(s).Call(Undefined(), values...)
}

// run is call, and stores the result.
func (call *goCall) run(s *Scope) error {
	v, err := call.call(s)
	if err != nil || call.out == nil {
		return err
	}
	return v.ExportTo(call.out)
}

// runIn makes the Run of each call.
func (c *Context) runIn(limits RunOptions) func(context.Context, *goCall) error {
	return func(ctx context.Context, call *goCall) error { return c.Run(ctx, call.run, limits) }
}

// runBy leaves it to somebody else.
func runBy(run runner) func(context.Context, *goCall) error {
	return func(ctx context.Context, call *goCall) error { return run(ctx, call.out, call.call) }
}

var noError = reflect.Zero(errorType)

func (plan goFuncPlan) goFunc(run func(context.Context, *goCall) error, function *Global[Function]) reflect.Value {
	return reflect.MakeFunc(plan.Type, func(arguments []reflect.Value) []reflect.Value {
		ctx := context.Background()
		if plan.takesContext {
			ctx, _ = arguments[0].Interface().(context.Context) // a nil one is Run's to refuse
			arguments = arguments[1:]
		}
		if last := len(arguments) - 1; plan.IsVariadic() {
			for n := range arguments[last].Len() {
				arguments = append(arguments, arguments[last].Index(n))
			}
			arguments = append(arguments[:last], arguments[last+1:]...)
		}
		call := &goCall{function: function, arguments: arguments}
		results := make([]reflect.Value, 0, 2)
		if plan.result != nil {
			out := reflect.New(plan.result)
			call.out = out.Interface()
			results = append(results, out.Elem())
		}
		failure := noError
		if err := run(ctx, call); err != nil {
			failure = reflect.New(errorType).Elem()
			failure.Set(reflect.ValueOf(err))
		}
		return append(results, failure)
	})
}
