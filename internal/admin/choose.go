package admin

import (
	"net/http"
	"strconv"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	pages "lectern/templates/admin"
)

const choicesAtOnce = 20 // that a chooser shows

// choosePages answers a search for pages that a field or a link may lead to.
// With part=results it is no whole page.
func (a *Admin) choosePages(w http.ResponseWriter, r *request) error {
	query := r.URL.Query()
	q := cms.ChoiceQuery{Text: cms.SearchText(query.Get("q")), Paging: cms.Paging{Size: choicesAtOnce, Number: pageNumber(query.Get("page"))}}
	q.Kinds = strings.FieldsFunc(query.Get("kinds"), func(r rune) bool { return r == ',' || r == ' ' })
	c := pages.PageChooser{Query: q, Href: r.URL}
	err := a.Publisher.Read(r.Context(), r.User, func(e *publishing.Edit) (err error) {
		c.Found, c.More, err = e.PageChoices(r.Context(), q)
		return err
	})
	if err != nil {
		return err
	}
	c.KindLabel = a.kindLabel
	if query.Get("part") == "results" {
		return a.show(w, r, http.StatusOK, pages.PageChoices(c))
	}
	return a.show(w, r, http.StatusOK, pages.ChoosePages(a.view(r, "Find a page"), c))
}

// pageNumber reads which page of a list is asked for.
func pageNumber(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1000 {
		return 1
	}
	return n
}

// kindLabel is what editors call a kind of page.
func (a *Admin) kindLabel(name string) string {
	if kind, known := a.Registry.Kind(name); known {
		return kind.Label
	}
	return name
}
