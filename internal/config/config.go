// Package config is the settings of a Lectern process. Each is a flag and an
// environment variable; the struct tags are read by the command line.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
)

// Settings is what every command may be told.
type Settings struct {
	DatabaseURL       Secret        `name:"database-url" env:"LECTERN_DATABASE_URL" placeholder:"URL" help:"Postgres as the owner of the database. Unset: a private Postgres is kept in the data folder."`
	PublicDatabaseURL Secret        `name:"public-database-url" env:"LECTERN_PUBLIC_DATABASE_URL" placeholder:"URL" help:"Postgres as the login for visitors. Unset: the one that Lectern made and keeps."`
	Retention         time.Duration `name:"retention" env:"LECTERN_RETENTION" default:"2160h" help:"How long searches and uses of old addresses are kept. 2160h are 90 days."`
	FormRetention     time.Duration `name:"form-retention" env:"LECTERN_FORM_RETENTION" default:"8760h" help:"How long forms that visitors sent are kept. 8760h are 365 days. 0: until somebody deletes them."`
	SMTPURL           Secret        `name:"smtp-url" env:"LECTERN_SMTP_URL" placeholder:"URL" help:"Server to send mail by, such as smtp://user:password@mail.example.org:587; smtps:// is encrypted from the first byte. Unset: letters are written to the log."`
	MailFrom          string        `name:"mail-from" env:"LECTERN_MAIL_FROM" placeholder:"ADDRESS" help:"Email address that letters are sent from. Needed with a server."`
	WebSubHub         string        `name:"websub-hub" env:"LECTERN_WEBSUB_HUB" placeholder:"URL" help:"WebSub hub that tells the followers of feeds at once what is new, such as https://hub.example.org/. Unset: they see it when they next ask."`
	DataDir           string        `name:"data-dir" env:"LECTERN_DATA_DIR" default:"./.lectern" help:"Folder for the private Postgres and for uploaded files."`
	TimeZone          string        `name:"time-zone" env:"LECTERN_TIME_ZONE" default:"Europe/London" help:"Zone of the times that editors write and readers see."`
	LogFormat         string        `name:"log-format" env:"LECTERN_LOG_FORMAT" default:"text" enum:"text,json" help:"Form of the log: text or json."`
}

// Serve is what the serve command may be told besides.
type Serve struct {
	Addr           string        `name:"addr" env:"LECTERN_ADDR" default:"127.0.0.1:8080" help:"Address to listen on."`
	BaseURL        string        `name:"base-url" env:"LECTERN_BASE_URL" placeholder:"URL" help:"Origin of the site as readers know it, such as https://www.example.org. Unset: http:// and the address listened on."`
	Worker         bool          `name:"worker" env:"LECTERN_WORKER" default:"true" negatable:"" help:"Also run background jobs. Pages go live on time without."`
	Trusted        Networks      `name:"trusted-proxies" env:"LECTERN_TRUSTED_PROXIES" placeholder:"NETWORKS" help:"Proxies in front of Lectern, such as 127.0.0.1,10.0.0.0/8. From them alone X-Forwarded-For is believed. Unset: from nobody."`
	Forms          int           `name:"form-limit" env:"LECTERN_FORM_LIMIT" default:"30" help:"How many forms may be sent from one address within ten minutes. 0: as many as it likes."`
	Drain          time.Duration `name:"drain" env:"LECTERN_DRAIN" default:"0s" help:"When stopping, say so at /readyz for this long before closing the address, for a load balancer to notice."`
	Metrics        string        `name:"metrics-addr" env:"LECTERN_METRICS_ADDR" placeholder:"ADDR" help:"Address to tell Prometheus at, under /metrics, such as 127.0.0.1:9090. Unset: the site itself, while only this machine can reach it."`
	MeilisearchURL string        `name:"meilisearch-url" env:"LECTERN_MEILISEARCH_URL" placeholder:"URL" help:"Meilisearch server that searches are asked first, such as http://127.0.0.1:7700. Unset: with the private Postgres a meilisearch on PATH is started, else Postgres answers alone. none: Postgres answers alone."`
	MeilisearchKey Secret        `name:"meilisearch-key" env:"LECTERN_MEILISEARCH_KEY" placeholder:"KEY" help:"Master key of the Meilisearch server, or one that may search and index."`
	WebLinks       *bool         `name:"web-links" env:"LECTERN_WEB_LINKS" negatable:"" help:"Once a week, ask other websites whether what public pages link to is there. Unset: only if the base URL is an address that others can reach."`
	WebInside      Networks      `name:"web-inside" env:"LECTERN_WEB_INSIDE" placeholder:"NETWORKS" help:"Networks of your own with addresses of the public internet, such as 25.0.0.0/8,2001:db8:1::/48, that are not to be asked as other websites are. Private ones never are."`
	WebProxy       Secret        `name:"web-proxy" env:"LECTERN_WEB_PROXY" placeholder:"URL" help:"Proxy by which other websites are asked, such as http://egress.example.org:8080. It must let nobody through to your own network. Unset: they are asked directly, and nothing but the public web."`
	Dev            bool          `name:"dev" env:"LECTERN_DEV" help:"Serve the gallery of components at /dev/gallery."`
}

// Check refuses times that things are kept for and that are none, and a hub
// without an address.
func (s Settings) Check() error {
	for name, kept := range map[string]time.Duration{"LECTERN_RETENTION": s.Retention, "LECTERN_FORM_RETENTION": s.FormRetention} {
		if kept < 0 {
			return fmt.Errorf("config: %s: %s is not a time to keep something for; write hours, such as 2160h", name, kept)
		}
	}
	return checkHub(s.WebSubHub)
}

// NoMeilisearch, in place of an address, says that none is to be used.
const NoMeilisearch = "none"

// Check refuses an address at which there can be no Meilisearch, a key without an
// address, and a proxy that is none.
func (s Serve) Check() error {
	if s.WebProxy != "" && s.WebProxyURL() == nil {
		return errors.New("config: LECTERN_WEB_PROXY is not the address of a proxy such as http://egress.example.org:8080")
	}
	if s.MeilisearchURL == "" || s.MeilisearchURL == NoMeilisearch {
		if s.MeilisearchKey != "" {
			return errors.New("config: LECTERN_MEILISEARCH_KEY is set without the address of its server in LECTERN_MEILISEARCH_URL")
		}
		return nil
	}
	server, err := url.Parse(s.MeilisearchURL)
	switch {
	case err != nil || server.Scheme != "http" && server.Scheme != "https" || server.Host == "" || server.RawQuery != "" || server.Fragment != "":
		return errors.New("config: LECTERN_MEILISEARCH_URL is not the address of a server such as http://127.0.0.1:7700, nor none")
	case server.User != nil:
		return errors.New("config: LECTERN_MEILISEARCH_URL holds a name or a password; write the key into LECTERN_MEILISEARCH_KEY")
	}
	return nil
}

// AsksWebsites reports whether other websites are asked about links to them. If it
// is not set, a site without an address of its own leaves them alone: it is being
// tried out or worked on, and nobody could find out who asks.
func (s Serve) AsksWebsites() bool {
	if s.WebLinks != nil {
		return *s.WebLinks
	}
	u, err := url.Parse(s.BaseURL)
	return err == nil && s.BaseURL != "" && !isLoopback(u.Hostname())
}

// WebProxyURL returns the proxy by which other websites are asked; nil: none.
func (s Serve) WebProxyURL() *url.URL {
	proxy, err := url.Parse(string(s.WebProxy))
	if err != nil || proxy.Scheme != "http" && proxy.Scheme != "https" || proxy.Host == "" || strings.Trim(proxy.Path, "/") != "" || proxy.RawQuery != "" {
		return nil
	}
	return proxy
}

// checkHub refuses what feeds could not name as their hub. What is in its address
// is in every feed.
func checkHub(address string) error {
	if address == "" {
		return nil
	}
	hub, err := url.Parse(address)
	switch {
	case err != nil || hub.Scheme != "http" && hub.Scheme != "https" || hub.Host == "" || strings.ContainsAny(address, `<>" `):
		return errors.New("config: LECTERN_WEBSUB_HUB is not the address of a hub such as https://hub.example.org/")
	case hub.User != nil:
		return errors.New("config: LECTERN_WEBSUB_HUB holds a name or a password, which every feed would tell; choose a hub that needs none")
	}
	return nil
}

// Zone returns the time zone.
func (s Settings) Zone() (*time.Location, error) {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("config: LECTERN_TIME_ZONE: %q is not the name of a time zone such as Europe/London", s.TimeZone)
	}
	return zone, nil
}

// Logger returns the logger that the settings ask for, on standard error.
func (s Settings) Logger() *slog.Logger {
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// Origin returns the base URL without a slash at its end. It fails when that
// is not an http or https origin. addr is where the server listens.
func (s Serve) Origin(addr net.Addr) (string, error) {
	if s.BaseURL == "" {
		host, port, err := net.SplitHostPort(addr.String())
		if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
			return "http://localhost:" + port, nil
		}
		return "http://" + addr.String(), nil
	}
	u, err := url.Parse(s.BaseURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return "", fmt.Errorf("config: LECTERN_BASE_URL: %q is not an origin such as https://www.example.org", s.BaseURL)
	}
	return u.Scheme + "://" + u.Host, nil
}

// PrivateMetrics reports whether the site itself may tell what is counted:
// nothing else was asked for, and nobody but this machine can reach it. A site
// with a name of its own, or with proxies, may be listening on this machine only
// because a proxy stands before it.
func (s Serve) PrivateMetrics(addr net.Addr, origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || s.Metrics != "" || len(s.Trusted) > 0 {
		return false
	}
	host, _, err := net.SplitHostPort(addr.String())
	return err == nil && isLoopback(host) && isLoopback(u.Hostname())
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Networks is a list of addresses and networks, parted by commas.
type Networks []netip.Prefix

// UnmarshalText reads the list.
func (n *Networks) UnmarshalText(text []byte) error {
	*n = nil
	for part := range strings.SplitSeq(string(text), ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		network, err := netip.ParsePrefix(part)
		if addr, single := netip.ParseAddr(part); single == nil && addr.Zone() == "" {
			addr = addr.Unmap()
			network, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if addr := network.Addr(); addr.Is4In6() && network.Bits() >= 96 {
			network = netip.PrefixFrom(addr.Unmap(), network.Bits()-96)
		}
		if err != nil {
			return fmt.Errorf("%q is neither an address such as 192.0.2.1 nor a network such as 10.0.0.0/8", part)
		}
		*n = append(*n, network)
	}
	return nil
}

// String writes the list as it is read.
func (n Networks) String() string {
	parts := make([]string, len(n))
	for i, network := range n {
		parts[i] = network.String()
	}
	return strings.Join(parts, ",")
}

// Secret is a setting that is never shown whole.
type Secret string

// shown are the parameters of a database URL that hold nothing secret.
var shown = []string{"application_name", "connect_timeout", "dbname", "host", "port", "sslmode", "user"}

// String shows what is safe to show: a URL without its password.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(string(s))
	if err != nil || u.Scheme == "" {
		return "(set, not shown)"
	}
	query := u.Query()
	for name := range query {
		if !slices.Contains(shown, name) {
			query.Set(name, "xxxxx")
		}
	}
	u.RawQuery = query.Encode()
	return u.Redacted()
}

// LogValue keeps the secret out of logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
