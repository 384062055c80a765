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
	"lectern/templates/ui"
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
	search  *followedSearch // what a feed of a search holds; nil: what the query finds
}

// entries is what is live on a page of the feed.
func (f feedSource) entries(ctx context.Context, snap *postgres.Snapshot, page int) (postgres.Entries, error) {
	if f.search != nil {
		return f.search.entries(ctx, snap, page)
	}
	f.query.Number = page
	return snap.Entries(ctx, f.query)
}

// feed is the feed itself, without items.
func (f feedSource) feed(s *Site, asked feedAsked) feeds.Feed {
	feed := feeds.Feed{
		ID: "urn:uuid:" + string(f.id), Title: f.title, Description: f.summary, Language: "en-GB",
		Page:      s.BaseURL + f.page,
		Address:   func(format feeds.Format, page int) string { return s.BaseURL + asked.at(format, page).path() },
		Rights:    strings.TrimSpace(ui.Sentence(f.site.Copyright) + f.site.Licence.Plain()),
		Publisher: f.site.Title, PublisherURL: s.BaseURL + "/",
	}
	if f.search == nil {
		feed.Hub = s.WebSubHub
	}
	if f.site.Logo.Asset == "" { // else it is not known to fit into a square
		feed.Icon = s.BaseURL + "/static/" + f.site.Theme().IconFile()
	}
	if asked.format != feeds.JSON {
		feed.Stylesheet = s.Assets.URL("feed.css")
	}
	if links := f.site.Licence.Links(); len(links) > 0 {
		feed.LicenceURL = links[0].URL
	}
	if f.image.ID != "" {
		width, height := feedImageSize(f.image)
		feed.Image = &feeds.Image{URL: s.BaseURL + f.image.URLNear(width), Title: f.title, Width: width, Height: height}
	}
	return feed
}

// How large the picture of a feed may be in RSS, in pixels.
const feedImageWidth, feedImageHeight = 144, 400

// feedImageSize is the size that the picture of a feed is shown in: its own, or
// the largest with the same shape that RSS allows. 0: it is not known.
func feedImageSize(a cms.Asset) (width, height int) {
	if a.Width == 0 || a.Height == 0 {
		return 0, 0
	}
	shrink := max(1, float64(a.Width)/feedImageWidth, float64(a.Height)/feedImageHeight)
	return max(1, int(float64(a.Width)/shrink)), max(1, int(float64(a.Height)/shrink))
}

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
	page, name, err := ownerOf(ctx, snap, prefix, slug)
	if err != nil {
		return feedSource{}, err
	}
	own, _ := kinds.FollowsOf(page.Kind)
	source := feedSource{
		id: derivedID(page.Page), name: name, title: page.Card.Title, summary: page.Card.Summary, page: page.Path,
		query: cms.ListQuery{Kinds: own.Kinds},
	}
	if !own.Everywhere {
		source.query.Below = page.Page
	}
	return source, nil
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

// ownerOf finds the page that a feed is of, and the name that the feed has now.
// A page that was renamed has taken its feed along, and one that was the second
// of its name may have become the first.
func ownerOf(ctx context.Context, snap *postgres.Snapshot, prefix, slug string) (cms.Item, string, error) {
	plain, _, _ := strings.Cut(slug, "--")
	pages, err := alike(ctx, snap, prefix, plain)
	if err != nil {
		return cms.Item{}, "", err
	}
	names := kinds.FeedNames(prefix, pages)
	asked := prefix + "-" + slug
	for _, page := range pages {
		if name := names[page.Page]; name == asked || kinds.LongFeedName(prefix, page.Path, page.Page) == asked {
			return page, name, nil
		}
	}
	renamed, err := snap.Renamed(ctx, kinds.FollowableKinds(prefix), plain)
	i := slices.IndexFunc(renamed, func(page cms.Item) bool {
		return slug == plain || kinds.LongFeedName(prefix, plain, page.Page) == asked
	})
	if err != nil || i < 0 {
		return cms.Item{}, "", orNotFound(err)
	}
	name, err := feedNameOf(ctx, snap, prefix, renamed[i])
	return renamed[i], name, err
}

// feedNameOf is the name of the feed of a page.
func feedNameOf(ctx context.Context, snap *postgres.Snapshot, prefix string, page cms.Item) (string, error) {
	_, slug := cms.SplitPath(page.Path)
	pages, err := alike(ctx, snap, prefix, slug)
	if err != nil {
		return "", err
	}
	if name := kinds.FeedNames(prefix, pages)[page.Page]; name != "" {
		return name, nil
	}
	return kinds.LongFeedName(prefix, page.Path, page.Page), nil
}

// alike returns the pages whose feeds would have the same name.
func alike(ctx context.Context, snap *postgres.Snapshot, prefix, slug string) ([]cms.Item, error) {
	q := namesakes(prefix, slug)
	if len(q.Kinds) == 0 {
		return nil, nil
	}
	loaded, err := snap.Load(ctx, postgres.Wanted{Lists: []cms.ListQuery{q}})
	if err != nil {
		return nil, err
	}
	return loaded.Lists[0].Items, nil
}

// mostNamesakes is far more than pages of one name that a site has.
const mostNamesakes = 100

// namesakes asks for the pages with a feed whose address ends alike.
func namesakes(prefix, slug string) cms.ListQuery {
	return cms.ListQuery{Kinds: kinds.FollowableKinds(prefix), Named: slug, State: cms.Current, Sort: cms.Oldest, Size: mostNamesakes}
}

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return cms.ErrNotFound
}

// derivedID is that of the feed of a page or a topic: another thing than the
// page, and as lasting.
func derivedID(of cms.ID) cms.ID {
	return cms.ID(uuid.NewSHA1(uuid.MustParse(string(of)), []byte("feed")).String())
}
