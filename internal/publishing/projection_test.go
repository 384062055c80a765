package publishing_test

import (
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
)

func TestReindexDerivesEverythingAnew(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	term := cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: "a", Name: "A"}
	picture := cms.Asset{ID: publishing.NewID(), Hash: "0a", Filename: "a.png", MediaType: "image/png"}
	file := cms.Asset{ID: publishing.NewID(), Hash: "0b", Filename: "b.pdf", MediaType: "application/pdf"}
	d.edit(func(e *publishing.Edit) error {
		if err := e.SetTerm(t.Context(), term); err != nil {
			return err
		}
		if err := e.AddAsset(t.Context(), picture); err != nil {
			return err
		}
		return e.AddAsset(t.Context(), file)
	})
	target := d.page(d.home, "target")
	rich := func(title string) *kinds.ContentPage {
		return &kinds.ContentPage{
			Title: title, ShortTitle: "Short " + title, Summary: "About " + title, Topics: []cms.TermRef{cms.TermRef(term.ID)},
			Body: cms.Blocks{
				{ID: "b1", Type: "text", Value: &blocks.Text{Body: richtext.Doc{{Paragraph: []richtext.Span{
					{Text: "linked", Link: &cms.Link{Page: cms.Ref(target)}}, {Text: " and plain"}}}}}},
				{ID: "b2", Type: "image", Value: &blocks.Image{Image: cms.Image{Asset: picture.ID, Alt: "A picture"}}},
				{ID: "b3", Type: "downloads", Value: &blocks.Downloads{Items: []blocks.Download{{File: cms.File{Asset: file.ID, Title: "B"}}}}},
			},
		}
	}
	p := d.create("page", d.home, "a")
	for _, plan := range []publishing.Plan{urgent, urgent, from(later(1))} { // over, live and to come
		d.edit(func(e *publishing.Edit) error {
			_, err := e.ReleaseContent(t.Context(), p, publishing.State{Value: rich("Title")}, plan)
			return err
		})
	}
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), p, "wrong", from(later(2)))
		return err
	})
	d.edit(func(e *publishing.Edit) error { _, err := e.Gone(t.Context(), p, "", from(later(3))); return err })
	u := d.create("upcoming", d.home, "u")
	d.save(u, "secret")
	d.ready(u)
	d.edit(func(e *publishing.Edit) error { _, err := e.Announce(t.Context(), u, publishing.Plan{}); return err })
	menu := d.create("menu", "", "main")
	d.edit(func(e *publishing.Edit) error {
		value := &kinds.Menu{Title: "Menu", Place: "main", Entries: []kinds.MenuEntry{{Link: cms.Link{Page: cms.Ref(target)}}}}
		_, err := e.ReleaseContent(t.Context(), menu, publishing.State{Value: value}, urgent)
		return err
	})

	for table, rows := range map[string]int{
		"reference":       3 + 1,             // of each revision of the page, and of the menu
		"release_asset":   4 * 2,             // of each release that shows the page
		"release_term":    4,                 // the same
		"search_document": 1 + 1 + 4 + 1 + 1, // home, target, page, upcoming, menu
		"search_entry":    1 + 1 + 4 + 1,     // the same, but for the menu
	} {
		wants(t, "rows of "+table, one[int](d, `select count(*) from `+table), rows)
	}
	before := d.dump()
	shows := one[int](d, `select count(*) from release where outcome in ('page', 'announced', 'withdrawn')`)
	reindex := func() {
		t.Helper()
		d.edit(func(e *publishing.Edit) error {
			n, err := e.Reindex(t.Context())
			wants(t, "releases gone through", n, shows)
			return err
		})
	}
	reindex()
	wantsAll(t, "tables changed when nothing was amiss", changedTables(before, d.dump()))

	for _, spoilt := range []struct {
		name    string
		by      []string
		changed []string
	}{
		{"taking everything away", []string{
			`delete from reference`, `delete from release_asset`, `delete from release_term`, `delete from search_document`, `delete from search_entry`, `update term set words = ''`,
			`update release set title = 'x', short_title = 'x', summary = 'x', title_key = 'x', sort_at = 'epoch' where outcome in ('page', 'announced', 'withdrawn')`,
			`update release_section set sort_at = 'epoch'`, `update page set title = 'x', title_key = 'x'`,
		}, []string{"change"}}, // what cards say is brought up to date, and told
		{"making everything wrong", []string{
			`update reference set field = 'x'`, `update search_document set title = 'x', summary = 'x', body = 'x', live_from = 'epoch', live_until = 'infinity'`,
			`insert into release_asset select release_id, asset.id from search_document, asset on conflict do nothing`,
			`insert into release_term select release_id, term.id from search_document, term on conflict do nothing`,
			`update search_entry set title = 'x', spelt = 'x', own_words = 'x', term_words = 'x'`,
		}, nil},
	} {
		before := d.dump()
		for _, sql := range spoilt.by {
			if _, err := d.store.Pool.Exec(t.Context(), sql); err != nil {
				t.Fatalf("%s: %v", sql, err)
			}
		}
		reindex()
		wantsAll(t, "tables changed by "+spoilt.name+" and deriving it", changedTables(before, d.dump()), spoilt.changed...)
	}
	newWatch(d) // the rules hold
}

func TestTitleKeysSortAsReadersDo(t *testing.T) {
	t.Parallel()
	titles := []string{"", "Äpfel", "apples", "Apples 2", "apples 10", "banana", "Éclair", "zebra"}
	for i, title := range titles[1:] {
		if before, key := publishing.TitleKey(titles[i]), publishing.TitleKey(title); before >= key {
			t.Errorf("%q does not sort before %q", titles[i], title)
		}
	}
	if publishing.TitleKey("ZEBRA") != publishing.TitleKey("zebra") {
		t.Error("upper case sorts elsewhere")
	}
}
