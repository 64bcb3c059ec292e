package v8_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestAdjustAmountOfExternalAllocatedMemory(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 << 20})
	c := v8test.ContextIn(t, iso)
	require.Equal(t, int64(10<<20), iso.AdjustAmountOfExternalAllocatedMemory(10<<20))
	v8test.RunIn(t, c, func(s *v8.Scope) {
		before := s.HeapStatistics().External
		require.Equal(t, int64(15<<20), iso.AdjustAmountOfExternalAllocatedMemory(5<<20))
		require.Equal(t, before+5<<20, s.HeapStatistics().External)
	})
	require.Zero(t, iso.AdjustAmountOfExternalAllocatedMemory(math.MinInt64), "never less than nothing")

	err := c.Run(t.Context(), func(s *v8.Scope) error {
		iso.AdjustAmountOfExternalAllocatedMemory(40 << 20)
		_, err := v8test.Eval(s, "1")
		return err
	})
	require.ErrorIs(t, err, v8.ErrMemoryLimit)
	iso.AdjustAmountOfExternalAllocatedMemory(-40 << 20)
	require.NoError(t, v8test.EvalIn(t.Context(), c, "1"))
	require.Positive(t, iso.AdjustAmountOfExternalAllocatedMemory(math.MaxInt64))
	require.Zero(t, iso.AdjustAmountOfExternalAllocatedMemory(-math.MaxInt64))
	require.NoError(t, iso.Close())
	require.Zero(t, iso.AdjustAmountOfExternalAllocatedMemory(1))
}

// A script drops a thousand objects with a megabyte each behind them.
func TestAddExternalMemory(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 << 20})
	c := v8test.ContextIn(t, iso)
	run := func(source string) (made int, err error) {
		err = c.Run(t.Context(), func(s *v8.Scope) error {
			f, err := s.NewFunctionOf(func(s *v8.Scope) (v8.Value, error) {
				made++
				external, err := s.NewExternal(new([1 << 20]byte))
				if err != nil {
					return v8.Value{}, err
				}
				return external.Value, external.AddExternalMemory(1 << 20)
			}, v8.FunctionOptions{})
			require.NoError(t, err)
			require.NoError(t, s.Global().Set("make", f.Value))
			_, err = v8test.Eval(s, source)
			return err
		})
		return made, err
	}
	made, err := run("for (let i = 0; i < 1000; i++) make()")
	require.NoError(t, err)
	require.Equal(t, 1000, made)
	made, err = run("{ const all = []; for (;;) all.push(make()) }")
	require.ErrorIs(t, err, v8.ErrMemoryLimit)
	require.Less(t, made, 40)
	made, err = run("for (let i = 0; i < 100; i++) make()")
	require.NoError(t, err, "what the Run that was ended had is collected")
	require.Equal(t, 100, made)
}

// More than V8 takes at once, or sums of it, are as much as there can be.
func TestAddExternalMemoryOfAnySize(t *testing.T) {
	for _, bytes := range []uint64{math.MaxUint64, math.MaxInt64, 1 << 60, 1 << 57} {
		iso := v8test.Isolate(t, v8.IsolateOptions{})
		c := v8test.ContextIn(t, iso)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			for range 20 {
				o, _ := v8test.MustEval(t, s, "({})").AsObject()
				require.NoError(t, o.AddExternalMemory(bytes))
				iso.AdjustAmountOfExternalAllocatedMemory(math.MaxInt64)
				iso.AdjustAmountOfExternalAllocatedMemory(math.MinInt64)
			}
			require.Positive(t, int64(s.HeapStatistics().External))
		})
		v8test.RequireUsable(t, c)
	}
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 << 20})
	err := v8test.ContextIn(t, iso).Run(t.Context(), func(s *v8.Scope) error {
		o, _ := v8test.MustEval(t, s, "({})").AsObject()
		for range 100 { // also when it is refused
			o.AddExternalMemory(math.MaxUint64)
		}
		_, err := v8test.Eval(s, "1")
		return err
	})
	require.ErrorIs(t, err, v8.ErrMemoryLimit)
}
