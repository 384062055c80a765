package site

import (
	"cmp"
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strconv"

	"lectern/internal/cms"
	"lectern/internal/search"
	"lectern/internal/search/suggest"
	"lectern/internal/web"
	"lectern/templates/ui"
)

// suggestedFor is how long what was suggested may be kept: so long a title may
// still be read there that is public no more.
const suggestedFor = "public, max-age=30"

// suggestion leads somewhere: to a page, or to what a search finds.
type suggestion struct {
	Text  string `json:"text"`
	Href  string `json:"href"`
	Label string `json:"label"` // what it is
}

// suggestions answers who types.
type suggestions struct {
	Suggestions []suggestion `json:"suggestions"`
}

// showSuggestions offers pages and searches for what has been typed so far. It
// is not recorded.
func (s *Site) showSuggestions(w http.ResponseWriter, r *http.Request) error {
	found, err := s.Suggest(r.Context(), r.URL.Query().Get("q"))
	if err != nil {
		return err
	}
	answer, err := json.Marshal(suggestions{listed(found)})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", suggestedFor)
	w.Header().Set("X-Robots-Tag", "noindex")
	return web.Respond(w, r, http.StatusOK, "application/json", answer)
}

// listed is searches first, and then pages.
func listed(found suggest.Suggestions) []suggestion {
	list := []suggestion{}
	for _, query := range found.Searches {
		list = append(list, suggestion{query, "/search" + search.Query{Text: query}.Address(), "Search"})
	}
	for _, item := range found.Pages {
		list = append(list, suggestion{item.Card.Title, item.Path, labelled(item.Kind)})
	}
	return list
}

// labelled is what suggestions call a kind of page: those that lead to others are
// sections.
func labelled(kind string) string {
	if slices.Contains(sections, kind) {
		return "Section"
	}
	return cmp.Or(ui.KindName(kind), "Page")
}

var sections = []string{
	"home", "landing", "data-hub", "publications-hub", "alert-hub", "news-hub", "blog-hub", "events-hub",
	"service-catalogue", "api-catalogue", "dashboards", "careers",
}

const (
	largestChoice = 2 << 10 // bytes, as sent
	mostChoices   = 120     // of one address within formWindow
)

// takeChoice takes which result of a search somebody has opened: what was
// searched for, and the place of the result among all.
func (s *Site) takeChoice(w http.ResponseWriter, r *http.Request) error {
	if err := s.origins.Check(r); err != nil {
		return web.Refusal(http.StatusForbidden)
	}
	w.Header().Set("Cache-Control", "no-store")
	if form, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); form != "application/x-www-form-urlencoded" {
		return web.Refusal(http.StatusUnsupportedMediaType)
	}
	if s.choices.Reached(w, r) {
		w.WriteHeader(http.StatusTooManyRequests)
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, largestChoice)
	if err := r.ParseForm(); err != nil {
		return web.Refusal(http.StatusBadRequest)
	}
	rank, err := strconv.Atoi(r.PostForm.Get("rank"))
	if err != nil {
		return cms.Invalidf("rank", "the place of a result is a number")
	}
	if err := s.RecordChoice(r.Context(), r.PostForm.Get("q"), rank); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
