package admin_test

import (
	"context"
	"net/url"
	"testing"

	"lectern/internal/admin"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/search"
)

func TestTryingASearchSaysWhatIsFoundAndWhy(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	admin := o.user(cms.Administrator, "")
	service := o.publish("service", o.home, "talking", &kinds.Service{Title: "Talking therapies", Summary: "How to get them"})
	o.publish("page", o.home, "other", &kinds.ContentPage{Title: hostile, Summary: "What IAPT was"})
	var draft cms.ID
	o.edit(func(e *publishing.Edit) error {
		made, err := e.Begin(t.Context(), publishing.NewPage{Kind: "page", Parent: o.home, Slug: "hidden"}, "IAPT that nobody may see yet")
		draft = made.ID
		return err
	})
	group := o.synonyms("IAPT", "talking therapies")
	o.get(admin, searches+"/try").page(t).Wants("See which results a visitor gets now")

	answer := o.get(admin, searches+"/try?q=IAPT")
	answer.wantsText(t)
	page := answer.page(t)
	understood := page.Section("How it is understood")
	understood.Wants("“iapt” or a longer word that begins so", "or instead “talking therapies”", "None. Make one", "the built-in engine, on Postgres")
	understood.Link("Change the synonyms of iapt").Leads(synonyms + "/" + string(group))
	understood.Link("Open the search page").Leads("/search?q=IAPT")
	page.HasHeading("2 results")
	page.Wants("It is called so, too, or its title means the same", "It has what means the same: “talking therapies”", "It has “iapt”", "Its title does not have the words", "Score", "Share of the title", "how much of it was typed")
	page.Lacks("How it compares")
	page.Link("Talking therapies").Leads("/talking")
	page.Link("Edit Talking therapies").Leads("/admin/pages/" + string(service))
	page.Lacks("nobody may see", string(draft))

	for q, says := range map[string]string{
		`"talking therapies"`: "“talking therapies” in a row",
		"CC-4456":             "It looks like the number of something",
		"!!!":                 "It has no words, so nothing has them",
		"zqqzqq":              "Visitors find nothing.",
		"therapies elsewhere": "Nothing has all the words. What comes near: 1 result",
	} {
		o.get(admin, searches+"/try?q="+url.QueryEscape(q)).page(t).Wants(says)
	}
	if got := o.get(admin, searches+"/try?q="+url.QueryEscape(hostile)).page(t).Field("What a visitor types").AttrOr("value", ""); got != hostile {
		t.Errorf("what was typed came back as %q", got)
	}
}

// mute is an engine that gives no reasons, and offers another spelling.
type mute struct{}

func (mute) Name() string { return "meilisearch" }

func (mute) Search(context.Context, search.Query) (search.Results, error) {
	item := cms.Item{Page: "00000000-0000-7000-8000-000000000001", Kind: "page", Path: "/first", Card: cms.Card{Title: "First"}}
	return search.Results{Engine: "meilisearch", Total: 40, Hits: search.Hits([]cms.Item{item}, search.Typed{}), Suggestion: "spine"}, nil
}

func TestAnEngineWithoutReasonsIsToldOf(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(c *admin.Config) { c.Search = mute{} })
	page := o.get(o.user(cms.Administrator, ""), searches+"/try?q=spnie").page(t)
	page.Section("How it is understood").Wants("Meilisearch", "This engine does not say why a result stands where it does.")
	page.Link("spine").Leads(searches + "/try?q=spine")
	page.Wants("40 results, of which these are the first 1")
	page.Link("First").Leads("/first")
	page.Lacks("Score")
}

// comparing is an engine that compares one thing after the other.
type comparing struct{ mute }

func (c comparing) Search(ctx context.Context, q search.Query) (search.Results, error) {
	results, err := c.mute.Search(ctx, q)
	if q.Explains() {
		results.Hits[0].Why = &search.Why{
			Title: search.TitlePhrase, Words: []search.WordMatch{{Text: "spine", Has: true}, {Text: "wombat"}},
			Then: []search.Criterion{
				{Factor: search.Factor{Name: "Spelling", Says: "less is better", Value: -1}, Text: "1 letter"},
				{Factor: search.Factor{Name: "Together", Says: "how near", Value: 0.8754}},
			},
		}
	}
	return results, err
}

func TestAnEngineThatComparesSaysWhat(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(c *admin.Config) { c.Search = comparing{} })
	page := o.get(o.user(cms.Administrator, ""), searches+"/try?q=spine+wombat").page(t)
	page.Wants("Its title has the words in a row", "It has “spine”", "It does not have “wombat”", "How it compares")
	page.Table("The first in which two results differ decides which comes first.").Wants("Spelling", "less is better", "1 letter", "Together", "how near", "0.875")
	page.Lacks("Score", "does not say why")
}
