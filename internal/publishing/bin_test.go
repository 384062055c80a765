package publishing_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// deleter may delete everywhere.
var deleter = func() cms.User {
	u := user(102, cms.Administrator, "")
	u.Grants[0].Delete = true
	return u
}()

func (d *desk) delete(page cms.ID) {
	d.t.Helper()
	if err := d.as(deleter, func(e *publishing.Edit) error { return e.Delete(d.t.Context(), page, publishing.Sure{}) }); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) undelete(to publishing.Undeleting) error {
	return d.as(deleter, func(e *publishing.Edit) error { return e.Undelete(d.t.Context(), to) })
}

// bin returns the titles of what is in it for somebody, the last first.
func (d *desk) bin(u cms.User, text string) (titles []string, err error) {
	err = d.publisher.Read(d.t.Context(), u, func(e *publishing.Edit) error {
		list, total, err := e.Bin(d.t.Context(), cms.BinQuery{Text: text, Paging: cms.Paging{Size: 10}})
		for _, b := range list {
			titles = append(titles, b.Title)
		}
		wants(d.t, "how many branches are in the bin", total, len(list))
		return err
	})
	return titles, err
}

// sound fails the test if a rule of storage is broken.
func (d *desk) sound() {
	d.t.Helper()
	for _, what := range all[string](d, broken) {
		d.t.Error(what)
	}
}

// whole is all that belongs to a branch but for who has changed it last.
func (d *desk) whole(pages ...cms.ID) []string {
	return all[string](d, `
		select concat_ws(' | ', id, kind, parent_id, slug, path, title, title_key, position, owner_id, created_at, draft_version,
			(select draft::text from draft where page_id = page.id),
			(select string_agg(revision::text, ' ' order by number) from revision where page_id = page.id),
			(select string_agg(release::text, ' ' order by live_from) from release where page_id = page.id),
			(select string_agg(redirect::text, ' ' order by from_path) from redirect where page_id = page.id),
			(select count(*) from reference where target_id = page.id))
		from page where id = any ($1) order by id`, pages)
}

func TestABranchComesBackWhole(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	section := d.page(d.home, "section")
	top := d.create("page", section, "top")
	first, second := d.create("page", top, "first"), d.create("page", top, "second")
	d.edit(func(e *publishing.Edit) error { return e.Order(t.Context(), top, []cms.ID{second, first}) })
	d.edit(func(e *publishing.Edit) error {
		return e.SetRedirect(t.Context(), cms.Redirect{From: "/old", Page: first})
	})
	d.write(top, linking("Top", first))
	d.write(section, linking("Section", second))
	d.release(first, "First", publishing.Plan{})
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), first, "It no longer holds", publishing.Plan{})
		return err
	})
	d.save(second, "Second")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Submit(t.Context(), second, d.draftVersion(second), "Please")
		return err
	})
	before, public := d.whole(top, first, second), d.live("/section/top/first", d.now())
	wants(t, "what readers get", public, "withdrawn")

	d.delete(top)
	wantsAll(t, "the pages below the section", d.children(admin, section))
	wantsAll(t, "what a search finds", d.found(admin, cms.PageQuery{Text: "/section/top"}))
	wantsAll(t, "what a search for a title finds", d.found(admin, cms.PageQuery{Text: "Second"}))
	wants(t, "what readers get", d.live("/section/top/first", d.now()), public)
	wants(t, "where an old address leads", leads(t, testkit.Site(t, d.store), "/old"), "/section/top/first")
	titles, err := d.bin(deleter, "first")
	wantsAll(t, "what the bin has", titles, "Top")
	wants(t, "the error", err, nil)
	err = d.refused(cms.ErrNotFound, func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: second, Value: value("page", "Third"), Version: 2})
		return err
	})
	var in *cms.InBin
	if !errors.As(err, &in) || in.Branch.ID != top || in.Branch.Path != "/section/top" || in.Branch.Pages != 3 || in.Branch.By.ID != deleter.ID {
		t.Errorf("the save says %+v", err)
	}
	_ = d.refusedTo(user(53, cms.Author, section), cms.ErrForbidden, func(e *publishing.Edit) error { return e.Undelete(t.Context(), publishing.Undeleting{Page: top}) })
	_ = d.refusedTo(deleter, cms.ErrConflict, func(e *publishing.Edit) error {
		return e.Undelete(t.Context(), publishing.Undeleting{Page: first})
	})
	_ = d.refusedTo(deleter, cms.ErrConflict, func(e *publishing.Edit) error { return e.Erase(t.Context(), top, publishing.Sure{}) })
	d.edit(func(e *publishing.Edit) error { _, err := e.Reindex(t.Context()); return err })
	wants(t, "what readers get after a reindex", d.live("/section/top/first", d.now()), public)

	if err := d.undelete(publishing.Undeleting{Page: top}); err != nil {
		t.Fatal(err)
	}
	wantsAll(t, "the branch", d.whole(top, first, second), before...)
	wantsAll(t, "the pages below it, in their order", d.children(admin, top), "Second", "First")
	wants(t, "what readers get", d.live("/section/top/first", d.now()), public)
	wantsAll(t, "what has become of it", all[string](d, `select action || coalesce(' with ' || (detail ->> 'with'), ' ' || (detail ->> 'pages')) from audit
		where page_id in ($1, $2) and action in ('delete', 'undelete') order by page_id, id`, top, first),
		"delete 3", "undelete 3", "delete with "+string(top), "undelete with "+string(top))
	titles, _ = d.bin(deleter, "")
	wantsAll(t, "what the bin has", titles)
	d.sound()
}

func TestWhatIsPublicIsNotDeleted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	top := d.create("page", d.home, "top")
	public, planned := d.page(top, "public"), d.create("page", top, "planned")
	d.release(planned, "planned", publishing.Plan{From: tomorrow})
	remove := func(page cms.ID) func(e *publishing.Edit) error {
		return func(e *publishing.Edit) error { return e.Delete(t.Context(), page, publishing.Sure{}) }
	}
	for page, want := range map[cms.ID]string{
		top: "something is planned for “planned” below it; cancel that first (and the same holds for 1 more)", public: "this page is public; withdraw it, or lead its readers elsewhere, first",
		planned: "something is planned for this page; cancel that first", d.home: "the home page cannot be deleted: every other page stands below it",
	} {
		wants(t, "the reason", d.refusedTo(deleter, cms.ErrConflict, remove(page)).Error(), want)
	}
	_ = d.refused(cms.ErrForbidden, remove(top)) // an administrator without the right to delete
	for sql, want := range map[string]string{
		`insert into bin (page_id, deleted_by, pages) values ('P', 'P', 1); update every_page set bin_id = 'P' where id = 'P'`: "is public, or planned to be",
		`insert into bin (page_id, deleted_by, pages) values ('T', 'T', 1); update every_page set bin_id = 'T' where id = 'T'`: "would stand below a page in the bin",
	} {
		sql = strings.ReplaceAll(strings.ReplaceAll(sql, "P", string(public)), "T", string(top))
		if err := d.try("do $$ begin " + sql + "; end $$"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", sql, err, want)
		}
	}
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), public, "", publishing.Plan{})
		return err
	})
	d.cancel(d.timeline(planned)[0].ID)
	d.delete(top)
	wants(t, "what is at the address", d.live("/top/public", d.now()), "gone")
	if err := d.try(`insert into release (id, page_id, outcome, path, kind, title, title_key, sort_at, first_published_at, last_edited_at, live_from)
		select gen_random_uuid(), page_id, outcome, '/x', kind, title, title_key, sort_at, first_published_at, last_edited_at, now() + interval '1 day'
		from release where page_id = '` + string(public) + `' and outcome = 'gone'`); err == nil || !strings.Contains(err.Error(), "is in the bin and cannot be released") {
		t.Errorf("a page in the bin can be released: %v", err)
	}
}

// TestManyPagesAreDeletedByWhoKnowsWhich of them, and how many.
func TestManyPagesAreDeletedByWhoKnowsWhich(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	top := d.create("page", d.home, "top")
	d.save(top, "The Long Branch")
	for n := range cms.FewPages {
		d.create("page", top, fmt.Sprint("p", n))
	}
	for name, sure := range map[string]publishing.Sure{
		"nothing typed": {}, "another title": {Title: "The Branch"}, "another number": {Pages: 10, Title: "The Long Branch"},
	} {
		if err := d.refusedTo(deleter, cms.ErrInvalid, func(e *publishing.Edit) error { return e.Delete(t.Context(), top, sure) }); err == nil {
			t.Error(name)
		}
	}
	if err := d.as(deleter, func(e *publishing.Edit) error {
		return e.Delete(t.Context(), top, publishing.Sure{Pages: 11, Title: " the long  BRANCH"})
	}); err != nil {
		t.Fatal(err)
	}
	_ = d.refusedTo(deleter, cms.ErrInvalid, func(e *publishing.Edit) error { return e.Erase(t.Context(), top, publishing.Sure{Pages: 11}) })
	if err := d.as(deleter, func(e *publishing.Edit) error {
		return e.Erase(t.Context(), top, publishing.Sure{Title: "The long branch"})
	}); err != nil {
		t.Fatal(err)
	}
	wants(t, "what is left of it", one[int](d, `select (select count(*) from every_page) + (select count(*) from bin) + (select count(*) from draft)`), 1)
	wants(t, "what the audit keeps", one[string](d, `select detail ->> 'path' from audit where page_id = $1 and action = 'erase'`, top), "/top")
}

func TestAPlaceThatIsTakenIsChosenAnew(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	section, other := d.create("page", d.home, "section"), d.create("page", d.home, "other")
	top := d.create("page", section, "top")
	below := d.page(top, "below")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), below, "Old", publishing.Plan{})
		return err
	})
	d.delete(top)
	again := d.create("page", section, "top")
	refused := func(to publishing.Undeleting, field, want string) {
		t.Helper()
		err := d.refusedTo(deleter, cms.ErrInvalid, func(e *publishing.Edit) error { return e.Undelete(t.Context(), to) })
		var invalid *cms.Invalid
		if !errors.As(err, &invalid) || invalid.Problems[0].Field != field || !strings.Contains(invalid.Problems[0].Message, want) {
			t.Errorf("%v, want %s: %s", err, field, want)
		}
	}
	refused(publishing.Undeleting{Page: top}, "slug", "another page has the address /section/top now")
	refused(publishing.Undeleting{Page: top, Slug: "Not one"}, "slug", "cannot be part of an address")
	d.delete(section)
	refused(publishing.Undeleting{Page: top}, "parent", "is in the bin itself")
	refused(publishing.Undeleting{Page: top, Parent: below}, "parent", "is in the bin itself")
	if err := d.as(deleter, func(e *publishing.Edit) error { return e.Erase(t.Context(), section, publishing.Sure{}) }); err == nil {
		t.Error("a page that something public stood below is deleted for good")
	}
	if err := d.undelete(publishing.Undeleting{Page: top, Parent: other, Slug: "new"}); err != nil {
		t.Fatal(err)
	}
	wants(t, "the address", one[string](d, `select path from page where id = $1`, below), "/other/new/below")
	wants(t, "what readers get there", d.live("/other/new/below", d.now()), "withdrawn")
	wants(t, "where the old address leads", leads(t, testkit.Site(t, d.store), "/section/top/below"), "/other/new/below")
	if err := d.undelete(publishing.Undeleting{Page: section}); err != nil {
		t.Fatal(err)
	}
	wantsAll(t, "the pages below the section", d.children(admin, section), d.mustRow(admin, again).Title)
	d.sound()
}

// TestWhatStoodBelowAPageThatIsGoneIsPutElsewhere by those who had rights there.
func TestWhatStoodBelowAPageThatIsGoneIsPutElsewhere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	section := d.create("page", d.home, "section")
	top := d.create("page", section, "top")
	below := d.create("page", top, "below")
	d.save(below, "Below")
	local := user(54, cms.Author, section)
	local.Grants[0].Delete = true
	if err := d.as(local, func(e *publishing.Edit) error { return e.Delete(t.Context(), below, publishing.Sure{}) }); err != nil {
		t.Fatal(err)
	}
	elsewhere := user(55, cms.Author, d.page(d.home, "elsewhere"))
	elsewhere.Grants[0].Delete = true
	d.delete(top)
	if err := d.as(deleter, func(e *publishing.Edit) error { return e.Erase(t.Context(), top, publishing.Sure{}) }); err != nil {
		t.Fatal(err)
	}
	titles, _ := d.bin(local, "")
	wantsAll(t, "what those of the section see", titles, "Below")
	titles, _ = d.bin(elsewhere, "")
	wantsAll(t, "what those of another see", titles)
	if _, err := d.bin(user(56, cms.Author, section), ""); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("whoever may not delete looks into the bin: %v", err)
	}
	_ = d.refusedTo(local, cms.ErrInvalid, func(e *publishing.Edit) error {
		return e.Undelete(t.Context(), publishing.Undeleting{Page: below})
	})
	_ = d.refusedTo(local, cms.ErrForbidden, func(e *publishing.Edit) error {
		return e.Undelete(t.Context(), publishing.Undeleting{Page: below, Parent: d.home})
	})
	if err := d.as(local, func(e *publishing.Edit) error {
		return e.Undelete(t.Context(), publishing.Undeleting{Page: below, Parent: section})
	}); err != nil {
		t.Fatal(err)
	}
	wants(t, "its address", d.mustRow(local, below).Path, "/section/below")
}

// TestAnAddressInTheBinIsFree for another page: until that is released, readers
// get what they got.
func TestAnAddressInTheBinIsFree(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	old := d.page(d.home, "a")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), old, "Old", publishing.Plan{})
		return err
	})
	d.delete(old)
	fresh := d.create("page", d.home, "a")
	planned := d.release(fresh, "New", publishing.Plan{From: tomorrow})
	wants(t, "what readers get", d.live("/a", d.now()), "withdrawn")
	wants(t, "what they will get", d.live("/a", later(1)), "New")
	d.cancel(planned.ID)
	wants(t, "what they will get without it", d.live("/a", later(1)), "withdrawn")
	planned = d.release(fresh, "New", publishing.Plan{From: tomorrow})
	d.move(fresh, d.home, "b")
	wants(t, "what they will get when it has moved", d.live("/a", later(1)), "withdrawn")
	d.move(fresh, d.home, "a")
	wants(t, "and when it has come back", d.live("/a", later(1)), "New")
	d.cancel(planned.ID)
	d.release(fresh, "New", publishing.Plan{})
	wants(t, "what they get when it is released", d.live("/a", d.now()), "New")
	if err := d.undelete(publishing.Undeleting{Page: old, Slug: "older"}); err != nil {
		t.Fatal(err)
	}
	wants(t, "what they get of the old one", d.live("/older", d.now()), "")
	wants(t, "the new one", d.live("/a", d.now()), "New")
	later := d.release(old, "Old again", publishing.Plan{From: later(2)})
	d.cancel(later.ID)
	d.sound()
}

// TestADeletionAndAnotherChangeAtOnce: one of them is told what the other did.
func TestADeletionAndAnotherChangeAtOnce(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(e *publishing.Edit, d *desk, top, page, other cms.ID) error{
		"a release": func(e *publishing.Edit, d *desk, _, page, _ cms.ID) error {
			_, err := e.ReleaseContent(d.t.Context(), page, publishing.State{Value: value("page", "new")}, urgent)
			return err
		},
		"a new page below": func(e *publishing.Edit, d *desk, top, _, _ cms.ID) error {
			_, err := e.Create(d.t.Context(), publishing.NewPage{Kind: "page", Parent: top, Slug: "new"})
			return err
		},
		"a move there": func(e *publishing.Edit, d *desk, top, _, other cms.ID) error {
			_, err := e.Move(d.t.Context(), other, top, "new")
			return err
		},
		"a move away": func(e *publishing.Edit, d *desk, _, page, other cms.ID) error {
			_, err := e.Move(d.t.Context(), page, other, "new")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			top, other := d.create("page", d.home, "top"), d.create("page", d.home, "other")
			page := d.create("page", top, "page")
			d.save(page, "Page")
			remove := func(e *publishing.Edit) error { return e.Delete(t.Context(), top, publishing.Sure{Pages: 2}) }

			first := d.hold(func(e *publishing.Edit) error { return do(e, d, top, page, other) })
			done := d.begin(deleter, remove)
			first.finish(t)
			if err := <-done; !errors.Is(err, cms.ErrConflict) && !errors.Is(err, cms.ErrInvalid) {
				t.Errorf("what has changed meanwhile is deleted: %v", err)
			}

			d = newDesk(t)
			top, other = d.create("page", d.home, "top"), d.create("page", d.home, "other")
			page = d.create("page", top, "page")
			d.save(page, "Page")
			held := d.holdAs(deleter, remove)
			done = d.begin(admin, func(e *publishing.Edit) error { return do(e, d, top, page, other) })
			held.finish(t)
			var in *cms.InBin
			if err := <-done; !errors.As(err, &in) {
				t.Errorf("what is deleted meanwhile is changed: %v", err)
			}
			wants(t, "how many pages there are", one[int](d, `select count(*) from page`), 2)
		})
	}
}

func TestAFixtureComesBackUnderItsName(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	menu := d.create("menu", "", "main")
	d.save(menu, "Main")
	d.delete(menu)
	again := d.create("menu", "", "main")
	_ = d.refusedTo(deleter, cms.ErrInvalid, func(e *publishing.Edit) error {
		return e.Undelete(t.Context(), publishing.Undeleting{Page: menu})
	})
	local := user(57, cms.Administrator, d.home)
	local.Grants[0].Delete = true
	titles, _ := d.bin(local, "")
	wantsAll(t, "what those see who may not change the site", titles)
	d.delete(again)
	if err := d.undelete(publishing.Undeleting{Page: menu}); err != nil {
		t.Fatal(err)
	}
	wants(t, "its name", one[string](d, `select slug from page where id = $1`, menu), "main")
	if err := d.as(deleter, func(e *publishing.Edit) error { return e.Erase(t.Context(), again, publishing.Sure{}) }); err != nil {
		t.Fatal(err)
	}
}

// TestNothingShowsWhatIsInTheBin but the bin: what reads pages of the database
// reads the view of those that are in the tree.
func TestNothingShowsWhatIsInTheBin(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	top := d.create("page", d.home, "top")
	d.save(top, "Hidden away")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Submit(t.Context(), top, d.draftVersion(top), "")
		return err
	})
	rights := user(58, cms.Administrator, top)
	d.delete(top)
	err := d.publisher.Read(t.Context(), deleter, func(e *publishing.Edit) error {
		desk, err := e.Desk(t.Context())
		if err != nil {
			return err
		}
		choices, _, err := e.PageChoices(t.Context(), cms.ChoiceQuery{Text: "hidden", Paging: cms.Paging{Size: 10}})
		if err != nil {
			return err
		}
		tree, err := e.Tree(t.Context())
		if err != nil {
			return err
		}
		places, err := e.Places(t.Context(), []cms.Link{{URL: "/top"}})
		if shown := fmt.Sprintf("%+v %+v %+v %+v", desk, choices, tree, places); strings.Contains(shown, string(top)) || strings.Contains(shown, "Hidden") {
			t.Errorf("it is shown in %s", shown)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	found, err := d.found(rights, cms.PageQuery{}), error(nil)
	if slices.Contains(found, "Hidden away") || err != nil {
		t.Errorf("who has rights on it finds it: %v", found)
	}
}

// TestANoticeIsRestoredElsewhereByThoseWhoMayMove: readers still get it, and would
// get it at another address.
func TestANoticeIsRestoredElsewhereByThoseWhoMayMove(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	section := d.create("page", d.home, "section")
	page := d.page(section, "old")
	if err := d.as(admin, func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), page, "Old", publishing.Plan{})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	d.delete(page)
	local := user(57, cms.Author, section)
	local.Grants[0].Delete = true
	elsewhere := publishing.Undeleting{Page: page, Slug: "new"}
	_ = d.refusedTo(local, cms.ErrForbidden, func(e *publishing.Edit) error { return e.Undelete(t.Context(), elsewhere) })
	if err := d.as(local, func(e *publishing.Edit) error { return e.Undelete(t.Context(), publishing.Undeleting{Page: page}) }); err != nil {
		t.Errorf("where it was: %v", err)
	}
	d.delete(page)
	if err := d.as(deleter, func(e *publishing.Edit) error { return e.Undelete(t.Context(), elsewhere) }); err != nil {
		t.Errorf("by somebody who may move pages: %v", err)
	}
	d.sound()
}
