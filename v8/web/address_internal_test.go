package web

import (
	"net"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIsOwn(t *testing.T) {
	addresses, err := net.InterfaceAddrs()
	require.NoError(t, err)
	require.NotEmpty(t, addresses)
	for _, each := range addresses {
		address := netip.MustParsePrefix(each.String()).Addr()
		own, err := isOwn(address)
		require.NoError(t, err)
		require.True(t, own, address)
	}
	own, err := isOwn(netip.MustParseAddr("8.8.8.8"))
	require.NoError(t, err)
	require.False(t, own)
}
