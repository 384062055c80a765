package searchtest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/search"
)

// canary is in every text that is not public.
const canary = "quokka"

func canaries(title string) *kinds.ContentPage {
	return &kinds.ContentPage{Title: title, ShortTitle: canary, Summary: "About the " + canary}
}

// testEmbargo looks for what is not live, in every way that there is.
func testEmbargo(s *site) {
	topic := s.term("topic", "secret", "", "Hidden topic")
	secret := func(title string) *kinds.ContentPage {
		page := canaries(title)
		page.Topics = []cms.TermRef{topic}
		return page
	}
	now := s.Now()
	changed := s.titled("changed", "Wombat")
	s.release(changed, publishing.State{Value: secret(canary + " update")}, publishing.Plan{From: now.Add(time.Hour)})
	s.release(s.place(s.home, "to-come", "page"), publishing.State{Value: secret(canary)}, publishing.Plan{From: now.Add(time.Hour)})
	s.release(s.place(s.home, "over", "page"), publishing.State{Value: secret(canary)}, publishing.Plan{From: now.Add(-2 * time.Hour), Until: now.Add(-time.Hour)})
	draft := s.place(s.home, "draft", "page")
	s.edit(func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.Save(ctx, publishing.Save{Page: draft, Value: secret(canary)})
		return err
	})
	gone := s.page(s.home, "gone", secret(canary))
	s.edit(func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.Gone(ctx, gone, "", publishing.Plan{})
		return err
	})

	kind := s.term("information-type", "survey", "", "Survey")
	full := &kinds.Publication{
		Title: "Wombat figures", Published: cms.DateOf(now.AddDate(0, 1, 0)), InformationTypes: []cms.TermRef{kind},
		Summary: prose("Of the " + canary), Topics: []cms.TermRef{topic}, AdministrativeSources: canary,
	}
	hub := s.page(s.home, "data", &kinds.PublicationsHub{Title: "Data"})
	announced := s.place(hub, "figures", "publication")
	s.release(announced, publishing.State{Outcome: cms.OutcomeAnnounced, Value: full.Redact()}, publishing.Plan{})
	s.release(announced, publishing.State{Value: full}, publishing.Plan{From: now.Add(time.Hour)})

	for _, text := range []string{canary, "quo", "quokk", "qwokka", `"about the ` + canary + `"`, canary + " update", "hidden topic"} {
		if r := s.search(search.Query{Text: text}); strings.Contains(strings.ToLower(fmt.Sprint(r)), canary) || r.Total > 0 && !r.Loose {
			s.t.Errorf("%q finds %v", text, r)
		}
	}
	everything := s.search(search.Query{Size: 100})
	if strings.Contains(fmt.Sprint(everything), canary) || everything.Total != 4 || len(everything.Counts[search.Topic]) > 0 {
		s.t.Errorf("of everything there are %v", everything)
	}
	if got := everything.Counts[search.Status]; len(got) != 1 || got[search.Upcoming] != 1 {
		s.t.Errorf("how far publications are: %v", got)
	}
	for _, text := range []string{"wombat figures", "survey"} {
		s.wants(text, "figures")
	}
	s.release(s.page(hub, "out", full), publishing.State{Value: full}, publishing.Plan{})
	if got := s.search(search.Query{}).Counts[search.Status]; got[search.Published] != 1 || got[search.Upcoming] != 1 {
		s.t.Errorf("how far publications are: %v", got)
	}
	s.wants(canary, "out")
}

// testSchedule asks again and again while a page begins and ends by the clock.
func testSchedule(s *site) {
	for ahead := 400 * time.Millisecond; ; ahead *= 3 { // more on a machine that has much else to do
		before, during := s.watch(ahead)
		if before > 0 && during > 0 {
			return
		}
		if ahead > 10*time.Second {
			s.t.Fatalf("there were %d looks before its time, and %d during it", before, during)
		}
	}
}

// watch returns how often it looked before the page's time, and during it.
func (s *site) watch(ahead time.Duration) (before, during int) {
	name := fmt.Sprintf("wombat%d", ahead.Milliseconds())
	begins := s.Now().Add(ahead)
	ends := begins.Add(ahead)
	s.release(s.place(s.home, name, "page"), publishing.State{Value: &kinds.ContentPage{Title: name}}, publishing.Plan{From: begins, Until: ends})
	for over := false; !over; {
		asked := s.Now()
		r := s.search(search.Query{Text: name})
		answered := s.Now()
		if counted := r.Counts[search.Type]["page"]; r.Total != len(r.Hits) || counted != r.Total {
			s.t.Fatalf("there are %d hits of %d, and %d are counted", len(r.Hits), r.Total, counted)
		}
		want := -1 // it began or ended meanwhile: either is right
		switch {
		case answered.Before(begins):
			want = 0
			before++
		case !asked.Before(begins) && answered.Before(ends):
			want = 1
			during++
		case !asked.Before(ends):
			want, over = 0, true
		}
		if want >= 0 && r.Total != want {
			s.t.Fatalf("asked %s after the beginning it is found %d times, want %d", asked.Sub(begins), r.Total, want)
		}
	}
	return before, during
}
