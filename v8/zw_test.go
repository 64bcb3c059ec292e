package v8

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestLimits(t *testing.T) {
	i, err := NewIsolate(IsolateOptions{MemoryLimit: 32 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer i.Close()
	c, _ := i.NewContext(ContextOptions{})
	try := func(ctx context.Context, src string) {
		t0 := time.Now()
		err := c.Run(ctx, func(s *Scope) error {
			v, err := ev(s, src)
			if err == nil {
				fmt.Print(v, " ")
			}
			fmt.Printf("%+v ", s.HeapStatistics())
			return err
		})
		fmt.Printf("%.40q %v %v\n", src, err, time.Since(t0).Round(time.Millisecond))
	}
	bg := context.Background()
	try(bg, "var a=[];for(;;)a.push(new ArrayBuffer(1<<20))")
	try(bg, "a.length")
	try(bg, "a=null;var n=0;for(let i=0;i<200;i++){new ArrayBuffer(1<<20);n++};n")
	try(bg, "new ArrayBuffer(1<<30)")
	try(bg, "eval('1'.repeat(1e8)+'n')")
	try(bg, "var m=[];for(;;)m.push(new WebAssembly.Memory({initial:100}))")
	try(bg, "m=null;1")
	try(bg, "var b=new ArrayBuffer(8,{maxByteLength:1<<30}); b.resize(1<<29); b.byteLength")
	try(bg, "b=null;1")
	try(WithCPULimit(bg, 100*time.Millisecond), "for(;;);")
	try(WithCPULimit(bg, 100*time.Millisecond), "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,300)")
	try(bg, "(function f(){f()})()")
	err = c.Run(WithCPULimit(bg, 100*time.Millisecond), func(s *Scope) error {
		_, err := ev(s, "for(;;);")
		fmt.Println(errors.Is(err, ErrCPULimit), errors.Is(err, ErrTerminated))
		s.WithoutCPULimit(func() {})
		return err
	})
	fmt.Println(err)
	fmt.Println(i.HeapStatistics())
}
