package config_test

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"lectern/internal/config"
)

func TestSecretIsNeverShown(t *testing.T) {
	t.Parallel()
	for secret, want := range map[config.Secret]string{
		"":                                 "",
		"postgres://me:hunter2@db/lectern": "postgres://me:xxxxx@db/lectern",
		"postgres:///db?host=/x&password=hunter2":             "postgres:///db?host=%2Fx&password=xxxxx",
		"postgres://db/x?sslpassword=hunter2&sslmode=require": "postgres://db/x?sslmode=require&sslpassword=xxxxx",
		"host=db password=hunter2":                            "(set, not shown)",
		"hunter2":                                             "(set, not shown)",
	} {
		shown := fmt.Sprint(secret)
		if shown != want || strings.Contains(fmt.Sprint(secret.LogValue()), "hunter2") {
			t.Errorf("shown as %q, want %q", shown, want)
		}
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	addr := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	for given, want := range map[string]string{
		"":                          "http://127.0.0.1:8080",
		"https://www.example.org":   "https://www.example.org",
		"https://www.example.org/":  "https://www.example.org",
		"http://localhost:9":        "http://localhost:9",
		"www.example.org":           "error",
		"ftp://example.org":         "error",
		"https://example.org/below": "error",
		"https://example.org?x=1":   "error",
	} {
		got, err := config.Serve{BaseURL: given}.Origin(addr)
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("Origin with %q is %q, want %q", given, got, want)
		}
	}
}

func TestMetricsAreToldOnTheSiteOnlyToThisMachine(t *testing.T) {
	t.Parallel()
	here := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	everywhere := &net.TCPAddr{IP: net.IPv4zero, Port: 8080}
	for _, c := range []struct {
		serve  config.Serve
		addr   net.Addr
		origin string
		want   bool
	}{
		{config.Serve{}, here, "http://127.0.0.1:8080", true},
		{config.Serve{}, &net.TCPAddr{IP: net.IPv6loopback, Port: 8080}, "http://localhost:8080", true},
		{config.Serve{}, here, "https://www.example.org", false},     // a proxy stands before it
		{config.Serve{}, here, "https://127.example.org", false},     // a name, not an address
		{config.Serve{}, everywhere, "http://localhost:8080", false}, // anybody can reach it
		{config.Serve{Metrics: "127.0.0.1:9090"}, here, "http://127.0.0.1:8080", false},
		{config.Serve{Trusted: config.Networks{netip.MustParsePrefix("127.0.0.1/32")}}, here, "http://127.0.0.1:8080", false},
	} {
		if got := c.serve.PrivateMetrics(c.addr, c.origin); got != c.want {
			t.Errorf("listening on %s as %s: %t, want %t", c.addr, c.origin, got, c.want)
		}
	}
}

func TestZone(t *testing.T) {
	t.Parallel()
	if _, err := (config.Settings{TimeZone: "Europe/London"}).Zone(); err != nil {
		t.Error(err)
	}
	if _, err := (config.Settings{TimeZone: "Mars/Olympus"}).Zone(); err == nil || !strings.Contains(err.Error(), "LECTERN_TIME_ZONE") {
		t.Errorf("a zone that does not exist: %v", err)
	}
}

func TestTimesToKeepThingsFor(t *testing.T) {
	t.Parallel()
	if err := (config.Settings{}).Check(); err != nil {
		t.Error(err)
	}
	if err := (config.Settings{FormRetention: -time.Hour}).Check(); err == nil || !strings.Contains(err.Error(), "LECTERN_FORM_RETENTION") {
		t.Errorf("a negative time: %v", err)
	}
}

func TestHubs(t *testing.T) {
	t.Parallel()
	for hub, good := range map[string]bool{
		"": true, "https://hub.example.org/": true, "http://127.0.0.1:8090/hub?a=b": true,
		"hub.example.org": false, "ftp://hub.example.org/": false, "https:///hub": false, "https://hub.example.org/>; rel=self": false,
		"https://name:word@hub.example.org/": false, "https://name@hub.example.org/": false,
	} {
		err := config.Settings{WebSubHub: hub}.Check()
		if (err == nil) != good {
			t.Errorf("%q: %v", hub, err)
		}
		if err != nil && (!strings.Contains(err.Error(), "LECTERN_WEBSUB_HUB") || strings.Contains(err.Error(), "word@")) {
			t.Errorf("%q: %v", hub, err)
		}
	}
}

func TestMeilisearchServers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		url   string
		key   config.Secret
		wrong string // what is told of it; empty: nothing is
	}{
		{"", "", ""},
		{"none", "", ""},
		{"http://127.0.0.1:7700", "", ""},
		{"https://search.example.org/below/", "hunter2", ""},
		{"127.0.0.1:7700", "", "LECTERN_MEILISEARCH_URL"},
		{"ftp://search.example.org", "", "LECTERN_MEILISEARCH_URL"},
		{"http://", "", "LECTERN_MEILISEARCH_URL"},
		{"http://search.example.org/?key=hunter2", "", "LECTERN_MEILISEARCH_URL"},
		{"http://me:hunter2@search.example.org/", "", "LECTERN_MEILISEARCH_KEY"},
		{"", "hunter2", "LECTERN_MEILISEARCH_URL"},
		{"none", "hunter2", "LECTERN_MEILISEARCH_URL"},
	} {
		err := config.Serve{MeilisearchURL: c.url, MeilisearchKey: c.key}.Check()
		if (err == nil) != (c.wrong == "") {
			t.Errorf("%q: %v", c.url, err)
		}
		if err != nil && (!strings.Contains(err.Error(), c.wrong) || strings.Contains(err.Error(), "hunter2")) {
			t.Errorf("%q: %v", c.url, err)
		}
	}
}

func TestProxiesToTheWeb(t *testing.T) {
	t.Parallel()
	for address, want := range map[config.Secret]string{
		"": "", "http://egress.example.org:8080": "egress.example.org:8080", "https://me:hunter2@egress.example.org/": "egress.example.org",
		"egress.example.org:8080": "error", "socks5://egress.example.org": "error", "http://": "error", "http://egress.example.org/?hunter2": "error", "http://egress.example.org/below": "error",
	} {
		s := config.Serve{WebProxy: address}
		got := ""
		if proxy := s.WebProxyURL(); proxy != nil {
			got = proxy.Host
		}
		if err := s.Check(); err != nil {
			got = "error"
			if !strings.Contains(err.Error(), "LECTERN_WEB_PROXY") || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%v", err)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func TestWhoAsksWebsites(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for _, c := range []struct {
		set  *bool
		base string
		want bool
	}{
		{nil, "", false},
		{nil, "http://localhost:8080", false},
		{nil, "http://127.0.0.1:8080", false},
		{nil, "https://[::1]", false},
		{nil, "https://www.example.org", true},
		{nil, "https://127.example.org", true},
		{&yes, "", true},
		{&yes, "http://localhost:8080", true},
		{&no, "https://www.example.org", false},
	} {
		if got := (config.Serve{WebLinks: c.set, BaseURL: c.base}).AsksWebsites(); got != c.want {
			t.Errorf("%+v: %t", c, got)
		}
	}
}

// TestWebLinksCanBeLeftUnset: that is another thing than either choice.
func TestWebLinksCanBeLeftUnset(t *testing.T) {
	for value, want := range map[string]string{"": "unset", "true": "true", "false": "false"} {
		t.Setenv("LECTERN_WEB_LINKS", value)
		if value == "" {
			_ = os.Unsetenv("LECTERN_WEB_LINKS") // Setenv puts back what was there
		}
		var c struct{ config.Serve }
		parser, err := kong.New(&c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(nil); err != nil {
			t.Fatal(err)
		}
		got := "unset"
		if c.WebLinks != nil {
			got = strconv.FormatBool(*c.WebLinks)
		}
		if got != want {
			t.Errorf("%q: %s", value, got)
		}
	}
}

func TestNetworks(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":                          "",
		" , ":                       "",
		"127.0.0.1":                 "127.0.0.1/32",
		"127.0.0.1, 10.0.0.0/8":     "127.0.0.1/32,10.0.0.0/8",
		"::1,2001:db8::/32":         "::1/128,2001:db8::/32",
		"::ffff:192.0.2.1":          "192.0.2.1/32",
		"::ffff:10.0.0.0/104":       "10.0.0.0/8",
		"egress.example.org":        "error",
		"10.0.0.0/33":               "error",
		"10.0.0.0/8 192.168.0.0/16": "error",
		"fe80::1%eth0":              "error",
	} {
		var n config.Networks
		got := "error"
		if err := n.UnmarshalText([]byte(given)); err == nil {
			got = n.String()
		}
		if got != want {
			t.Errorf("%q is %q, want %q", given, got, want)
		}
	}
}
