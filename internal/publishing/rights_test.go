package publishing_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// act is one command of an editor, with the role it needs where it happens.
type act struct {
	name string
	role cms.Role
	site bool // it belongs to the whole site, so that a grant on a branch is not enough
	do   func(ctx context.Context, e *publishing.Edit) error
}

// place is a branch in which every act would work.
type place struct {
	section, page, fresh, menu, ahead cms.ID
	sent                              cms.ID // a form of a visitor
	term                              cms.ID
	redirect                          string
	synonyms, bet, suggested          cms.ID
	draft                             int    // version of the page's
	old, oldMenu                      cms.ID // revisions
	menuDraft                         int
}

func newPlace(d *desk) place {
	d.t.Helper()
	var p place
	p.section = d.page(d.home, "inside")
	p.page = d.create("upcoming", p.section, "page")
	d.release(p.page, "live", publishing.Plan{})
	p.ahead = d.release(p.page, "ahead", from(later(5))).ID
	p.draft = d.save(p.page, "draft").Version
	d.ready(p.page)
	p.fresh = d.create("page", p.section, "fresh")
	p.sent = d.send(p.page)
	p.term = d.term("term", "").ID
	p.redirect = "/inside/old"
	d.edit(func(e *publishing.Edit) error {
		return e.SetRedirect(d.t.Context(), cms.Redirect{From: p.redirect, Page: p.page})
	})
	p.synonyms, p.bet, p.suggested = publishing.NewID(), publishing.NewID(), publishing.NewID()
	d.edit(func(e *publishing.Edit) error {
		if err := e.SetSynonyms(d.t.Context(), cms.Synonyms{ID: p.synonyms, Words: []string{"old", "ancient"}}); err != nil {
			return err
		}
		if err := e.SetSuggested(d.t.Context(), cms.SuggestedSearch{ID: p.suggested, Text: "Old", Typing: true}); err != nil {
			return err
		}
		return e.SetBestBets(d.t.Context(), cms.BestBet{ID: p.bet, Texts: []string{"old"}, Pages: []cms.ID{p.page}})
	})
	p.menu = d.create("menu", "", "main")
	d.edit(func(e *publishing.Edit) error {
		_, err := e.Save(d.t.Context(), publishing.Save{Page: p.menu, Value: value("menu", "old")})
		return err
	})
	d.save(p.menu, "draft")
	p.old, p.oldMenu, p.menuDraft = d.revision(p.page, 1), d.revision(p.menu, 1), 2
	return p
}

func acts(p place) []act {
	at := publishing.Plan{}
	save := func(page cms.ID, kind string, version int, automatic bool) func(context.Context, *publishing.Edit) error {
		return func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Save(ctx, publishing.Save{Page: page, Value: value(kind, "mine"), Version: version, Automatic: automatic})
			return err
		}
	}
	create := func(kind string, parent cms.ID, slug string) func(context.Context, *publishing.Edit) error {
		return func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Create(ctx, publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
			return err
		}
	}
	release := func(f func(context.Context, *publishing.Edit) (cms.Release, error)) func(context.Context, *publishing.Edit) error {
		return func(ctx context.Context, e *publishing.Edit) error { _, err := f(ctx, e); return err }
	}
	return []act{
		{"create", cms.Author, false, create("page", p.section, "new")},
		{"save by hand", cms.Author, false, save(p.page, "upcoming", p.draft, false)},
		{"save automatically", cms.Author, false, save(p.page, "upcoming", p.draft, true)},
		{"read the draft", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error { _, err := e.Draft(ctx, p.page); return err }},
		{"list the revisions", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Revisions(ctx, p.page, 0, 50)
			return err
		}},
		{"choose what to compare", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Choice(ctx, p.page, 50)
			return err
		}},
		{"read a revision", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Text(ctx, p.page, string(p.old))
			return err
		}},
		{"read what is live", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Text(ctx, p.page, publishing.TheLive)
			return err
		}},
		{"name a revision", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error {
			return e.NameRevision(ctx, p.page, p.old, "A name")
		}},
		{"name the draft", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error {
			return e.NameDraft(ctx, p.page, p.draft, "A name")
		}},
		{"restore a revision", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error {
			return e.Restore(ctx, publishing.Restoring{Page: p.page, Revision: p.old, Version: p.draft})
		}},
		{"restore a field", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error {
			return e.Restore(ctx, publishing.Restoring{Page: p.page, Revision: p.old, Place: "title", Version: p.draft})
		}},
		{"restore a menu", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.Restore(ctx, publishing.Restoring{Page: p.menu, Revision: p.oldMenu, Version: p.menuDraft})
		}},
		{"read the releases", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error { _, err := e.Timeline(ctx, p.page); return err }},
		{"delete the draft", cms.Author, false, func(ctx context.Context, e *publishing.Edit) error { return e.DeleteDraft(ctx, p.page, 0) }},
		{"release", cms.Publisher, false, release(func(ctx context.Context, e *publishing.Edit) (cms.Release, error) { return e.Release(ctx, p.page, at) })},
		{"schedule", cms.Publisher, false, release(func(ctx context.Context, e *publishing.Edit) (cms.Release, error) {
			return e.Release(ctx, p.page, from(later(1)))
		})},
		{"release content", cms.Administrator, false, release(func(ctx context.Context, e *publishing.Edit) (cms.Release, error) {
			return e.ReleaseContent(ctx, p.fresh, publishing.State{Value: value("page", "mine")}, urgent)
		})},
		{"announce", cms.Publisher, false, release(func(ctx context.Context, e *publishing.Edit) (cms.Release, error) { return e.Announce(ctx, p.page, at) })},
		{"withdraw", cms.Publisher, false, release(func(ctx context.Context, e *publishing.Edit) (cms.Release, error) {
			return e.Withdraw(ctx, p.page, "wrong", at)
		})},
		{"take away", cms.Publisher, false, release(func(ctx context.Context, e *publishing.Edit) (cms.Release, error) { return e.Gone(ctx, p.page, "", at) })},
		{"redirect", cms.Publisher, false, release(func(ctx context.Context, e *publishing.Edit) (cms.Release, error) {
			return e.Redirect(ctx, p.page, "/", at)
		})},
		{"expire", cms.Publisher, false, release(func(ctx context.Context, e *publishing.Edit) (cms.Release, error) {
			return e.Expire(ctx, p.page, time.Time{})
		})},
		{"cancel", cms.Publisher, false, func(ctx context.Context, e *publishing.Edit) error { return e.Cancel(ctx, p.ahead) }},
		{"see who could look after it", cms.Publisher, false, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Owners(ctx, p.page)
			return err
		}},
		{"say who looks after it", cms.Publisher, false, func(ctx context.Context, e *publishing.Edit) error {
			return e.SetOwner(ctx, p.page, "", true)
		}},
		{"move", cms.Publisher, false, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Move(ctx, p.page, p.section, "moved")
			return err
		}},
		{"create the home page", cms.Administrator, true, create("home", "", "")},
		{"create a menu", cms.Administrator, true, create("menu", "", "new")},
		{"save a menu", cms.Administrator, true, save(p.menu, "menu", p.menuDraft, true)},
		{"release a menu", cms.Administrator, true, release(func(ctx context.Context, e *publishing.Edit) (cms.Release, error) { return e.Release(ctx, p.menu, at) })},
		{"set a term", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.SetTerm(ctx, cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: "a", Name: "A"})
		}},
		{"set a redirect", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.SetRedirect(ctx, cms.Redirect{From: "/old", Page: p.page})
		}},
		{"read what visitors sent", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.EachSubmission(ctx, "", func(cms.Submission) error { return nil })
		}},
		{"list what visitors sent", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, _, err := e.Submissions(ctx, cms.SubmissionQuery{Page: p.page})
			return err
		}},
		{"read one that a visitor sent", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Submission(ctx, p.sent)
			return err
		}},
		{"list the forms", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.FormBoxes(ctx, "page")
			return err
		}},
		{"read what a form asked", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.Shown(ctx, p.page)
			return err
		}},
		{"read the search log", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, _, err := e.Searches(ctx, cms.SearchLogQuery{})
			return err
		}},
		{"sum up the search log", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.SearchTotals(ctx, time.Time{})
			return err
		}},
		{"list forbidden searches", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.ForbiddenSearches(ctx)
			return err
		}},
		{"forbid a search", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { return e.ForbidSearch(ctx, "words") }},
		{"allow a search", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { return e.AllowSearch(ctx, "words") }},
		{"list redirects", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, _, err := e.Signposts(ctx, cms.SignpostQuery{})
			return err
		}},
		{"add redirects", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.AddRedirects(ctx, []cms.Redirect{{From: "/older", Page: p.page}})
		}},
		{"change a redirect", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.ChangeRedirect(ctx, p.redirect, cms.Redirect{From: p.redirect, To: "/elsewhere"})
		}},
		{"delete a redirect", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { return e.DeleteRedirect(ctx, p.redirect) }},
		{"set synonyms", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.SetSynonyms(ctx, cms.Synonyms{ID: publishing.NewID(), Words: []string{"new", "fresh"}})
		}},
		{"delete synonyms", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { return e.DeleteSynonyms(ctx, p.synonyms) }},
		{"list synonyms", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { _, err := e.Synonyms(ctx); return err }},
		{"set a best bet", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.SetBestBets(ctx, cms.BestBet{ID: publishing.NewID(), Texts: []string{"new"}, Pages: []cms.ID{p.page}})
		}},
		{"delete a best bet", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { return e.DeleteBestBet(ctx, p.bet) }},
		{"list best bets", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { _, _, err := e.BestBets(ctx); return err }},
		{"set a suggested search", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.SetSuggested(ctx, cms.SuggestedSearch{ID: publishing.NewID(), Text: "New", Typing: true})
		}},
		{"delete a suggested search", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { return e.DeleteSuggested(ctx, p.suggested) }},
		{"list suggested searches", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { _, err := e.Suggested(ctx); return err }},
		{"list terms with their uses", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, _, err := e.VocabularyTerms(ctx, "topic")
			return err
		}},
		{"add a term", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			_, err := e.AddTerm(ctx, cms.Term{Vocabulary: "topic", Slug: "new", Name: "New"})
			return err
		}},
		{"change a term", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.ChangeTerm(ctx, cms.Term{ID: p.term, Slug: "new", Name: "New"})
		}},
		{"arrange terms", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error {
			return e.ArrangeTerms(ctx, "topic", map[cms.ID]int{p.term: 1})
		}},
		{"delete a term", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { return e.DeleteTerm(ctx, p.term) }},
		{"reindex", cms.Administrator, true, func(ctx context.Context, e *publishing.Edit) error { _, err := e.Reindex(ctx); return err }},
		{"read the tree", cms.Author, true, func(ctx context.Context, e *publishing.Edit) error { _, err := e.Tree(ctx); return err }},
	}
}

func TestEverybodyMayWhatTheirRoleSaysWhereTheyHaveIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newPlace(d)
	outside := d.page(d.home, "outside")
	roles := map[string]cms.Role{
		"nobody": 0, "author": cms.Author, "reviewer": cms.Reviewer, "publisher": cms.Publisher, "administrator": cms.Administrator,
	}
	branches := map[string]cms.ID{
		"everywhere": "", "on the home page": d.home, "in the branch": p.section, "elsewhere": outside,
	}
	before := d.dump()
	for _, a := range acts(p) {
		for role, level := range roles {
			for branch, top := range branches {
				inside := top == "" || (!a.site && top != outside)
				may := level >= a.role && level > 0 && inside
				who := fmt.Sprintf("%s %s: %s", role, branch, a.name)
				u := user(20, level, top)
				edit := d.publisher.TryEdit // what is allowed is taken back
				if !may {
					edit = d.publisher.Edit
				}
				err := edit(t.Context(), u, func(e *publishing.Edit) error { return a.do(t.Context(), e) })
				switch {
				case may && a.name == "create the home page":
					if !errors.Is(err, cms.ErrConflict) { // there is one already
						t.Errorf("%s: %v, want a conflict", who, err)
					}
				case may && err != nil:
					t.Errorf("%s: %v, want it to work", who, err)
				case !may && !errors.Is(err, cms.ErrForbidden):
					t.Errorf("%s: %v, want it to be forbidden", who, err)
				}
			}
		}
	}
	wantsAll(t, "tables changed by what is forbidden or taken back", changedTables(before, d.dump()))
}

func TestWhatVisitorsSentIsDeletedByThoseWhoMayDeleteOnTheWholeSite(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.page(d.home, "page")
	sent := d.send(page)
	deletes := map[string]func(*publishing.Edit) error{
		"one": func(e *publishing.Edit) error { return e.DeleteSubmission(t.Context(), sent) },
		"older ones": func(e *publishing.Edit) error {
			_, err := e.DeleteSubmissions(t.Context(), page, e.At())
			return err
		},
	}
	with := func(role cms.Role, branch cms.ID) cms.User {
		u := user(23, role, branch)
		u.Grants[0].Delete = true
		return u
	}
	for name, delete := range deletes {
		turn := func(e *publishing.Edit) error {
			if err := e.Turn(t.Context()); err != nil {
				return err
			}
			return delete(e)
		}
		for _, u := range []cms.User{
			user(23, cms.Administrator, ""), with(cms.Publisher, ""), with(cms.Author, ""), with(cms.Administrator, page), user(23, 0, ""),
		} {
			d.refusedTo(u, cms.ErrForbidden, turn)
		}
		if err := d.publisher.TryEdit(t.Context(), with(cms.Administrator, ""), turn); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	wants(t, "left", len(d.sent(page)), 1)
}

func TestARightOnAPageHoldsBelowItAndNotAbove(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	section := d.page(d.home, "section")
	page := d.page(section, "page")
	child := d.page(page, "child")
	beside := d.page(section, "beside")
	u := user(21, cms.Publisher, page)
	for id, want := range map[cms.ID]error{d.home: cms.ErrForbidden, section: cms.ErrForbidden, beside: cms.ErrForbidden, page: nil, child: nil} {
		err := d.publisher.TryEdit(t.Context(), u, func(e *publishing.Edit) error {
			_, err := e.Release(t.Context(), id, publishing.Plan{})
			return err
		})
		if !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
}

func TestAMoveNeedsRightsAtBothEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	here, there := d.page(d.home, "here"), d.page(d.home, "there")
	page := d.page(here, "page")
	grants := func(at, to cms.Role) cms.User {
		u := user(22, at, here)
		u.Grants = append(u.Grants, cms.Grant{Role: to, Branch: there})
		return u
	}
	for u, want := range map[*cms.User]error{
		new(grants(cms.Publisher, 0)):             cms.ErrForbidden,
		new(grants(0, cms.Publisher)):             cms.ErrForbidden,
		new(grants(cms.Author, cms.Publisher)):    cms.ErrForbidden,
		new(grants(cms.Publisher, cms.Author)):    cms.ErrForbidden, // it would be public there, too
		new(grants(cms.Reviewer, cms.Publisher)):  cms.ErrForbidden,
		new(grants(cms.Publisher, cms.Publisher)): nil,
	} {
		err := d.publisher.TryEdit(t.Context(), *u, func(e *publishing.Edit) error {
			_, err := e.Move(t.Context(), page, there, "page")
			return err
		})
		if !errors.Is(err, want) {
			t.Errorf("with %v: %v, want %v", u.Grants, err, want)
		}
	}
	d.refusedTo(grants(cms.Publisher, 0), cms.ErrForbidden, func(e *publishing.Edit) error {
		_, err := e.Move(t.Context(), page, there, "page")
		return err
	})
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	none := publishing.NewID()
	p := acts(place{section: none, page: none, fresh: none, menu: none, ahead: none})
	for _, a := range p {
		if a.site && a.name != "save a menu" && a.name != "release a menu" && a.name != "restore a menu" {
			continue
		}
		t.Log(a.name)
		d.refused(cms.ErrNotFound, func(e *publishing.Edit) error { return a.do(t.Context(), e) })
	}
}
