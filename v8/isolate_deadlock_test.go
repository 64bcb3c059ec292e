package v8_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What is called inside a Run of one isolate for the next in a circle, whose Run
// does the same, would wait for ever. One of them is told.
func TestDeadlock(t *testing.T) {
	for name, enter := range map[string]func(*v8.Context) error{
		"Run":              func(c *v8.Context) error { return c.Run(context.Background(), v8test.Nothing) },
		"SetSecurityToken": func(c *v8.Context) error { return c.SetSecurityToken("token") },
		"NewContext": func(c *v8.Context) error {
			_, err := c.Isolate().NewContext(context.Background(), v8.ContextOptions{})
			return err
		},
		"Isolate.Close": func(c *v8.Context) error { return c.Isolate().Close() },
	} {
		for _, isolates := range []int{2, 3} {
			t.Run(name, func(t *testing.T) {
				var contexts []*v8.Context
				for range isolates {
					contexts = append(contexts, v8test.Context(t))
				}
				panics := make(chan any, isolates)
				var inside, done sync.WaitGroup
				inside.Add(isolates)
				for n, c := range contexts {
					done.Go(func() {
						defer func() { panics <- recover() }()
						c.Run(context.Background(), func(*v8.Scope) error {
							inside.Done()
							inside.Wait()
							return enter(contexts[(n+1)%isolates])
						})
					})
				}
				done.Wait()
				told := 0
				for range isolates {
					if p := <-panics; p != nil {
						require.Equal(t, misuse.Deadlock, p)
						told++
					}
				}
				require.Positive(t, told)
			})
		}
	}
}

// A wait that ends by its ctx is no deadlock.
func TestNoDeadlock(t *testing.T) {
	a, b := v8test.Context(t), v8test.Context(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	var inside, done sync.WaitGroup
	inside.Add(2)
	for _, pair := range [][2]*v8.Context{{a, b}, {b, a}} {
		done.Go(func() {
			pair[0].Run(context.Background(), func(*v8.Scope) error {
				inside.Done()
				inside.Wait()
				return pair[1].Run(ctx, v8test.Nothing)
			})
		})
	}
	done.Wait()
	for range 100 { // in one order there is none
		for range 4 {
			done.Go(func() {
				a.Run(context.Background(), func(*v8.Scope) error { return b.Run(context.Background(), v8test.Nothing) })
			})
		}
		done.Wait()
	}
	v8test.RequireUsable(t, a)
	v8test.RequireUsable(t, b)
}

// What a deadlock has kept from being closed can be closed afterwards.
func TestCloseAfterDeadlock(t *testing.T) {
	a := v8test.Context(t)
	for told := false; !told; { // else the other goroutine is
		b := v8test.Context(t)
		insideB := make(chan bool)
		var done sync.WaitGroup
		v8test.RunIn(t, a, func(*v8.Scope) {
			done.Go(func() {
				defer func() { recover() }()
				b.Run(context.Background(), func(*v8.Scope) error {
					close(insideB)
					return a.Run(context.Background(), v8test.Nothing)
				})
			})
			<-insideB
			runtime.Gosched()
			defer func() { told = recover() != nil }()
			b.Isolate().Close()
		})
		done.Wait()
		require.NoError(t, b.Isolate().Close())
		require.EqualValues(t, 1, v8.Stats().Contexts)
	}
}
