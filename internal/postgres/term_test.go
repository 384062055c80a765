package postgres_test

import (
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

// TestTermsOfLivePages names terms that pages carry now, and those above them:
// none of what is to come, is over, is a draft or has no address.
func TestTermsOfLivePages(t *testing.T) {
	t.Parallel()
	publisher, store := testkit.Publisher(t)
	ids := map[string]cms.ID{}
	edit := func(f func(*publishing.Edit) error) {
		t.Helper()
		if err := publisher.Edit(t.Context(), cms.System, f); err != nil {
			t.Fatal(err)
		}
	}
	edit(func(e *publishing.Edit) error {
		for _, slug := range []string{"above", "live", "ahead", "over", "draft", "gone", "feed", "none"} {
			ids[slug] = publishing.NewID()
			term := cms.Term{ID: ids[slug], Vocabulary: "topic", Slug: slug, Name: slug}
			if slug == "live" {
				term.Parent = ids["above"]
			}
			if err := e.SetTerm(t.Context(), term); err != nil {
				return err
			}
		}
		return nil
	})
	var home cms.ID
	page := func(slug string, value schema.Kind) (id cms.ID) {
		edit(func(e *publishing.Edit) error {
			parent := home
			if value.Kind().Name == "feed" {
				parent = ""
			}
			p, err := e.Create(t.Context(), publishing.NewPage{Kind: value.Kind().Name, Parent: parent, Slug: slug})
			id = p.ID
			return err
		})
		return id
	}
	release := func(id cms.ID, value schema.Kind, plan publishing.Plan) {
		edit(func(e *publishing.Edit) error {
			_, err := e.ReleaseContent(t.Context(), id, publishing.State{Value: value}, plan)
			return err
		})
	}
	about := func(slug string) *kinds.ContentPage {
		return &kinds.ContentPage{Title: slug, Topics: []cms.TermRef{cms.TermRef(ids[slug])}}
	}
	front := &kinds.Home{Title: "Home", Summary: "S"}
	home = page("", front)
	release(home, front, publishing.Plan{})
	now := time.Now()
	for slug, plan := range map[string]publishing.Plan{
		"live": {}, "ahead": {From: now.Add(time.Hour)}, "over": {From: now.Add(-2 * time.Hour), Until: now.Add(-time.Hour)}, "gone": {},
	} {
		id := page(slug, about(slug))
		release(id, about(slug), plan)
		if slug == "gone" {
			edit(func(e *publishing.Edit) error { _, err := e.Gone(t.Context(), id, "", publishing.Plan{}); return err })
		}
	}
	edit(func(e *publishing.Edit) error {
		p, err := e.Create(t.Context(), publishing.NewPage{Kind: "page", Parent: home, Slug: "draft"})
		if err == nil {
			_, err = e.Save(t.Context(), publishing.Save{Page: p.ID, Value: about("draft")})
		}
		return err
	})
	site := testkit.Site(t, store)
	var named []string
	err := site.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
		list, err := s.CarriedTerms(t.Context(), []string{"topic", "coverage"})
		for _, term := range list {
			named = append(named, term.Slug)
		}
		return err
	})
	if got := strings.Join(named, " "); err != nil || got != "above live" {
		t.Errorf("there are %q (%v)", got, err)
	}
}
