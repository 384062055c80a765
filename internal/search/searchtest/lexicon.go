package searchtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/search"
)

func (s *site) synonyms(words []string, also ...string) cms.ID {
	s.t.Helper()
	g := cms.Synonyms{ID: publishing.NewID(), Words: words, Also: also}
	s.edit(func(ctx context.Context, e *publishing.Edit) error { return e.SetSynonyms(ctx, g) })
	return g.ID
}

func (s *site) bet(text string, pages ...cms.ID) cms.ID {
	s.t.Helper()
	b := cms.BestBet{ID: publishing.NewID(), Texts: []string{text}, Pages: pages}
	s.edit(func(ctx context.Context, e *publishing.Edit) error { return e.SetBestBets(ctx, b) })
	return b.ID
}

// holds looks for a text that finds these pages, in whatever order.
func (s *site) holds(text, paths string) {
	s.t.Helper()
	r := s.search(search.Query{Text: text})
	got, want := strings.Fields(found(r)), strings.Fields(paths)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || r.Loose {
		s.t.Errorf("%q finds %q (loose: %v), want %q", text, got, r.Loose, want)
	}
}

// testSynonyms finds pages by what means the same as what they say.
func testSynonyms(s *site) {
	group := s.synonyms([]string{"IAPT", "improving access to psychological therapies", "NHS talking therapies"})
	s.synonyms([]string{"doctor"}, "general practitioner", "surgery")
	s.titled("talking", "NHS talking therapies")
	s.titled("improving", "Improving access to psychological therapies: history")
	s.titled("apart", "Therapies that NHS people find worth talking of")
	s.titled("surgery", "Your surgery")
	for text, want := range map[string]string{
		"IAPT": "talking improving",
		"improving access to psychological therapies":         "improving talking",
		"improving access to psychological therapies history": "improving",
		"iapt history":          "improving",
		`"talking therapies"`:   "talking", // in quotes nothing will do instead
		"talking therapies":     "talking apart",
		"doctors":               "surgery",
		"surgery":               "surgery",
		"nhs talking therapies": "talking improving apart",
	} {
		s.holds(text, want)
	}
	s.synonyms([]string{"COVID-19", "coronavirus"}) // the end of which is no plural's
	s.synonyms([]string{"MHSDS", "mental health services data set"})
	s.titled("virus", "A note on coronavirus")
	s.titled("mhsds", "A note on MHSDS")
	s.wants("coronavirus", "virus")
	s.wants("mhsds", "mhsds")
	s.titled("house", "The doctor in the house")
	s.wants("surgery", "surgery") // one way only
	s.edit(func(ctx context.Context, e *publishing.Edit) error { return e.DeleteSynonyms(ctx, group) })
	if r := s.search(search.Query{Text: "iapt"}); r.Total > 0 && !r.Loose {
		s.t.Errorf("without its synonyms it finds %q", found(r))
	}
}

// testBestBets looks at what editors want first.
func testBestBets(s *site) {
	a, b := s.titled("a", "Wombats"), s.titled("b", "Unlike all else")
	s.titled("c", "Of wombats and badgers")
	hub := s.titled("hub", "Hub")
	bet := s.bet("wombats", b, hub)
	s.wants("wombats", "b hub a c")
	s.wants("WOMBAT", "b hub a c")  // one or many
	s.wants("wombats badgers", "c") // the whole text, and no more
	r := s.search(search.Query{Text: "wombats", Size: 2})
	if r.Total != 4 || r.Counts[search.Type]["page"] != 4 || found(r) != "b hub" {
		s.t.Errorf("of %d there are %q", r.Total, found(r))
	}
	if got := found(s.search(search.Query{Text: "wombats", Size: 2, Page: 2})); got != "a c" {
		s.t.Errorf("then there are %q", got)
	}
	for i, hit := range s.search(search.Query{Text: "wombats"}).Hits {
		if hit.Best != (i < 2) {
			s.t.Errorf("%s is a best bet: %v", hit.Path, hit.Best)
		}
	}
	if r := s.search(search.Query{Text: "wombats", Sort: search.Date}); r.Total != 4 || len(r.Hits) != 4 {
		s.t.Errorf("by date there are %d", r.Total)
	}
	if r := s.search(search.Query{Text: "wombats", Below: hub}); r.Total != 0 && !r.Loose {
		s.t.Errorf("below another page it finds %q", found(r))
	}
	if r := s.search(search.Query{Text: "wombats"}.With(search.Type, "service")); r.Total != 0 {
		s.t.Errorf("of another kind it finds %q", found(r))
	}
	s.bet("nothing says so", a)
	s.wants("nothing says so", "a")
	s.edit(func(ctx context.Context, e *publishing.Edit) error { return e.DeleteBestBet(ctx, bet) })
	s.wants("wombats", "a c")
}

// testHiddenBets has best bets that lead to what is not live: they say nothing.
func testHiddenBets(s *site) {
	now := s.Now()
	ahead, over := s.place(s.home, "ahead", "page"), s.place(s.home, "over", "page")
	s.release(ahead, publishing.State{Value: canaries(canary)}, publishing.Plan{From: now.Add(time.Hour)})
	s.release(over, publishing.State{Value: canaries(canary)}, publishing.Plan{From: now.Add(-2 * time.Hour), Until: now.Add(-time.Hour)})
	live := s.titled("live", "Wombat")
	s.bet("numbat", ahead)
	s.bet("dibbler", over, s.place(s.home, "draft", "page"))
	s.bet("wombat", ahead, live, over)
	for _, text := range []string{"numbat", "dibbler"} {
		if r := s.search(search.Query{Text: text}); r.Total != 0 || len(r.Hits) != 0 || r.Suggestion != "" || len(r.Counts[search.Type]) > 0 {
			s.t.Errorf("%q finds %v", text, r)
		}
	}
	r := s.search(search.Query{Text: "wombat", Explain: true})
	if found(r) != "live" || r.Total != 1 || !r.Hits[0].Best || fmt.Sprint(r.Counts[search.Type]) != "map[page:1]" {
		s.t.Errorf("it finds %v", r)
	}
}

// testInstead looks at what editors offer instead of a text: the engine knows it as
// it is, whether or not it finds anything.
func testInstead(s *site) {
	s.titled("wombats", "Wombats")
	offers := func(typed, want string) {
		s.t.Helper()
		for _, q := range []search.Query{{Text: typed}, {Text: typed, Counted: true}, search.Query{Text: typed}.With(search.Type, "service")} {
			if got := s.search(q).Instead; got != want {
				s.t.Errorf("instead of %q %q is offered, want %q", typed, got, want)
			}
		}
	}
	offers("wombats", "")
	one := cms.SuggestedSearch{ID: publishing.NewID(), Text: "Quokkas", Instead: []string{"womabt", "wombat"}}
	set := func() {
		s.edit(func(ctx context.Context, e *publishing.Edit) error { return e.SetSuggested(ctx, one) })
	}
	set()
	offers("wombats", "Quokkas")
	offers("Womabt!", "Quokkas")
	offers("wombats now", "")
	offers("", "")
	one.Text, one.Instead = "Numbats", []string{"wombat"}
	set()
	offers("wombats", "Numbats")
	offers("womabt", "")
	s.edit(func(ctx context.Context, e *publishing.Edit) error { return e.ForbidSearch(ctx, "numbats") })
	offers("wombats", "")
	s.edit(func(ctx context.Context, e *publishing.Edit) error { return e.AllowSearch(ctx, "numbats") })
	offers("wombats", "Numbats")
	s.edit(func(ctx context.Context, e *publishing.Edit) error { return e.DeleteSuggested(ctx, one.ID) })
	offers("wombats", "")
}
