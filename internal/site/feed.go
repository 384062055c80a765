package site

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/postgres"
	"lectern/internal/web"
)

const (
	mostFeedPages = 10_000 // that somebody may ask for

	// feedSettles is how long a change has no date. A date counts whole seconds, and
	// another change of the same one may still be on its way to be seen.
	feedSettles = 3 * time.Second
)

// showFeed answers a program that follows a feed.
func (s *Site) showFeed(w http.ResponseWriter, r *http.Request) error {
	asked, err := askedFeed(r)
	if err != nil {
		return err
	}
	return s.sendFeed(w, r, s.feeds, asked)
}

// sendFeed sends a page of a feed, which is made unless it is kept. What is new is
// there from the instant at which its page is: the same question is put to the
// database.
func (s *Site) sendFeed(w http.ResponseWriter, r *http.Request, kept *keptFeeds, asked feedAsked) error {
	version, now, err := s.DB.Version(r.Context())
	if err != nil {
		return err
	}
	made, err := kept.document(r.Context(), asked, version, now, s.makeFeed)
	if err != nil {
		return err
	}
	if made.moved != "" {
		w.Header().Set("Cache-Control", "no-cache")
		to := feedAsked{name: made.moved, format: asked.format, page: asked.page}
		http.Redirect(w, r, to.path(), movedStatus(asked.name, made.moved))
		return nil
	}
	if asksAsBrowser(r.Header.Get("Accept"), asked.format) {
		w.Header().Set("Content-Type", asked.format.BrowserMediaType())
	}
	if changed := version.ChangedAt; !changed.IsZero() && now.Sub(changed) >= feedSettles {
		w.Header().Set("Last-Modified", changed.UTC().Format(http.TimeFormat))
	}
	return made.send(w, r)
}

// send sends the feed. Scripts of other sites may read it.
func (m madeFeed) send(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	// Caches ask each time, which costs us one query. To say how long they need not
	// would tell when the next item comes, and what is withdrawn is to go at once.
	h.Set("Cache-Control", "no-cache")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, Last-Modified, Link")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Add("Vary", "Accept")
	for _, link := range m.links {
		h.Add("Link", link)
	}
	return m.Respond(w, r)
}

// movedStatus says whether who follows a feed should remember its other name. A
// page that has the plain name for now loses it when another that came out
// before it is back: then its followers would get what is new of the other.
func movedStatus(asked, to string) int {
	if strings.HasPrefix(asked, to+"--") {
		return http.StatusFound
	}
	return http.StatusMovedPermanently
}

// asksAsBrowser reports whether somebody wants a page, and does not say that they
// know the format. Programs that follow feeds may take pages as well, in which
// they look for feeds.
func asksAsBrowser(accept string, format feeds.Format) bool {
	mediaType, _, _ := strings.Cut(format.MediaType(), ";")
	return web.Accepts(accept, "text/html") && !web.Accepts(accept, mediaType)
}

// allowFeed answers scripts of other sites that ask whether they may read feeds.
func allowFeed(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", allowed)
	h.Set("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// feedAsked is the address of one page of a feed.
type feedAsked struct {
	name   string // empty: it is of a search
	state  string // of that search, as its address has it; empty: of everything
	format feeds.Format
	page   int
}

// path is where it is.
func (a feedAsked) path() string {
	if a.name == "" {
		return searchFeedPath(a.state, a.format, a.page)
	}
	path := "/feeds/" + a.name + "." + string(a.format)
	if a.page > 1 {
		path += "?page=" + strconv.Itoa(a.page)
	}
	return path
}

// at is the same feed in a format, on one of its pages.
func (a feedAsked) at(format feeds.Format, page int) feedAsked {
	a.format, a.page = format, page
	return a
}

func askedFeed(r *http.Request) (feedAsked, error) {
	file := chi.URLParam(r, "file")
	for _, format := range feeds.Formats {
		name, found := strings.CutSuffix(file, "."+string(format))
		if !found || name == "" {
			continue
		}
		page := 1
		if number := r.URL.Query().Get("page"); number != "" {
			var err error
			if page, err = strconv.Atoi(number); err != nil || page < 1 || page > mostFeedPages {
				return feedAsked{}, cms.ErrNotFound
			}
		}
		return feedAsked{name: name, format: format, page: page}, nil
	}
	return feedAsked{}, cms.ErrNotFound
}

// madeFeed is a page of a feed as it is sent, or where it has gone.
type madeFeed struct {
	*web.Document
	links     []string
	changesAt time.Time // when it is out of date by the clock; zero: not planned
	moved     string    // the name that the feed has now; empty: this one
}

// makeFeed writes a page of a feed as the snapshot sees it.
func (s *Site) makeFeed(ctx context.Context, snap *postgres.Snapshot, asked feedAsked, kept feedItems) (madeFeed, error) {
	source, err := s.feedSource(ctx, snap, asked)
	if err != nil {
		return madeFeed{}, err
	}
	if source.name != asked.name {
		return madeFeed{moved: source.name}, nil
	}
	feed, changesAt, err := s.fillFeed(ctx, snap, source, asked, kept)
	if err != nil {
		return madeFeed{}, err
	}
	text, err := feed.Write(asked.format)
	if err != nil {
		return madeFeed{}, err
	}
	return madeFeed{Document: web.NewDocument(asked.format.MediaType(), text), links: s.feedLinks(feed, asked), changesAt: changesAt}, nil
}

// feedSource finds the feed that is asked for.
func (s *Site) feedSource(ctx context.Context, snap *postgres.Snapshot, asked feedAsked) (feedSource, error) {
	if asked.name == "" {
		return s.searchFeed(ctx, snap, asked.state)
	}
	return s.feedNamed(ctx, snap, asked.name)
}

// fillFeed puts into a page of a feed what is live of it. What another feed has
// shown already is not made again.
func (s *Site) fillFeed(ctx context.Context, snap *postgres.Snapshot, source feedSource, asked feedAsked, kept feedItems) (feed feeds.Feed, changesAt time.Time, err error) {
	entries, err := source.entries(ctx, snap, asked.page)
	if err != nil {
		return feed, changesAt, err
	}
	feed = source.feed(s, asked)
	feed.PageNumber, feed.Pages = asked.page, max(1, (entries.Total+source.query.Size-1)/source.query.Size)
	if asked.page > feed.Pages {
		return feed, changesAt, cms.ErrNotFound
	}
	err = kept.fill(entries.Releases, func(missing []cms.Release) ([]feeds.Item, time.Time, error) {
		return s.feedItems(ctx, snap, missing)
	})
	if err != nil {
		return feed, changesAt, err
	}
	changesAt, feed.Updated = entries.ChangesAt, kept.changed
	if feed.Updated.IsZero() {
		feed.Updated = neverChanged
	}
	for i, r := range entries.Releases {
		item := kept.of(r.ID)
		feed.Items = append(feed.Items, item.Item)
		changesAt = cms.Earlier(changesAt, item.changesAt)
		if i == 0 || item.Updated.After(feed.Updated) {
			feed.Updated = item.Updated
		}
	}
	return feed, changesAt, nil
}

// neverChanged is when a site changed on which nothing was ever public: a feed has to
// name some instant, always the same.
var neverChanged = time.Unix(0, 0)

// feedLinks says in headers what the feed says of itself, for those who look
// for where to be told of changes.
func (s *Site) feedLinks(feed feeds.Feed, asked feedAsked) []string {
	links := []string{"<" + feed.Address(asked.format, asked.page) + `>; rel="self"`}
	if feed.Hub != "" {
		links = append(links, "<"+feed.Hub+`>; rel="hub"`)
	}
	return links
}
