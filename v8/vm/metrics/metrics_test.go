package metrics_test

import (
	"context"
	"errors"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
	_ "github.com/nodeisolates/isolates/v8/vm/inprocess"
	"github.com/nodeisolates/isolates/v8/vm/metrics"
)

func TestCollector(t *testing.T) {
	host, err := vm.NewHost(vm.HostOptions{})
	require.NoError(t, err)
	defer host.Close()
	pool := vm.NewPool(host, vm.PoolOptions{KeepContexts: true})
	defer pool.Close()
	registry := prometheus.NewPedanticRegistry()
	require.NoError(t, registry.Register(metrics.NewCollector(pool)))
	for n := range 3 {
		err := pool.Run(t.Context(), "a\n\"b\"\xff", func(ctx context.Context, c *vm.Context) error {
			if n == 0 {
				return errors.New("no")
			}
			return c.Eval(ctx, "1", nil)
		})
		require.Equal(t, n == 0, err != nil)
	}
	families, err := registry.Gather()
	require.NoError(t, err)
	got := map[string]float64{}
	for _, f := range families {
		m := f.GetMetric()[0]
		require.Equal(t, "a\n\"b\"\ufffd", m.GetLabel()[0].GetValue())
		got[f.GetName()] = m.GetCounter().GetValue() + m.GetGauge().GetValue()
	}
	require.Equal(t, 3.0, got["isolates_pool_calls_total"])
	require.Equal(t, 1.0, got["isolates_pool_failures_total"])
	require.Equal(t, 1.0, got["isolates_pool_isolates"])
	require.Zero(t, got["isolates_pool_waiting"])
	require.Positive(t, got["isolates_pool_seconds_total"])
	count, err := testutil.GatherAndCount(registry)
	require.NoError(t, err)
	require.Equal(t, 6, count)
}
