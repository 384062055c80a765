package admin

import (
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
		return nil
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

// addBlock adds a block to the draft of a page.
func (a *Admin) addBlock(w http.ResponseWriter, r *request) error {
	verb := "add:"
	if r.PostFormValue("first") != "" {
		verb = "first:"
	}
	return a.changeDraft(w, r, "", func(form *editing.Form) (string, bool) {
		return form.Do(verb + r.PostFormValue("to") + ":" + r.PostFormValue("type"))
	})
}

// changeDraft changes the newest draft of a page, and goes on to what was
// changed. Nobody has typed anything that could be lost.
func (a *Admin) changeDraft(w http.ResponseWriter, r *request, doneKey string, change func(*editing.Form) (next string, done bool)) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	next := ""
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		content, err := e.Content(r.Context(), id)
		if err != nil {
			return err
		}
		form := a.editor().Of(content.Value)
		name, done := change(form)
		if !done {
			return cms.Conflictf("the place is no longer there; go back to the page and try again")
		}
		next = name
		value, unreadable := form.Value()
		if len(unreadable) > 0 {
			return cms.InvalidUnlessNone(unreadable)
		}
		_, err = e.Save(r.Context(), publishing.Save{
			Page: id, Value: value, ChangeNotes: content.ChangeNotes, Version: content.Version(), Automatic: true,
		})
		return err
	})
	if err != nil {
		return err
	}
	query := url.Values{"open": {next}}
	if doneKey != "" {
		query.Set("done", doneKey)
	}
	http.Redirect(w, r.Request, "/admin/pages/"+string(id)+"?"+query.Encode()+"#"+(&url.URL{Path: next}).EscapedPath(), http.StatusSeeOther)
	return nil
}

// newEntry answers the scripts of the edit page with a new block, or a new
// entry of a list, that is not stored.
func (a *Admin) newEntry(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		_, err := e.Stored(r.Context(), id)
		return err
	})
	if err != nil {
		return err
	}
	query := r.URL.Query()
	list, entry, done := a.editor().Fragment(query.Get("place"), query.Get("type"), query.Get("name"), query.Get("key"))
	if !done {
		return cms.ErrNotFound
	}
	view := &pages.Edit{Zone: a.Zone, Form: &editing.Form{}, Row: cms.PageRow{Page: cms.Page{ID: id}}, Open: entry.Name}
	view.Kinds = a.kindList()
	if entry.Block != nil {
		return a.show(w, r, http.StatusOK, pages.Block(view, list, entry, 0))
	}
	return a.show(w, r, http.StatusOK, pages.Entry(view, list, entry, 0))
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
