package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

func TestRun(t *testing.T) {
	var out strings.Builder
	require.NoError(t, run(t.Context(), 100, &out))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, 4, "only bad orders fail: %s", out.String())
	for _, text := range []string{
		"coupon LOOP: vm: eval closure: terminated: ", "coupon MEMORY: vm: eval closure: terminated: ", "(at rate (rules.js:5:",
		"coupon THROW: vm: eval closure: RangeError: coupon THROW is not valid (rules.js:7:", "coupon WRONG: ", "cannot store string in float64",
	} {
		require.Contains(t, out.String(), text)
	}
}

func TestBadOrders(t *testing.T) {
	host, err := vm.NewHost(vm.HostOptions{})
	require.NoError(t, err)
	defer host.Close()
	engine := newEngine(host)
	defer engine.Close()
	for coupon, want := range map[string]error{"LOOP": vm.ErrTerminated, "MEMORY": vm.ErrTerminated} {
		_, err := rate(t.Context(), engine, Order{Coupon: coupon, Items: []Item{}})
		require.ErrorIs(t, err, want)
	}
	rating, err := rate(t.Context(), engine, Order{Coupon: "TENTH", Items: []Item{{"tea", 10, 2}}})
	require.NoError(t, err)
	require.Equal(t, Rating{Total: 18, Discount: 2, Notes: []string{"a tenth off"}}, rating)
}
