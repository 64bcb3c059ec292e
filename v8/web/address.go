package web

import "net/netip"

// special are blocks of addresses that are global unicast by their form, and yet lead
// to somewhere inside, or nowhere.
//
// IANA: [IPv4 Special-Purpose Address Registry], [IPv6 Special-Purpose Address Registry].
//
// [IPv4 Special-Purpose Address Registry]: https://www.iana.org/assignments/iana-ipv4-special-registry/
// [IPv6 Special-Purpose Address Registry]: https://www.iana.org/assignments/iana-ipv6-special-registry/
var special = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

// globalUnicast is all that IANA has given away of IPv6 for unicast. What is outside,
// such as 64:ff9b::/96, may stand for an address of IPv4.
var globalUnicast = netip.MustParsePrefix("2000::/3")

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for n, text := range texts {
		list[n] = netip.MustParsePrefix(text)
	}
	return list
}

// IsPublic reports whether an address is one of the open internet: unicast, and none of
// a private or local network, of loopback, of documentation, or of a translation from
// IPv4. An IPv4-mapped address is the IPv4 address.
func IsPublic(address netip.Addr) bool {
	if address.Zone() != "" {
		return false
	}
	address = address.Unmap()
	if !address.IsGlobalUnicast() || address.IsPrivate() || address.Is6() && !globalUnicast.Contains(address) {
		return false
	}
	for _, prefix := range special {
		if prefix.Contains(address) {
			return false
		}
	}
	return true
}
