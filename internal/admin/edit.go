package admin

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/editing"
	"lectern/internal/merge"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

func init() {
	done["saved"] = "The draft was saved."
	done["restored"] = "What was removed is back."
	done["copied"] = "The block was copied. Add a block offers it, on this page and on others."
	done["chosen"] = "Your choice was put into the draft."
}

// editPage shows the form of a page.
func (a *Admin) editPage(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	query := r.URL.Query()
	p := a.edited(r)
	p.view.Open = query.Get("open")
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		content, err := e.Content(r.Context(), id)
		if err != nil {
			return err
		}
		p.began(content)
		if err := p.form(e, a.editor().Of(content.Value)); err != nil {
			return err
		}
		if err := p.removed(e, id); err != nil {
			return err
		}
		if err := p.findings(e, id); err != nil {
			return err
		}
		if err := p.tellMerged(e); err != nil {
			return err
		}
		return p.surroundings(e, id)
	})
	if err != nil {
		return err
	}
	return p.show(w, http.StatusOK)
}

// edited begins an edit page.
func (a *Admin) edited(r *request) *editedPage {
	return &editedPage{admin: a, request: r, view: &pages.Edit{Zone: a.Zone, Author: r.User.ID}}
}

// editedPage is a page on its way to an edit page.
type editedPage struct {
	admin   *Admin
	request *request
	view    *pages.Edit
	value   schema.Kind
	above   []cms.PageRow
}

// began takes over what is known of the text that the editor reads.
func (p *editedPage) began(c publishing.Content) {
	p.admin.Registry.Normalise(c.Value)
	p.value, p.view.Version = c.Value, c.Version()
	p.view.Seen = merge.See(p.admin.Registry, c.Value).String()
	if c.Draft != nil {
		p.view.SavedAt, p.view.Stored = c.Draft.UpdatedAt, c.Draft.Tab
	}
}

// form takes a form, and finds out where the pages are that its texts link to.
func (p *editedPage) form(e *publishing.Edit, form *editing.Form) error {
	places, err := e.Places(p.request.Context(), form.Links())
	if err != nil {
		return err
	}
	form.Link(editing.Links{Address: places.Address, Link: places.Link})
	p.view.Form = form
	return nil
}

// editor makes forms that do not know yet where pages are.
func (a *Admin) editor() *editing.Editor { return &editing.Editor{Registry: a.Registry} }

// findings says what would keep the page from being released, and what would
// make it better: when it was just saved, or asked for. Whoever opens a page
// that they have hardly begun is only told that there is something.
func (p *editedPage) findings(e *publishing.Edit, id cms.ID) error {
	found, err := e.Findings(p.request.Context(), id, p.value, time.Time{})
	if err != nil {
		return err
	}
	p.view.Unfits, p.view.Advices = len(found.Blocks), len(found.Advice)
	p.view.Marks = p.admin.marks(p.value, found)
	query := p.request.URL.Query()
	if query.Has("checks") || query.Get("done") == "saved" {
		p.view.Form.Tell(false, found.Blocks)
		p.view.Form.Tell(true, found.Advice)
	}
	return nil
}

// marks says which blocks have something to be looked at.
func (a *Admin) marks(value schema.Kind, found publishing.Findings) map[string]editing.Mark {
	form := a.editor().Of(value)
	form.Tell(false, found.Blocks)
	form.Tell(true, found.Advice)
	return form.Marks()
}

// surroundings reads what the page shows besides the form.
func (p *editedPage) surroundings(e *publishing.Edit, id cms.ID) (err error) {
	ctx := p.request.Context()
	if p.view.Row, err = e.PageRow(ctx, id); err != nil {
		return err
	}
	if draft := p.view.Row.Draft; draft != nil {
		p.view.Editor = cmp.Or(draft.Editor.Name, "somebody else")
		if draft.Editor.ID == p.request.User.ID {
			p.view.Editor = "you"
		}
	}
	if p.view.Key, err = e.KeptKey(ctx); err != nil {
		return err
	}
	p.view.Kinds = p.admin.kindList()
	if p.above, err = e.Above(ctx, id); err != nil {
		return err
	}
	return p.names(e)
}

// names finds out what is called how that the form mentions.
func (p *editedPage) names(e *publishing.Edit) (err error) {
	linked, files, terms := p.view.Form.Mentions()
	p.view.Names, err = e.Names(p.request.Context(), linked, files, terms)
	return err
}

// removed offers to bring back what the address names.
func (p *editedPage) removed(e *publishing.Edit, page cms.ID) error {
	query := p.request.URL.Query()
	revision, name := cms.ID(query.Get("removed")), query.Get("entry")
	if !revision.Valid() {
		return nil
	}
	value, err := e.RevisionContent(p.request.Context(), page, revision)
	if errors.Is(err, cms.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	before := p.admin.editor().Of(value)
	if _, entry := before.Find(name); entry != nil {
		p.view.Removed = &pages.Removed{Revision: revision, Name: name, Label: entry.What()}
	}
	return nil
}

func (p *editedPage) show(w http.ResponseWriter, status int) error {
	view := p.admin.view(p.request, p.view.Row.Name())
	view.Wide, view.Crumbs, view.Scripts = true, pages.PageCrumbs(p.above), []string{"edit.js"}
	view.Inside = p.view.Open != ""
	if p.view.Merged != "" {
		view.Done = p.view.Merged
	}
	if p.view.Unsaved() {
		view.Title = "Not saved: " + view.Title
	}
	return p.admin.show(w, p.request, status, pages.EditPage(view, p.view))
}

// savePage takes the form of a page: it stores the draft, or does what one of
// the buttons of the form says and stores what comes of it.
func (a *Admin) savePage(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	if err := readForm(r.Request); err != nil {
		return err
	}
	s := a.saving(r, id)
	s.verb, s.object, _ = strings.Cut(r.PostForm.Get("action"), ":")
	if s.foreign() {
		return s.giveBack(w)
	}
	if err := a.Publisher.Read(r.Context(), r.User, s.read); err != nil {
		return s.homeless(w, err)
	}
	value, unreadable := s.view.Form.Value()
	if s.value = value; len(unreadable) > 0 {
		s.view.Form.Refuse(unreadable)
		return s.again(w, http.StatusUnprocessableEntity)
	}
	if s.undecided() {
		s.take()
		return s.again(w, http.StatusOK)
	}
	err = s.store(r.Context(), s.write)
	if errors.Is(err, cms.ErrConflict) {
		return s.again(w, http.StatusConflict)
	}
	if err != nil {
		return s.homeless(w, err)
	}
	http.Redirect(w, r.Request, s.next(), http.StatusSeeOther)
	return nil
}

// readForm reads a form that may have more fields than ParseForm takes: a long
// table has thousands of cells. How long it may be is limited for every request.
func readForm(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	pairs, err := readPairs(body)
	r.PostForm = valuesOf(pairs)
	return err
}

// saving takes the form that was sent.
func (a *Admin) saving(r *request, page cms.ID) *saving {
	s := &saving{editedPage: *a.edited(r), page: page, tab: tabOf(r.PostForm), clashes: readClashes(r.PostForm[":clash"])}
	version, _ := strconv.ParseInt(r.PostForm.Get(":version"), 10, 32) // no draft has a larger one
	s.version = int(version)
	s.seen = merge.ParseSeen(r.PostForm.Get(":seen"))
	s.view.Version, s.view.Seen, s.view.Tab = s.version, s.seen.String(), s.tab
	return s
}

// saving is a form of a page that was sent.
type saving struct {
	editedPage
	tab      cms.Tab // that sent it
	page     cms.ID
	verb     string // what the button says
	object   string // and to what
	version  int    // of the draft that is saved over
	before   schema.Kind
	revision cms.ID // that holds what was before something was removed
	open     string // what is to be looked at next
	draft    cms.Draft

	seen    merge.Seen // what the editor read
	clashes []clash    // that there is still to decide about
	met     met
}

// read makes a form of what was sent, and does what the button says.
func (s *saving) read(e *publishing.Edit) error {
	stored, err := e.Stored(s.request.Context(), s.page)
	if err != nil {
		return err
	}
	kind, known := s.admin.Registry.Kind(stored.Page.Kind)
	if !known {
		return cms.Invalidf("", "pages of the kind %s are no longer known", stored.Page.Kind)
	}
	if err := s.form(e, s.admin.editor().Read(kind, s.request.PostForm)); err != nil {
		return err
	}
	return s.act(e)
}

// act does to the form what the button says.
func (s *saving) act(e *publishing.Edit) error {
	form := s.view.Form
	switch s.verb {
	case "", "save", "choose", "take", autosaved:
	case "remove":
		s.before, _ = form.Value()
		s.open, _ = form.Do("remove:" + s.object)
	case "copy":
		if _, is := form.Block(s.object); is {
			s.open = s.object
		}
	case "restore":
		return s.restore(e)
	case "block": // add:… without a type: it is chosen on a page of its own
	default:
		s.open, _ = form.Do(s.request.PostForm.Get("action"))
	}
	return nil
}

// restore puts back what a revision holds: object is its ID and the name there.
func (s *saving) restore(e *publishing.Edit) error {
	revision, name, _ := strings.Cut(s.object, ":")
	value, err := e.RevisionContent(s.request.Context(), s.page, cms.ID(revision))
	if err != nil {
		return err
	}
	before := s.admin.editor().Of(value)
	s.open, _ = s.view.Form.Restore(before, name)
	return nil
}

// write stores the draft. What a button of the form did is an automatic save,
// and makes no revision; what was before something was removed is kept in one,
// from which it can be brought back.
func (s *saving) write(e *publishing.Edit) error {
	ctx := s.request.Context()
	stored, err := e.Content(ctx, s.page)
	if err != nil {
		return err
	}
	if s.outdated(stored) {
		return cms.Conflictf("the page was published or its draft thrown away in the meantime")
	}
	save := publishing.Save{Page: s.page, Value: s.value, ChangeNotes: stored.ChangeNotes, Version: s.version, Tab: s.stores(), Merged: s.met.typed != nil && s.version != s.met.read}
	save.Automatic = s.verb != "" && s.verb != "save"
	save.Keep = len(s.clashes) > 0 // which was not taken, or not all of it
	if s.before != nil {
		first := save
		first.Value, first.Automatic, first.Keep = s.before, false, false
		draft, err := e.Save(ctx, first)
		if err != nil {
			return err
		}
		save.Version = draft.Version
		if s.revision, err = e.LatestRevision(ctx, s.page); err != nil {
			return err
		}
	}
	if s.draft, err = e.Save(ctx, save); err != nil || s.verb != "copy" {
		return err
	}
	return s.copyBlock(e)
}

// copyBlock keeps the block that the button belongs to.
func (s *saving) copyBlock(e *publishing.Edit) error {
	block, is := s.view.Form.Block(s.object)
	if !is {
		return cms.Conflictf("this block is no longer there")
	}
	_, entry := s.view.Form.Find(s.object)
	return e.CopyBlock(s.request.Context(), s.page, block, entry.What())
}

// next is where the editor goes on.
func (s *saving) next() string {
	base := "/admin/pages/" + string(s.page)
	query := s.met.query(s.view.Form.Kind)
	switch s.verb {
	case "", "save":
		query.Set("done", "saved")
	case "restore":
		query.Set("done", "restored")
	case "copy":
		query.Set("done", "copied")
	case "choose":
		return choosing(s.view.Form, s.page, s.object)
	case "block":
		to, first, _ := strings.Cut(s.object, "|")
		query = url.Values{"to": {to}}
		if first != "" {
			query.Set("first", "yes")
		}
		return base + "/blocks?" + query.Encode()
	}
	if s.revision != "" {
		query.Set("removed", string(s.revision))
		query.Set("entry", s.object)
		return base + "?" + query.Encode() + "#removed"
	}
	if s.open == "" {
		return base + "?" + query.Encode()
	}
	query.Set("open", s.open)
	return base + "?" + query.Encode() + "#" + (&url.URL{Path: s.open}).EscapedPath()
}

// again shows the form with what was typed, and what keeps it from being
// stored.
func (s *saving) again(w http.ResponseWriter, status int) error {
	ctx := s.request.Context()
	s.view.Open = s.open
	err := s.admin.Publisher.Read(ctx, s.request.User, func(e *publishing.Edit) error {
		if status != http.StatusUnprocessableEntity && s.view.Carried == nil {
			if err := s.form(e, s.admin.editor().Of(s.value)); err != nil {
				return err
			}
		}
		if err := s.surroundings(e, s.page); err != nil {
			return err
		}
		if status == http.StatusConflict || len(s.clashes) > 0 {
			return s.conflict(e)
		}
		return nil
	})
	if err != nil {
		return s.homeless(w, err)
	}
	return s.show(w, status)
}
