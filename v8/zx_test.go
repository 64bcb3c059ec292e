package v8

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestNestedDeadline(t *testing.T) {
	c := zc(t)
	err := c.Run(context.Background(), func(s *Scope) error {
		setg(s, "inner", func(i FunctionCallbackInfo) (Value, error) {
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			return Value{}, c.Run(ctx, func(s *Scope) error { _, err := ev(s, "for(;;);"); return err })
		})
		v, err := ev(s, "var r=0; try{inner()}catch(e){r=e.message}; for(let i=0;i<1e6;i++); r")
		fmt.Println(v, err)
		return nil
	})
	fmt.Println(err)
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	err = c.Run(ctx, func(s *Scope) error {
		v, err := ev(s, "try{inner()}catch(e){r=e.message}; for(;;);")
		fmt.Println(v, err)
		return err
	})
	fmt.Println(err, errors.Is(err, context.DeadlineExceeded))
	// outer ends while inner is terminated
	ctx, cancel = context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err = c.Run(ctx, func(s *Scope) error {
		v, err := ev(s, "try{inner()}catch(e){r=e.message}; for(;;);")
		fmt.Println(v, err)
		return err
	})
	fmt.Println(err, errors.Is(err, context.DeadlineExceeded))
}
