package site

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"lectern/internal/cms"
)

// paged is the one list of a page that a reader can narrow and turn the pages
// of.
type paged struct {
	at     int // among the lists of the page
	size   int
	chosen cms.Chosen
	filter *cms.Filter
	facets []cms.Facet
}

// narrow puts what a reader asks for by the address into a list. It fails with
// cms.ErrNotFound for what cannot be asked for.
func (l *loading) narrow(q cms.ListQuery) (cms.ListQuery, error) {
	chosen, ok := choose(l.query, q.Filter)
	if !ok {
		return q, cms.ErrNotFound
	}
	if q.Facets, ok = chooseTerms(l.query, q.Facets); !ok {
		return q, cms.ErrNotFound
	}
	l.paged = &paged{at: len(l.wanted.Lists), size: q.Size, chosen: chosen, filter: q.Filter, facets: q.Facets}
	if chosen.Label != "" {
		q.Labels = []string{chosen.Label}
	}
	q.Number, q.Count = chosen.Page, true
	if q.Sort == cms.ByTitle {
		return q, nil
	}
	l.wanted.Months, l.wanted.Zone = append(l.wanted.Months, q), l.site.Zone.String()
	from, until := period(chosen, l.site.Zone)
	if from.After(q.From) {
		q.From = from
	}
	q.To = cms.Earlier(q.To, until)
	return q, nil
}

// choose reads what a reader has asked for; false: something that cannot be.
func choose(query url.Values, filter *cms.Filter) (c cms.Chosen, ok bool) {
	number := func(name string, least, most, otherwise int) int {
		if !query.Has(name) || query.Get(name) == "" {
			return otherwise
		}
		n, err := strconv.Atoi(query.Get(name))
		if err != nil || n < least || n > most {
			return -1
		}
		return n
	}
	c.Page = number("page", 1, 100_000, 1)
	c.Year = number("year", 1900, 2200, 0)
	c.Month = number("month", 1, 12, 0)
	if c.Page < 0 || c.Year < 0 || c.Month < 0 {
		return c, false
	}
	if c.Year == 0 { // the form sends both; the month is of the year before
		c.Month = 0
	}
	if filter == nil || query.Get(filter.Param) == "" {
		return c, true
	}
	c.Value = query.Get(filter.Param)
	i := slices.IndexFunc(filter.Options, func(o cms.Choice) bool { return o.Value == c.Value })
	if i < 0 {
		return c, false
	}
	c.Label = filter.Options[i].Label
	return c, true
}

// chooseTerms reads which terms a reader has asked for. Whether there are such
// is known once the terms are loaded; that none can be called so, at once.
func chooseTerms(query url.Values, facets []cms.Facet) ([]cms.Facet, bool) {
	facets = slices.Clone(facets)
	for i, f := range facets {
		chosen := query.Get(f.Param)
		if chosen != "" && !cms.ValidSlug(chosen) {
			return nil, false
		}
		facets[i].Chosen = chosen
	}
	return facets, true
}

// period is the year or the month that was chosen; zero: any time.
func period(c cms.Chosen, zone *time.Location) (from, until time.Time) {
	switch {
	case c.Year == 0:
		return from, until
	case c.Month == 0:
		from = time.Date(c.Year, 1, 1, 0, 0, 0, 0, zone)
		return from, from.AddDate(1, 0, 0)
	}
	from = time.Date(c.Year, time.Month(c.Month), 1, 0, 0, 0, 0, zone)
	return from, from.AddDate(0, 1, 0)
}

// fillPaged tells the paged list what was chosen of it. There is no page after
// its last, and none of a term that it cannot be narrowed by.
func (l *loading) fillPaged() error {
	if l.paged == nil {
		return nil
	}
	list := &l.loaded.Lists[l.paged.at]
	list.Chosen, list.Filter, list.Facets = l.paged.chosen, l.paged.filter, l.paged.facets
	if len(l.loaded.Months) > 0 {
		list.Months = l.loaded.Months[0]
	}
	for _, f := range list.Facets {
		if f.Chosen != "" && !slices.ContainsFunc(f.Terms, func(id cms.ID) bool { return l.loaded.Terms[id].Slug == f.Chosen }) {
			return cms.ErrNotFound
		}
	}
	list.Pages = max(1, (list.Total+l.paged.size-1)/l.paged.size)
	if list.Chosen.Page > list.Pages {
		return cms.ErrNotFound
	}
	return nil
}
