// Package admin answers editors. Whatever they change goes through publishing,
// which decides whether they may; templates only leave out what would be
// refused.
package admin

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/search"
	"lectern/internal/search/suggest"
	"lectern/internal/web"
)

// Config is what an Admin is made of.
type Config struct {
	Publisher *publishing.Publisher
	Registry  *schema.Registry
	Assets    *web.Assets
	Blobs     *media.Disk
	Pictures  *media.Pictures
	BaseURL   string // the site's own origin, without a slash at its end
	Zone      *time.Location
	Logger    *slog.Logger
	Proxies   []netip.Prefix // that are believed which address a request comes from

	// Preview answers for an address as visitors would get it; empty: that of the
	// page that is looked at.
	Preview func(ctx context.Context, user cms.User, look publishing.Look, path string, query url.Values) (Previewed, error)

	Search    search.Engine // that visitors search with
	Retention time.Duration // how long searches are kept

	// Suggest tells what visitors are offered while they type.
	Suggest func(ctx context.Context, typed string) (suggest.Suggestions, error)

	SearchHealth func() cms.SearchHealth // how visitors' searches are answered

	CountRequest func(route, method string, status int, took time.Duration)

	Auth  *auth.Auth // who is signed in
	Host  string     // that requests must name; empty: any
	Mails bool       // letters leave the house

	// SignedIn finds out who makes a request, in place of Auth; false: nobody
	// who is signed in. Tests use it.
	SignedIn func(r *http.Request) (cms.User, bool)
}

// Admin answers editors.
type Admin struct {
	Config
	origins *http.CrossOriginProtection // changes are taken from our own pages only
	judging chan struct{}               // one file at a time
}

// New returns an Admin.
func New(c Config) *Admin {
	a := &Admin{Config: c, origins: http.NewCrossOriginProtection(), judging: make(chan struct{}, 1)}
	_ = a.origins.AddTrustedOrigin(c.BaseURL) // a proxy may have given the site another host; without an origin, none is trusted
	return a
}
