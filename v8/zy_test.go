package v8

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
)

func TestY(t *testing.T) {
	c := zc(t)
	err := c.Run(context.Background(), func(s *Scope) error {
		v, _ := ev(s, "[1,'a',{}]")
		for e, err := range v.Iterate() {
			fmt.Println("it", e, err)
		}
		v, _ = ev(s, "(function*(){try{yield 1;yield 2;yield 3}finally{globalThis.closed=1}})()")
		for e, err := range v.Iterate() {
			fmt.Println("it", e, err)
			if x, _ := e.AsInt32(); x == 2 {
				break
			}
		}
		fmt.Println(ev(s, "closed"))
		v, _ = ev(s, "(function*(){yield 1;throw new Error('x')})()")
		for e, err := range v.Iterate() {
			fmt.Println("it", e, err)
		}
		for e, err := range NewNumber(4).Iterate() {
			fmt.Println("it", e, err)
		}
		v, _ = ev(s, "({a:1,[Symbol.iterator]:2,5:6})")
		o, _ := v.AsObject()
		fmt.Println(o.Keys())
		for e, err := range v.Iterate() {
			fmt.Println("it", e, err)
		}
		fmt.Println(o.DefineOwnProperty("ro", NewNumber(1), ReadOnly))
		fmt.Println(o.GetPropertyAttributes("ro"))
		fmt.Println(o.GetConstructorName(), o.GetIdentityHash() != 0)
		p, _ := s.NewPrivate("p")
		fmt.Println(o.SetPrivate(p, NewNumber(5)))
		fmt.Println(o.GetPrivate(p))
		fmt.Println(o.HasPrivate(p))
		g, err := NewGlobal(s, o)
		fmt.Println(g.Get(s).GetIdentityHash() == o.GetIdentityHash(), err)
		g.Close()
		r, _ := s.NewPromiseResolver()
		pr := r.Promise()
		fmt.Println(pr.State(), pr.Result(), pr.HasHandler())
		pr.Then(func(s *Scope, v Value) (Value, error) { fmt.Println("then", v); return Value{}, errors.New("later") }, nil)
		fmt.Println(r.Resolve(NewNumber(42)), pr.State(), pr.Result())
		e, err := Escape(s, func(s *Scope) (Object, error) { o, err := s.NewObject(); o.Set("z", NewNumber(9)); return o, err })
		fmt.Println(e.Get("z"))
		fmt.Println(err)
		return nil
	})
	fmt.Println("run:", err)
	var w *Weak[Object]
	err = c.Run(context.Background(), func(s *Scope) error {
		s.Nested(func(s *Scope) error {
			o, _ := s.NewObject()
			w, _ = NewWeak(s, o, func() { fmt.Println("collected!") })
			_, ok := w.Get(s)
			fmt.Println(ok)
			return nil
		})
		ev(s, "var q=[]; for (let i=0;i<2e6;i++) q=[i,q.length]; for(let i=0;i<50;i++) new Array(1e6).fill(1.5)")
		for i := 0; i < 1000; i++ {
			s.NewFunction(func(FunctionCallbackInfo) (Value, error) { return Value{}, nil }, FunctionOptions{})
		}
		return nil
	})
	fmt.Println("run:", err, Stats())
	err = c.Run(context.Background(), func(s *Scope) error {
		ev(s, "for (let i=0;i<2e6;i++) q=[i,q.length]; for(let i=0;i<50;i++) new Array(1e6).fill(1.5)")
		_, ok := w.Get(s)
		fmt.Println(ok)
		return nil
	})
	err = c.Run(context.Background(), func(s *Scope) error { return nil })
	runtime.GC()
	fmt.Println("run:", err, Stats(), c.isolate.references.count())
	w.Close()
	fmt.Println(c.Run(context.Background(), func(s *Scope) error { ev(s, "Promise.reject(new TypeError('no')); Promise.reject(1)"); return nil }))
	fmt.Println(c.Run(context.Background(), func(s *Scope) error { ev(s, "var p=Promise.reject(new TypeError('no')); p.catch(()=>1)"); return nil }))
}
func TestOf(t *testing.T) {
	c := zc(t)
	err := c.Run(context.Background(), func(s *Scope) error {
		def := func(n string, f any) {
			fn, err := s.NewFunctionOf(f, FunctionOptions{Name: n})
			if err != nil {
				panic(err)
			}
			s.Global().Set(n, fn.Value)
		}
		def("a", func(ctx context.Context, n int, s string) (string, error) {
			return fmt.Sprint(ctx == context.Background(), n, s), nil
		})
		def("b", func(n ...uint8) int {
			t := 0
			for _, x := range n {
				t += int(x)
			}
			return t
		})
		def("c", func(s *Scope, p *float64, o *Object) (*Object, error) { fmt.Println(p == nil, o == nil); return o, nil })
		def("d", func(a, b float64) float64 { return a * b })
		def("e", func() int64 { return 1 << 60 })
		def("f", func(f Function) (Value, error) { return f.Call(Undefined(), NewNumber(3)) })
		for _, x := range []string{"a(1,'x')", "a(1.5,'x')", "a('1','x')", "a(1)", "a.length", "b()", "b(1,2,3)", "b(256)", "b(-1)", "c()", "c(1,{z:1}).z", "d(3,4)", "d(3)", "e()", "f(x=>x*2)", "f(1)"} {
			v, err := ev(s, x)
			fmt.Println(x, "=>", v, err)
		}
		return nil
	})
	fmt.Println(err)
}
