package site

import (
	"context"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// hub is what readers look through on a page. Before they ask for anything it is
// a list like others of the page, of the same snapshot; whatever they ask for is
// found by the search engine.
type hub struct {
	kinds.Browsing
	listing ui.Listing
	named   *named
	at      int // where the list is among those of the page; -1: something was asked
	engine  string
}

// countsTake is how long a page waits for the counts beside a list that is
// there without them.
const countsTake = time.Second

// ask reads what a reader asks of a hub, and finds it.
func (l *loading) ask(ctx context.Context, snap *postgres.Snapshot) error {
	value, is := l.value.(kinds.Hub)
	if !is {
		return nil
	}
	named, err := l.site.terms.named(ctx, snap)
	if err != nil {
		return err
	}
	h := &hub{Browsing: value.Browse(l.address.At), named: named, at: -1}
	h.List = l.resolve(h.List, l.address.Release.Page, l.parent())
	h.listing = ui.Listing{Action: l.path, Fragment: ui.ResultsID, Facets: h.facets(), Letters: h.A2Z, Terms: named.Terms, What: h.What, Shown: h.What}
	h.listing.Query = h.query().Parse(l.query)
	if before := h.Before; before.Many != "" && !h.listing.Narrowed() {
		h.listing.Shown = before
	}
	l.hub = h
	if l.wordy = wordy(l.query, h.listing.Query); l.wordy {
		return nil
	}
	if h.listing.Narrowed() {
		return l.find(ctx)
	}
	l.count(ctx)
	return nil
}

// query asks for everything on the hub.
func (h *hub) query() search.Query {
	q := search.Query{Sorts: h.Sorts, Size: h.List.Size, Kinds: h.List.Kinds, Below: h.List.Below, Listed: h.List.Listed}
	if h.A2Z {
		q.Groups = append(q.Groups, search.Group{Facet: search.Letter})
	}
	for _, f := range h.listing.Facets {
		q.Groups = append(q.Groups, f.Group)
	}
	return q
}

// find finds what was asked for.
func (l *loading) find(ctx context.Context) error {
	h, begun := l.hub, time.Now()
	found, err := l.site.Search.Search(ctx, h.listing.Query)
	if err != nil {
		return err
	}
	l.site.CountSearch(found.Engine, time.Since(begun))
	h.listing.Results, h.engine = found, found.Engine
	if h.listing.Page > 1 && len(found.Hits) == 0 {
		return cms.ErrNotFound
	}
	h.offer()
	return nil
}

// count counts what readers can choose from before they have. The list is there
// without: no failure keeps it from them.
func (l *loading) count(ctx context.Context) {
	h := l.hub
	q := h.listing.Query
	q.Counted = true
	soon, cancel := context.WithTimeout(ctx, countsTake)
	defer cancel()
	found, err := l.site.Search.Search(soon, q)
	if err != nil {
		if ctx.Err() == nil {
			l.site.Logger.Warn("a hub is shown without its filters", "path", l.path, "error", err)
		}
		return
	}
	h.listing.Results, h.engine = found, found.Engine
	h.offer()
}

// offer leaves out the facets that do not part what there is.
func (h *hub) offer() {
	for i, f := range h.listing.Facets {
		h.listing.Facets[i].Idle = !h.listing.Parts(f)
	}
}

// wantHubList asks for the list of the hub, unless something was asked. It is
// always watched: when it changes, so does what was found.
func (l *loading) wantHubList() {
	if l.hub == nil {
		return
	}
	q := l.hub.List
	q.Number, q.Count = l.hub.listing.Page, true
	if l.hub.listing.Narrowed() {
		q.Size, q.Number, q.Count = 1, 1, false
	} else {
		l.hub.at = len(l.wanted.Lists)
	}
	l.wantList(q)
}

// fillHub puts the list into what readers look through, and tells what its
// entries fall under. There is no page after the last.
func (l *loading) fillHub(ctx context.Context, snap *postgres.Snapshot) error {
	h := l.hub
	if h == nil {
		return nil
	}
	if h.at >= 0 {
		list := l.loaded.Lists[h.at]
		h.listing.Hits, h.listing.Total = search.Hits(list.Items, search.Typed{}), list.Total
		if h.listing.Page > max(1, h.listing.Pages().Last) {
			return cms.ErrNotFound
		}
	}
	if !h.Tagged {
		return nil
	}
	var pages []cms.ID
	for _, hit := range h.listing.Hits {
		pages = append(pages, hit.Page)
	}
	carried, err := snap.PageTerms(ctx, pages)
	if err != nil {
		return err
	}
	h.listing.Tags = map[cms.ID][]ui.Tagged{}
	for page, terms := range carried {
		h.listing.Tags[page] = h.tags(terms)
	}
	return nil
}

// tags are what an entry that carries some terms falls under, in the order of
// the facets.
func (h *hub) tags(terms []cms.ID) []ui.Tagged {
	var tags []ui.Tagged
	for _, f := range h.listing.Facets {
		var values []string
		for _, id := range terms {
			if at, known := h.named.places[id]; known && at.facet == h.listing.Of(f.Facet) && h.offers(f, at.slug) {
				values = append(values, at.slug)
			}
		}
		slices.SortStableFunc(values, func(a, b string) int { return slices.Index(f.Only, a) - slices.Index(f.Only, b) })
		for _, value := range values {
			tags = append(tags, h.listing.Tag(f.Facet, value))
		}
	}
	return tags
}

// offers reports whether a value can be chosen of a facet: it is among those
// that it has alone, or below one of them.
func (h *hub) offers(f ui.Facet, slug string) bool {
	above := h.named.Above(h.listing.Of(f.Facet))
	for steps := 0; slug != "" && steps < 50; slug, steps = above(slug), steps+1 {
		if f.Only == nil || slices.Contains(f.Only, slug) {
			return true
		}
	}
	return false
}

// terms are those that the page names.
func (h *hub) terms() []cms.ID {
	var list []cms.ID
	if h == nil {
		return nil
	}
	for _, f := range h.listing.Facets {
		values := h.named.Terms[h.listing.Of(f.Facet)]
		for value := range h.listing.Counts[f.Facet] {
			if id := values[value].ID; id != "" {
				list = append(list, id)
			}
		}
	}
	return list
}
