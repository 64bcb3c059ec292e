package v8_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"maps"
	"slices"

	"github.com/nodeisolates/isolates/v8"
)

// exampleRun runs a script in a context of an isolate and prints its value, or
// what it throws.
func exampleRun(iso *v8.Isolate, options v8.ContextOptions, prepare func(s *v8.Scope) error, source string) {
	c, err := iso.NewContext(context.Background(), options)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	err = c.Run(context.Background(), func(s *v8.Scope) error {
		if prepare != nil {
			if err := prepare(s); err != nil {
				return err
			}
		}
		return printAll(s, source)
	})
	if thrown := new(v8.Exception); errors.As(err, &thrown) {
		fmt.Println(thrown.Message)
	} else if err != nil {
		log.Fatal(err)
	}
}

// Objects that carry a Go value, with a method that uses it.
func ExampleObjectTemplate() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	counter, _ := iso.NewObjectTemplate()
	counter.SetInternalFieldCount(1)
	increment, _ := iso.NewFunctionTemplate(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		this := info.This()
		if this.InternalFieldCount() == 0 { // a script may call it on anything
			return v8.Value{}, v8.TypeError.Errorf("not a counter")
		}
		n := this.InternalField(0).(*int32)
		*n++
		return v8.NewInteger(*n), nil
	}, v8.FunctionOptions{})
	counter.Set("increment", increment, v8.ReadOnly)
	counter.Set("unit", "items", v8.None)

	n := int32(40)
	exampleRun(iso, v8.ContextOptions{}, func(s *v8.Scope) error {
		object, err := counter.NewInstance(s)
		if err != nil {
			return err
		}
		object.SetInternalField(0, &n)
		return s.Global().Set("counter", object.Value)
	}, "counter.increment(); counter.increment() + ' ' + counter.unit")
	// Output: 42 items
}

// A class, whose methods reject what is no instance of it.
func ExampleFunctionTemplate() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	point, _ := iso.NewFunctionTemplate(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		if !info.IsConstructCall() {
			return v8.Value{}, v8.TypeError.Errorf("use new")
		}
		info.This().SetInternalField(0, [2]v8.Value{info.Argument(0), info.Argument(1)})
		return v8.Undefined(), nil
	}, v8.FunctionOptions{Name: "Point", Length: 2, Constructor: true})
	instance, _ := point.InstanceTemplate()
	instance.SetInternalFieldCount(1)
	sum, _ := iso.NewFunctionTemplate(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		xy := info.This().InternalField(0).([2]v8.Value) // numbers outlive their scope
		x, _ := xy[0].AsNumber()
		y, _ := xy[1].AsNumber()
		return v8.NewNumber(x + y), nil
	}, v8.FunctionOptions{Signature: point})
	prototype, _ := point.PrototypeTemplate()
	prototype.Set("sum", sum, v8.DontEnum)
	global, _ := iso.NewObjectTemplate()
	global.Set("Point", point, v8.DontEnum)

	options := v8.ContextOptions{GlobalTemplate: global}
	exampleRun(iso, options, nil, "new Point(1, 2).sum()")
	exampleRun(iso, options, nil, "class Sub extends Point {}; new Sub(3, 4).sum()")
	exampleRun(iso, options, nil, "Point(1, 2)")
	exampleRun(iso, options, nil, "Point.prototype.sum.call({})")
	// Output:
	// 3
	// 7
	// TypeError: use new
	// TypeError: Illegal invocation
}

func ExampleFunctionTemplate_Inherit() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	animal, _ := iso.NewFunctionTemplate(nil, v8.FunctionOptions{Name: "Animal", Constructor: true})
	prototype, _ := animal.PrototypeTemplate()
	prototype.Set("legs", 4, v8.None)
	dog, _ := iso.NewFunctionTemplate(nil, v8.FunctionOptions{Name: "Dog", Constructor: true})
	dog.Inherit(animal)

	exampleRun(iso, v8.ContextOptions{}, func(s *v8.Scope) error {
		f, err := dog.Function(s)
		if err != nil {
			return err
		}
		return s.Global().Set("Dog", f.Value)
	}, "new Dog().legs + ' ' + Object.getPrototypeOf(Dog.prototype).constructor.name")
	// Output: 4 Animal
}

// What a context's scripts find on their global object.
func ExampleContextOptions_globalTemplate() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	greet, _ := iso.NewFunctionTemplate(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		text, err := info.Scope().NewString("Hello, " + info.Argument(0).String() + "!")
		return text.Value, err
	}, v8.FunctionOptions{Length: 1})
	settings, _ := iso.NewObjectTemplate()
	settings.Set("debug", false, v8.ReadOnly)
	settings.Set("version", "1.2.3", v8.ReadOnly)
	global, _ := iso.NewObjectTemplate()
	global.Set("greet", greet, v8.DontEnum)
	global.Set("settings", settings, v8.ReadOnly|v8.DontDelete)

	options := v8.ContextOptions{GlobalTemplate: global}
	exampleRun(iso, options, nil, "greet(settings.version)")
	exampleRun(iso, options, nil, "'use strict'; settings.version = '2'")
	// Output:
	// Hello, 1.2.3!
	// TypeError: Cannot assign to read only property 'version' of object '#<Object>'
}

// mapObject shows a Go map to JavaScript as an object.
type mapObject map[string]float64

func (m mapObject) Get(_ v8.PropertyCallbackInfo, name v8.Name) (v8.Value, bool, error) {
	value, ok := m[name.String()]
	return v8.NewNumber(value), ok, nil
}

func (m mapObject) Set(_ v8.PropertyCallbackInfo, name v8.Name, value v8.Value) (bool, error) {
	number, ok := value.AsNumber()
	if !ok {
		return true, v8.TypeError.Errorf("%s is no number", value)
	}
	m[name.String()] = number
	return true, nil
}

func (m mapObject) Query(_ v8.PropertyCallbackInfo, name v8.Name) (v8.PropertyAttribute, bool, error) {
	_, ok := m[name.String()]
	return v8.None, ok, nil
}

func (m mapObject) Delete(_ v8.PropertyCallbackInfo, name v8.Name) (bool, bool, error) {
	delete(m, name.String())
	return true, true, nil
}

func (m mapObject) Enumerate(v8.PropertyCallbackInfo) ([]string, error) {
	return slices.Sorted(maps.Keys(m)), nil
}

func ExampleNamedPropertyHandler() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	prices := mapObject{"pear": 3, "apple": 2}
	template, _ := iso.NewObjectTemplate()
	template.SetNamedPropertyHandler(prices, v8.OnlyInterceptStrings)
	global, _ := iso.NewObjectTemplate()
	global.Set("prices", template, v8.None)

	options := v8.ContextOptions{GlobalTemplate: global}
	exampleRun(iso, options, nil, "prices.plum = prices.apple + prices.pear; delete prices.pear; JSON.stringify(prices)")
	exampleRun(iso, options, nil, "prices.plum = 'much'")
	fmt.Println(prices)
	// Output:
	// {"apple":2,"plum":5}
	// TypeError: much is no number
	// map[apple:2 plum:5]
}

// squares has a property for every array index.
type squares struct{}

func (squares) GetIndex(_ v8.PropertyCallbackInfo, index uint32) (v8.Value, bool, error) {
	return v8.NewNumber(float64(index) * float64(index)), true, nil
}

func ExampleIndexedPropertyHandler() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	template, _ := iso.NewObjectTemplate()
	template.SetIndexedPropertyHandler(squares{}, 0)
	template.Set("length", 5, v8.DontEnum)
	global, _ := iso.NewObjectTemplate()
	global.Set("squares", template, v8.None)
	exampleRun(iso, v8.ContextOptions{GlobalTemplate: global}, nil, "Array.from(squares).join() + ' ' + squares[1000]")
	// Output: 0,1,4,9,16 1000000
}

func ExampleTemplate_SetAccessorProperty() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	celsius := 20.0
	getter, _ := iso.NewFunctionTemplate(func(v8.FunctionCallbackInfo) (v8.Value, error) {
		return v8.NewNumber(celsius*9/5 + 32), nil
	}, v8.FunctionOptions{})
	setter, _ := iso.NewFunctionTemplate(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		fahrenheit, _ := info.Argument(0).AsNumber()
		celsius = (fahrenheit - 32) * 5 / 9
		return v8.Undefined(), nil
	}, v8.FunctionOptions{Length: 1})
	global, _ := iso.NewObjectTemplate()
	global.SetAccessorProperty("fahrenheit", getter, setter, v8.None)
	exampleRun(iso, v8.ContextOptions{GlobalTemplate: global}, nil, "let before = fahrenheit; fahrenheit = 212; before")
	fmt.Println(celsius)
	// Output:
	// 68
	// 100
}

func ExampleTemplate_SetLazyDataProperty() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	global, _ := iso.NewObjectTemplate()
	global.SetLazyDataProperty("table", func(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, error) {
		fmt.Println("computing", name)
		return v8.NewInteger(7), nil
	}, v8.None)
	exampleRun(iso, v8.ContextOptions{GlobalTemplate: global}, nil, "table + table")
	// Output:
	// computing table
	// 14
}

func ExampleContext_SetSecurityToken() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	library, _ := iso.NewContext(context.Background(), v8.ContextOptions{SecurityToken: "ours"})
	defer library.Close()
	library.Run(context.Background(), func(s *v8.Scope) error {
		script, _ := s.Compile("var version = 3", v8.ScriptOrigin{})
		script.Run()
		global := s.Global()
		share := func(inner *v8.Scope) error { return inner.Global().Set("library", global.Value) }
		exampleRun(iso, v8.ContextOptions{SecurityToken: "ours"}, share, "library.version")
		exampleRun(iso, v8.ContextOptions{}, share, "library.version")
		return nil
	})
	// Output:
	// 3
	// TypeError: no access
}

func ExampleContext_AllowCodeGenerationFromStrings() {
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	exampleRun(iso, v8.ContextOptions{}, nil, "eval('1 + 1')")
	exampleRun(iso, v8.ContextOptions{DisallowCodeGenerationFromStrings: true}, nil, "eval('1 + 1')")
	// Output:
	// 2
	// EvalError: Code generation from strings disallowed for this context
}

// One function for all contexts finds what belongs to the one that it runs in.
func ExampleContext_SetEmbedderData() {
	type userKey struct{}
	iso, _ := v8.NewIsolate(v8.IsolateOptions{})
	defer iso.Close()
	whoami, _ := iso.NewFunctionTemplate(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		user, _ := info.Scope().Context().EmbedderData(userKey{}).(string)
		text, err := info.Scope().NewString(user)
		return text.Value, err
	}, v8.FunctionOptions{})
	global, _ := iso.NewObjectTemplate()
	global.Set("whoami", whoami, v8.ReadOnly)
	for _, user := range []string{"ann", "bob"} {
		exampleRun(iso, v8.ContextOptions{GlobalTemplate: global}, func(s *v8.Scope) error {
			s.Context().SetEmbedderData(userKey{}, user)
			return nil
		}, "whoami()")
	}
	// Output:
	// ann
	// bob
}
