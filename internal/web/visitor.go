package web

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"
)

// Visitor finds out from which address a request comes: that of the
// connection or, when a trusted proxy has made it, the nearest in
// X-Forwarded-For that is none of them. What others write there is not
// believed.
func Visitor(proxies []netip.Prefix) func(http.Handler) http.Handler {
	if len(proxies) == 0 {
		return middleware.ClientIPFromRemoteAddr
	}
	trusted := make([]string, len(proxies))
	for i, p := range proxies {
		trusted[i] = p.String()
	}
	return middleware.ClientIPFromXFF(trusted...)
}

// visitor is the address that Visitor has found; else, as when a proxy says
// nothing, that of the connection.
func visitor(r *http.Request) string {
	if ip := middleware.GetClientIP(r.Context()); ip != "" {
		return ip
	}
	return r.RemoteAddr
}

// Address is whom a request's visitor is counted with, by address.
func Address(r *http.Request) string { return neighbours(visitor(r)) }

// Network is the network that a visitor's address belongs to: what may be told
// of it.
func Network(r *http.Request) string { return network(visitor(r)) }

// Throttle bounds how often one visitor may do something. Each process counts
// for itself, and in memory only.
type Throttle struct{ limiter *httprate.RateLimiter }

// NewThrottle returns a Throttle for so many times within a window; none for 0.
func NewThrottle(times int, window time.Duration) *Throttle {
	if times <= 0 {
		return &Throttle{}
	}
	only := httprate.ResponseHeaders{RetryAfter: "Retry-After"} // the rest would only help to come close to it
	return &Throttle{httprate.NewRateLimiter(times, window, httprate.WithResponseHeaders(only))}
}

// Reached counts a request, and reports whether it is one too many. Then the
// answer's headers say when to try again.
func (t *Throttle) Reached(w http.ResponseWriter, r *http.Request) bool {
	return t.limiter != nil && t.limiter.OnLimit(w, r, neighbours(visitor(r)))
}

// neighbours is whom an address is counted with: nobody, or in IPv6 the /64
// that a single household or machine is given.
func neighbours(address string) string {
	addr, err := parseAddress(address)
	if err != nil || addr.Is4() {
		return addr.String()
	}
	return netip.PrefixFrom(addr, 64).Masked().String()
}
