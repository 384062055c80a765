package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/editing"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

const (
	choicesAtOnce = 20  // that a chooser shows
	termsAtOnce   = 500 // of which a vocabulary seldom has more
)

// choosers answer searches for what a field or a link may hold. The address says
// among what: kinds=, vocabulary=, q= and page=. for= and name= are the page and
// the field that it is chosen for; with part=results or part=panel the answer is
// no whole page, and pick=one or pick=many says how much is chosen there.

func (a *Admin) choosePages(w http.ResponseWriter, r *request) error {
	return a.choose(w, r, "page", a.findPages)
}

func (a *Admin) choosePeople(w http.ResponseWriter, r *request) error {
	query := r.URL.Query()
	query.Set("kinds", "person")
	r.URL.RawQuery = query.Encode()
	return a.choose(w, r, "page", a.findPages)
}

func (a *Admin) chooseImages(w http.ResponseWriter, r *request) error {
	return a.choose(w, r, "image", a.findFiles(cms.Picture))
}

func (a *Admin) chooseFiles(w http.ResponseWriter, r *request) error {
	return a.choose(w, r, "file", a.findFiles())
}

func (a *Admin) chooseTerms(w http.ResponseWriter, r *request) error {
	return a.choose(w, r, "term", a.findTerms)
}

// find fills a chooser with what its query finds.
type find func(e *publishing.Edit, r *request, c *pages.Chooser) error

func (a *Admin) choose(w http.ResponseWriter, r *request, what string, find find) error {
	query := r.URL.Query()
	c := &pages.Chooser{
		What: what, Query: cms.SearchText(query.Get("q")), Href: r.URL,
		Paging: paging(r, choicesAtOnce),
		Pick:   query.Get("pick") != "", Many: query.Get("pick") == "many",
	}
	return a.showChooser(w, r, http.StatusOK, c, find, upload{})
}

// showChooser shows a chooser with what was wrong with a file that was sent.
func (a *Admin) showChooser(w http.ResponseWriter, r *request, status int, c *pages.Chooser, find find, u upload) error {
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		if err := a.chosenFor(e, r, c); err != nil {
			return err
		}
		return find(e, r, c)
	})
	if err != nil {
		return err
	}
	if (c.What == "image" || c.What == "file") && (c.For.ID != "" || c.Pick) && publishing.MayUpload(r.User) == nil {
		form := a.uploadForm(u, c.What == "image")
		c.Upload = &form
	}
	switch r.URL.Query().Get("part") {
	case "results":
		return a.show(w, r, status, pages.Choices(c))
	case "panel":
		return a.show(w, r, status, pages.ChooserPanel(c))
	}
	view := a.view(r, c.Title())
	if c.For.ID != "" {
		view.Crumbs = []pages.Link{{Text: "Pages", Href: "/admin/pages"}, {Text: c.For.Name(), Href: "/admin/pages/" + string(c.For.ID)}}
	}
	return a.show(w, r, status, pages.Choose(view, c))
}

// chosenFor reads for which field something is chosen, if for any.
func (a *Admin) chosenFor(e *publishing.Edit, r *request, c *pages.Chooser) error {
	query := r.URL.Query()
	page, name := cms.ID(query.Get("for")), query.Get("name")
	if !page.Valid() {
		return nil
	}
	form, err := a.draftForm(r, e, page)
	if err != nil {
		return err
	}
	field := form.Chooser(name)
	if field == nil {
		return cms.Conflictf("the place is no longer there; go back to the page and try again")
	}
	c.Name, c.Label, c.Chosen = name, field.Label, field.IDs
	c.Many = field.Type == schema.TypeRefs || field.Type == schema.TypeTerms
	c.For, err = e.PageRow(r.Context(), page)
	return err
}

func (a *Admin) findPages(e *publishing.Edit, r *request, c *pages.Chooser) error {
	q := cms.ChoiceQuery{Text: c.Query, Paging: c.Paging, Kinds: listed(r.URL.Query().Get("kinds"))}
	list, more, err := e.PageChoices(r.Context(), q)
	c.More = more
	for _, p := range list {
		note := []string{p.Kind}
		if kind, known := a.Registry.Kind(p.Kind); known {
			note[0] = kind.Label
		}
		if p.Path != "" {
			note = append(note, p.Path)
		}
		if !p.Live {
			note = append(note, "not live")
		}
		title := p.Title
		if title == "" {
			title = "Without a title"
		}
		c.Choices = append(c.Choices, pages.Choice{
			ID: string(p.ID), Title: title, Note: strings.Join(note, " · "), Path: p.Path, Kind: p.Kind, Live: p.Live,
			Href: "/admin/pages/" + string(p.ID),
		})
	}
	return err
}

// listed are the values of a list in an address.
func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

func (a *Admin) findFiles(types ...cms.AssetType) find {
	return func(e *publishing.Edit, r *request, c *pages.Chooser) error {
		q := cms.AssetQuery{Text: c.Query, Types: types, Paging: c.Paging}
		if c.Query == "" {
			q.First = r.User.ID
		}
		list, total, err := e.FindAssets(r.Context(), q, 0)
		c.More = total > c.Paging.Skip()+len(list)
		for _, f := range list {
			c.Choices = append(c.Choices, pages.FileChoice(f))
		}
		return err
	}
}

// findTerms finds terms by their names and synonyms, in the order of their
// vocabulary.
func (a *Admin) findTerms(e *publishing.Edit, r *request, c *pages.Chooser) error {
	vocabularies := listed(r.URL.Query().Get("vocabulary"))
	all, err := e.Terms(r.Context())
	names := map[cms.ID]string{}
	for _, t := range all {
		names[t.ID] = t.Name
	}
	words := strings.Fields(strings.ToLower(c.Query))
	for _, t := range all {
		text := strings.ToLower(strings.Join(append(slices.Clone(t.Synonyms), t.Name, names[t.Parent]), " "))
		missing := slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
		if missing || len(vocabularies) > 0 && !slices.Contains(vocabularies, t.Vocabulary) || len(c.Choices) == termsAtOnce {
			continue
		}
		c.Choices = append(c.Choices, pages.Choice{
			ID: string(t.ID), Title: t.Name, Note: names[t.Parent], Kind: t.Vocabulary, Live: true, Chosen: slices.Contains(c.Chosen, string(t.ID)),
		})
	}
	return err
}

// putChoice puts what was chosen on a page of its own into the field that it was
// chosen for.
func (a *Admin) putChoice(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	name, chosen := r.PostFormValue("name"), r.PostForm["id"]
	var about, was cms.AssetAbout
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if was, err = a.aboutChosen(e, r, id, name); err != nil || len(chosen) != 1 {
			return err
		}
		about, err = aboutAsset(e, r, cms.ID(chosen[0]))
		return err
	})
	if err != nil {
		return err
	}
	return a.changeDraft(w, r, "chosen", func(form *editing.Form) (string, bool) {
		field := form.Chooser(name)
		if field == nil {
			return "", false
		}
		chosen := chosen
		if field.Type == schema.TypeTerms && r.PostForm.Has("all") {
			chosen = field.Rechoose(r.PostForm["was"], chosen)
		}
		if len(chosen) == 0 {
			return name, true
		}
		return name, put(form, field, name, chosen, about, was, false)
	})
}

// aboutAsset is what is said of a file; nothing of what is no file.
func aboutAsset(e *publishing.Edit, r *request, id cms.ID) (cms.AssetAbout, error) {
	if !id.Valid() {
		return cms.AssetAbout{}, nil
	}
	rows, err := e.AssetRows(r.Context(), []cms.ID{id})
	if err != nil || len(rows) == 0 {
		return cms.AssetAbout{}, err
	}
	return rows[0].AssetAbout, nil
}

// aboutChosen is what is said of the file that is in a field now.
func (a *Admin) aboutChosen(e *publishing.Edit, r *request, page cms.ID, name string) (cms.AssetAbout, error) {
	form, err := a.draftForm(r, e, page)
	if err != nil {
		return cms.AssetAbout{}, err
	}
	field := form.Chooser(name)
	if field == nil {
		return cms.AssetAbout{}, cms.Conflictf("the place is no longer there; go back to the page and try again")
	}
	return aboutAsset(e, r, field.Image.Asset)
}

// put puts what was chosen into a field, with what is known of the file that it
// may be. What somebody has written there stays, unless it is what was known of
// the file before.
func put(form *editing.Form, field *editing.Field, name string, chosen []string, about, was cms.AssetAbout, decorative bool) bool {
	done := form.Choose(name, chosen...)
	alt := field.Image.Alt
	switch {
	case field.Type == schema.TypeImage && decorative:
		field.Image.Alt, field.Image.Decorative = "", true
	case field.Type == schema.TypeImage && !field.Image.Decorative && (alt == "" || alt == was.Description):
		field.Image.Alt = about.Description
	case field.Type == schema.TypeFile && field.File.Title == "":
		field.File.Title = about.Title
	}
	return done
}

// uploadChoice adds a file and puts it into the field that it is for.
func (a *Admin) uploadChoice(w http.ResponseWriter, r *request) error {
	id, err := r.page()
	if err != nil {
		return err
	}
	name := r.URL.Query().Get("name")
	what := "file"
	var was cms.AssetAbout
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		form, err := a.draftForm(r, e, id)
		if err != nil {
			return err
		}
		field := form.Chooser(name)
		if field == nil {
			return cms.Conflictf("the place is no longer there; go back to the page and try again")
		}
		if field.Type == schema.TypeImage {
			what = "image"
		}
		was, err = aboutAsset(e, r, field.Image.Asset)
		return err
	})
	if err != nil {
		return err
	}
	u, err := a.receive(w, r, what == "image")
	if err != nil {
		return err
	}
	if len(u.problems) > 0 {
		to := url.URL{Path: "/admin/choose/" + what + "s", RawQuery: url.Values{"for": {string(id)}, "name": {name}}.Encode()}
		r.URL = &to
		c := &pages.Chooser{What: what, Href: &to, Paging: cms.Paging{Size: choicesAtOnce, Number: 1}}
		find := a.findFiles()
		if what == "image" {
			find = a.findFiles(cms.Picture)
		}
		return a.showChooser(w, r, http.StatusUnprocessableEntity, c, find, u)
	}
	about := u.file.AssetAbout
	if said := strings.Join(strings.Fields(u.form.Get("description")), " "); said != "" {
		about.Description = said // of a file that was there before, something else is said
	}
	return a.changeDraft(w, r, "chosen", func(form *editing.Form) (string, bool) {
		field := form.Chooser(name)
		if field == nil {
			return "", false
		}
		return name, put(form, field, name, []string{string(u.file.ID)}, about, was, u.form.Get("decorative") != "")
	})
}

// showChosen answers the scripts of a page with a field that holds what was
// chosen.
func (a *Admin) showChosen(w http.ResponseWriter, r *request) error {
	query := r.URL.Query()
	f := pages.ChosenField{
		Name: query.Get("name"), Label: query.Get("label"), What: query.Get("what"), Kinds: query.Get("kinds"),
		Multiple: query.Get("multiple") != "", IDs: query["id"],
	}
	wanted := make([]cms.ID, 0, len(f.IDs))
	for _, id := range f.IDs {
		if len(wanted) < 500 && cms.ID(id).Valid() {
			wanted = append(wanted, cms.ID(id))
		}
	}
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		switch f.What {
		case "page":
			f.Names, err = e.Names(r.Context(), wanted, nil, false)
		case "image", "file":
			f.Names, err = e.Names(r.Context(), nil, wanted, false)
		case "term":
			f.Names, err = e.Names(r.Context(), nil, nil, true)
		default:
			err = cms.ErrNotFound
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.show(w, r, http.StatusOK, f.Show())
}
