package searchtest

import (
	"strings"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/search"
)

// testLists asks for pages as lists show them: in their orders, and without
// what asks to be left out.
func testLists(s *site) {
	hub := s.page(s.home, "events", &kinds.EventsHub{Title: "Events"})
	event := func(slug, title string, days int, unlisted bool) {
		ends := s.Now().AddDate(0, 0, days)
		s.page(hub, slug, &kinds.Event{
			Title: title, Summary: "S", Location: "L", Unlisted: unlisted, Sessions: []kinds.Session{{Starts: ends.AddDate(0, 0, -1), Ends: ends}},
		})
	}
	event("past", "Wombats", -10, false)
	event("long-past", "An Élan", -400, false)
	event("next", "elan vital", 20, false)
	event("later", "10 Wombats", 200, false)
	event("hidden", "2 Wombats", 30, true)
	events := search.Query{Kinds: []string{"event"}, Below: hub, Listed: true, Sorts: []search.Sort{search.Coming, search.Date, search.Title, search.Relevance}}
	orders := func(q search.Query, want map[search.Sort]string) {
		s.t.Helper()
		for sort, want := range want {
			if got := found(s.search(q.SortedBy(sort))); got != want {
				s.t.Errorf("%q by %s: %q, want %q", q.Text, sort, got, want)
			}
		}
	}
	orders(events, map[search.Sort]string{
		search.Coming: "next later past long-past", search.Date: "past long-past next later", search.Title: "later long-past next past",
	})
	if got := s.search(events).Total; got != 4 {
		s.t.Errorf("%d events are listed, want 4", got)
	}
	orders(events.Saying("wombats"), map[search.Sort]string{search.Coming: "later past", search.Title: "later past"})
	events.Listed, events.Size = false, 2
	var pages []string
	for page := range 4 {
		pages = append(pages, found(s.search(events.SortedBy(search.Title).On(page+1))))
	}
	if got := strings.Join(pages, ", "); got != "hidden later, long-past next, past, " {
		s.t.Errorf("from A to Z on pages: %q", got)
	}
	announced := &kinds.Publication{Title: "Figures", Published: cms.DateOf(s.Now().AddDate(0, 1, 0))}
	s.announce(s.place(s.page(s.home, "data", &kinds.PublicationsHub{Title: "Data"}), "figures", "publication"), announced)
	q := search.Query{Kinds: []string{"publication"}, Listed: true, Groups: []search.Group{{Facet: search.Letter}, {Facet: search.Status}}}
	if r := s.search(q); r.Total != 1 || r.Counts[search.Letter]["f"] != 1 || r.Counts[search.Status][search.Upcoming] != 1 {
		s.t.Errorf("of what is announced there are %v", r)
	}
}
