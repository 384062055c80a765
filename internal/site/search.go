package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/web"
	pages "lectern/templates/site"
	"lectern/templates/ui"
)

// indexes are the pages that list others from A to Z: where to go on from a
// search that found nothing.
var indexes = cms.ListQuery{Kinds: []string{"service-catalogue", "api-catalogue", "publications-hub"}, Sort: cms.ByTitle, Size: 6}

// showSearch finds live pages. Without anything asked it finds all of them.
func (s *Site) showSearch(w http.ResponseWriter, r *http.Request) error {
	asked := r.URL.Query()
	results := pages.SearchResults{Listing: ui.SearchListing(search.ParseQuery(asked))}
	if wordy(asked, results.Query) {
		http.Redirect(w, r, "/search"+results.Query.Address(), http.StatusSeeOther)
		return nil
	}
	begun := time.Now()
	found, err := s.Search.Search(r.Context(), results.Query)
	if err != nil {
		return err
	}
	s.CountSearch(found.Engine, time.Since(begun))
	w.Header().Set("X-Search-Engine", found.Engine)
	if results.Query.Page > 1 && len(found.Hits) == 0 {
		return cms.ErrNotFound
	}
	results.Results = found
	s.recordSearch(r, results)
	view, err := s.searchView(r, &results)
	if err != nil {
		return err
	}
	view.Query, view.NoIndex, view.Follow = results.Query.Text, true, pages.Following(results)
	html, err := web.Render(r.Context(), pages.Search(view, results))
	if err != nil {
		return err
	}
	return web.Respond(w, r, http.StatusOK, web.HTML, html)
}

// wordy reports whether an address says what goes without saying, as a form
// does. Addresses that people pass on say no more than they mean.
func wordy(asked url.Values, q search.Query) bool {
	if asked.Has("sort") && q.Sort == "" || asked.Get("page") == "1" || slices.Contains(asked["q"], "") {
		return true
	}
	return slices.ContainsFunc(q.Grouped(), func(g search.Group) bool { return slices.Contains(asked[string(g.Facet)], "") })
}

// searchView reads what is to be told of what was found, and of the site.
func (s *Site) searchView(r *http.Request, results *pages.SearchResults) (view *ui.View, err error) {
	err = s.DB.Snapshot(r.Context(), func(snap *postgres.Snapshot) error {
		if view, err = s.standalone(r, snap); err != nil {
			return err
		}
		named, err := s.terms.named(r.Context(), snap)
		if err != nil {
			return err
		}
		results.Terms = named.Terms
		if results.Parents, err = s.parents(r.Context(), snap, results.Hits); err != nil {
			return err
		}
		return beside(r.Context(), snap, results)
	})
	return view, err
}

// beside reads the newest publications of the series that were found and, when
// nothing was, the lists to look through.
func beside(ctx context.Context, snap *postgres.Snapshot, results *pages.SearchResults) error {
	var wanted postgres.Wanted
	var series []cms.ID
	for _, hit := range results.Hits {
		if hit.Kind == "series" {
			series = append(series, hit.Page)
			wanted.Lists = append(wanted.Lists, cms.ListQuery{Kinds: []string{"publication"}, Below: hit.Page, State: cms.Released, Size: 1})
		}
	}
	if results.Total == 0 {
		wanted.Lists = append(wanted.Lists, indexes)
	}
	if len(wanted.Lists) == 0 {
		return nil
	}
	loaded, err := snap.Load(ctx, wanted)
	if err != nil {
		return err
	}
	results.Latest = map[cms.ID]cms.Item{}
	for i, page := range series {
		if items := loaded.Lists[i].Items; len(items) > 0 {
			results.Latest[page] = items[0]
		}
	}
	if results.Total == 0 {
		results.Indexes = loaded.Lists[len(series)].Items
	}
	return nil
}

// parts are the kinds of pages that readers know by what they are a part of, and
// the kinds of that.
var (
	parts  = []string{"data-set", "publication-page", "published-work-chapter"}
	wholes = []string{"publication", "published-work"}
)

// parents returns what the pages that were found are a part of, by their paths.
func (s *Site) parents(ctx context.Context, snap *postgres.Snapshot, hits []search.Hit) (map[string]ui.Named, error) {
	above := map[string]string{}
	for _, hit := range hits {
		if path := cms.Ancestors(hit.Path); slices.Contains(parts, hit.Kind) && len(path) > 0 {
			above[hit.Path] = path[len(path)-1]
		}
	}
	if len(above) == 0 {
		return nil, nil
	}
	var paths []string
	for _, path := range above {
		paths = append(paths, path)
	}
	bodies, err := snap.Bodies(ctx, nil, paths, wholes, nil)
	if err != nil {
		return nil, err
	}
	parents := map[string]ui.Named{}
	for part, path := range above {
		content, live := bodies.Above[path]
		if !live {
			continue
		}
		value, err := s.Registry.Decode(content.Kind, content.Body)
		if err != nil {
			return nil, err
		}
		parents[part] = ui.Named{Text: value.Card().Title, Href: path}
	}
	return parents, nil
}

// recordSearch keeps what was typed, and how much it found. Who narrows or sorts
// what was found, or turns its pages, does not search again. What only comes near is
// nothing: an editor would want to hear of it.
func (s *Site) recordSearch(r *http.Request, found pages.SearchResults) {
	if found.Text == "" || s.cameFrom(r) == found.Text {
		return
	}
	searched := cms.Search{Query: found.Text, Results: found.Total, Narrowed: len(found.Chosen) > 0}
	if found.Loose {
		searched.Results = 0
	}
	if err := s.RecordSearch(r.Context(), searched); err != nil {
		s.Logger.Warn("a search was not recorded", "error", err)
	}
}

// cameFrom is what was searched for on the page that leads here; empty: it is
// another page, or the browser does not say.
func (s *Site) cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host || from.Path != "/search" {
		return ""
	}
	return search.ParseQuery(from.Query()).Text
}
