package site

import (
	"context"
	"net/http"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/web"
	pages "lectern/templates/site"
	"lectern/templates/ui"
)

// indexes are the pages that list others from A to Z: where to go on from a
// search that found nothing.
var indexes = cms.ListQuery{Kinds: []string{"service-catalogue", "api-catalogue", "publications-hub"}, Sort: cms.ByTitle, Size: 6}

// showSearch finds live pages. Without anything asked it shows the field.
func (s *Site) showSearch(w http.ResponseWriter, r *http.Request) error {
	results := pages.SearchResults{Query: search.ParseQuery(r.URL.Query())}
	if results.Asked() {
		begun := time.Now()
		found, err := s.Search.Search(r.Context(), results.Query)
		if err != nil {
			return err
		}
		s.CountSearch(found.Engine, time.Since(begun))
		w.Header().Set("X-Search-Engine", found.Engine)
		if results.Query.Page > 1 && len(found.Hits) == 0 {
			return cms.ErrNotFound
		}
		results.Results = found
		s.recordSearch(r.Context(), results)
	}
	var view *ui.View
	err := s.DB.Snapshot(r.Context(), func(snap *postgres.Snapshot) (err error) {
		if view, err = s.standalone(r, snap); err != nil || !results.Asked() || results.Total > 0 {
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
	view.Query, view.NoIndex = results.Query.Text, true
	html, err := web.Render(r.Context(), pages.Search(view, results))
	if err != nil {
		return err
	}
	return web.Respond(w, r, http.StatusOK, web.HTML, html)
}

// recordSearch keeps what was typed, and how much it found.
func (s *Site) recordSearch(ctx context.Context, r pages.SearchResults) {
	if r.Query.Text == "" {
		return
	}
	if err := s.RecordSearch(ctx, r.Query.Text, r.Total); err != nil {
		s.Logger.Warn("a search was not recorded", "error", err)
	}
}
