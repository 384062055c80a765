package publishing_test

import (
	"slices"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

func TestRedirectsLeadFromAnAddressToAnother(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := testkit.Site(t, d.store)
	p := d.page(d.home, "a")
	hidden := d.create("page", d.home, "hidden")
	for _, r := range []cms.Redirect{
		{From: "/old", Page: p}, {From: "/older", To: "/a?b=c#d"}, {From: "/oldest", To: "https://example.org/"},
		{From: "/a", To: "/elsewhere"}, {From: "/secret", Page: hidden},
	} {
		d.edit(func(e *publishing.Edit) error { return e.SetRedirect(t.Context(), r) })
	}
	wantsLeads(t, site, map[string]string{
		"/old": "/a", "/older": "/a?b=c#d", "/oldest": "https://example.org/",
		"/a":      "", // a live page wins
		"/secret": "", // and what is not live is not told of
	})
	for _, r := range []cms.Redirect{
		{From: "old", To: "/a"}, {From: "", To: "/a"}, {From: "/old?x=y", To: "/a"}, {From: "https://example.org/", To: "/a"},
		{From: "/x"}, {From: "/x", To: "a"}, {From: "/x", To: "//example.org"}, {From: "/x", To: "http://example.org/"},
		{From: "/x", To: "/x"}, {From: "/x", To: "/a", Page: p},
	} {
		d.refused(cms.ErrInvalid, func(e *publishing.Edit) error { return e.SetRedirect(t.Context(), r) })
	}
	d.refused(cms.ErrConflict, func(e *publishing.Edit) error {
		return e.SetRedirect(t.Context(), cms.Redirect{From: "/x", Page: publishing.NewID()})
	})
}

func TestWhatIsAsItWasIsNotWrittenAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	term := cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: "a", Name: "A", Synonyms: []string{"alpha"}}
	asset := cms.Asset{ID: publishing.NewID(), Hash: "0f", Filename: "a.pdf", MediaType: "application/pdf", Size: 3}
	redirect := cms.Redirect{From: "/old", Page: p}
	set := func() {
		d.edit(func(e *publishing.Edit) error {
			if err := e.SetTerm(t.Context(), term); err != nil {
				return err
			}
			if err := e.AddAsset(t.Context(), asset); err != nil {
				return err
			}
			return e.SetRedirect(t.Context(), redirect)
		})
	}
	set()
	before := d.dump()
	set()
	wantsAll(t, "tables changed", changedTables(before, d.dump()))
	term.Name, redirect.Page, redirect.To = "B", "", "/b"
	asset.Filename = "b.pdf" // a file is never another: this is a mistake of the caller's
	set()
	wantsAll(t, "tables changed", changedTables(before, d.dump()), "redirect", "term", "audit", "change")
	tags := one[[]string](d, `select tags from change order by number desc limit 1`)
	if !slices.Equal(tags, []string{cms.TermTag(term.ID)}) {
		t.Errorf("the change carries %v", tags)
	}
}
