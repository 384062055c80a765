// Package site answers visitors. It reads through the public login alone, and
// so cannot show what is not live; it changes nothing but through the functions
// it is handed.
package site

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/postgres"
	"lectern/internal/schema"
	"lectern/internal/search"
	"lectern/internal/search/suggest"
	"lectern/internal/web"
	"lectern/templates/block"
	"lectern/templates/kind"
)

// Config is what a Site is made of.
type Config struct {
	DB       *postgres.Site
	Registry *schema.Registry
	Kinds    kind.Renderers
	Blocks   block.Renderers
	Assets   *web.Assets
	Blobs    Blobs
	Pictures Pictures
	Cards    *media.Cache // pictures that were drawn before; nil: each is drawn when it is asked for
	BaseURL  string       // the site's own origin, without a slash at its end
	Zone     *time.Location
	Dev      bool // serve the gallery
	Logger   *slog.Logger
	Metrics  http.Handler // nil: they are not told here

	CountRequest func(route, method string, status int, took time.Duration)

	Search      search.Engine
	CountSearch func(engine string, took time.Duration)
	Suggest     func(ctx context.Context, typed string) (suggest.Suggestions, error)

	// Latest returns the releases on a page of what a query finds, and how many it
	// finds in all: what was first published last comes first. It finds the same
	// whichever engine answers visitors, so that programs are told of nothing twice.
	Latest func(context.Context, search.Query) (releases []cms.ID, total int, err error)

	WebSubHub string // that tells followers of feeds at once what is new; empty: none

	Proxies   []netip.Prefix // that are believed which address a request comes from
	FormLimit int            // how often one address may send a form within formWindow; 0: as often as it likes

	SubmitForm func(ctx context.Context, sent cms.Submission) (first bool, err error) // through the only writer

	// What visitors also change. Failures are logged: none keeps a visitor from
	// an answer.
	RecordSearch  func(context.Context, cms.Search) error
	RecordChoice  func(ctx context.Context, query string, rank int) error
	CountRedirect func(ctx context.Context, from string) error
}

// Blobs opens the bytes of files by their hash.
type Blobs interface {
	Open(hash string) (io.ReadSeekCloser, error)
}

// Pictures opens a picture in one of its widths, as WebP if that is accepted and
// can be made, and says what it is.
type Pictures interface {
	Open(ctx context.Context, picture cms.Asset, width int, acceptsWebP bool) (content io.ReadSeekCloser, mediaType string, err error)
}

// Site answers visitors.
type Site struct {
	Config
	fixtureKinds   []string              // kinds without an address: every page shows them
	pageKinds      []string              // kinds with one
	inheritedKinds []string              // kinds that others inherit from
	sitemapPart    int                   // how many pages one sitemap names
	shell          atomic.Pointer[shell] // what every page shows, as last seen
	mapping        chan struct{}         // has room for as many sitemaps as may be sent at once
	drawing        chan struct{}         // has room for as many pictures as may be drawn at once
	icon           atomic.Pointer[icon]  // the one that was drawn last
	feeds          *keptFeeds
	searchFeeds    *keptFeeds // apart, because anybody can think of more
	terms          *keptTerms // that searches are narrowed by
	draining       atomic.Bool
	throttle       *web.Throttle               // of forms
	choices        *web.Throttle               // of results
	origins        *http.CrossOriginProtection // forms are taken from our own pages only
}

// New returns a Site.
func New(c Config) *Site {
	s := &Site{
		Config: c, inheritedKinds: c.Registry.InheritedKinds(),
		sitemapPart: mostInSitemap, mapping: make(chan struct{}, mostSitemaps), drawing: make(chan struct{}, 1),
		feeds: newKeptFeeds(c.DB, mostMade, mostFeedBytes), searchFeeds: newKeptFeeds(c.DB, mostSearchesMade, mostSearchFeedBytes),
		throttle: web.NewThrottle(c.FormLimit, formWindow), choices: web.NewThrottle(mostChoices, formWindow), origins: http.NewCrossOriginProtection(),
	}
	_ = s.origins.AddTrustedOrigin(c.BaseURL) // a proxy may have given the site another host; without an origin, none is trusted
	for _, k := range c.Registry.Kinds() {
		if k.Addressed {
			s.pageKinds = append(s.pageKinds, k.Name)
		} else {
			s.fixtureKinds = append(s.fixtureKinds, k.Name)
		}
	}
	s.terms = newKeptTerms(c.Registry)
	return s
}

// Drain makes the site say that it is not ready, so that no new visitors are
// sent to it. It goes on answering those that come.
func (s *Site) Drain() { s.draining.Store(true) }
