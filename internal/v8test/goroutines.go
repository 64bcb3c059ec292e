package v8test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
)

// Rounds is less where each round takes long.
func Rounds(n int) int {
	if Sanitized || testing.Short() {
		return n / 10
	}
	return n
}

// Together runs fn in n goroutines and fails the test with their errors.
func Together(t testing.TB, n int, fn func(goroutine int) error) {
	t.Helper()
	var all sync.WaitGroup
	failures := make([]error, n)
	for goroutine := range n {
		all.Go(func() { failures[goroutine] = fn(goroutine) })
	}
	all.Wait()
	require.NoError(t, errors.Join(failures...))
}

// WhileRunning calls fn on another goroutine once c runs source, which is to run
// until fn or something after it ends it, and gives the error of that Run.
func WhileRunning(c *v8.Context, source string, fn func()) error {
	running, result := make(chan struct{}), make(chan error)
	go func() {
		result <- c.Run(context.Background(), func(s *v8.Scope) error {
			script, err := s.Compile(source, v8.ScriptOrigin{Name: "test.js"})
			if err != nil {
				return err
			}
			close(running)
			_, err = script.Run()
			return err
		})
	}()
	<-running
	time.Sleep(5 * time.Millisecond) // likely inside it by now; the tests hold otherwise too
	fn()
	return <-result
}
