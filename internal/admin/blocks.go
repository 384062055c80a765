package admin

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/editing"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

// chooseBlock shows the types of blocks that can be added at a place of a page.
// With place=… it is no whole page: a script asks what may stand in a list,
// which need not be stored.
func (a *Admin) chooseBlock(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	query := r.URL.Query()
	c := pages.BlockChooser{To: query.Get("to"), First: query.Has("first")}
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		form, err := a.draftForm(r, e, id)
		if err != nil {
			return err
		}
		if c.Row, err = e.PageRow(r.Context(), id); err != nil {
			return err
		}
		list, entry := form.Find(c.To)
		if place := query.Get("place"); place != "" {
			list = form.Declared(place)
		}
		if list == nil || list.Type != schema.TypeBlocks {
			return cms.ErrNotFound
		}
		if entry != nil {
			c.After = entry.What()
		}
		c.Label = list.Label
		for _, bt := range a.Registry.Blocks() {
			if list.Allows(bt.Name) {
				c.Types = append(c.Types, bt.BlockType)
			}
		}
		copies, err := e.CopiedBlocks(r.Context())
		for _, copied := range copies {
			if list.Allows(copied.Block.Type) {
				c.Copies = append(c.Copies, pages.BlockCopy{ID: copied.ID, Type: copied.Block.Type, What: copied.What})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if query.Has("place") {
		return a.show(w, r, http.StatusOK, pages.BlockTypes(c))
	}
	v := a.view(r, "Add a block")
	v.Crumbs = []pages.Link{{Text: c.Row.Name(), Href: "/admin/pages/" + string(id)}}
	return a.show(w, r, http.StatusOK, pages.ChooseBlock(v, c))
}

// draftForm is the form of a page as it is stored, without the addresses of
// links.
func (a *Admin) draftForm(r *request, e *publishing.Edit, page cms.ID) (*editing.Form, error) {
	content, err := e.Content(r.Context(), page)
	if err != nil {
		return nil, err
	}
	return a.editor().Of(content.Value), nil
}

// addBlock adds a block to the draft of a page: a new one of a type, or a copy.
func (a *Admin) addBlock(w http.ResponseWriter, r *request) error {
	to, first := r.PostFormValue("to"), r.PostFormValue("first") != ""
	if id := r.PostFormValue("copy"); id != "" {
		block, err := a.copied(r, id)
		if err != nil {
			return err
		}
		return a.changeDraft(w, r, "", func(form *editing.Form) (string, bool) { return form.Paste(to, first, block) })
	}
	verb := "add:"
	if first {
		verb = "first:"
	}
	return a.changeDraft(w, r, "", func(form *editing.Form) (string, bool) {
		return form.Do(verb + to + ":" + r.PostFormValue("type"))
	})
}

// copied is a block that the user has copied.
func (a *Admin) copied(r *request, id string) (block cms.Block, err error) {
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		block, err = e.Copied(r.Context(), cms.ID(id))
		return err
	})
	return block, err
}

// changeDraft changes the newest draft of a page, and goes on to what was
// changed. Nobody has typed anything that could be lost: when somebody saves at
// the same moment, it is done to what they have saved.
func (a *Admin) changeDraft(w http.ResponseWriter, r *request, doneKey string, change func(*editing.Form) (next string, done bool)) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	c := draftChange{admin: a, request: r, page: id, change: change}
	for range mostMerges {
		if err = a.Publisher.Edit(r.Context(), r.User, c.write); !c.late {
			break
		}
	}
	if err != nil {
		return err
	}
	next := c.next
	query := url.Values{"open": {next}}
	if doneKey != "" {
		query.Set("done", doneKey)
	}
	http.Redirect(w, r.Request, "/admin/pages/"+string(id)+"?"+query.Encode()+"#"+(&url.URL{Path: next}).EscapedPath(), http.StatusSeeOther)
	return nil
}

// draftChange is a change of the newest draft of a page.
type draftChange struct {
	admin   *Admin
	request *request
	page    cms.ID
	change  func(*editing.Form) (next string, done bool)
	next    string // what was changed
	late    bool   // somebody saved in between
}

func (c *draftChange) write(e *publishing.Edit) error {
	ctx := c.request.Context()
	c.late = false
	content, err := e.Content(ctx, c.page)
	if err != nil {
		return err
	}
	form := c.admin.editor().Of(content.Value)
	name, done := c.change(form)
	if !done {
		return cms.Conflictf("the place is no longer there; go back to the page and try again")
	}
	c.next = name
	value, unreadable := form.Value()
	if len(unreadable) > 0 {
		return cms.InvalidUnlessNone(unreadable)
	}
	_, err = e.Save(ctx, publishing.Save{
		Page: c.page, Value: value, ChangeNotes: content.ChangeNotes, Version: content.Version(), Automatic: true,
	})
	c.late = errors.Is(err, cms.ErrConflict)
	return err
}

// newEntry answers the scripts of the edit page with a new block, or a new
// entry of a list, that is not stored.
func (a *Admin) newEntry(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	p := a.edited(r)
	p.view.Row, p.view.Kinds = cms.PageRow{Page: cms.Page{ID: id}}, a.kindList()
	var list *editing.Field
	var entry *editing.Entry
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		if _, err := e.Stored(r.Context(), id); err != nil {
			return err
		}
		if list, entry, err = a.fragment(r, e); err != nil {
			return err
		}
		if err := p.form(e, a.editor().Around(list)); err != nil {
			return err
		}
		return p.names(e)
	})
	if err != nil {
		return err
	}
	p.view.Open = entry.Name
	if entry.Block != nil {
		return a.show(w, r, http.StatusOK, pages.Block(p.view, list, entry, 0))
	}
	return a.show(w, r, http.StatusOK, pages.Entry(p.view, list, entry, 0))
}

// fragment is the new entry that a script asks for, or the copy of a block.
func (a *Admin) fragment(r *request, e *publishing.Edit) (list *editing.Field, entry *editing.Entry, err error) {
	query := r.URL.Query()
	place, name, key := query.Get("place"), query.Get("name"), query.Get("key")
	done := false
	if id := query.Get("copy"); id != "" {
		block, err := e.Copied(r.Context(), cms.ID(id))
		if err != nil {
			return nil, nil, err
		}
		list, entry, done = a.editor().Pasted(place, name, key, block)
	} else {
		list, entry, done = a.editor().Fragment(place, query.Get("type"), name, key)
	}
	if !done {
		return nil, nil, cms.ErrNotFound
	}
	return list, entry, nil
}

func (a *Admin) kindList() []cms.Kind {
	var list []cms.Kind
	for _, kind := range a.Registry.Kinds() {
		list = append(list, kind.Kind)
	}
	return list
}

// choosing is the address at which something for a field is chosen without a
// script. What is chosen there comes to putChoice.
func choosing(form *editing.Form, page cms.ID, input string) string {
	field := form.Chooser(input)
	if field == nil {
		return "/admin/pages/" + string(page)
	}
	what, among := field.Chooses()
	query := url.Values{"for": {string(page)}, "name": {input}}
	switch {
	case what == "page" && len(among) > 0:
		query.Set("kinds", strings.Join(among, ","))
	case what == "term":
		query.Set("vocabulary", strings.Join(among, ","))
	}
	return "/admin/choose/" + what + "s?" + query.Encode()
}
