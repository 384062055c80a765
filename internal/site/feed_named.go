package site

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
)

// derivedCount is how many items a feed has at a time that Lectern makes by
// itself.
const derivedCount = 20

// feedSource is a feed before it is asked what is in it.
type feedSource struct {
	id      cms.ID // for ever
	name    string // in its address
	title   string
	summary string
	page    string // path of the page that it belongs to
	image   cms.Asset
	site    kinds.Site
	query   cms.ListQuery
}

// feed is the feed itself, without items.
func (f feedSource) feed(s *Site, format feeds.Format) feeds.Feed {
	feed := feeds.Feed{
		ID: "urn:uuid:" + string(f.id), Title: f.title, Description: f.summary, Language: "en-GB",
		Page:      s.BaseURL + f.page,
		Address:   func(format feeds.Format, page int) string { return s.BaseURL + feedPath(f.name, format, page) },
		Rights:    strings.TrimSpace(f.site.Copyright + " " + f.site.Licence.Plain()),
		Publisher: f.site.Title, PublisherURL: s.BaseURL + "/",
		Hub: s.WebSubHub,
	}
	if f.site.Logo.Asset == "" { // else it is not known to fit into a square
		feed.Icon = s.BaseURL + "/static/" + f.site.Theme().IconFile()
	}
	if format != feeds.JSON {
		feed.Stylesheet = s.Assets.URL("feed.css")
	}
	if links := f.site.Licence.Links(); len(links) > 0 {
		feed.LicenceURL = links[0].URL
	}
	if f.image.ID != "" {
		feed.Image = &feeds.Image{URL: s.BaseURL + f.image.URLNear(feedImageWidth), Title: f.title}
	}
	return feed
}

// feedImageWidth is how wide the picture of a feed may be, in pixels.
const feedImageWidth = 144

// feedNamed finds a feed by the name in its address. Its own name is another
// where it has got a new one.
func (s *Site) feedNamed(ctx context.Context, snap *postgres.Snapshot, name string) (feedSource, error) {
	l := &loading{site: s}
	var err error
	if l.address.Fixtures, err = snap.Fixtures(ctx, []string{feedKind, siteKind}); err != nil {
		return feedSource{}, err
	}
	if err := l.decodeFixtures(); err != nil {
		return feedSource{}, err
	}
	sh := l.shell()
	for i, fixture := range l.fixtures {
		if f, is := fixture.(*kinds.Feed); is && f.Address == name {
			return s.contentFeed(ctx, snap, l.address.Fixtures[i].Page, f, sh.site)
		}
	}
	source, err := s.derivedFeed(ctx, snap, name)
	source.site = sh.site
	source.query.State, source.query.Sort, source.query.Size = cms.Current, cms.Latest, derivedCount
	return source, err
}

var feedKind = (*kinds.Feed)(nil).Kind().Name

// contentFeed is a feed that editors have made. The page that it belongs to is
// the list of all feeds as long as that page is not live.
func (s *Site) contentFeed(ctx context.Context, snap *postgres.Snapshot, id cms.ID, f *kinds.Feed, site kinds.Site) (feedSource, error) {
	loaded, err := snap.Load(ctx, postgres.Wanted{Pages: []cms.ID{cms.ID(f.Page)}, Assets: s.Registry.Assets(f)})
	if err != nil {
		return feedSource{}, err
	}
	source := feedSource{
		id: id, name: f.Address, title: f.Title, summary: f.Summary, page: feedsPage,
		image: loaded.Assets[f.Image.Asset], site: site, query: f.Query(),
	}
	if page := loaded.Pages[cms.ID(f.Page)]; page.Path != "" {
		source.page = page.Path
	}
	return source, nil
}

// feedsPage lists the feeds.
const feedsPage = "/feeds"

// derivedFeed is a feed that Lectern makes by itself: of a topic, a series or a
// hub.
func (s *Site) derivedFeed(ctx context.Context, snap *postgres.Snapshot, name string) (feedSource, error) {
	prefix, slug, _ := strings.Cut(name, "-")
	short, _, _ := strings.Cut(slug, "--")
	if !cms.ValidSlug(short) {
		return feedSource{}, cms.ErrNotFound
	}
	if prefix == kinds.TopicFeed {
		return topicFeed(ctx, snap, slug)
	}
	page, name, err := followed(ctx, snap, prefix, slug)
	if err != nil {
		return feedSource{}, err
	}
	_, below := follows(page.Kind)
	return feedSource{
		id: derivedID(page.Page), name: name, title: page.Card.Title, summary: page.Card.Summary, page: page.Path,
		query: cms.ListQuery{Kinds: below, Below: page.Page},
	}, nil
}

// follows says how the name of the feed of pages of a kind begins, and which
// kinds are in it; empty: they have none.
func follows(kind string) (prefix string, below []string) {
	for _, k := range kinds.All() {
		if f, is := k.(kinds.Followable); is && k.Kind().Name == kind {
			if prefix, below = f.Follows(); below == nil {
				below = kinds.FollowedKinds()
			}
		}
	}
	return prefix, below
}

// topics is the vocabulary whose every term has a feed.
const topics = "topic"

func topicFeed(ctx context.Context, snap *postgres.Snapshot, slug string) (feedSource, error) {
	term, found, err := snap.TermNamed(ctx, topics, slug)
	if err != nil {
		return feedSource{}, err
	}
	if !found {
		return feedSource{}, cms.ErrNotFound
	}
	return feedSource{
		id: derivedID(term.ID), name: kinds.FeedName(kinds.TopicFeed, slug),
		title: term.Name, summary: "Everything new about " + term.Name + ".", page: feedsPage,
		query: cms.ListQuery{Kinds: kinds.FollowedKinds(), Topic: term.ID},
	}, nil
}

// followed finds the page that a feed is of, and the name that the feed has
// now: a page that was renamed has taken it along.
func followed(ctx context.Context, snap *postgres.Snapshot, prefix, slug string) (cms.Item, string, error) {
	kindNames := kinds.FollowableKinds(prefix)
	plain, end, _ := strings.Cut(slug, "--")
	pages, err := snap.Named(ctx, kindNames, plain)
	if err != nil {
		return cms.Item{}, "", err
	}
	if page, name := pick(pages, prefix, end); name != "" {
		return page, name, nil
	}
	pages, err = snap.Renamed(ctx, kindNames, plain)
	if err != nil || len(pages) == 0 {
		return cms.Item{}, "", orNotFound(err)
	}
	was, _ := pick(pages, prefix, end)
	_, now := cms.SplitPath(was.Path)
	if pages, err = snap.Named(ctx, kindNames, now); err != nil {
		return cms.Item{}, "", err
	}
	at := slices.IndexFunc(pages, func(p cms.Item) bool { return p.Page == was.Page })
	if at < 0 {
		return cms.Item{}, "", cms.ErrNotFound
	}
	return was, nameOf(pages, at, prefix), nil
}

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return cms.ErrNotFound
}

// pick chooses among pages that end alike, the one that came out first unless
// the end of another's ID is given. The name is empty if there is none.
func pick(pages []cms.Item, prefix, end string) (cms.Item, string) {
	for i, page := range pages {
		if end == "" || strings.HasSuffix(string(page.Page), end) {
			return page, nameOf(pages, i, prefix)
		}
	}
	return cms.Item{}, ""
}

func nameOf(pages []cms.Item, i int, prefix string) string {
	if i == 0 {
		return kinds.FeedName(prefix, pages[i].Path)
	}
	return kinds.LongFeedName(prefix, pages[i].Path, pages[i].Page)
}

// derivedID is that of the feed of a page or a topic: another thing than the
// page, and as lasting.
func derivedID(of cms.ID) cms.ID {
	return cms.ID(uuid.NewSHA1(uuid.MustParse(string(of)), []byte("feed")).String())
}
