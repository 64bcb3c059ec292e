package v8_test

import (
	"context"
	"errors"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestVersion(t *testing.T) {
	require.Equal(t, v8test.Version(), v8.Version())
}

func TestInitialize(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.Equal(t, v8.Statistics{}, v8test.Left())
		require.NoError(t, v8.Initialize())
		require.NoError(t, v8.Initialize(), "starting again is nothing")
		require.Equal(t, v8.Statistics{}, v8test.Left(), "starting makes no isolate")
		v8test.RequireUsable(t, v8test.Context(t))
	})
}

// Half of the goroutines start V8 explicitly and half by making an isolate, as
// near to the same moment as they can.
func TestInitializeFromManyGoroutines(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		const goroutines = 32
		var ready, done sync.WaitGroup
		start := make(chan struct{})
		failures := make(chan error, goroutines)
		for n := range goroutines {
			ready.Add(1)
			done.Go(func() {
				ready.Done()
				<-start
				if n%2 == 0 {
					failures <- v8.Initialize()
				} else {
					failures <- v8test.UseNewIsolate(v8.IsolateOptions{})
				}
			})
		}
		ready.Wait()
		close(start)
		done.Wait()
		close(failures)
		for err := range failures {
			require.NoError(t, err)
		}
	})
}

func TestDispose(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		iso, err := v8.NewIsolate(v8.IsolateOptions{})
		require.NoError(t, err)
		c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
		require.NoError(t, err)

		require.EqualError(t, v8.Dispose(), "v8: dispose: 1 isolates are not closed")
		v8test.RequireUsable(t, c)

		var sent *v8.SerializedValue
		require.NoError(t, c.Run(t.Context(), func(s *v8.Scope) error {
			bytes := v8test.MustEval(t, s, "new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))")
			sent = v8test.Must(s.SerializeValue(bytes))
			return nil
		}))
		require.NoError(t, iso.Close())
		require.EqualError(t, v8.Dispose(), "v8: dispose: 1 serialized values are not closed")
		require.NoError(t, sent.Close())
		require.NoError(t, v8.Dispose())
		require.NoError(t, v8.Dispose(), "again is nothing")

		_, err = v8.NewIsolate(v8.IsolateOptions{})
		require.ErrorIs(t, err, v8.ErrDisposed)
		require.ErrorIs(t, v8.Initialize(), v8.ErrDisposed)
		require.ErrorIs(t, v8.SetFlags("--max-lazy"), v8.ErrStarted)
		require.Equal(t, v8test.Version(), v8.Version())
		require.Equal(t, v8.Statistics{}, v8test.Left())

		// What is left of the closed isolate touches nothing of V8.
		require.NoError(t, c.Close())
		require.NoError(t, iso.Close())
		iso.Terminate(errors.New("too late"))
		require.ErrorIs(t, c.Run(context.Background(), v8test.Nothing), v8.ErrClosed)
		_, err = iso.NewContext(context.Background(), v8.ContextOptions{})
		require.ErrorIs(t, err, v8.ErrClosed)
	})
}

func TestDisposeBeforeStart(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.Dispose())
		require.ErrorIs(t, v8.Initialize(), v8.ErrDisposed)
		require.ErrorIs(t, v8test.UseNewIsolate(v8.IsolateOptions{}), v8.ErrDisposed)
	})
}

// limitAddressSpace leaves the process that many bytes more than it has
// reserved, as `ulimit -v` does.
func limitAddressSpace(t *testing.T, more int) {
	t.Helper()
	limit := uint64(v8test.AddressSpace(t) + more)
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: limit, Max: limit}))
}

// V8 aborts at each of these sizes when it is not kept from trying.
func TestInitializeWithoutAddressSpace(t *testing.T) {
	for name, size := range map[string]int{
		"8 GB": 8 * v8test.Gigabyte, "136 GB": 136 * v8test.Gigabyte, "300 GB": 300 * v8test.Gigabyte, "1 TB": 1024 * v8test.Gigabyte,
		"1350 GB": 1350 * v8test.Gigabyte,
	} {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				limitAddressSpace(t, size)
				err := v8.Initialize()
				require.ErrorContains(t, err, "v8: start: ")
				require.ErrorContains(t, err, "RLIMIT_AS")
				require.ErrorContains(t, err, "ulimit -v unlimited", "it names the cure")
				_, again := v8.NewIsolate(v8.IsolateOptions{})
				require.Equal(t, err, again, "it stays")
			})
		})
	}
}

func TestNewIsolateWithoutAddressSpace(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.Context(t)
		limitAddressSpace(t, v8test.Gigabyte)
		_, err := v8.NewIsolate(v8.IsolateOptions{})
		require.ErrorContains(t, err, "v8: new isolate: ")
		require.ErrorContains(t, err, "ulimit -v unlimited")
		v8test.RequireUsable(t, c)
	})
}

func TestStats(t *testing.T) {
	require.Equal(t, v8.Statistics{}, v8test.Left())
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	a, b := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
	v8test.RequireAlive(t, 1, 2)
	v8test.RunIn(t, a, func(s *v8.Scope) {
		v8test.RunIn(t, b, func(s *v8.Scope) {
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				v8test.MustEval(t, s, "globalThis.buffer = new ArrayBuffer(1e6)")
				require.Equal(t, int64(3), v8.Stats().Scopes)
				require.Equal(t, int64(1e6), v8.Stats().ExternalMemory)
				return nil
			}))
		})
	})
	require.Zero(t, v8.Stats().Scopes)
	require.NoError(t, a.Close())
	v8test.RequireAlive(t, 1, 1)
	require.NoError(t, iso.Close())
	require.Equal(t, v8.Statistics{}, v8test.Left(), "an isolate takes its contexts and memory with it")
}
