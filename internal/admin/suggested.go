package admin

import (
	"net/http"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/search"
	pages "lectern/templates/admin"
)

const (
	suggestedURL    = "/admin/lists/search/suggested"
	suggestedAtOnce = 25 // on a page of the list: each is searched for
)

func init() {
	done["suggested-added"] = "The suggested search was added. It is offered now."
	done["suggested-changed"] = "The suggested search was changed. Searches know it now."
	done["suggested-deleted"] = "The suggested search was deleted."
}

var suggestedCrumb = pages.Link{Text: "Suggested searches", Href: suggestedURL}

// showSuggested lists searches that are offered to others, and says of each whether
// it is.
func (a *Admin) showSuggested(w http.ResponseWriter, r *request) error {
	all, forbidden, err := a.suggested(r)
	if err != nil {
		return err
	}
	list := pages.SuggestedList{Text: cms.SearchText(r.URL.Query().Get("q"))}
	var rows []cms.SuggestedSearch
	for _, s := range all {
		if holdsText(list.Text, append([]string{s.Text, s.Note}, s.Instead...)...) {
			rows = append(rows, s)
		}
	}
	list.Total = len(rows)
	list.Pages = paged(r, list.Total, suggestedAtOnce)
	for _, s := range pageOf(rows, paging(r, suggestedAtOnce)) {
		now := a.resultsNow(r, search.Query{Text: s.Text, Counted: true})
		list.Rows = append(list.Rows, pages.SuggestedRow{SuggestedSearch: s, Fares: fares(s.Text, forbidden, now)})
	}
	return a.show(w, r, http.StatusOK, pages.SuggestedPage(a.searchView(r, "Suggested searches"), list))
}

// fares says whether a text is offered, given what it finds now; nil: that is not
// known.
func fares(text string, forbidden []string, now *search.Results) pages.Fares {
	f := pages.Fares{Forbidden: search.Holds(text, forbidden)}
	if now != nil {
		f.Nothing, f.Loose = now.Total == 0, now.Loose
	}
	return f
}

// suggested are all suggested searches, and the words that are not suggested.
func (a *Admin) suggested(r *request) (all []cms.SuggestedSearch, forbidden []string, err error) {
	err = a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if all, err = e.Suggested(r.Context()); err != nil {
			return err
		}
		forbidden, err = e.ForbiddenSearches(r.Context())
		return err
	})
	return all, forbidden, err
}

// suggestedOf is the suggested search that the address names, as its form begins.
func (a *Admin) suggestedOf(r *request) (pages.SuggestedForm, error) {
	all, _, err := a.suggested(r)
	if err != nil {
		return pages.SuggestedForm{}, err
	}
	for _, s := range all {
		if string(s.ID) == r.param("suggested") {
			return pages.SuggestedForm{ID: s.ID, Name: s.Text, Text: s.Text, Typing: s.Typing, Instead: strings.Join(s.Instead, "\n"), Note: s.Note}, nil
		}
	}
	return pages.SuggestedForm{}, cms.ErrNotFound
}

// showNewSuggested asks for a suggested search. An address may name its text, and what
// it is offered instead of, such as what found nothing.
func (a *Admin) showNewSuggested(w http.ResponseWriter, r *request) error {
	query := r.URL.Query()
	return a.suggestedForm(w, r, pages.SuggestedForm{Text: search.Tidy(query.Get("text")), Typing: true, Instead: search.Tidy(query.Get("instead"))})
}

// addSuggested adds a suggested search.
func (a *Admin) addSuggested(w http.ResponseWriter, r *request) error {
	return a.takeSuggested(w, r, pages.SuggestedForm{}, publishing.NewID(), "suggested-added")
}

// showSuggestedForm shows a suggested search to be changed.
func (a *Admin) showSuggestedForm(w http.ResponseWriter, r *request) error {
	f, err := a.suggestedOf(r)
	if err != nil {
		return err
	}
	return a.suggestedForm(w, r, f)
}

// changeSuggested changes a suggested search.
func (a *Admin) changeSuggested(w http.ResponseWriter, r *request) error {
	f, err := a.suggestedOf(r)
	if err != nil {
		return err
	}
	return a.takeSuggested(w, r, pages.SuggestedForm{ID: f.ID, Name: f.Name}, f.ID, "suggested-changed")
}

// takeSuggested reads what was typed of a suggested search and stores it.
func (a *Admin) takeSuggested(w http.ResponseWriter, r *request, f pages.SuggestedForm, id cms.ID, done string) error {
	f.Text, f.Typing = search.Tidy(r.PostFormValue("text")), r.PostFormValue("typing") != ""
	f.Instead, f.Note = r.PostFormValue("instead"), r.PostFormValue("note")
	one := cms.SuggestedSearch{ID: id, Text: f.Text, Typing: f.Typing, Instead: typedLines(f.Instead), Note: f.Note}
	err := a.Publisher.Edit(r.Context(), r.User, func(e *publishing.Edit) error { return e.SetSuggested(r.Context(), one) })
	if problems, wrong := problemsOf(err); wrong {
		f.Problems = problems
		return a.suggestedForm(w, r, f)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, suggestedURL, done)
}

// suggestedForm shows the form of a suggested search with what it finds now.
func (a *Admin) suggestedForm(w http.ResponseWriter, r *request, f pages.SuggestedForm) error {
	_, forbidden, err := a.suggested(r) // only for those who may change them
	if err != nil {
		return err
	}
	if f.Text != "" {
		now := a.resultsNow(r, search.Query{Text: f.Text, Size: hitsAtOnce})
		if f.Fares = fares(f.Text, forbidden, now); now != nil {
			f.Hits = now.Hits
		}
	}
	title := "New suggested search"
	if f.ID != "" {
		title = "Suggested search “" + f.Name + "”"
	}
	return a.show(w, r, formStatus(f.Problems), pages.EditSuggested(a.searchView(r, title, suggestedCrumb), f))
}

// showDeleteSuggested asks whether a suggested search is to be deleted.
func (a *Admin) showDeleteSuggested(w http.ResponseWriter, r *request) error {
	f, err := a.suggestedOf(r)
	if err != nil {
		return err
	}
	v := a.searchView(r, "Delete the suggested search “"+f.Name+"”", suggestedCrumb)
	return a.show(w, r, http.StatusOK, pages.Ask(v, pages.Asking{
		Says:   []string{"It is offered to nobody any more, unless many search for it or its spelling is like what they type.", "It cannot be had back."},
		Action: suggestedURL + "/" + string(f.ID) + "/delete", Button: "Delete it", Back: suggestedURL,
	}))
}

// deleteSuggested deletes a suggested search.
func (a *Admin) deleteSuggested(w http.ResponseWriter, r *request) error {
	return a.forget(w, r, (*publishing.Edit).DeleteSuggested, r.param("suggested"), suggestedURL, "suggested-deleted")
}
