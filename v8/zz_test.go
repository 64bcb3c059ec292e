package v8

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"testing"
)

func zc(t testing.TB) *Context {
	i, err := NewIsolate(IsolateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { i.Close() })
	c, err := i.NewContext(ContextOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
func ev(s *Scope, src string) (Value, error) {
	sc, err := s.Compile(src, ScriptOrigin{Name: "z.js"})
	if err != nil {
		return Value{}, err
	}
	return sc.Run()
}
func fun(s *Scope, src string) Function {
	v, err := ev(s, src)
	if err != nil {
		panic(err)
	}
	f, ok := v.AsFunction()
	if !ok {
		panic("no fn")
	}
	return f
}
func setg(s *Scope, name string, cb FunctionCallback) {
	f, err := s.NewFunction(cb, FunctionOptions{Name: name})
	if err != nil {
		panic(err)
	}
	if err := s.Global().Set(name, f.Value); err != nil {
		panic(err)
	}
}
func TestZ(t *testing.T) {
	c := zc(t)
	err := c.Run(context.Background(), func(s *Scope) error {
		setg(s, "add", func(i FunctionCallbackInfo) (Value, error) {
			a, _ := i.Argument(0).AsNumber()
			b, _ := i.Argument(1).AsNumber()
			return NewNumber(a + b), nil
		})
		setg(s, "fail", func(i FunctionCallbackInfo) (Value, error) { return Value{}, fmt.Errorf("xx: %w", io.EOF) })
		setg(s, "tfail", func(i FunctionCallbackInfo) (Value, error) { return Value{}, TypeError.Errorf("bad %d", 3) })
		setg(s, "boom", func(i FunctionCallbackInfo) (Value, error) { panic("boom!") })
		setg(s, "call", func(i FunctionCallbackInfo) (Value, error) {
			f, _ := i.Argument(0).AsFunction()
			return f.Call(Value{})
		})
		setg(s, "exit", func(i FunctionCallbackInfo) (Value, error) { runtime.Goexit(); return Value{}, nil })
		setg(s, "term", func(i FunctionCallbackInfo) (Value, error) {
			i.Scope().Isolate().Terminate(errors.New("why"))
			return Value{}, nil
		})
		for _, x := range []string{"add(1,2)", "add(...[4,5,6,7,8,9,10,11,12,13,14])", "try{fail()}catch(e){e.message}", "fail()", "tfail()", "try{tfail()}catch(e){e instanceof TypeError}", "call(fail)", "call(()=>{throw {a:1}})", "try { call(()=>{throw 7}) } catch(e) { e+1 }", "new Error('a',{cause:new RangeError('b')})", "throw new Error('a',{cause:new RangeError('b')})"} {
			v, err := ev(s, x)
			fmt.Printf("%s => %v | %v eof=%v\n", x, v, err, errors.Is(err, io.EOF))
		}
		func() {
			defer func() { fmt.Println("recovered", recover()) }()
			ev(s, "var side=0; try { boom() } catch(e) { side+=1 } finally { side+=2 }; side+=4")
		}()
		fmt.Println(ev(s, "side"))
		func() {
			defer func() { fmt.Println("recovered", recover()) }()
			ev(s, "try { call(()=>call(()=>boom())) } catch(e) { side+=1 } finally { side+=2 }; side+=4")
		}()
		fmt.Println(ev(s, "side"))
		return nil
	})
	fmt.Println(err)
	err = c.Run(context.Background(), func(s *Scope) error {
		v, err := ev(s, "try { call(()=>{term(); for(;;);}) } catch(e) { side+=1 } finally { side+=2 }; side+=4")
		fmt.Println(v, err)
		return nil
	})
	fmt.Println(err)
	err = c.Run(context.Background(), func(s *Scope) error { fmt.Println(ev(s, "side")); return nil })
	fmt.Println(err)
	done := make(chan bool)
	go func() {
		defer close(done)
		c.Run(context.Background(), func(s *Scope) error { ev(s, "exit()"); return nil })
	}()
	<-done
	fmt.Println(c.Run(context.Background(), func(s *Scope) error { fmt.Println(ev(s, "side")); return nil }))
}
func BenchmarkCallback(b *testing.B) {
	c := zc(b)
	b.ReportAllocs()
	c.Run(context.Background(), func(s *Scope) error {
		setg(s, "add", func(i FunctionCallbackInfo) (Value, error) {
			a, _ := i.Argument(0).AsNumber()
			b, _ := i.Argument(1).AsNumber()
			return NewNumber(a + b), nil
		})
		f := fun(s, "(function(n){let x=0; for(let i=0;i<n;i++) x=add(x,1); return x})")
		b.ResetTimer()
		r, err := f.Call(Value{}, NewNumber(float64(b.N)))
		if err != nil {
			b.Fatal(err)
		}
		if x, _ := r.AsNumber(); x != float64(b.N) {
			b.Fatal(r)
		}
		return nil
	})
}
func BenchmarkCall1(b *testing.B) {
	c := zc(b)
	b.ReportAllocs()
	c.Run(context.Background(), func(s *Scope) error {
		f := fun(s, "(function(n){return n+1})")
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			r, err := f.Call(Value{}, NewNumber(1))
			if err != nil {
				b.Fatal(err)
			}
			if x, _ := r.AsNumber(); x != 2 {
				b.Fatal(r)
			}
		}
		return nil
	})
}
func BenchmarkGet(b *testing.B) {
	c := zc(b)
	b.ReportAllocs()
	c.Run(context.Background(), func(s *Scope) error {
		v, _ := ev(s, "({foo:1,bar:2})")
		o, _ := v.AsObject()
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			r, err := o.Get("bar")
			if err != nil {
				b.Fatal(err)
			}
			if x, _ := r.AsNumber(); x != 2 {
				b.Fatal(r)
			}
		}
		return nil
	})
}
func BenchmarkSet(b *testing.B) {
	c := zc(b)
	b.ReportAllocs()
	c.Run(context.Background(), func(s *Scope) error {
		v, _ := ev(s, "({foo:1,bar:2})")
		o, _ := v.AsObject()
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			err := o.Set("bar", NewNumber(3))
			if err != nil {
				b.Fatal(err)
			}
		}
		return nil
	})
}
