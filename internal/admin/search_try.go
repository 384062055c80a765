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
	var told lexicon
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		told, err = readLexicon(e, r)
		return err
	})
	if err != nil {
		return err
	}
	t.Known = told.known()
	if t.Text != "" {
		if err := a.try(r, &t, told); err != nil {
			return err
		}
	}
	return a.show(w, r, http.StatusOK, pages.TryPage(a.searchView(r, "Try a search"), t))
}

// try searches for the text, and asks what is offered to those who type it.
func (a *Admin) try(r *request, t *pages.Try, told lexicon) (err error) {
	t.Typed = search.Understand(t.Text, search.NewLexicon(told.synonyms, nil, nil))
	if t.Results, err = a.Search.Search(r.Context(), search.Query{Text: t.Text, Size: triedAtOnce, Explain: true}); err != nil {
		return err
	}
	found, err := a.Suggest(r.Context(), t.Text)
	if err != nil {
		return err
	}
	t.Searches, t.Pages, t.Begun = found.Searches, found.Pages, map[cms.ID]cms.ID{}
	for _, bet := range told.bets {
		for _, page := range search.NewLexicon(nil, []cms.BestBet{bet}, nil).BestBegun(t.Typed.Whole) {
			t.Begun[page] = bet.ID
		}
	}
	for _, s := range told.suggested {
		if s.ID == t.Instead[search.Key(t.Text)] {
			t.Meant = &s
		}
	}
	return nil
}

// kindLabel is what editors call a kind.
func (a *Admin) kindLabel(name string) string {
	if kind, known := a.Registry.Kind(name); known {
		return kind.Label
	}
	return name
}
