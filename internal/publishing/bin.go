package publishing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
)

// Deletion returns what would go into the bin with a page, and what keeps it from
// going there.
func (e *Edit) Deletion(ctx context.Context, page cms.ID) (d cms.Deletion, err error) {
	line, err := e.mayNow(ctx, cms.ActionDelete, page)
	if err != nil {
		return d, err
	}
	if err := e.notHome(line); err != nil {
		return d, err
	}
	at, err := e.now(ctx)
	if err != nil {
		return d, err
	}
	d, mentions, err := e.tx.Deletion(ctx, page, at)
	if err != nil {
		return d, err
	}
	d.MentionedBy, err = e.PageRows(ctx, mentions)
	return d, err
}

func (e *Edit) notHome(line []cms.Page) error {
	page := line[len(line)-1]
	if kind, known := e.registry.Kind(page.Kind); known && kind.Addressed && page.Parent == "" {
		return cms.Conflictf("the home page cannot be deleted: every other page stands below it")
	}
	return nil
}

// Sure is what somebody was told and has typed before they delete.
type Sure struct {
	Pages int    // how many pages they were told of; 0: of none
	Title string // asked for when they are many
}

// fails says why somebody is not sure enough to delete that many pages of a branch.
func (s Sure) fails(title string, pages int) error {
	name := cms.PageRow{Title: title}.Name()
	switch {
	case s.Pages != 0 && s.Pages != pages:
		return cms.Invalidf("", "how many pages there are has changed: it was %d when you looked, and is %d now; look again", s.Pages, pages)
	case pages > cms.FewPages && strings.TrimSpace(s.Title) == "":
		return cms.Invalidf("title", "these are %d pages: type the title of the first, “%s”, to delete them", pages, name)
	case pages > cms.FewPages && !cms.SameTitle(s.Title, name):
		return cms.Invalidf("title", "“%s” is not the title of the page; type “%s”", s.Title, name)
	}
	return nil
}

// Delete puts a page and all below it into the bin, with everything that was
// written there, from where Undelete brings them back. Nothing of it may be public
// or planned to be. Readers notice nothing: what was withdrawn keeps its notice,
// and old addresses lead where they led.
func (e *Edit) Delete(ctx context.Context, page cms.ID, sure Sure) error {
	line, err := e.may(ctx, cms.ActionDelete, page)
	if err != nil {
		return err
	}
	d, err := e.Deletion(ctx, page)
	if err != nil {
		return err
	}
	if d.Held > 0 {
		return held(page, d)
	}
	if err := sure.fails(titleIn(d.First, page), d.Pages); err != nil {
		return err
	}
	path := e.pathOf(line)
	pages, err := e.tx.PutInBin(ctx, page, e.user.ID, e.at)
	if err != nil {
		return err
	}
	clear(e.known)
	last := line[len(line)-1]
	detail := map[string]any{"kind": last.Kind, "path": path, "slug": last.Slug, "pages": len(pages)}
	return e.auditBranch(ctx, "delete", page, pages, detail)
}

// titleIn is that of the page that is to be deleted.
func titleIn(list []cms.Standpoint, page cms.ID) string {
	for _, p := range list {
		if p.Page == page {
			return p.Title
		}
	}
	return ""
}

// held says what keeps a branch from being deleted, and what is to be done first.
func held(page cms.ID, d cms.Deletion) error {
	h := d.Holds[0]
	name := "this page"
	if h.Page != page {
		name = "“" + h.Name() + "” below it"
	}
	more := ""
	if d.Held > 1 {
		more = fmt.Sprintf(" (and the same holds for %d more)", d.Held-1)
	}
	switch {
	case h.Public:
		return cms.Conflictf("%s is public; withdraw it, or lead its readers elsewhere, first%s", name, more)
	case h.Planned:
		return cms.Conflictf("something is planned for %s; cancel that first%s", name, more)
	}
	return cms.Conflictf("%s is a best bet of the search; take it out there first%s", name, more)
}

// auditBranch tells of all pages of a branch what has become of them: of the
// others only that it was with the top.
func (e *Edit) auditBranch(ctx context.Context, action string, top cms.ID, pages []cms.ID, detail map[string]any) error {
	for _, page := range pages {
		if page == top {
			continue
		}
		if err := e.record(ctx, postgres.Audit{Actor: e.user.ID, Action: action, Page: page, Detail: map[string]any{"with": top}}); err != nil {
			return err
		}
	}
	return e.audit(ctx, action, top, "", "", detail)
}

// missing says why a page that was not found is not there, to those who may know.
func (e *Edit) missing(ctx context.Context, page cms.ID, notFound error) error {
	if !errors.Is(notFound, cms.ErrNotFound) {
		return notFound
	}
	line, err := e.tx.EveryLineage(ctx, page)
	if err != nil {
		return err
	}
	if !cms.Can(e.user, cms.ActionRead, e.rightsOn(line)) {
		return cms.ErrNotFound
	}
	branch, top, err := e.binnedAbove(ctx, page)
	if err != nil {
		return err
	}
	return &cms.InBin{Branch: branch, Asked: page, Restorable: e.mayRestore(top)}
}

// binnedAbove returns the branch in the bin that a page belongs to, with the line
// of its top. Of one that the user may not read it is not told what it is.
func (e *Edit) binnedAbove(ctx context.Context, page cms.ID) (cms.Binned, []cms.Page, error) {
	branch, err := e.tx.BinOf(ctx, page)
	if err != nil {
		return branch, nil, err
	}
	top, err := e.tx.EveryLineage(ctx, branch.ID)
	if err != nil {
		return branch, nil, err
	}
	if !cms.Can(e.user, cms.ActionRead, e.rightsOn(top)) {
		branch.Title, branch.Path, branch.Slug, branch.By = "", "", "", cms.Person{}
	}
	return e.labelledBin(branch), top, nil
}

// mayRestore reports whether the user may bring back what is in the bin.
func (e *Edit) mayRestore(line []cms.Page) bool {
	on := e.rightsOn(line)
	return cms.Can(e.user, cms.ActionDelete, on) && (on != nil || cms.Can(e.user, cms.ActionConfigure, nil))
}

// notInBin fails if a page that is to be made, such as one of a content file, was
// deleted: only its own restore brings it back.
func (e *Edit) notInBin(ctx context.Context, page cms.ID) error {
	b, err := e.tx.BinOf(ctx, page)
	if err != nil {
		return ignoreNotFound(err)
	}
	return cms.Conflictf("the page with the id %s is in the bin: it was deleted with “%s” on %s; restore that, or delete it for good, first", page, b.Name(), b.At.UTC().Format("2 January 2006"))
}

// rightsOn is what rights on a page are looked for on: for a kind without an
// address, the whole site.
func (e *Edit) rightsOn(line []cms.Page) []cms.ID {
	if !e.addressed(line[len(line)-1].Kind) {
		return nil
	}
	return pageIDs(line)
}

// everyLine is lineage for a page that may be in the bin.
func (e *Edit) everyLine(ctx context.Context, page cms.ID) ([]cms.Page, error) {
	if _, known := e.known[page]; known {
		return e.lineage(ctx, page)
	}
	return e.tx.EveryLineage(ctx, page)
}

func (e *Edit) labelledBin(b cms.Binned) cms.Binned {
	b.KindLabel = b.Kind
	if kind, known := e.registry.Kind(b.Kind); known {
		b.KindLabel = kind.Label
	}
	return b
}

// mayInBin fails unless the user may delete, and so bring back, a branch of the
// bin by the page that is asked for. It returns the branch and the pages above its
// top.
func (e *Edit) mayInBin(ctx context.Context, page cms.ID) (b cms.Binned, line []cms.Page, err error) {
	if b, err = e.tx.BinOf(ctx, page); err != nil {
		return b, nil, err
	}
	if line, err = e.tx.EveryLineage(ctx, b.ID); err != nil {
		return b, nil, err
	}
	switch {
	case e.mayRestore(line):
		return e.labelledBin(b), line, nil
	case !cms.Can(e.user, cms.ActionRead, e.rightsOn(line)):
		return b, nil, cms.ErrNotFound
	}
	return b, nil, cms.Forbiddenf("you may not restore or delete this page; that needs the right to delete there")
}

// Bin returns a part of the bin, what was deleted last first, and how many
// branches there are: those that the user may restore.
func (e *Edit) Bin(ctx context.Context, q cms.BinQuery) (list []cms.Binned, total int, err error) {
	if !cms.CanSomewhere(e.user, cms.ActionDelete) {
		return nil, 0, cms.Forbiddenf("you may not look into the bin; that needs the right to delete")
	}
	reach := cms.ReachOf(e.user, cms.ActionDelete)
	site := cms.Can(e.user, cms.ActionDelete, nil) && cms.Can(e.user, cms.ActionConfigure, nil)
	list, total, err = e.tx.Bin(ctx, site, reach.Everywhere, reach.Branches, q)
	for i := range list {
		list[i] = e.labelledBin(list[i])
	}
	return list, total, err
}

const binnedTold = 10 // pages of a branch that are named

// BinBranch returns the branch in the bin that a page belongs to.
func (e *Edit) BinBranch(ctx context.Context, page cms.ID) (b cms.BinBranch, err error) {
	if b.Binned, _, err = e.mayInBin(ctx, page); err != nil {
		return b, err
	}
	if b.First, err = e.tx.BinnedPages(ctx, b.ID, binnedTold); err != nil {
		return b, err
	}
	if b.Kept, err = e.tx.KeptOf(ctx, b.ID); err != nil || b.Parent == "" {
		return b, err
	}
	above, _, err := e.binnedAbove(ctx, b.Parent)
	if err == nil {
		b.Above = &cms.InBin{Branch: above, Asked: b.Parent}
	}
	return b, ignoreNotFound(err)
}

// Undeleting says where a branch of the bin is to stand.
type Undeleting struct {
	Page   cms.ID // the top of the branch
	Parent cms.ID // empty: where it was
	Slug   string // empty: as it was
}

// Place says at which address a branch of the bin would stand, or why it cannot.
func (e *Edit) Place(ctx context.Context, to Undeleting) (path string, err error) {
	b, _, err := e.mayInBin(ctx, to.Page)
	if err != nil {
		return "", err
	}
	return e.mayUndelete(ctx, b, &to)
}

// Undelete puts a branch of the bin back into the tree, whole: its pages have
// their ids, texts, reviews and history, and stand as they stood. What readers
// still get of it goes on; if the branch is to stand elsewhere, as with Move.
func (e *Edit) Undelete(ctx context.Context, to Undeleting) error {
	if err := e.lock(ctx); err != nil {
		return err
	}
	b, line, err := e.mayInBin(ctx, to.Page)
	if err != nil {
		return err
	}
	if b.ID != to.Page {
		return cms.Conflictf("this page was deleted with “%s”; restore that, and it comes back with it", b.Name())
	}
	path, err := e.mayUndelete(ctx, b, &to)
	if err != nil {
		return err
	}
	m := move{Edit: e}
	if err := m.closeBinned(ctx, b, path); err != nil {
		return err
	}
	if slices.ContainsFunc(m.pages, func(p movedPage) bool { return len(p.live) > 0 }) {
		if err := e.mayMoveThere(ctx, line, to.Parent); err != nil {
			return err
		}
	}
	if err := e.tx.SettleBinned(ctx, b.ID, e.at); err != nil {
		return err
	}
	pages, err := e.tx.TakeFromBin(ctx, b.ID, to.Parent, to.Slug)
	if err != nil {
		return err
	}
	clear(e.known)
	for _, moved := range m.pages {
		if err := m.reopen(ctx, moved); err != nil {
			return err
		}
	}
	return e.auditBranch(ctx, "undelete", b.ID, pages, map[string]any{"from": b.Path, "path": path, "pages": len(pages)})
}

// mayMoveThere fails unless the user may move a branch to a page: readers still get
// something of it, and will get it at another address.
func (e *Edit) mayMoveThere(ctx context.Context, branch []cms.Page, parent cms.ID) error {
	line, err := e.lineage(ctx, parent)
	if err != nil {
		return err
	}
	if !cms.Can(e.user, cms.ActionMove, e.rightsOn(branch)) || !cms.Can(e.user, cms.ActionMove, pageIDs(line)) {
		return cms.Forbiddenf("readers still get a notice at an old address of this branch; only those who may move pages can restore it to another one")
	}
	return nil
}

// mayUndelete fails if a branch cannot stand where it is to. It returns the address
// that its top gets there.
func (e *Edit) mayUndelete(ctx context.Context, b cms.Binned, to *Undeleting) (path string, err error) {
	if to.Slug == "" {
		to.Slug = b.Slug
	}
	kind, known := e.registry.Kind(b.Kind)
	if !known {
		return "", cms.Conflictf("pages of the kind %s are no longer known", b.Kind)
	}
	if !kind.Addressed {
		to.Parent = ""
		if !cms.ValidSlug(to.Slug) {
			return "", badSlug(to.Slug)
		}
		taken, err := e.tx.NameTaken(ctx, b.Kind, to.Slug)
		if err == nil && taken {
			err = cms.Invalidf("slug", "there is another %s called %s now; choose another name", strings.ToLower(kind.Label), to.Slug)
		}
		return "", err
	}
	if to.Parent == "" {
		if to.Parent = b.Parent; b.ParentGone {
			return "", cms.Invalidf("parent", "the page that it stood below was deleted for good; choose another one")
		}
	}
	if !to.Parent.Valid() {
		return "", cms.Invalidf("parent", "there is no such page to stand below; choose one")
	}
	line, err := e.lineage(ctx, to.Parent)
	var bin *cms.InBin
	switch {
	case errors.As(err, &bin):
		return "", cms.Invalidf("parent", "the page to stand below is in the bin itself, with “%s”; restore that first, or choose another page", bin.Branch.Name())
	case errors.Is(err, cms.ErrNotFound):
		return "", cms.Invalidf("parent", "the page to stand below is not there any more; choose another one")
	case err != nil:
		return "", err
	case to.Parent != b.Parent && !cms.Can(e.user, cms.ActionCreate, pageIDs(line)):
		return "", cms.Forbiddenf("you may not put pages there")
	}
	parent := line[len(line)-1]
	if err := validName(to.Slug, parent); err != nil {
		return "", err
	}
	if err := e.mayStandBelow(kind, parent); err != nil {
		return "", err
	}
	path = cms.JoinPath(e.pathOf(line), to.Slug)
	taken, err := e.tx.SlugsLike(ctx, to.Parent, to.Slug)
	if err == nil && taken[to.Slug] {
		err = cms.Invalidf("slug", "another page has the address %s now; choose another last part", path)
	}
	return path, err
}

// closeBinned ends what readers still get of a branch in the bin at addresses that
// it is not going to have, to begin anew at those that it gets.
func (m *move) closeBinned(ctx context.Context, b cms.Binned, path string) error {
	if path == b.Path {
		return nil
	}
	places, err := m.tx.BinnedPages(ctx, b.ID, b.Pages)
	if err != nil {
		return err
	}
	for _, place := range places {
		line, err := m.tx.EveryLineage(ctx, place.Page)
		if err != nil {
			return err
		}
		if err := m.close(ctx, line, place.Path); err != nil {
			return err
		}
		moved := &m.pages[len(m.pages)-1]
		for i := range moved.live { // what is planned there by another page does not end it elsewhere
			moved.live[i].LiveUntil = moved.live[i].EndsAt
		}
		others, err := m.tx.LiveAt(ctx, []string{place.Path}, m.at)
		if err != nil {
			return err
		}
		moved.public = moved.public && len(others) == 0
	}
	return nil
}

// Erase deletes a branch of the bin for good. What has been public is kept. The
// audit keeps that it was there.
func (e *Edit) Erase(ctx context.Context, page cms.ID, sure Sure) error {
	if err := e.lock(ctx); err != nil {
		return err
	}
	b, _, err := e.mayInBin(ctx, page)
	if err != nil {
		return err
	}
	kept, err := e.tx.KeptOf(ctx, b.ID)
	switch {
	case err != nil:
		return err
	case b.ID != page:
		return cms.Conflictf("this page was deleted with “%s”; both are deleted for good together", b.Name())
	case kept.Public:
		return cms.Conflictf("some of it has been public, and what has been public is kept")
	case kept.Redirects > 0:
		return cms.Conflictf("old addresses lead there; lead them elsewhere first")
	}
	if err := sure.fails(b.Title, b.Pages); err != nil {
		return err
	}
	places, err := e.tx.BinnedPages(ctx, b.ID, b.Pages)
	if err != nil {
		return err
	}
	if err := e.tx.EraseBinned(ctx, b.ID); err != nil {
		return err
	}
	pages := make([]cms.ID, len(places))
	for i, p := range places {
		pages[i] = p.Page
	}
	return e.auditBranch(ctx, "erase", b.ID, pages, map[string]any{"kind": b.Kind, "path": b.Path, "slug": b.Slug, "pages": b.Pages})
}

// displace ends what readers are still given of pages in the bin, such as a notice
// that a page was withdrawn, where another page is released: its address was free
// for that. Taken back before it begins, the release gives it back.
func (e *Edit) displace(ctx context.Context, path string, from time.Time) error {
	if path == "" || from.Before(e.at) {
		return nil
	}
	binned, err := e.tx.BinnedAt(ctx, path, from)
	for _, r := range binned {
		if r.LiveUntil = from; !from.After(e.at) {
			r.EndsAt = from
		}
		if err := e.endBinned(ctx, r); err != nil {
			return err
		}
	}
	return err
}

// giveBack undoes displace: what was planned at an address is not any more.
func (e *Edit) giveBack(ctx context.Context, path string) error {
	if path == "" {
		return nil
	}
	binned, err := e.tx.BinnedAt(ctx, path, e.at)
	if err != nil {
		return err
	}
	for _, r := range binned {
		next, err := e.tx.NextAt(ctx, path, r.Page, r.LiveFrom)
		if err != nil {
			return err
		}
		until := cms.Earlier(r.EndsAt, next)
		if until.Equal(r.LiveUntil) {
			continue
		}
		r.LiveUntil = until
		if err := e.endBinned(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (e *Edit) endBinned(ctx context.Context, r cms.Release) error {
	line, err := e.everyLine(ctx, r.Page)
	if err != nil {
		return err
	}
	if r.LiveFrom.Equal(r.LiveUntil) { // made by this very edit: nobody has seen it
		return e.tx.DeleteRelease(ctx, r.ID)
	}
	if err := e.tx.EndRelease(ctx, r); err != nil {
		return err
	}
	if r.LiveUntil.IsZero() {
		e.bumpLine(line) // what was known of the next change is out of date
		return nil
	}
	return e.announceChange(ctx, r, r.LiveUntil, line)
}
