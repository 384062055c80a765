// Package linkcheck asks other websites whether what pages link to is there. What
// it asks was written by editors, and what answers may be anybody: it connects to
// addresses of the public web alone, says who it is, and takes nothing but the
// status and where it is sent.
package linkcheck

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"lectern/internal/cms"
)

const (
	patience      = 10 * time.Second // with one request
	mostRedirects = 5
	mostHeaders   = 64 << 10 // bytes
	longestMove   = 500      // bytes of an address that somebody is told to link to
	longestName   = 253      // bytes of a host's
)

// Pause is how long one website is left alone between two requests.
const Pause = time.Second

// Config says how a Client asks.
type Config struct {
	Origin    string            // of the site that asks, which websites are told
	Pause     time.Duration     // between two requests to one host
	Inside    []netip.Prefix    // networks that are not to be asked, though their addresses are public ones
	Proxy     *url.URL          // that every request is made by, and that judges addresses; nil: none
	Transport http.RoundTripper // for tests, which ask a server of their own; nil: the web
}

// Client asks addresses of the web. It is safe for use by many at once.
type Client struct {
	agent     string
	guard     guard
	proxied   bool
	transport *polite
}

// New returns a client.
func New(c Config) *Client { return newClient(c, &net.Dialer{Timeout: patience}) }

func newClient(c Config, dialer *net.Dialer) *Client {
	guard := guard{c.Inside}
	next := c.Transport
	if next == nil {
		next = webTransport(guard, c.Proxy, dialer)
	}
	return &Client{agent: "Lectern link checker (+" + c.Origin + ")", guard: guard, proxied: c.Proxy != nil, transport: newPolite(next, c.Pause)}
}

// webTransport has what a dialer connects to checked where it connects. It takes no
// proxy from the environment: the check is of no use when that is always the same,
// and so one that is set is not checked.
func webTransport(guard guard, proxy *url.URL, dialer *net.Dialer) *http.Transport {
	if proxy == nil {
		dialer.Control = guard.connect
	}
	t := &http.Transport{
		DialContext: dialer.DialContext, ForceAttemptHTTP2: true, DisableCompression: true,
		MaxIdleConns: hostsAtOnce, MaxIdleConnsPerHost: 1, IdleConnTimeout: patience,
		TLSHandshakeTimeout: patience, MaxResponseHeaderBytes: mostHeaders,
	}
	if proxy != nil {
		t.Proxy = http.ProxyURL(proxy)
		t.OnProxyConnectResponse = proxied
	}
	return t
}

var errProxy = errors.New("linkcheck: the proxy reaches nobody there")

// proxied tells a proxy that does not let somebody through from one that reaches
// nobody, or wants another name and password.
func proxied(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	switch {
	case answer.StatusCode >= 500, answer.StatusCode == http.StatusProxyAuthRequired:
		return errProxy
	case answer.StatusCode >= 300:
		return errClosed
	}
	return nil
}

// saidByProxy reports whether an answer may come from a proxy in the place of the
// website, which it can where nothing is encrypted. To tell of a website too little
// does less harm than to take the state of the proxy for that of every website.
func (c *Client) saidByProxy(answer *http.Response) bool {
	if !c.proxied || answer.Request.URL.Scheme != "http" {
		return false
	}
	switch answer.StatusCode {
	case http.StatusProxyAuthRequired, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// Ask asks whether something is at an address. Many websites answer HEAD otherwise
// than a reader's request, or not at all: what HEAD does not find is asked by GET.
func (c *Client) Ask(ctx context.Context, address string) cms.WebAnswer {
	a := c.try(ctx, http.MethodHead, address)
	if mayBeTheMethod(a) {
		a = c.try(ctx, http.MethodGet, address)
	}
	return a
}

func mayBeTheMethod(a cms.WebAnswer) bool {
	switch a.Reason {
	case "":
		return a.Status >= 400 && !a.LeftAlone
	case cms.WebTimeout, cms.WebGarbled:
		return true
	}
	return false
}

func (c *Client) try(ctx context.Context, method, address string) cms.WebAnswer {
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return cms.WebAnswer{Outcome: cms.WebUnsure, Reason: cms.WebClosed}
	}
	w := &way{guard: c.guard, start: r.URL, at: r.URL, permanent: true}
	if err := c.guard.mayAsk(r.URL); err != nil {
		return w.failed(err)
	}
	r.Header.Set("User-Agent", c.agent)
	r.Header.Set("Accept", "text/html, */*;q=0.8")
	client := http.Client{Transport: c.transport, CheckRedirect: w.follow}
	answer, err := client.Do(r)
	if answer != nil {
		_ = answer.Body.Close()
	}
	if err != nil {
		return w.failed(err)
	}
	if c.saidByProxy(answer) {
		return w.failed(errProxy)
	}
	return w.answered(answer)
}

// way is where an address led.
type way struct {
	guard     guard
	start, at *url.URL
	permanent bool     // every step up to here was for good
	moved     *url.URL // where those steps led that were; nil: nowhere
}

var errRedirects = errors.New("linkcheck: it goes on and on")

// follow is asked before each redirect.
func (w *way) follow(r *http.Request, before []*http.Request) error {
	if len(before) > mostRedirects {
		return errRedirects
	}
	if err := w.guard.mayAsk(r.URL); err != nil {
		return err
	}
	r.Header.Del("Referer") // another website is not told which one led to it
	w.at = r.URL
	step := r.Response.StatusCode
	w.permanent = w.permanent && (step == http.StatusMovedPermanently || step == http.StatusPermanentRedirect)
	if w.permanent {
		w.moved = r.URL
	}
	return nil
}

func (w *way) answered(r *http.Response) cms.WebAnswer {
	a := cms.WebAnswer{Outcome: outcome(r.StatusCode), Host: w.host(), Status: r.StatusCode}
	a.LeftAlone = r.StatusCode == http.StatusTooManyRequests || r.StatusCode == http.StatusServiceUnavailable && r.Header.Get("Retry-After") != ""
	if a.LeftAlone {
		a.Outcome = cms.WebUnsure
	}
	if a.Outcome == cms.WebFine && w.elsewhere() {
		a.Outcome, a.MovedTo = cms.WebMoved, w.target()
	}
	return a
}

// outcome is what a status says of a page. What is for members, or for people
// only, may be just what readers are led to.
func outcome(status int) cms.WebOutcome {
	switch {
	case status >= 200 && status < 300:
		return cms.WebFine
	case status == http.StatusNotFound || status == http.StatusGone:
		return cms.WebGone
	case status >= 500 && status < 600:
		return cms.WebFailing
	}
	return cms.WebUnsure
}

// host is the name of who answered, or did not. Another website may have sent
// there, by any name.
func (w *way) host() string {
	name := strings.ToValidUTF8(w.at.Hostname(), "�")
	if len(name) > longestName {
		name = strings.ToValidUTF8(name[:longestName], "")
	}
	return name
}

func (w *way) target() string {
	if w.moved == nil {
		return ""
	}
	address, _ := cms.WebAddress(w.moved.String())
	return address
}

// elsewhere reports whether a page has moved so that somebody should know. To
// https, or to an address with a slash at its end, every reader gets at once.
func (w *way) elsewhere() bool {
	target := w.target()
	return target != "" && len(target) <= longestMove && place(w.moved) != place(w.start)
}

func place(u *url.URL) string {
	return strings.ToLower(u.Hostname()) + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + u.RawQuery
}

// failed is what it says of an address that no answer came.
func (w *way) failed(err error) cms.WebAnswer {
	reason := why(err)
	a := cms.WebAnswer{Outcome: cms.WebFailing, Host: w.host(), Reason: reason}
	switch reason {
	case cms.WebClosed,
		cms.WebRedirects, // which end for who keeps cookies
		cms.WebUntrusted, // browsers fetch by themselves what is left out between it and its authority
		cms.WebGarbled:   // so some websites treat programs
		a.Outcome = cms.WebUnsure
	}
	return a
}

func why(err error) cms.WebReason {
	var (
		dns       *net.DNSError
		network   net.Error
		operation *net.OpError
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		otherName x509.HostnameError
	)
	switch {
	case errors.Is(err, errClosed):
		return cms.WebClosed
	case errors.Is(err, errRedirects):
		return cms.WebRedirects
	case errors.As(err, &dns) && dns.IsNotFound:
		return cms.WebNoName
	case errors.As(err, &authority):
		return cms.WebUntrusted
	case errors.As(err, &invalid), errors.As(err, &otherName):
		return cms.WebCertificate
	case errors.As(err, &network) && network.Timeout():
		return cms.WebTimeout
	case errors.Is(err, errProxy), errors.As(err, &dns), errors.As(err, &operation) && (operation.Op == "dial" || operation.Op == "proxyconnect"):
		return cms.WebUnreached
	}
	return cms.WebGarbled
}
