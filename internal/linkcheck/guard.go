package linkcheck

import (
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"syscall"

	"lectern/internal/cms"
)

// errClosed says that an address is not one of the public web.
var errClosed = errors.New("linkcheck: this is not an address of the public web")

// guard keeps requests on the public web, and out of further networks.
type guard struct{ inside []netip.Prefix }

// connect refuses connections to anything but websites. It sees the address that is
// about to be connected to, whatever its name was looked up to before.
func (g guard) connect(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !g.public(to.Addr()) || to.Port() != 80 && to.Port() != 443 {
		return errClosed
	}
	return nil
}

// mayAsk refuses addresses that no request is to be made for at all.
func (g guard) mayAsk(u *url.URL) error {
	if !cms.OnWeb(u) {
		return errClosed
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err == nil && !g.public(addr) {
		return errClosed
	}
	return nil
}

// public reports whether an address is one of the public internet: global unicast,
// none of those that the registries of IANA keep for other things, and none that is
// inside by what whoever runs the server says.
func (g guard) public(addr netip.Addr) bool {
	if addr.Zone() != "" {
		return false
	}
	addr = addr.Unmap()
	if nat64.Contains(addr) {
		bytes := addr.As16()
		return g.public(netip.AddrFrom4([4]byte(bytes[12:])))
	}
	if !addr.IsGlobalUnicast() || addr.Is6() && !allocated.Contains(addr) {
		return false
	}
	holds := func(p netip.Prefix) bool { return p.Contains(addr) }
	return !slices.ContainsFunc(special, holds) && !slices.ContainsFunc(g.inside, holds)
}

var (
	nat64     = netip.MustParsePrefix("64:ff9b::/96") // an IPv4 address, as a network of IPv6 alone reaches it
	allocated = netip.MustParsePrefix("2000::/3")     // all of IPv6 that is given out to networks

	special = prefixes(
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
		"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
		"168.63.129.16/32", // what Azure tells its machines, in the midst of public addresses
		"2001::/23",        // protocols, Teredo among them
		"2001:db8::/32", "3fff::/20", "2002::/16",
	)
)

func prefixes(texts ...string) (list []netip.Prefix) {
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}
