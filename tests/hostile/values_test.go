package hostile_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
)

// requireOutcome fails the test unless what came of an operation is a value or
// one of the package's errors, whose every form can be printed.
func requireOutcome(t *testing.T, name string, err error, panicked any) {
	t.Helper()
	require.Nil(t, panicked, name)
	if err == nil || errors.Is(err, errNotApplicable) {
		return
	}
	var exception *v8.Exception
	require.ErrorAs(t, err, &exception, name)
	require.NotEmpty(t, fmt.Sprintf("%v %+v %q", err, exception, exception), name)
}

// hostileOptions ignore what hostile objects leave to microtasks, but look at it.
func hostileOptions() v8.IsolateOptions {
	return v8.IsolateOptions{OnUnhandledRejection: func(_ *v8.Scope, p v8.Promise, reason *v8.Exception) error {
		_ = p.Result().String()
		_ = fmt.Sprintf("%+v", reason)
		return nil
	}}
}

// Whatever operation meets whatever object: it ends in a value or an error, and
// the isolate goes on.
func TestHostileValues(t *testing.T) { everyHostilePair(t, hostileOperation.directly) }

// The same in a function of Go that JavaScript calls, which throws the error.
func TestHostileValuesInCallback(t *testing.T) { everyHostilePair(t, hostileOperation.inCallback) }

// The same while V8 moves what it can as often as it can: a handle that is not
// kept where V8 sees it points to something else then.
func TestHostileValuesMoving(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetUnsafeFlags("--gc-global", "--stress-compaction", "--stress-scavenge=50", "--max-semi-space-size=1"))
		everyHostilePair(t, hostileOperation.inCallback)
	})
}

func (o hostileOperation) directly(s *v8.Scope, v v8.Value) error { return o.do(s, v) }

func (o hostileOperation) inCallback(s *v8.Scope, v v8.Value) error {
	var inside error
	f, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		inside = o.do(info.Scope(), info.Argument(0))
		return v8.Value{}, inside
	}, v8.FunctionOptions{})
	if err != nil {
		return err
	}
	_, err = f.Call(v8.Undefined(), v)
	if (err == nil) != (inside == nil) {
		return fmt.Errorf("%w inside, and %w outside", inside, err)
	}
	return err
}

func everyHostilePair(t *testing.T, do func(o hostileOperation, s *v8.Scope, v v8.Value) error) {
	iso := v8test.Isolate(t, hostileOptions())
	pairs, applicable := 0, map[string]int{}
	for _, source := range append(hostileTraps(), hostileObjects...) {
		c := v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{Console: console.New(&console.Buffer{}, console.Options{})}))
		ctx, cancel := context.WithTimeout(t.Context(), hostileGrace) // an endless one shall say which it is
		require.NoError(t, c.Run(ctx, func(s *v8.Scope) error {
			hostileHost(t, s)
			factory := hostileFactory(t, s, source)
			for _, operation := range hostileOperations {
				name := operation.name + " of " + source
				pairs++
				require.NoError(t, s.Nested(func(s *v8.Scope) error {
					v, err := factory.Call(v8.Undefined())
					require.NoError(t, err, name)
					panicked, err := v8test.Attempt(func() error { return do(operation, s, v) })
					requireOutcome(t, name, err, panicked)
					if !errors.Is(err, errNotApplicable) {
						applicable[operation.name]++
					}
					return nil
				}))
			}
			require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String(), source)
			return nil
		}), source)
		cancel()
		v8test.RequireUsable(t, c)
		require.NoError(t, c.Close())
	}
	for _, operation := range hostileOperations { // no row may be idle
		require.NotZero(t, applicable[operation.name], operation.name)
	}
	t.Logf("%d operations, %d pairs", len(hostileOperations), pairs)
}

// hostileSample is one value of each of the objects that can be had at once.
func hostileSample(t *testing.T, s *v8.Scope) map[string]v8.Value {
	t.Helper()
	values := map[string]v8.Value{}
	for _, source := range append(hostileTraps(), hostileObjects...) {
		v, err := hostileFactory(t, s, source).Call(v8.Undefined())
		require.NoError(t, err, source)
		values[source] = v
	}
	return values
}

// eachHostilePair calls check with each operation on each value.
func eachHostilePair(values map[string]v8.Value, check func(name string, operation hostileOperation, v v8.Value)) {
	for source, v := range values {
		for _, operation := range hostileOperations {
			check(operation.name+" of "+source, operation, v)
		}
	}
}

// In a Run that is terminated nothing begins any more; what only reads works.
func TestHostileValuesTerminated(t *testing.T) {
	iso := v8test.Isolate(t, hostileOptions())
	c := v8test.ContextIn(t, iso)
	ctx, cancel := context.WithCancel(t.Context())
	err := c.Run(ctx, func(s *v8.Scope) error {
		hostileHost(t, s)
		values := hostileSample(t, s)
		cancel()
		_, err := v8test.Eval(s, "for (;;) {}")
		require.ErrorIs(t, err, v8.ErrTerminated)
		eachHostilePair(values, func(name string, operation hostileOperation, v v8.Value) {
			panicked, err := v8test.Attempt(func() error { return operation.do(s, v) })
			require.Nil(t, panicked, name)
			if err != nil && !errors.Is(err, errNotApplicable) {
				require.ErrorIs(t, err, v8.ErrTerminated, name)
				require.ErrorIs(t, err, context.Canceled, name)
				require.False(t, operation.silent || operation.plain, name)
			}
		})
		return nil
	})
	if err != nil {
		require.ErrorIs(t, err, v8.ErrTerminated)
	}
	v8test.RequireUsable(t, c)
}

// In a dead isolate every operation that could fail does, with the same error,
// and those that can't give something empty.
func TestHostileValuesDead(t *testing.T) {
	iso := v8test.Isolate(t, hostileOptions())
	c, neighbour := v8test.ContextIn(t, iso), v8test.Context(t)
	err := c.Run(t.Context(), func(s *v8.Scope) error {
		hostileHost(t, s)
		values := hostileSample(t, s)
		_, err := v8test.Eval(s, "'ab'.repeat(2 ** 27).split('')")
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		eachHostilePair(values, func(name string, operation hostileOperation, v v8.Value) {
			panicked, err := v8test.Attempt(func() error { return operation.do(s, v) })
			require.Nil(t, panicked, name)
			switch {
			case errors.Is(err, errNotApplicable):
			case operation.silent || operation.plain:
				require.NoError(t, err, name)
			default:
				require.ErrorIs(t, err, v8.ErrIsolateDead, name)
			}
		})
		return nil
	})
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	v8test.RequireUsable(t, neighbour)
}

// requireHostileMisuse fails the test unless an operation on a value that may
// not be used panics with the rule, or has no need of the value.
func requireHostileMisuse(t *testing.T, name string, operation hostileOperation, err error, panicked any, rules ...string) {
	t.Helper()
	if operation.plain || errors.Is(err, errNotApplicable) {
		require.Nil(t, panicked, name)
		return
	}
	require.NotNil(t, panicked, "%s: %v", name, err)
	for _, rule := range rules {
		if strings.HasPrefix(panicked.(string), rule) {
			return
		}
	}
	require.Fail(t, "another panic", "%s: %s", name, panicked)
}

// A value that has outlived its Scope panics wherever it is put.
func TestHostileValuesAfterScope(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, hostileOptions()))
	v8test.RunIn(t, c, func(s *v8.Scope) {
		hostileHost(t, s)
		var values map[string]v8.Value
		require.NoError(t, s.Nested(func(s *v8.Scope) error {
			values = hostileSample(t, s)
			return nil
		}))
		eachHostilePair(values, func(name string, operation hostileOperation, v v8.Value) {
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				panicked, err := v8test.Attempt(func() error { return operation.do(s, v) })
				requireHostileMisuse(t, name, operation, err, panicked, misuse.ValueEnded)
				return nil
			}))
		})
	})
	v8test.RequireUsable(t, c)
}

// A value of another isolate panics, be that the one that runs or the one
// around it.
func TestHostileValuesOfAnotherIsolate(t *testing.T) {
	c, other := v8test.ContextIn(t, v8test.Isolate(t, hostileOptions())), v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		hostileHost(t, s)
		values := hostileSample(t, s)
		v8test.RunIn(t, other, func(inner *v8.Scope) {
			eachHostilePair(values, func(name string, operation hostileOperation, v v8.Value) {
				panicked, err := v8test.Attempt(func() error { return operation.do(inner, v) })
				requireHostileMisuse(t, name, operation, err, panicked, misuse.Isolate, misuse.Goroutine)
			})
		})
	})
	v8test.RequireUsable(t, c)
	v8test.RequireUsable(t, other)
}

// Another goroutine may not use a value, inside a Run of its own or outside.
func TestHostileValuesInAnotherGoroutine(t *testing.T) {
	c, other := v8test.ContextIn(t, v8test.Isolate(t, hostileOptions())), v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		hostileHost(t, s)
		values := hostileSample(t, s)
		type outcome struct {
			name      string
			operation hostileOperation
			err       error
			panicked  any
		}
		var outside, inside []outcome
		done := make(chan error)
		go func() {
			eachHostilePair(values, func(name string, operation hostileOperation, v v8.Value) {
				panicked, err := v8test.Attempt(func() error { return operation.do(s, v) })
				outside = append(outside, outcome{name, operation, err, panicked})
			})
			done <- other.Run(context.Background(), func(s *v8.Scope) error {
				eachHostilePair(values, func(name string, operation hostileOperation, v v8.Value) {
					panicked, err := v8test.Attempt(func() error { return operation.do(s, v) })
					inside = append(inside, outcome{name, operation, err, panicked})
				})
				return nil
			})
		}()
		require.NoError(t, <-done)
		for _, o := range outside {
			requireHostileMisuse(t, o.name, o.operation, o.err, o.panicked, misuse.Goroutine)
		}
		for _, o := range inside {
			requireHostileMisuse(t, o.name, o.operation, o.err, o.panicked, misuse.Isolate, misuse.Goroutine)
		}
	})
	v8test.RequireUsable(t, c)
	v8test.RequireUsable(t, other)
}
