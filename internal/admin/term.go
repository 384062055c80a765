package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

const termsURL = "/admin/lists/terms"

// showVocabularies lists the vocabularies that some field draws on, and those
// that have terms all the same.
func (a *Admin) showVocabularies(w http.ResponseWriter, r *request) error {
	list := a.vocabularies()
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) error {
		if _, err := e.SiteCounts(r.Context()); err != nil { // only for those who may change them
			return err
		}
		terms, err := e.Terms(r.Context())
		for _, t := range terms {
			i := slices.IndexFunc(list, func(v pages.Vocabulary) bool { return v.Name == t.Vocabulary })
			if i < 0 {
				list, i = append(list, a.vocabulary(t.Vocabulary)), len(list)
			}
			list[i].Count++
		}
		return err
	})
	if err != nil {
		return err
	}
	v := a.view(r, "Terms")
	v.Crumbs = []pages.Link{listsCrumb}
	return a.show(w, r, http.StatusOK, pages.Vocabularies(v, list))
}

// vocabularies are those that some field draws on, from A to Z.
func (a *Admin) vocabularies() (list []pages.Vocabulary) {
	for _, kind := range a.Registry.Kinds() {
		eachField(kind.Fields, func(f *schema.Field) {
			if f.Vocabulary != "" {
				list = usedBy(list, f.Vocabulary, kind.Label)
			}
		})
	}
	for _, block := range a.Registry.Blocks() {
		eachField(block.Fields, func(f *schema.Field) {
			if f.Vocabulary != "" {
				list = usedBy(list, f.Vocabulary, block.Label)
			}
		})
	}
	slices.SortFunc(list, func(a, b pages.Vocabulary) int { return strings.Compare(a.Label, b.Label) })
	return list
}

// usedBy adds to a list of vocabularies that something draws on one of them.
func usedBy(list []pages.Vocabulary, name, label string) []pages.Vocabulary {
	i := slices.IndexFunc(list, func(v pages.Vocabulary) bool { return v.Name == name })
	if i < 0 {
		list, i = append(list, pages.Vocabulary{Name: name, Label: vocabularyLabel(name)}), len(list)
	}
	if !slices.Contains(list[i].UsedBy, label) {
		list[i].UsedBy = append(list[i].UsedBy, label)
	}
	return list
}

// eachField visits fields, and those of groups within them.
func eachField(fields []schema.Field, visit func(*schema.Field)) {
	for i := range fields {
		visit(&fields[i])
		eachField(fields[i].Fields, visit)
	}
}

// vocabulary is what is known of a vocabulary by its name.
func (a *Admin) vocabulary(name string) pages.Vocabulary {
	for _, v := range a.vocabularies() {
		if v.Name == name {
			return v
		}
	}
	return pages.Vocabulary{Name: name, Label: vocabularyLabel(name)}
}

// vocabularyLabel is what editors call a vocabulary: Information type.
func vocabularyLabel(name string) string { return sentence(strings.ReplaceAll(name, "-", " ")) }

// vocabularyOf is the vocabulary that the address names: one that some field
// draws on, or that has terms.
func (a *Admin) vocabularyOf(r *request) (v pages.Vocabulary, terms []cms.Term, uses map[cms.ID]cms.TermUse, err error) {
	v = a.vocabulary(r.param("vocabulary"))
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		terms, uses, err = e.VocabularyTerms(r.Context(), v.Name)
		return err
	})
	if err == nil && len(terms) == 0 && len(v.UsedBy) == 0 {
		err = cms.ErrNotFound
	}
	return v, terms, uses, err
}

// showTerms shows the tree of a vocabulary.
func (a *Admin) showTerms(w http.ResponseWriter, r *request) error {
	vocabulary, terms, uses, err := a.vocabularyOf(r)
	if err != nil {
		return err
	}
	v := a.view(r, vocabulary.Label)
	v.Crumbs = termCrumbs(nil)
	list := pages.TermList{Vocabulary: vocabulary, Tree: cms.TermTree(terms), Uses: uses}
	return a.show(w, r, http.StatusOK, pages.Terms(v, list))
}

// arrangeTerms puts the terms of a vocabulary in the order of the numbers that
// were typed, or moves one of them up or down by one.
func (a *Admin) arrangeTerms(w http.ResponseWriter, r *request) error {
	vocabulary, terms, _, err := a.vocabularyOf(r)
	if err != nil {
		return err
	}
	places := typedPlaces(r)
	moved, way := cms.ID(r.PostFormValue("up")), "up"
	if moved == "" {
		moved, way = cms.ID(r.PostFormValue("down")), "down"
	}
	if moved != "" {
		places = exchanged(cms.TermTree(terms), moved, way)
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error {
		return e.ArrangeTerms(r.Context(), vocabulary.Name, places)
	})
	if err != nil {
		return err
	}
	to := termsURL + "/" + vocabulary.Name
	if moved == "" {
		return redirect(w, r, to, "terms-arranged")
	}
	return redirect(w, r, to+lastPressed(places, moved, way), "")
}

// lastPressed leads to the button that a term was moved by, which has the focus
// then; or to the other when the term can go no further.
func lastPressed(places map[cms.ID]int, moved cms.ID, way string) string {
	last := 0
	for _, place := range places {
		last = max(last, place)
	}
	place, there := places[moved]
	switch {
	case !there:
		return ""
	case place == 0:
		way = "down"
	case place == last:
		way = "up"
	}
	return "#" + way + "-" + string(moved)
}

// typedPlaces reads the numbers of terms: place.ID.
func typedPlaces(r *request) map[cms.ID]int {
	_ = r.ParseForm()
	places := map[cms.ID]int{}
	for name, values := range r.PostForm {
		id, is := strings.CutPrefix(name, "place.")
		if n, err := strconv.Atoi(strings.TrimSpace(values[0])); is && err == nil {
			places[cms.ID(id)] = n
		}
	}
	return places
}

// exchanged lets a term and the one before or after it change places.
func exchanged(tree []cms.PlacedTerm, moved cms.ID, way string) map[cms.ID]int {
	at := slices.IndexFunc(tree, func(t cms.PlacedTerm) bool { return t.ID == moved })
	if at < 0 {
		return nil
	}
	places := map[cms.ID]int{}
	var siblings []cms.ID
	for _, t := range tree {
		if t.Parent == tree[at].Parent {
			places[t.ID] = len(siblings)
			siblings = append(siblings, t.ID)
		}
	}
	other := places[moved] - 1
	if way == "down" {
		other = places[moved] + 1
	}
	if other >= 0 && other < len(siblings) {
		places[siblings[other]], places[moved] = places[moved], other
	}
	return places
}

// showNewTerm asks for a new term.
func (a *Admin) showNewTerm(w http.ResponseWriter, r *request) error {
	return a.termForm(w, r, pages.TermForm{Term: cms.Term{Parent: cms.ID(r.URL.Query().Get("below"))}})
}

// addTerm adds a term.
func (a *Admin) addTerm(w http.ResponseWriter, r *request) error {
	if _, _, _, err := a.vocabularyOf(r); err != nil {
		return err
	}
	f := readTerm(r)
	if f.Term.Slug == "" {
		f.Term.Slug = publishing.SlugOf(f.Term.Name)
	}
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		f.Term, err = e.AddTerm(r.Context(), f.Term)
		return err
	})
	if problems, wrong := problemsOf(err); wrong {
		f.Term.ID, f.Problems = "", problems
		return a.termForm(w, r, f)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, termsURL+"/"+f.Term.Vocabulary, "term-added")
}

// termOf is the term that the address names, and what uses it.
func (a *Admin) termOf(r *request) (pages.TermForm, error) {
	_, terms, uses, err := a.vocabularyOf(r)
	if err != nil {
		return pages.TermForm{}, err
	}
	for _, t := range terms {
		if string(t.ID) == r.param("term") {
			return pages.TermForm{Term: t, Synonyms: strings.Join(t.Synonyms, "\n"), Use: uses[t.ID]}, nil
		}
	}
	return pages.TermForm{}, cms.ErrNotFound
}

// showTerm shows a term to be changed.
func (a *Admin) showTerm(w http.ResponseWriter, r *request) error {
	f, err := a.termOf(r)
	if err != nil {
		return err
	}
	return a.termForm(w, r, f)
}

// changeTerm changes a term.
func (a *Admin) changeTerm(w http.ResponseWriter, r *request) error {
	had, err := a.termOf(r)
	if err != nil {
		return err
	}
	f := readTerm(r)
	f.Term.ID, f.Use = had.Term.ID, had.Use
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.ChangeTerm(r.Context(), f.Term) })
	if problems, wrong := problemsOf(err); wrong {
		f.Problems = problems
		return a.termForm(w, r, f)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, termsURL+"/"+had.Term.Vocabulary, "term-changed")
}

// readTerm reads what was typed of a term.
func readTerm(r *request) pages.TermForm {
	f := pages.TermForm{Synonyms: r.PostFormValue("synonyms")}
	f.Term = cms.Term{
		Vocabulary: r.param("vocabulary"),
		Name:       strings.Join(strings.Fields(r.PostFormValue("name")), " "),
		Slug:       strings.TrimSpace(r.PostFormValue("slug")),
		Parent:     cms.ID(r.PostFormValue("parent")),
	}
	for line := range strings.Lines(f.Synonyms) {
		line = strings.Join(strings.Fields(line), " ")
		if line != "" && !slices.Contains(f.Term.Synonyms, line) {
			f.Term.Synonyms = append(f.Term.Synonyms, line)
		}
	}
	return f
}

// termForm shows the form of a term, which is new if it has no id.
func (a *Admin) termForm(w http.ResponseWriter, r *request, f pages.TermForm) error {
	vocabulary, terms, _, err := a.vocabularyOf(r)
	if err != nil {
		return err
	}
	f.Vocabulary, f.Tree = vocabulary, cms.TermTree(terms)
	title := "New term"
	for _, t := range terms {
		if t.ID == f.Term.ID {
			title = t.Name
		}
	}
	v := a.view(r, title)
	v.Crumbs = termCrumbs(&vocabulary)
	status := http.StatusOK
	if len(f.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return a.show(w, r, status, pages.EditTerm(v, f))
}

// showDeleteTerm asks whether a term is to be deleted, or says why it cannot be.
func (a *Admin) showDeleteTerm(w http.ResponseWriter, r *request) error {
	f, err := a.termOf(r)
	if err != nil {
		return err
	}
	f.Vocabulary = a.vocabulary(f.Term.Vocabulary)
	v := a.view(r, "Delete “"+f.Term.Name+"”")
	v.Crumbs = termCrumbs(&f.Vocabulary)
	return a.show(w, r, http.StatusOK, pages.DeleteTerm(v, f))
}

// deleteTerm deletes a term that nothing uses.
func (a *Admin) deleteTerm(w http.ResponseWriter, r *request) error {
	f, err := a.termOf(r)
	if err != nil {
		return err
	}
	err = a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.DeleteTerm(r.Context(), f.Term.ID) })
	if err != nil {
		return err
	}
	return redirect(w, r, termsURL+"/"+f.Term.Vocabulary, "term-deleted")
}

func termCrumbs(vocabulary *pages.Vocabulary) []pages.Link {
	crumbs := []pages.Link{listsCrumb, {Text: "Terms", Href: termsURL}}
	if vocabulary != nil {
		crumbs = append(crumbs, pages.Link{Text: vocabulary.Label, Href: termsURL + "/" + vocabulary.Name})
	}
	return crumbs
}
