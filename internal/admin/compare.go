package admin

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"lectern/internal/cms"
	"lectern/internal/compare"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

const revisionsToChoose = 100 // from, besides those with a name

func compareHref(page cms.ID, from, to string) string {
	return "/admin/pages/" + string(page) + "/compare?" + url.Values{"from": {from}, "to": {to}}.Encode()
}

// comparing says what is compared. An empty side is chosen here.
type comparing struct {
	page     cms.ID
	from, to string
	refused  string // why nothing was put back
}

// showCompare shows what is different between two texts of a page.
func (a *Admin) showCompare(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	query := r.URL.Query()
	return a.compare(w, r, http.StatusOK, comparing{page: id, from: query.Get("from"), to: query.Get("to")})
}

// compared is a comparison on its way to its page.
type compared struct {
	comparing
	admin    *Admin
	view     pages.Comparison
	choice   publishing.Choice
	old, now publishing.Text
	above    []cms.PageRow
}

func (a *Admin) compare(w http.ResponseWriter, r *request, status int, what comparing) error {
	c := &compared{comparing: what, admin: a}
	c.view.Conflict = what.refused
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error { return c.read(e, r) })
	if err != nil {
		return err
	}
	if c.view.Missing == "" {
		c.view.Found = compare.Compare(a.Registry, c.old.Value, c.now.Value)
		c.backFrom()
		linked, files, terms := c.view.Found.Mentions()
		err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
			c.view.Names, err = e.Names(r.Context(), linked, files, terms)
			return err
		})
		if err != nil {
			return err
		}
	}
	v := a.view(r, c.view.Row.Name()+": compare "+c.view.From.Text+" with "+c.view.To.Text)
	v.Crumbs = pages.PageCrumbs(c.above)
	return a.show(w, r, status, pages.ComparePage(v, &c.view))
}

// read reads both texts, and what else can be chosen.
func (c *compared) read(e *publishing.Edit, r *request) (err error) {
	ctx := r.Context()
	if c.choice, err = e.Choice(ctx, c.page, revisionsToChoose); err != nil {
		return err
	}
	if c.view.Row, err = e.PageRow(ctx, c.page); err != nil {
		return err
	}
	if c.above, err = e.Above(ctx, c.page); err != nil {
		return err
	}
	c.chosen()
	if c.old, c.view.From, err = c.side(e, r, c.from); err != nil {
		return err
	}
	if c.now, c.view.To, err = c.side(e, r, c.to); err != nil {
		return err
	}
	c.view.Choices = c.groups()
	return nil
}

// chosen fills in what nobody has chosen: what readers get, and the draft.
func (c *compared) chosen() {
	newest := ""
	if len(c.choice.Newest) > 0 {
		newest = string(c.choice.Newest[0].ID)
	}
	if c.from == "" {
		if c.from = newest; c.choice.Live || newest == "" {
			c.from = publishing.TheLive
		}
	}
	if c.to == "" {
		switch {
		case c.choice.Draft || newest == "":
			c.to = publishing.TheDraft
		case c.choice.Live && c.refused != "": // what something would have been put back into
			c.to = publishing.TheLive
		default:
			c.to = newest
		}
	}
}

// side reads one of the two texts. The draft and what is live may be missing,
// and then nothing is compared.
func (c *compared) side(e *publishing.Edit, r *request, key string) (t publishing.Text, s pages.Side, err error) {
	t, err = e.Text(r.Context(), c.page, key)
	s.Key = key
	if errors.Is(err, cms.ErrNotFound) {
		switch key {
		case publishing.TheDraft:
			s.Text, c.view.Missing = "the draft", "There is no draft."
			return t, s, nil
		case publishing.TheLive:
			s.Text, c.view.Missing = "what is live now", "Nothing of this page is live now."
			return t, s, nil
		}
	}
	if err != nil {
		return t, s, err
	}
	return t, c.admin.sideOf(c.page, key, t), nil
}

func (a *Admin) sideOf(page cms.ID, key string, t publishing.Text) pages.Side {
	preview := "/admin/pages/" + string(page) + "/preview"
	if t.Draft != nil {
		return pages.Side{Key: key, Text: "the draft", About: "last changed by " + t.Who + " on " + a.at(t.Draft.UpdatedAt), Seen: preview}
	}
	s := a.revisionSide(*t.Revision, t.Who)
	s.Seen = preview + "?revision=" + string(t.Revision.ID)
	if key == publishing.TheLive {
		s.Text, s.About, s.Seen = "what is live now", s.Text+" "+s.About, preview+"?show=live"
	}
	s.Key = key
	return s
}

func (a *Admin) revisionSide(r cms.RevisionRow, who string) pages.Side {
	s := pages.Side{Key: string(r.ID), Text: "revision " + strconv.Itoa(r.Number), About: "by " + who + " on " + a.at(r.At)}
	if r.Name != "" {
		s.Text += " “" + r.Name + "”"
	}
	return s
}

// groups are what can be chosen for either side.
func (c *compared) groups() []pages.SideGroup {
	now, named, rest := pages.SideGroup{}, pages.SideGroup{Label: "With a name"}, pages.SideGroup{Label: "Revisions"}
	if c.choice.Draft || c.from == publishing.TheDraft || c.to == publishing.TheDraft {
		now.Sides = append(now.Sides, pages.Side{Key: publishing.TheDraft, Text: "The draft"})
	}
	if c.choice.Live || c.from == publishing.TheLive || c.to == publishing.TheLive {
		now.Sides = append(now.Sides, pages.Side{Key: publishing.TheLive, Text: "What is live now"})
	}
	rows := c.choice.Newest
	for _, t := range []publishing.Text{c.old, c.now} { // one of long ago may be chosen already
		if t.Revision != nil && !slices.ContainsFunc(slices.Concat(rows, c.choice.Named), func(r cms.RevisionRow) bool { return r.ID == t.Revision.ID }) {
			rows = append(slices.Clone(rows), *t.Revision)
		}
	}
	for _, row := range c.choice.Named {
		named.Sides = append(named.Sides, c.option(row))
	}
	for _, row := range rows {
		if row.Name == "" {
			rest.Sides = append(rest.Sides, c.option(row))
		}
	}
	return slices.DeleteFunc([]pages.SideGroup{now, named, rest}, func(g pages.SideGroup) bool { return len(g.Sides) == 0 })
}

func (c *compared) option(row cms.RevisionRow) pages.Side {
	s := c.admin.revisionSide(row, c.choice.Name(row.By))
	s.Text = sentence(s.Text)
	return s
}

// backFrom offers to put back what a revision holds that is compared with the
// draft or, when there is none, with what is live, or with anything if nothing is.
func (c *compared) backFrom() {
	intoDraft := c.to == publishing.TheDraft || !c.choice.Draft && (c.to == publishing.TheLive || !c.choice.Live)
	if !intoDraft || c.old.Revision == nil || c.old.Revision.Redacted || !c.view.Row.May(cms.ActionSave) {
		return
	}
	c.view.Back = &pages.PutBack{Revision: c.old.Revision.ID, Number: c.old.Revision.Number}
	if c.now.Draft != nil {
		c.view.Back.Version = c.now.Draft.Version
	}
}
