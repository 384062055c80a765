package searchtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"lectern/internal/kinds"
	"lectern/internal/search"
)

// testReasons asks why results stand where they do, and looks whether that makes the
// order.
func testReasons(s *site) {
	s.synonyms([]string{"jab", "vaccination"})
	s.titled("row", "All about jabs")
	s.titled("text", "Else", "Of a vaccination")
	s.titled("exact", "Jabs")
	s.titled("named", "Vaccination")
	s.titled("apart", "Spine and some other demographics", "Of wombats")
	s.titled("demographics", "Spine demographics at a glance")
	s.titled("mention", "Other things", "All about spine and its demographics")
	s.page(s.home, "service", &kinds.Service{Title: "Spine services", Summary: "Demographics"})
	hub := s.page(s.home, "hub", &kinds.NewsHub{Title: "News", Summary: "S"})
	for slug, year := range map[string]int{"n2020": 2020, "n2024": 2024, "n2022": 2022} {
		s.page(hub, slug, &kinds.NewsArticle{Title: "Monthly figures", Summary: "S", PublishedAt: time.Date(year, 5, 1, 9, 0, 0, 0, time.UTC)})
	}
	s.bet("jabs", s.titled("best", "Wombats"), s.titled("second", "More wombats"))

	s.reasoned("jabs", "best second exact named")
	s.reasoned("jabs wombats", "")
	s.reasoned("spine demographics", "demographics")
	s.reasoned("spine", "")
	s.reasoned("demographics", "demographics")
	s.reasoned("monthly figures", "n2024 n2022 n2020")
	s.reasoned("wombatts", "")
	s.reasoned("badgers in monthly figures", "n2024 n2022 n2020")

	told := map[string]string{}
	for _, hit := range s.search(search.Query{Text: "jabs", Explain: true}).Hits {
		told[hit.Path] = fmt.Sprintf("best %d, title %d, %s", hit.Why.Best, hit.Why.Title, words(*hit.Why))
	}
	want := map[string]string{
		"/best": "best 1, title 0, ", "/second": "best 2, title 0, ", "/exact": "best 0, title 5, jabs", "/named": "best 0, title 4, vaccination",
		"/row": "best 0, title 3, jabs", "/text": "best 0, title 0, vaccination",
	}
	if diff := gocmp.Diff(want, told); diff != "" {
		s.t.Errorf("it is told:\n%s", diff)
	}
	for text, want := range map[string]map[string]search.TitleMatch{
		"spine demographics": {"/demographics": search.TitlePhrase, "/apart": search.TitleWords, "/mention": search.TitleOther, "/service": search.TitleOther},
		"demogr":             {"/demographics": search.TitleBegins, "/apart": search.TitleBegins, "/mention": search.TitleOther, "/service": search.TitleOther},
	} {
		titles := map[string]search.TitleMatch{}
		for _, hit := range s.search(search.Query{Text: text, Explain: true}).Hits {
			titles[hit.Path] = hit.Why.Title
		}
		if diff := gocmp.Diff(want, titles); diff != "" {
			s.t.Errorf("%q: titles are told to match so:\n%s", text, diff)
		}
	}
	for _, hit := range s.search(search.Query{Text: "wombatts", Explain: true}).Hits {
		if hit.Why.Title != search.TitleLike || words(*hit.Why) != "" {
			s.t.Errorf("%s is nearly right, and told to have a title of %d and %q", hit.Path, hit.Why.Title, words(*hit.Why))
		}
	}
	for _, q := range []search.Query{{Text: "jabs"}, {Text: "jabs", Sort: search.Date, Explain: true}, {Explain: true}} {
		if hit := s.search(q).Hits[0]; hit.Why != nil {
			s.t.Errorf("%v: it says why, which nobody asks or words do not make", q)
		}
	}
}

// words are those that a result is told to have.
func words(why search.Why) string {
	var list []string
	for _, word := range why.Words {
		if word.Has {
			list = append(list, word.Text)
		}
	}
	return strings.Join(list, " ")
}

// reasoned looks for a text on pages of each size, and compares each result with the
// one before it. The first are known.
func (s *site) reasoned(text, first string) {
	s.t.Helper()
	for _, size := range []int{20, 2} {
		for page := 1; ; page++ {
			q := search.Query{Text: text, Size: size, Page: page}
			plain := s.search(q)
			q.Explain = true
			told := s.search(q)
			if found(told) != found(plain) || told.Total != plain.Total || told.Loose != plain.Loose {
				s.t.Errorf("%q finds %q, and %q with reasons", text, found(plain), found(told))
			}
			if page == 1 && size == 20 && (len(told.Hits) < 2 || !strings.HasPrefix(found(told), first)) {
				s.t.Errorf("%q finds %q, want %q first", text, found(told), first)
			}
			s.isOrdered(text, told.Hits)
			if page*size >= plain.Total {
				break
			}
		}
	}
}

func (s *site) isOrdered(text string, hits []search.Hit) {
	s.t.Helper()
	for i, hit := range hits {
		switch why := hit.Why; {
		case why == nil || len(why.Words) == 0 && why.Title != search.TitleLike || why.Best == 0 && len(why.Then) == 0:
			s.t.Fatalf("%q: %s does not say why it is there: %+v", text, hit.Path, why)
		case i > 0 && better(*why, *hits[i-1].Why):
			s.t.Errorf("%q: %s does better than %s, and comes after it:\n%+v\n%+v", text, hit.Path, hits[i-1].Path, why, hits[i-1].Why)
		}
	}
}

// better reports whether a result does better than another by its reasons.
func better(a, b search.Why) bool {
	switch {
	case a.Best > 0 || b.Best > 0:
		return a.Best > 0 && (b.Best == 0 || a.Best < b.Best)
	case isCalledSo(a) != isCalledSo(b):
		return isCalledSo(a)
	}
	return cmp.Or(cmp.Compare(a.Alike, b.Alike), slices.CompareFunc(a.Then, b.Then, func(a, b search.Criterion) int {
		if a.Name != b.Name {
			return 1 // they cannot be compared, and one of them lies
		}
		return cmp.Compare(a.Value, b.Value)
	})) > 0
}

func isCalledSo(why search.Why) bool { return why.Title >= search.TitleNamed }

// testPages asks for pages of another size than visitors get, as editors do who ask
// what these get.
func testPages(s *site) {
	s.synonyms([]string{"jab", "vaccination"})
	hub := s.page(s.home, "hub", &kinds.NewsHub{Title: "News", Summary: "S"})
	for n := range 2*search.PageSize + 2 {
		s.page(hub, fmt.Sprint("news-", n), &kinds.NewsArticle{Title: "Vaccination news", Summary: "S", PublishedAt: time.Date(1990, 5, 1+n, 9, 0, 0, 0, time.UTC)})
	}
	s.page(s.home, "service", &kinds.Service{Title: "Service", Summary: "A jab"}) // which counts more, and has it not in its title
	q := search.Query{Text: "jab"}
	want := found(s.search(q)) + " " + found(s.search(q.On(2)))
	q.Size, q.Explain = 2*search.PageSize, true
	if got := found(s.search(q)); got != want {
		s.t.Errorf("visitors get\n%s\nand editors are told\n%s", want, got)
	}
}
