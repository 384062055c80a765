package searchtest

import (
	"context"
	"slices"
	"strings"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/search"
)

// testWords looks for what is written in ways that a tokenizer trips over.
func testWords(s *site) {
	s.titled("covid", "COVID-19 at a glance")
	s.titled("icd", "Codes of ICD10")
	s.titled("range", "Annual report, 2023–24")
	s.titled("aande", "Waiting in A&E")
	s.titled("who", "Working with the WHO")
	s.titled("cafe", "A Café for carers", "Bread and <b>butter</b> & jam")
	s.titled("iapt", "Talking therapies", "Formerly known as IAPT")
	s.page(s.home, "alert", &kinds.CyberAlert{
		Title: "Ransomware in the wild", Summary: "S", ThreatID: "CC-4456", ThreatType: "malware", Published: time.Date(2024, 5, 1, 9, 0, 0, 0, time.UTC),
		Severities: []kinds.SeverityChange{{Date: cms.Date{Year: 2024, Month: 5, Day: 1}, Severity: "high"}},
	})
	for text, paths := range map[string]string{
		"covid 19": "covid", "COVID19": "covid", "covid-19": "covid", "covi": "covid",
		"icd 10": "icd", "ICD-10": "icd", "2023/24": "range", "2023-2024": "range", "2024 annual": "range",
		"a&e": "aande", "A and E": "aande", "WHO": "who", "cafe": "cafe", "CAFÉ": "cafe", "iapt": "iapt",
		"CC-4456": "alert", "cc4456": "alert", "CC 4456": "alert", "4456": "alert", "cc–4456": "alert",
		`"carers café"`: "", `"café for carers"`: "cafe", "carers café": "cafe",
		"ran": "alert", "butters": "cafe",
	} {
		if paths != "" {
			s.wants(text, paths)
		} else if r := s.search(search.Query{Text: text}); !r.Loose && r.Total > 0 {
			s.t.Errorf("%q finds %q", text, found(r))
		}
	}
	r := s.search(search.Query{Text: "ransomwear"})
	if found(r) != "alert" || !r.Loose {
		s.t.Errorf("nearly right finds %q (loose: %v)", found(r), r.Loose)
	}
	for _, text := range []string{"ransomwear", "ransomware", "butter", "xqzzt"} {
		whole, counted := s.search(search.Query{Text: text}), s.search(search.Query{Text: text, Counted: true})
		if counted.Total != whole.Total || counted.Loose != whole.Loose || len(counted.Hits) > 0 {
			s.t.Errorf("%q finds %d (loose: %v), and only counted %d (loose: %v) with %d hits", text, whole.Total, whole.Loose, counted.Total, counted.Loose, len(counted.Hits))
		}
	}
	for _, nonsense := range []string{"xqzzt", "xqzzt vbbrr", "!!!", "-", "CC 4457"} {
		if r := s.search(search.Query{Text: nonsense}); r.Total != 0 || len(r.Hits) != 0 {
			s.t.Errorf("%q finds %d", nonsense, r.Total)
		}
	}
	hit := s.search(search.Query{Text: "butter"}).Hits[0]
	if parts := hit.Excerpt.Parts(); len(parts) != 3 || parts[1] != (search.Part{Text: "butter", Match: true}) {
		s.t.Errorf("the match is shown as %v", parts)
	}
}

// testPhrases looks for what stands in quotation marks: as it stands.
func testPhrases(s *site) {
	topic := s.term("topic", "waits", "", "Waits", "Delays in clinics")
	below := s.term("topic", "long-waits", cms.ID(topic), "Long waits")
	s.page(s.home, "many", &kinds.ContentPage{Title: "Waiting times", Summary: "For the services of clinics"})
	s.page(s.home, "one", &kinds.ContentPage{Title: "A waiting time", Summary: "Times of waiting, for the service of a clinic", Topics: []cms.TermRef{below}})
	s.page(s.home, "body", &kinds.ContentPage{Title: "Else", Summary: "S", Body: cms.Blocks{{ID: "t", Type: "text", Value: &blocks.Text{Body: prose("What of wait times? Of waiting-times, in WAITING “times”: services.")}}}})
	for text, paths := range map[string]string{
		`"waiting times"`: "many body", `"waiting time"`: "one", `"wait times"`: "body", `"times waiting"`: "",
		`"the services of clinics"`: "many", `"service of a clinic"`: "one", `clinics "waiting time"`: "one",
		`“delays in clinics”`: "one", `"delay in clinics"`: "", `"waiting times" "wait times"`: "body",
		`"waiting times" services`: "body many",
	} {
		if paths != "" {
			s.wants(text, paths)
		} else if r := s.search(search.Query{Text: text}); !r.Loose && r.Total > 0 {
			s.t.Errorf("%q finds %q", text, found(r))
		}
	}
	if parts := s.search(search.Query{Text: `"waiting time"`}).Hits[0].Excerpt.Parts(); slices.ContainsFunc(parts, func(p search.Part) bool { return p.Text == "Times" && p.Match }) {
		s.t.Errorf("another form of a word is marked: %v", parts)
	}
}

// testOrder looks at what comes first.
func testOrder(s *site) {
	s.titled("mention", "Other things", "All about spine and its parts")
	s.titled("apart", "Spine and some other demographics")
	s.titled("row", "What spine demographics are")
	s.titled("exact", "Spine demographics")
	s.wants("spine demographics", "exact row apart")
	s.wants("Spine", "exact row apart mention") // of what is as good, the newest

	hub := s.page(s.home, "hub", &kinds.NewsHub{Title: "News", Summary: "S"})
	for slug, year := range map[string]int{"n2020": 2020, "n2024": 2024, "n2022": 2022} {
		s.page(hub, slug, &kinds.NewsArticle{Title: "Wombat news", Summary: "S", PublishedAt: time.Date(year, 5, 1, 9, 0, 0, 0, time.UTC)})
	}
	s.page(hub, "ahead", &kinds.Event{
		Title: "Wombat day", Summary: "S", Location: "L", Sessions: []kinds.Session{{Starts: s.Now().AddDate(1, 0, 0), Ends: s.Now().AddDate(1, 0, 1)}},
	})
	s.titled("undated", "Wombat page")
	byDate := search.Query{Text: "wombat", Sort: search.Date}
	if got := found(s.search(byDate)); got != "n2024 n2022 n2020 ahead undated" {
		s.t.Errorf("by date: %q", got)
	}
	byDate.Size = 2
	var pages []string
	for page := range 4 {
		pages = append(pages, found(s.search(byDate.On(page+1))))
	}
	if got := strings.Join(pages, ", "); got != "n2024 n2022, n2020 ahead, undated, " {
		s.t.Errorf("on pages: %q", got)
	}
	if r := s.search(search.Query{Below: hub, Size: 2}); r.Total != 4 || len(r.Hits) != 2 {
		s.t.Errorf("below the hub there are %d, %d of them on the first page", r.Total, len(r.Hits))
	}
	if r := s.search(search.Query{Kinds: []string{"event", "news-hub"}}); r.Total != 2 {
		s.t.Errorf("of two kinds there are %d", r.Total)
	}
}

// testTerms finds pages by their terms, and by what the terms are called now.
func testTerms(s *site) {
	above := s.term("topic", "primary-care", "", "Primary care", "first contact")
	below := s.term("topic", "dentistry", cms.ID(above), "Dentistry", "teeth")
	s.page(s.home, "a", &kinds.ContentPage{Title: "Fees", Topics: []cms.TermRef{below}})
	s.page(s.home, "b", &kinds.ContentPage{Title: "Waits", Topics: []cms.TermRef{above}})
	s.wants("teeth", "a")
	s.wants("fees first contact", "a")
	topics := func(want map[string]int) {
		s.t.Helper()
		got := s.search(search.Query{}).Counts[search.Topic]
		if len(got) != len(want) {
			s.t.Errorf("topics %v, want %v", got, want)
		}
		for slug, n := range want {
			if got[slug] != n {
				s.t.Errorf("topics %v, want %v", got, want)
			}
		}
	}
	topics(map[string]int{"primary-care": 2, "dentistry": 1})
	q := search.Query{}.With(search.Topic, "primary-care").With(search.Topic, "dentistry")
	if got := found(s.search(q)); got != "a" {
		s.t.Errorf("a topic and the one below it find %q", got)
	}
	s.edit(func(ctx context.Context, e *publishing.Edit) error {
		return e.ChangeTerm(ctx, cms.Term{ID: cms.ID(below), Slug: "dental", Name: "Dental care", Synonyms: []string{"molars"}})
	})
	s.wants("molars", "a")
	topics(map[string]int{"primary-care": 1, "dental": 1})
	if r := s.search(search.Query{Text: "teeth"}); r.Total > 0 {
		s.t.Errorf("a synonym that is gone finds %q", found(r))
	}
}

// testHostile types what is meant to harm.
func testHostile(s *site) {
	s.titled("a", "Something")
	for _, text := range []string{
		`'; drop table page; --`, `' | 'x`, `:*`, `a:*`, `\`, `\'`, `!a`, `(a`, `a <-> b`, `"`, `""`, `"a`, `%`, `_`, `{}`, `{"$ne":1}`,
		`topics = "x" OR 1=1`, "\u202e\u2066", "👩‍👩‍👧‍👦", "नमस्ते", "مرحبا", strings.Repeat("a", 10_000), strings.Repeat("a ", 5_000), strings.Repeat(`"`, 5_000),
		"İİİ", "ﬀ", "½", "$1", "$$", "E'\\x00'", "null",
	} {
		s.search(search.Query{Text: search.Tidy(text)})
		s.search(search.Query{Text: text}) // even if nobody tidied it
	}
	s.search(search.Query{Text: "something", Page: 1 << 40, Chosen: search.Chosen{search.Topic: {"'", `"`}, "else": {"x"}}})
}
