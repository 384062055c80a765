package publishing_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

func emptyDesk(t *testing.T) *desk {
	t.Helper()
	publisher, store := testkit.Publisher(t, &upcoming{}, &chapter{})
	return &desk{t: t, publisher: publisher, store: store}
}

// rows of pages and releases, but for ids and instants that are made anew.
const rows = `
	select concat_ws(' ', id, kind, has_address, parent_id, slug) from page
	union all
	select concat_ws(' ', page_id, number, body, redacted, change_notes, created_by) from revision
	union all
	select concat_ws(' ', page_id, outcome, notice, redirect_to, path, kind, title, short_title, summary, title_key,
		sort_at, first_published_at, live_from, live_until, ends_at) from release
	union all
	select concat_ws(' ', page_id, section_id, s.kind, s.sort_at, s.live_from, s.live_until) from release_section s join release on id = release_id
	union all
	select concat_ws(' ', page_id, target_id, field) from reference join revision on id = revision_id
	union all
	select concat_ws(' ', page_id, d.title, d.summary, body, d.live_from, d.live_until) from search_document d join release on id = release_id
	union all
	select concat_ws(' ', page_id, e.kind, e.status, e.dated_at, e.title, e.names, title_words, words, e.live_from, e.live_until) from search_entry e join release on id = release_id
	order by 1`

func TestBulkLeavesTheSameRowsAsOneAfterTheOther(t *testing.T) {
	t.Parallel()
	type page struct {
		kind, slug, path string
		parent           int // of the pages before
	}
	pages := []page{{"home", "", "/", -1}, {"landing", "a", "/a", 0}, {"service", "b", "/a/b", 1}, {"menu", "main", "", -1}, {"series", "s", "/s", 0}, {"publication", "p", "/s/p", 4}, {"page", "l", "/l", 0}}
	ids := make([]cms.ID, len(pages))
	for i := range ids {
		ids[i] = publishing.NewID()
	}
	content := func(kind string) schema.Kind {
		if kind != "page" {
			return value(kind, "text")
		}
		link := richtext.Span{Text: "home", Link: &cms.Link{Page: cms.Ref(ids[0])}}
		text := &blocks.Text{Body: richtext.Doc{{Paragraph: []richtext.Span{link, {Text: " and "}, link}}}}
		return &kinds.ContentPage{Title: "Links twice", Body: cms.Blocks{{Type: "text", Value: text}}}
	}
	past := time.Now().UTC().Truncate(time.Second).Add(-100 * time.Hour)

	slow := emptyDesk(t)
	err := slow.as(cms.System, func(e *publishing.Edit) error {
		for i, p := range pages {
			n := publishing.NewPage{ID: ids[i], Kind: p.kind, Slug: p.slug}
			if p.parent >= 0 {
				n.Parent = ids[p.parent]
			}
			if _, err := e.Create(t.Context(), n); err != nil {
				return err
			}
			for _, plan := range []publishing.Plan{{From: past, Until: later(9)}, from(later(2))} {
				if _, err := e.ReleaseContent(t.Context(), ids[i], publishing.State{Value: content(p.kind)}, plan); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}

	quick := emptyDesk(t)
	schemaBefore := all[string](quick, schemaOf)
	err = quick.publisher.Fill(t.Context(), cms.System, func(f *publishing.Filling) error {
		var list []publishing.BulkPage
		for i, p := range pages {
			b := publishing.BulkPage{Page: cms.Page{ID: ids[i], Kind: p.kind, Slug: p.slug, CreatedAt: past}, Path: p.path}
			for above := p.parent; above >= 0; above = pages[above].parent {
				b.Above = append([]cms.ID{ids[above]}, b.Above...)
			}
			if p.parent >= 0 {
				b.Parent = ids[p.parent]
			}
			b.Releases = []publishing.BulkRelease{
				{ID: publishing.NewID(), Revision: publishing.NewID(), Value: content(p.kind), From: past, EndsAt: later(9)},
				{ID: publishing.NewID(), Revision: publishing.NewID(), Value: content(p.kind), From: later(2)},
			}
			list = append(list, b)
		}
		return f.Copy(t.Context(), list)
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all[string](slow, rows), all[string](quick, rows)); diff != "" {
		t.Errorf("rows in bulk differ:\n%s", diff)
	}
	if diff := cmp.Diff(schemaBefore, all[string](quick, schemaOf)); diff != "" {
		t.Errorf("bulk has changed the schema:\n%s", diff)
	}
}

// schemaOf tells what bulk takes away for a while and must put back.
const schemaOf = `
	select indexdef from pg_indexes where schemaname = 'public'
	union all
	select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
	union all
	select conrelid::regclass || ' ' || conname || ': ' || obj_description(oid, 'pg_constraint') from pg_constraint
	where obj_description(oid, 'pg_constraint') is not null and connamespace = 'public'::regnamespace
	union all
	select attrelid::regclass || '.' || attname || ' has statistics of ' || attstattarget
	from pg_attribute join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace and attstattarget >= 0
	order by 1`

func TestOnlyAnEmptyDatabaseIsFilledInBulk(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	before := d.dump()
	fill := func(u cms.User) error {
		return d.publisher.Fill(t.Context(), u, func(*publishing.Filling) error {
			t.Error("it is being filled")
			return nil
		})
	}
	wants(t, "the refusal", fill(admin).Error(), "the database holds pages already; only an empty one can be filled in bulk")
	wantsAll(t, "tables changed", changedTables(before, d.dump()))

	d = emptyDesk(t)
	wants(t, "the refusal", fill(user(1, cms.Publisher, "")).Error(), "you may not change the settings of the site")
}
