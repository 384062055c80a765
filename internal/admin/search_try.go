package admin

import (
	"net/http"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/search"
	pages "lectern/templates/admin"
)

const triedAtOnce = 20 // results

// showTry shows what visitors get for a text, and why.
func (a *Admin) showTry(w http.ResponseWriter, r *request) error {
	t := pages.Try{Text: search.Tidy(r.URL.Query().Get("q")), KindLabel: a.kindLabel}
	var groups []cms.Synonyms
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		if groups, err = e.Synonyms(r.Context()); err != nil {
			return err
		}
		t.Bets, t.Synonyms, err = knownTexts(e, r)
		return err
	})
	if err != nil {
		return err
	}
	if t.Text != "" {
		t.Typed = search.Understand(t.Text, search.NewLexicon(groups, nil))
		if t.Results, err = a.Search.Search(r.Context(), search.Query{Text: t.Text, Size: triedAtOnce, Explain: true}); err != nil {
			return err
		}
	}
	return a.show(w, r, http.StatusOK, pages.TryPage(a.searchView(r, "Try a search"), t))
}

// kindLabel is what editors call a kind.
func (a *Admin) kindLabel(name string) string {
	if kind, known := a.Registry.Kind(name); known {
		return kind.Label
	}
	return name
}
