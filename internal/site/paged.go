package site

import (
	"fmt"
	"net/url"
	"strconv"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// paged is the one list of a page that a reader can turn the pages of.
type paged struct {
	at     int // among the lists of the page
	size   int
	number int // from 1
}

// turn asks for the page of a list that the address names. What is no number of
// a page is the first.
func (l *loading) turn(q cms.ListQuery) cms.ListQuery {
	l.paged = &paged{at: len(l.wanted.Lists), size: q.Size, number: pageOf(l.query)}
	q.Number, q.Count = l.paged.number, true
	return q
}

func pageOf(query url.Values) int {
	const most = 100_000
	if n, err := strconv.Atoi(query.Get("page")); err == nil && n > 1 && n <= most {
		return n
	}
	return 1
}

// fillPaged tells the paged list which page it is. There is none after the last.
func (l *loading) fillPaged() error {
	if l.paged == nil {
		return nil
	}
	list := &l.loaded.Lists[l.paged.at]
	list.Number, list.Pages = l.paged.number, max(1, (list.Total+l.paged.size-1)/l.paged.size)
	if list.Number > list.Pages {
		return cms.ErrNotFound
	}
	return nil
}

// fillPage tells the view which page it is of what. What was asked for is for
// who asked, and not for search engines.
func (l *loading) fillPage(v *ui.View) {
	last := 0
	switch {
	case l.hub != nil:
		v.Listing, v.NoIndex = &l.hub.listing, l.hub.listing.Narrowed()
		v.Page, last = l.hub.listing.Page, l.hub.listing.Pages().Last
	case l.paged != nil:
		v.Page, last = l.paged.number, l.loaded.Lists[l.paged.at].Pages
	}
	if v.Page > 1 {
		v.Title = fmt.Sprintf("%s (page %d of %d)", v.Title, v.Page, last)
	}
}
