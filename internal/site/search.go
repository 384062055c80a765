package site

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/web"
	pages "lectern/templates/site"
	"lectern/templates/ui"
)

const (
	resultsPerPage = 10
	longestQuery   = 200 // characters; what is longer is cut

	olderParam = "query" // what q was called on the website that this one is modelled on
)

// indexes are the pages that list others from A to Z: where to go on from a
// search that found nothing.
var indexes = cms.ListQuery{Kinds: []string{"service-catalogue", "api-catalogue", "publications-hub"}, Sort: cms.ByTitle, Size: 6}

// showSearch finds live pages by their titles.
func (s *Site) showSearch(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	results := pages.SearchResults{Query: searched(cmp.Or(query.Get("q"), query.Get(olderParam))), Page: pageNumber(query.Get("page"))}
	var view *ui.View
	err := s.DB.Snapshot(r.Context(), func(snap *postgres.Snapshot) (err error) {
		if view, err = s.standalone(r, snap); err != nil || results.Query == "" {
			return err
		}
		skip := (results.Page - 1) * resultsPerPage
		results.Items, results.Total, err = snap.SearchTitles(r.Context(), results.Query, resultsPerPage, skip)
		if err != nil || len(results.Items) > 0 {
			return err
		}
		found, err := snap.Load(r.Context(), postgres.Wanted{Lists: []cms.ListQuery{indexes}})
		if err == nil {
			results.Indexes = found.Lists[0].Items
		}
		return err
	})
	if err != nil {
		return err
	}
	results.Pages = (results.Total + resultsPerPage - 1) / resultsPerPage
	if results.Page > 1 && len(results.Items) == 0 {
		return cms.ErrNotFound
	}
	if results.Query != "" {
		if err := s.RecordSearch(r.Context(), results.Query, results.Total); err != nil {
			s.Logger.Warn("a search was not recorded", "error", err)
		}
	}
	view.Query, view.NoIndex = results.Query, true
	html, err := web.Render(r.Context(), pages.Search(view, results))
	if err != nil {
		return err
	}
	return web.Respond(w, r, http.StatusOK, web.HTML, html)
}

// searched tidies what a visitor typed.
func searched(query string) string {
	words := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(query, "")), " "))
	return strings.ReplaceAll(string(words[:min(len(words), longestQuery)]), "\x00", "")
}

// pageNumber reads the number of a page of results; anything odd is the first.
func pageNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1000 {
		return 1
	}
	return n
}
