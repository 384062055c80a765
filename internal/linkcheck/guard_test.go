package linkcheck_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"lectern/internal/cms"
	"lectern/internal/linkcheck"
)

// TestOnlyThePublicWebIsConnectedTo tells what is on the web from what is within
// a network, in every disguise that an address has.
func TestOnlyThePublicWebIsConnectedTo(t *testing.T) {
	t.Parallel()
	for addresses, want := range map[string]bool{
		"8.8.8.8 93.184.215.14 198.17.255.255 198.20.0.0 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 192.0.1.1 223.255.255.255": true,
		"2606:2800:21f:cb07:6820:80da:af6b:8b2c 2a00:23c0::1 2001:4860:4860::8888":                                                   true,
		"::ffff:8.8.8.8 64:ff9b::808:808": true,

		"127.0.0.1 127.255.255.254 ::1 0.0.0.0 0.1.2.3 ::":                            false,
		"10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fd00:ec2::254":        false,
		"169.254.169.254 169.254.0.1 fe80::1 fe80::1%eth0 fec0::1 168.63.129.16":      false,
		"100.64.0.1 100.100.100.200 100.127.255.255 192.0.0.192 198.18.0.1 192.0.0.8": false,
		"192.0.2.1 198.51.100.1 203.0.113.1 2001:db8::1 3fff::1":                      false,
		"224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 ff02::1":                 false,
		"::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254":                     false,
		"::127.0.0.1 ::10.0.0.1": false,
		"64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808":        false,
		"2002:7f00:1:: 2002:808:808::1 2001:0:808:808::1 192.88.99.1 5f00::1 4000::1": false,
	} {
		for _, text := range strings.Fields(addresses) {
			if got := linkcheck.Public(netip.MustParseAddr(text)); got != want {
				t.Errorf("%s: public is %t", text, got)
			}
		}
	}
	if linkcheck.Public(netip.Addr{}) {
		t.Error("no address is public")
	}
	for address, want := range map[string]bool{
		"8.8.8.8:80": true, "8.8.8.8:443": true, "[2a00:23c0::1]:443": true,
		"8.8.8.8:22": false, "8.8.8.8:8080": false, "8.8.8.8:0": false, "127.0.0.1:80": false, "[::1]:443": false, "example.org:80": false, "": false,
	} {
		if err := linkcheck.Guard("tcp", address, nil); (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// inside is a server in the network of the one that asks.
func inside(t *testing.T) (address string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), asked
}

// TestNothingInsideIsAsked asks what an editor, or the owner of another website,
// might want to know of the network that the server stands in.
func TestNothingInsideIsAsked(t *testing.T) {
	t.Parallel()
	address, asked := inside(t)
	client := linkcheck.New(linkcheck.Config{})
	for _, link := range []string{
		"http://" + address + "/", "http://127.0.0.1/", "http://[::1]/", "https://169.254.169.254/latest/meta-data/", "http://0.0.0.0/",
		"http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://localhost/", "http://x.localhost/", "http://printer/", "http://db.internal/", "http://2130706433/",
		"http://10.0.0.1:443/", "http://me:secret@93.184.215.14/", "ftp://93.184.215.14/", "http://93.184.215.14:22/", "file:///etc/passwd", "gopher://93.184.215.14:80/", "http://%00/", "",
	} {
		if a := client.Ask(t.Context(), link); a.Reason != cms.WebClosed || a.Outcome != cms.WebUnsure || a.Status != 0 {
			t.Errorf("%s: %+v", link, a)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the server inside was asked %d times", n)
	}
}

// TestARedirectLeadsNowhereInside is sent to such addresses by another website.
func TestARedirectLeadsNowhereInside(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://localhost/", "http://me:secret@www.elsewhere.org/", "http://www.elsewhere.org:8080/", "file:///etc/passwd"} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			web := newWeb(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Host != "www.example.org" {
					t.Errorf("sent to %s: %s is asked", to, r.Host)
				}
				w.Header().Set("Location", to)
				w.WriteHeader(status)
			})
			if a := web.Ask(t.Context(), "http://www.example.org/"); a.Reason != cms.WebClosed || a.Host != "www.example.org" {
				t.Errorf("%d to %s: %+v", status, to, a)
			}
		}
	}
}

// lookingUp is a dialer that looks names up with a resolver. It connects from an
// address from which the public web cannot be reached: tests send it nothing.
func lookingUp(resolver *net.Resolver) *net.Dialer {
	return &net.Dialer{Resolver: resolver, LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}}
}

// TestANameIsCheckedWhereItIsConnectedTo has a name that leads to the public web
// at first, and then inside: what counts is the address of each connection.
func TestANameIsCheckedWhereItIsConnectedTo(t *testing.T) {
	t.Parallel()
	var lookups atomic.Int32
	dialer := lookingUp(resolverOf(t, func() [4]byte {
		if lookups.Add(1) == 1 {
			return [4]byte{93, 184, 215, 14}
		}
		return [4]byte{127, 0, 0, 1}
	}))
	client := linkcheck.NewLookingUp(linkcheck.Config{}, dialer)
	if a := client.Ask(t.Context(), "http://rebinds.example.org/"); a.Reason != cms.WebUnreached {
		t.Errorf("the public address is not tried: %+v", a)
	}
	if a := client.Ask(t.Context(), "http://rebinds.example.org/"); a.Reason != cms.WebClosed {
		t.Errorf("what the name leads to now is not looked at: %+v", a)
	}
	if n := lookups.Load(); n != 2 {
		t.Errorf("the name is looked up %d times", n)
	}
}

// resolverOf answers every question for an IPv4 address.
func resolverOf(t *testing.T, address func() [4]byte) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := server.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) == 0 {
				continue
			}
			m.Response, m.Additionals = true, nil
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: address()},
				}}
			}
			if answer, err := m.Pack(); err == nil {
				_, _ = server.WriteTo(answer, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}

// TestAProxyWithoutAWayOutChangesNothing: what it says itself is of no website.
func TestAProxyWithoutAWayOutChangesNothing(t *testing.T) {
	t.Parallel()
	for _, status := range []int{407, 502, 503, 504} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(server.Close)
		proxy, _ := url.Parse(server.URL)
		got := told{}
		err := linkcheck.New(linkcheck.Config{Proxy: proxy}).AskAll(t.Context(), []string{"http://www.example.org/", "https://www.example.org/", "http://other.example.org/"}, got.tell)
		if !errors.Is(err, cms.ErrNoWeb) || len(got) > 0 {
			t.Errorf("%d: %v, and %d are told", status, err, len(got))
		}
	}
}

// TestFurtherNetworksAreNotAsked has a site whose own network has public addresses.
func TestFurtherNetworksAreNotAsked(t *testing.T) {
	t.Parallel()
	inside := []netip.Prefix{netip.MustParsePrefix("93.184.0.0/16"), netip.MustParsePrefix("2a00:23c0::/32")}
	for address, want := range map[string]bool{
		"93.184.215.14": false, "::ffff:93.184.215.14": false, "64:ff9b::5db8:d70e": false, "2a00:23c0::1": false,
		"93.185.0.1": true, "2a00:23c1::1": true, "8.8.8.8": true, "10.0.0.1": false,
	} {
		if got := linkcheck.Public(netip.MustParseAddr(address), inside...); got != want {
			t.Errorf("%s: public is %t", address, got)
		}
	}
	dialer := lookingUp(resolverOf(t, func() [4]byte { return [4]byte{93, 184, 215, 14} }))
	client := linkcheck.NewLookingUp(linkcheck.Config{Inside: inside}, dialer)
	for _, link := range []string{"http://www.example.org/", "http://93.184.215.14/"} {
		if a := client.Ask(t.Context(), link); a.Reason != cms.WebClosed {
			t.Errorf("%s: %+v", link, a)
		}
	}
	web := linkcheck.New(linkcheck.Config{Inside: inside, Transport: sends{"http://93.184.215.14/"}})
	if a := web.Ask(t.Context(), "http://www.example.org/"); a.Reason != cms.WebClosed {
		t.Errorf("a redirect: %+v", a)
	}
}

// TestNoProxyIsTakenFromTheEnvironment: where it is set, connections are not
// checked.
func TestNoProxyIsTakenFromTheEnvironment(t *testing.T) {
	address, asked := inside(t)
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, "http://"+address)
	}
	dialer := lookingUp(resolverOf(t, func() [4]byte { return [4]byte{127, 0, 0, 1} }))
	client := linkcheck.NewLookingUp(linkcheck.Config{}, dialer)
	for _, link := range []string{"http://www.example.org/", "https://www.example.org/"} {
		if a := client.Ask(t.Context(), link); a.Reason != cms.WebClosed {
			t.Errorf("%s: %+v", link, a)
		}
	}
	if asked.Load() > 0 {
		t.Error("the proxy was asked")
	}
}

// TestAProxyThatIsSetIsAsked for everything but addresses that show by themselves
// that they are inside.
func TestAProxyThatIsSetIsAsked(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var asked []string
	says := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Method+" "+r.Host)
		w.WriteHeader(says[r.Method])
	}))
	t.Cleanup(server.Close)
	proxy, _ := url.Parse(server.URL)
	client := linkcheck.New(linkcheck.Config{Proxy: proxy})
	if a := client.Ask(t.Context(), "http://169.254.169.254/"); a.Reason != cms.WebClosed || len(asked) > 0 {
		t.Errorf("inside: %+v, and asked are %v", a, asked)
	}
	for _, c := range []struct {
		link    string
		status  int // that the proxy answers
		outcome cms.WebOutcome
		reason  cms.WebReason
		asked   string
	}{
		{"http://www.example.org/", 200, cms.WebFine, "", "HEAD www.example.org"},
		{"http://www.example.org/", 500, cms.WebFailing, "", "HEAD www.example.org, GET www.example.org"}, // of the website
		{"http://www.example.org/", 502, cms.WebFailing, cms.WebUnreached, "HEAD www.example.org"},
		{"http://www.example.org/", 503, cms.WebFailing, cms.WebUnreached, "HEAD www.example.org"},
		{"http://www.example.org/", 504, cms.WebFailing, cms.WebUnreached, "HEAD www.example.org"},
		{"http://www.example.org/", 407, cms.WebFailing, cms.WebUnreached, "HEAD www.example.org"},
		{"https://www.example.org/", 403, cms.WebUnsure, cms.WebClosed, "CONNECT www.example.org:443"},
		{"https://www.example.org/", 502, cms.WebFailing, cms.WebUnreached, "CONNECT www.example.org:443"},
		{"https://www.example.org/", 407, cms.WebFailing, cms.WebUnreached, "CONNECT www.example.org:443"},
	} {
		asked = nil
		says = map[string]int{"HEAD": c.status, "GET": c.status, "CONNECT": c.status}
		a := client.Ask(t.Context(), c.link)
		if a.Outcome != c.outcome || a.Reason != c.reason || c.reason != "" && a.Status != 0 {
			t.Errorf("%s, where the proxy says %d: %+v", c.link, c.status, a)
		}
		if got := strings.Join(asked, ", "); got != c.asked {
			t.Errorf("%s, where the proxy says %d: it is asked %s", c.link, c.status, got)
		}
	}
}
