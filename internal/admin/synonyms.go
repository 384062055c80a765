package admin

import (
	"fmt"
	"net/http"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/search"
	pages "lectern/templates/admin"
)

const (
	synonymsURL    = "/admin/lists/search/synonyms"
	wordsAtOnce    = 100 // groups or best bets on a page of a list
	groupsAtOnce   = 500 // that are added together
	synonymsFormat = "A line holds words that mean the same, with commas between them; what follows > is found as well"
)

func init() {
	done["synonyms-added"] = "The synonyms were added. Searches know them now."
	done["synonyms-changed"] = "The synonyms were changed. Searches know them now."
	done["synonyms-deleted"] = "The synonyms were deleted."
}

// showSynonyms lists groups of words that mean the same.
func (a *Admin) showSynonyms(w http.ResponseWriter, r *request) error {
	all, err := a.synonyms(r)
	if err != nil {
		return err
	}
	list := pages.SynonymsList{Text: cms.SearchText(r.URL.Query().Get("q"))}
	for _, group := range all {
		if holdsText(list.Text, append(group.Words[:len(group.Words):len(group.Words)], group.Also...)...) {
			list.Rows = append(list.Rows, group)
		}
	}
	list.Total = len(list.Rows)
	list.Rows, list.Pages = pageOf(list.Rows, paging(r, wordsAtOnce)), paged(r, list.Total, wordsAtOnce)
	return a.show(w, r, http.StatusOK, pages.SynonymsPage(a.searchView(r, "Synonyms and acronyms"), list))
}

// searchView begins a page about the search.
func (a *Admin) searchView(r *request, title string, above ...pages.Link) *pages.View {
	v := a.view(r, title)
	v.Crumbs = append([]pages.Link{listsCrumb}, above...)
	return v
}

// holdsText reports whether one of the texts holds what somebody looks for,
// however it is spelt.
func holdsText(wanted string, texts ...string) bool {
	wanted = search.Canonical(wanted)
	for _, text := range texts {
		if strings.Contains(search.Canonical(text), wanted) {
			return true
		}
	}
	return wanted == ""
}

// pageOf is a page of a list.
func pageOf[T any](list []T, p cms.Paging) []T {
	from := min(p.Skip(), len(list))
	return list[from:min(from+p.Size, len(list))]
}

func (a *Admin) synonyms(r *request) (all []cms.Synonyms, err error) {
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		all, err = e.Synonyms(r.Context())
		return err
	})
	return all, err
}

// synonymsOf is the group that the address names.
func (a *Admin) synonymsOf(r *request) (cms.Synonyms, error) {
	all, err := a.synonyms(r)
	if err != nil {
		return cms.Synonyms{}, err
	}
	for _, group := range all {
		if string(group.ID) == r.param("synonyms") {
			return group, nil
		}
	}
	return cms.Synonyms{}, cms.ErrNotFound
}

// showNewSynonyms asks for words that mean the same. An address may name the
// first, such as one that was searched for.
func (a *Admin) showNewSynonyms(w http.ResponseWriter, r *request) error {
	if _, err := a.synonyms(r); err != nil { // only for those who may change them
		return err
	}
	return a.synonymsForm(w, r, pages.SynonymsForm{Words: search.Tidy(r.URL.Query().Get("word"))})
}

// addSynonyms adds a group.
func (a *Admin) addSynonyms(w http.ResponseWriter, r *request) error {
	return a.takeSynonyms(w, r, pages.SynonymsForm{}, publishing.NewID(), "synonyms-added")
}

// showSynonymsForm shows a group to be changed.
func (a *Admin) showSynonymsForm(w http.ResponseWriter, r *request) error {
	group, err := a.synonymsOf(r)
	if err != nil {
		return err
	}
	return a.synonymsForm(w, r, pages.SynonymsForm{
		ID: group.ID, Name: group.Words[0], Words: strings.Join(group.Words, "\n"), Also: strings.Join(group.Also, "\n"),
	})
}

// changeSynonyms changes a group.
func (a *Admin) changeSynonyms(w http.ResponseWriter, r *request) error {
	group, err := a.synonymsOf(r)
	if err != nil {
		return err
	}
	return a.takeSynonyms(w, r, pages.SynonymsForm{ID: group.ID, Name: group.Words[0]}, group.ID, "synonyms-changed")
}

// takeSynonyms reads what was typed of a group and stores it.
func (a *Admin) takeSynonyms(w http.ResponseWriter, r *request, f pages.SynonymsForm, id cms.ID, done string) error {
	f.Words, f.Also = r.PostFormValue("words"), r.PostFormValue("also")
	group := cms.Synonyms{ID: id, Words: typedLines(f.Words), Also: typedLines(f.Also)}
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.SetSynonyms(r.Context(), group) })
	if problems, wrong := problemsOf(err); wrong {
		f.Problems = problems
		return a.synonymsForm(w, r, f)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, synonymsURL, done)
}

// typedLines are the lines of what was typed that hold anything.
func typedLines(text string) (list []string) {
	for line := range strings.Lines(text) {
		if line = search.Tidy(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func (a *Admin) synonymsForm(w http.ResponseWriter, r *request, f pages.SynonymsForm) error {
	title := "New synonyms"
	if f.ID != "" {
		title = "Synonyms of “" + f.Name + "”"
	}
	return a.show(w, r, formStatus(f.Problems), pages.EditSynonyms(a.searchView(r, title, synonymsCrumb), f))
}

var synonymsCrumb = pages.Link{Text: "Synonyms and acronyms", Href: synonymsURL}

// formStatus is what a form is answered with, given what is wrong with it.
func formStatus(problems []cms.Problem) int {
	if len(problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// showDeleteSynonyms asks whether a group is to be deleted.
func (a *Admin) showDeleteSynonyms(w http.ResponseWriter, r *request) error {
	group, err := a.synonymsOf(r)
	if err != nil {
		return err
	}
	v := a.searchView(r, "Delete the synonyms of “"+group.Words[0]+"”", synonymsCrumb)
	return a.show(w, r, http.StatusOK, pages.Ask(v, pages.Asking{
		Says:   []string{"Whoever types one of these words finds only pages that hold it: " + strings.Join(group.Words, ", ") + ".", "They cannot be had back."},
		Action: synonymsURL + "/" + string(group.ID) + "/delete", Button: "Delete them", Back: synonymsURL,
	}))
}

// deleteSynonyms deletes a group.
func (a *Admin) deleteSynonyms(w http.ResponseWriter, r *request) error {
	return a.forget(w, r, (*publishing.Edit).DeleteSynonyms, r.param("synonyms"), synonymsURL, "synonyms-deleted")
}

// showImportSynonyms asks for many groups.
func (a *Admin) showImportSynonyms(w http.ResponseWriter, r *request) error {
	if _, err := a.synonyms(r); err != nil { // only for those who may change them
		return err
	}
	return a.importSynonymsForm(w, r, pages.SynonymsImport{})
}

func (a *Admin) importSynonymsForm(w http.ResponseWriter, r *request, f pages.SynonymsImport) error {
	return a.show(w, r, formStatus(f.Problems), pages.ImportSynonyms(a.searchView(r, "Add many synonyms", synonymsCrumb), f))
}

// importSynonyms adds many groups, or none if there is anything wrong with one.
func (a *Admin) importSynonyms(w http.ResponseWriter, r *request) error {
	f := pages.SynonymsImport{Lines: r.PostFormValue("lines")}
	list, lines, problems := readSynonyms(f.Lines)
	problems, err := a.addAll(r, lines, problems, func(e *publishing.Edit) error { return e.SetSynonyms(r.Context(), list...) })
	if err != nil {
		return err
	}
	if len(problems) == 0 {
		return redirect(w, r, synonymsURL, "synonyms-added")
	}
	f.Problems = problems
	return a.importSynonymsForm(w, r, f)
}

// readSynonyms reads groups, one a line, with the number of the line of each.
func readSynonyms(text string) (list []cms.Synonyms, lines []int, problems []cms.Problem) {
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		number++
		if strings.TrimSpace(line) == "" {
			continue
		}
		words, also, _ := strings.Cut(oneWay.Replace(line), ">")
		group := cms.Synonyms{ID: publishing.NewID(), Words: typedWords(words), Also: typedWords(also)}
		switch {
		case len(group.Words) == 0:
			problems = append(problems, cms.Problem{Line: number, Message: synonymsFormat})
		case len(list) == groupsAtOnce:
			return nil, nil, []cms.Problem{{Message: fmt.Sprintf("There are more than %d lines; add them in several parts", groupsAtOnce)}}
		default:
			list, lines = append(list, group), append(lines, number)
		}
	}
	if len(list) == 0 && len(problems) == 0 {
		problems = []cms.Problem{{Message: "Type or paste at least one line"}}
	}
	return list, lines, problems
}

// oneWay brings the arrows that people type into one form.
var oneWay = strings.NewReplacer("=>", ">", "->", ">", "→", ">")

// typedWords are the words of a part of a line: between commas, equals signs or
// the tabs that a spreadsheet puts between cells.
func typedWords(text string) (list []string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;=\t", r) }) {
		if word = strings.Trim(search.Tidy(word), `"`); word != "" {
			list = append(list, word)
		}
	}
	return list
}
