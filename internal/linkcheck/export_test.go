package linkcheck

import (
	"net"
	"net/netip"
)

func Public(addr netip.Addr, inside ...netip.Prefix) bool { return guard{inside}.public(addr) }

// NewLookingUp returns a client that asks the web by a dialer which looks names up
// otherwise.
func NewLookingUp(c Config, dialer *net.Dialer) *Client { return newClient(c, dialer) }

var Guard = guard{}.connect
