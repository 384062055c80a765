package publishing_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// seen returns the title that a preview shows at an address; empty: nothing.
func (d *desk) seen(u cms.User, look publishing.Look, path string) (title string, err error) {
	d.t.Helper()
	err = d.publisher.Preview(d.t.Context(), u, look, func(s *postgres.Snapshot, _ publishing.Seen) (err error) {
		title, err = titleAt(s, path)
		return err
	})
	return title, err
}

func titleAt(s *postgres.Snapshot, path string) (string, error) {
	a, err := s.Address(context.Background(), path, nil, nil)
	if err != nil || a.Release == nil {
		return "", err
	}
	if a.Release.Outcome != cms.OutcomePage {
		return string(a.Release.Outcome), nil
	}
	return a.Release.Card.Title, nil
}

// TestAPreviewShowsWhatWouldBe looks at drafts among what is live and planned.
func TestAPreviewShowsWhatWouldBe(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	d.release(p, "planned", from(later(2)))
	other := d.page(d.home, "b")
	d.release(other, "other", from(later(2)))
	fresh := d.create("page", d.home, "c")
	d.save(fresh, incomplete) // not fit to be released
	over := d.page(d.home, "d")
	d.edit(func(e *publishing.Edit) error { _, err := e.Gone(t.Context(), over, "", from(later(2))); return err })
	d.save(over, "changed")
	d.save(p, "draft")
	past := d.now()
	nobody, elsewhere, local := user(50, 0, ""), user(51, cms.Administrator, other), user(52, cms.Author, p)
	for name, test := range map[string]struct {
		by   cms.User
		look publishing.Look
		path string
		want string
		err  error
	}{
		"the draft now":                    {author, publishing.Look{Page: p}, "/a", "draft", nil},
		"another page beside it":           {author, publishing.Look{Page: p}, "/b", "b", nil},
		"the draft after what is planned":  {author, publishing.Look{Page: p, At: later(3)}, "/a", "draft", nil},
		"on the very instant of a release": {author, publishing.Look{Page: p, At: later(2)}, "/a", "draft", nil},
		"another page then":                {author, publishing.Look{Page: p, At: later(3)}, "/b", "other", nil},
		"what is planned elsewhere":        {local, publishing.Look{Page: p, At: later(3)}, "/b", "b", nil},
		"what is planned here":             {local, publishing.Look{Page: p, Live: true, At: later(3)}, "/a", "planned", nil},
		"what is live elsewhere":           {local, publishing.Look{Page: p}, "/b", "b", nil},
		"what is live":                     {author, publishing.Look{Page: p, Live: true}, "/a", "a", nil},
		"what is planned":                  {author, publishing.Look{Page: p, Live: true, At: later(2)}, "/a", "planned", nil},
		"what was":                         {author, publishing.Look{Page: p, Live: true, At: past.Add(-time.Hour)}, "/a", "", nil},
		"the draft in the past":            {author, publishing.Look{Page: p, At: past.Add(-time.Hour)}, "/a", "", cms.ErrInvalid},
		"text that is not stored":          {author, publishing.Look{Page: p, Value: value("page", "typed")}, "/a", "typed", nil},
		"of another kind":                  {author, publishing.Look{Page: p, Value: value("service", "typed")}, "/a", "", cms.ErrInvalid},
		"what was never public":            {author, publishing.Look{Page: fresh}, "/c", strings.TrimSpace(incomplete), nil},
		"without a draft":                  {author, publishing.Look{Page: other}, "/b", "other", nil},
		"before it is taken away":          {author, publishing.Look{Page: over}, "/d", "changed", nil},
		"after it is taken away":           {author, publishing.Look{Page: over, Live: true, At: later(3)}, "/d", "gone", nil},
		"by nobody":                        {nobody, publishing.Look{Page: p}, "/a", "", cms.ErrForbidden},
		"by somebody from elsewhere":       {elsewhere, publishing.Look{Page: p, Live: true}, "/a", "", cms.ErrForbidden},
	} {
		before := d.dump()
		got, err := d.seen(test.by, test.look, test.path)
		if got != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: %q, %v; want %q, %v", name, got, err, test.want, test.err)
		}
		if changed := changedTables(before, d.dump()); len(changed) > 0 {
			t.Errorf("%s: changed %v", name, changed)
		}
	}
}

// TestAPreviewOfARevisionHasItsNotes looks at an older text of a page with notes of
// changes.
func TestAPreviewOfARevisionHasItsNotes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.create("page", d.home, "a")
	for version, text := range []string{"one", "two"} {
		d.edit(func(e *publishing.Edit) error {
			_, err := e.Save(t.Context(), publishing.Save{
				Page: p, Value: value("page", text), ChangeNotes: []cms.ChangeNote{{At: later(1), Note: "note of " + text}}, Version: version,
			})
			return err
		})
	}
	first := cms.ID(one[string](d, `select id::text from revision where page_id = $1 and number = 1`, p))
	for revision, want := range map[cms.ID]string{first: "one, note of one", "": "two, note of two"} {
		err := d.publisher.Preview(t.Context(), author, publishing.Look{Page: p, Revision: revision}, func(s *postgres.Snapshot, _ publishing.Seen) error {
			a, err := s.Address(t.Context(), "/a", nil, nil)
			if err != nil {
				return err
			}
			wants(t, "the preview", a.Release.Card.Title+", "+a.Revision.ChangeNotes[0].Note, want)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAPreviewIsSeenByNobodyElse holds previews open, and looks from outside.
func TestAPreviewIsSeenByNobodyElse(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := testkit.Site(t, d.store)
	p, menu := d.page(d.home, "a"), d.create("menu", "", "main")
	d.save(p, "draft")
	d.save(menu, "Draft menu")
	before := d.dump()
	for _, page := range []cms.ID{p, menu} {
		err := d.publisher.Preview(t.Context(), admin, publishing.Look{Page: page}, func(inside *postgres.Snapshot, seen publishing.Seen) error {
			fixtures, err := inside.Fixtures(t.Context(), []string{"menu"})
			if err != nil {
				return err
			}
			wants(t, "menus in a preview of "+seen.Kind, len(fixtures), map[string]int{"page": 0, "menu": 1}[seen.Kind])
			if changed := changedTables(before, d.dump()); len(changed) > 0 { // as everybody else sees them
				t.Errorf("during a preview %v changed", changed)
			}
			return site.Snapshot(t.Context(), func(outside *postgres.Snapshot) error {
				title, err := titleAt(outside, "/a")
				wants(t, "what visitors get meanwhile", title, "a")
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	wants(t, "jobs for what begins later", one[int](d, `select count(*) from river_job where state = 'scheduled'`), 0)
	if _, err := d.seen(author, publishing.Look{Page: p, At: later(1)}, "/a"); err != nil {
		t.Error(err)
	}
	if changed := changedTables(before, d.dump()); len(changed) > 0 {
		t.Errorf("previews changed %v", changed)
	}
}

// TestAPreviewCannotReadWhatVisitorsCannot asks, from within, for what the
// preview login may not see, and tries to write.
func TestAPreviewCannotReadWhatVisitorsCannot(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	other := d.create("page", d.home, "b")
	d.save(other, "secret")
	title, err := d.seen(author, publishing.Look{Page: p}, "/b")
	if err != nil || title != "" {
		t.Errorf("the draft of another page is seen as %q, %v", title, err)
	}
}

// TestAPreviewTellsNothingPlannedElsewhere looks ahead from one branch at
// another, in which something is planned.
func TestAPreviewTellsNothingPlannedElsewhere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	own, other, fresh := d.page(d.home, "own"), d.page(d.home, "other"), d.create("page", d.home, "fresh")
	d.release(own, "own planned", from(later(2)))
	d.release(other, "other planned", from(later(2)))
	d.release(fresh, "fresh planned", from(later(2)))
	here, everywhere := user(50, cms.Author, own), author
	for _, test := range []struct {
		by         cms.User
		path, want string
	}{
		{here, "/own", "own planned"}, {here, "/other", "other"}, {here, "/fresh", ""},
		{everywhere, "/other", "other planned"}, {everywhere, "/fresh", "fresh planned"},
	} {
		before := d.dump()
		got, err := d.seen(test.by, publishing.Look{Page: own, Live: true, At: later(3)}, test.path)
		if got != test.want || err != nil {
			t.Errorf("%s for %v: %q, %v; want %q", test.path, test.by.Grants, got, err, test.want)
		}
		if changed := changedTables(before, d.dump()); len(changed) > 0 {
			t.Errorf("%s: changed %v", test.path, changed)
		}
	}
}

// changed makes a page whose draft is ready to be published.
func (d *desk) changed(slug string) cms.ID {
	d.t.Helper()
	page := d.page(d.home, slug)
	d.save(page, "changed")
	d.ready(page)
	return page
}

// TestPreviewsDoNotHoldUpPublishing holds previews open while others publish:
// of other pages at once, of the same page once the preview is over.
func TestPreviewsDoNotHoldUpPublishing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p, q := d.changed("a"), d.changed("b")
	err := d.publisher.Preview(t.Context(), author, publishing.Look{Page: p}, func(s *postgres.Snapshot, _ publishing.Seen) error {
		d.releaseAs(publisher, q, publishing.Plan{})
		d.mustType(author, p, "typed", d.draftVersion(p), true)
		_, err := titleAt(s, "/a") // which is no more, had anybody had to wait until the preview was ended for them
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "live", d.live("/b", d.now()), "changed")
	wants(t, "the draft", d.draftSays(p), "typed")
}

// TestPublishingDoesNotHoldUpPreviews looks at a page while another is being released, or
// a term is written.
func TestPublishingDoesNotHoldUpPreviews(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p, q := d.changed("a"), d.changed("b")
	for name, edit := range map[string]func(e *publishing.Edit) error{
		"a release": func(e *publishing.Edit) error { _, err := e.Release(t.Context(), q, publishing.Plan{}); return err },
		"a term": func(e *publishing.Edit) error {
			return e.SetTerm(t.Context(), cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: "a", Name: "A"})
		},
	} {
		held := d.hold(edit)
		if title, err := d.seen(author, publishing.Look{Page: p}, "/a"); err != nil || title != "changed" {
			t.Errorf("a preview during %s: %q, %v", name, title, err)
		}
		held.finish(t)
	}
}

// TestAPreviewGivesWay looks at a page that is being released in that moment.
func TestAPreviewGivesWay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := d.page(d.home, "a")
	d.save(p, "changed")
	d.ready(p)
	release := d.hold(func(e *publishing.Edit) error { _, err := e.Release(t.Context(), p, publishing.Plan{}); return err })
	_, err := d.seen(author, publishing.Look{Page: p}, "/a")
	if !errors.Is(err, cms.ErrConflict) {
		t.Errorf("a preview of what is being released: %v, want a conflict", err)
	}
	if title, err := d.seen(author, publishing.Look{Page: p, Live: true}, "/a"); err != nil || title != "a" {
		t.Errorf("a look at what is live meanwhile: %q, %v", title, err)
	}
	release.finish(t)
	if title, err := d.seen(author, publishing.Look{Page: p}, "/a"); err != nil || title != "changed" {
		t.Errorf("a preview afterwards: %q, %v", title, err)
	}
}

// TestEditorsAndPreviewsAtOnce releases and looks at the same pages from many
// sides. No edit may fail because somebody looks.
func TestEditorsAndPreviewsAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	section := d.create("series", d.home, "waits")
	pages := []cms.ID{section}
	d.release(section, "Waits", publishing.Plan{})
	for n := range 3 {
		p := d.create("publication", section, fmt.Sprint("p", n))
		d.release(p, fmt.Sprint("p", n), publishing.Plan{})
		pages = append(pages, p)
	}
	ctx, stop := context.WithCancel(t.Context())
	var looking, editing sync.WaitGroup
	for n := range 3 {
		looking.Go(func() {
			for i := n; ctx.Err() == nil; i++ {
				look := publishing.Look{Page: pages[i%len(pages)]}
				err := d.publisher.Preview(ctx, author, look, func(s *postgres.Snapshot, _ publishing.Seen) error {
					_, err := titleAt(s, "/waits")
					return err
				})
				if err != nil && !errors.Is(err, cms.ErrConflict) && ctx.Err() == nil {
					t.Errorf("a preview failed: %v", err)
				}
			}
		})
	}
	for n := range 2 {
		editing.Go(func() {
			for i := range 12 {
				err := d.as(cms.System, func(e *publishing.Edit) error {
					for _, page := range []cms.ID{pages[(i+n)%len(pages)], pages[(i+2*n+1)%len(pages)]} {
						if _, err := e.Release(ctx, page, publishing.Plan{}); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Errorf("an edit failed: %v", err)
				}
			}
		})
	}
	editing.Wait()
	stop()
	looking.Wait()
}
