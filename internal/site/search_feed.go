package site

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/web"
	pages "lectern/templates/site"
	"lectern/templates/ui"
)

// showSearchFeed answers a program that follows a state of the search. Each state
// has one address; others lead to it.
func (s *Site) showSearchFeed(format feeds.Format) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("X-Robots-Tag", "noindex")
		said := r.URL.Query()
		asked := askedSearchFeed(said, format)
		if !saysJust(said, asked) {
			w.Header().Set("Cache-Control", "no-cache")
			http.Redirect(w, r, asked.path(), http.StatusMovedPermanently)
			return nil
		}
		return s.sendFeed(w, r, s.searchFeeds, asked)
	}
}

// askedSearchFeed reads which search is followed. In which order the page shows it
// makes no difference to a feed.
func askedSearchFeed(said url.Values, format feeds.Format) feedAsked {
	q := search.ParseQuery(said)
	return feedAsked{state: q.SortedBy(search.Relevance).Address(), format: format, page: q.Page}
}

// saysJust reports whether an address says what the one of the feed does, in
// whatever order.
func saysJust(said url.Values, asked feedAsked) bool {
	return maps.EqualFunc(said, asked.values(), slices.Equal)
}

// values are the parameters of the address of a feed of a search.
func (a feedAsked) values() url.Values {
	v := stateOf(a.state).Values()
	if a.page > 1 {
		v.Set("page", strconv.Itoa(a.page))
	}
	return v
}

// stateOf is the state of the search that a query has written as an address.
func stateOf(address string) search.Query {
	v, _ := url.ParseQuery(strings.TrimPrefix(address, "?"))
	return search.ParseQuery(v)
}

func searchFeedPath(state string, format feeds.Format, page int) string {
	return "/search." + string(format) + stateOf(state).On(page).Address()
}

// searchFeed is the feed of a state of the search: what is found by it, the page
// that was first published last before all others. No hub is told of what is new in
// it, because nobody knows who follows which search.
func (s *Site) searchFeed(ctx context.Context, snap *postgres.Snapshot, state string) (feedSource, error) {
	results := pages.SearchResults{Listing: ui.SearchListing(stateOf(state))}
	settings, err := s.settings(ctx, snap)
	if err != nil {
		return feedSource{}, err
	}
	named, err := s.terms.named(ctx, snap)
	if err != nil {
		return feedSource{}, err
	}
	results.Terms = named.Terms
	page := "/search" + state
	return feedSource{
		id: searchFeedID(s.BaseURL + page), title: pages.FeedTitle(results), summary: pages.FeedSummary(results), page: page, site: settings,
		query: cms.ListQuery{Size: derivedCount}, search: &followedSearch{s.Latest, results.Query},
	}, nil
}

// searchFeedID is that of the feed of the search at an address.
func searchFeedID(address string) cms.ID {
	return cms.ID(uuid.NewSHA1(uuid.NameSpaceURL, []byte(address)).String())
}

// followedSearch is what a feed of a search holds.
type followedSearch struct {
	latest func(context.Context, search.Query) (releases []cms.ID, total int, err error)
	query  search.Query
}

// entries is what was found that the snapshot sees. The engine looks a moment later
// and may see more, of which there is another version of the feed; and it finds what
// is withdrawn as well, which is in no feed, so that a page of it can be short.
func (f followedSearch) entries(ctx context.Context, snap *postgres.Snapshot, page int) (postgres.Entries, error) {
	q := f.query.On(page)
	q.Size = derivedCount
	found, total, err := f.latest(ctx, q)
	if err != nil {
		return postgres.Entries{}, err
	}
	releases, err := snap.Releases(ctx, found)
	return postgres.Entries{Releases: releases, Total: total}, err
}
