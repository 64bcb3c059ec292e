package lazyctx_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
)

type key struct{}

var errLate, errEnd = errors.New("late"), errors.New("end")

// ends are the ways in which a context may end, and what it says then.
var ends = map[string]struct {
	deadline time.Duration // from now; 0 is none
	end      func(parent context.CancelCauseFunc, c *lazyctx.Context)
	err      error
	cause    error
}{
	"End":                 {time.Hour, func(_ context.CancelCauseFunc, c *lazyctx.Context) { c.End(errEnd) }, context.Canceled, errEnd},
	"End without a cause": {0, func(_ context.CancelCauseFunc, c *lazyctx.Context) { c.End(nil) }, context.Canceled, context.Canceled},
	"the first End counts": {0, func(_ context.CancelCauseFunc, c *lazyctx.Context) {
		c.End(errEnd)
		c.End(errLate)
	}, context.Canceled, errEnd},
	"parent":   {time.Hour, func(parent context.CancelCauseFunc, _ *lazyctx.Context) { parent(errEnd) }, context.Canceled, errEnd},
	"deadline": {time.Millisecond, func(context.CancelCauseFunc, *lazyctx.Context) { time.Sleep(2 * time.Millisecond) }, context.DeadlineExceeded, errLate},
}

// looks are what may be asked before and after; each says the same.
var looks = map[string]func(t *testing.T, c context.Context, err, cause error){
	"Err":   func(t *testing.T, c context.Context, err, _ error) { require.Equal(t, err, c.Err()) },
	"Cause": func(t *testing.T, c context.Context, _, cause error) { require.Equal(t, cause, context.Cause(c)) },
	"Value": func(t *testing.T, c context.Context, _, _ error) { require.Equal(t, 7, c.Value(key{})) },
	"Done": func(t *testing.T, c context.Context, err, _ error) {
		if err != nil {
			<-c.Done()
			return
		}
		require.NotNil(t, c.Done())
	},
	"a child": func(t *testing.T, c context.Context, err, cause error) {
		child, cancel := context.WithCancel(c)
		defer cancel()
		require.Equal(t, err, child.Err())
		require.Equal(t, cause, context.Cause(child))
	},
}

func TestEndsAsPackageContext(t *testing.T) {
	for name, end := range ends {
		for before, lookBefore := range looks {
			for after, lookAfter := range looks {
				t.Run(name+"/"+before+"/"+after, func(t *testing.T) {
					parent, cancel := context.WithCancelCause(context.WithValue(context.Background(), key{}, 7))
					defer cancel(nil)
					var c lazyctx.Context
					c.Start(parent)
					if end.deadline != 0 {
						c.StartUntil(parent, time.Now().Add(end.deadline), errLate)
					}
					if end.err != context.DeadlineExceeded { // which may have passed
						lookBefore(t, &c, nil, nil)
					}
					end.end(cancel, &c)
					lookAfter(t, &c, end.err, end.cause)
					lookBefore(t, &c, end.err, end.cause)
				})
			}
		}
	}
}

func TestDeadlineIsTheEarlierOne(t *testing.T) {
	now := time.Now()
	parent, cancel := context.WithDeadline(context.Background(), now.Add(time.Hour))
	defer cancel()
	var c lazyctx.Context
	for _, given := range []time.Duration{0, time.Minute, 2 * time.Hour} {
		want := now.Add(time.Hour)
		if given == time.Minute {
			want = now.Add(given)
		}
		c.Start(parent)
		if given != 0 {
			c.StartUntil(parent, now.Add(given), errLate)
		}
		got, ok := c.Deadline()
		require.True(t, ok)
		require.Equal(t, want, got)
	}
	var none lazyctx.Context
	none.Start(context.Background())
	_, ok := none.Deadline()
	require.False(t, ok)
}

// Whoever waits is woken by the deadline, too.
func TestDeadlineWakes(t *testing.T) {
	var c lazyctx.Context
	c.StartUntil(context.Background(), time.Now().Add(time.Millisecond), errLate)
	told := make(chan error)
	context.AfterFunc(&c, func() { told <- context.Cause(&c) })
	require.Equal(t, errLate, <-told)
}

func TestManyLook(t *testing.T) {
	for range 1000 {
		var c lazyctx.Context
		c.StartUntil(context.Background(), time.Now().Add(time.Hour), errLate)
		var looking sync.WaitGroup
		for range 4 {
			looking.Go(func() {
				<-c.Done()
				require.Equal(t, errEnd, context.Cause(&c))
			})
		}
		c.End(errEnd)
		looking.Wait()
		require.Equal(t, context.Canceled, c.Err())
	}
}

// Who looks without a lock sees each end, of each layer.
func TestLooksBelow(t *testing.T) {
	parent, cancel := context.WithCancel(context.Background())
	var outer, inner lazyctx.Context
	outer.StartUntil(parent, time.Now().Add(time.Hour), errLate)
	inner.Start(lazyctx.Layer{Context: &outer})
	below, lazy := lazyctx.Of(lazyctx.Layer{Context: &inner})
	require.Equal(t, parent.Done(), below)
	require.False(t, lazy.HasEnded())
	outer.End(errEnd)
	require.True(t, lazy.HasEnded())
	require.Equal(t, errEnd, context.Cause(&inner))
	cancel()
	<-below

	below, lazy = lazyctx.Of(parent)
	require.Equal(t, parent.Done(), below)
	require.Nil(t, lazy)
}
