package app_test

import (
	"path/filepath"
	"testing"

	"lectern/internal/app"
	"lectern/internal/testkit"
)

// TestSearchInABrowser searches the demonstration site: suggestions by keyboard
// and by touch, filters in place, back and forward, and all of it without
// scripts. Of the results that were opened nothing is kept but their places.
func TestSearchInABrowser(t *testing.T) {
	t.Parallel()
	w := serveFilled(t, func(a *app.App) error {
		if _, err := a.Files(nil).Import(t.Context(), filepath.Join(testkit.Root(t), "content")); err != nil {
			return err
		}
		_, err := a.Store.Pool.Exec(t.Context(), `
			insert into search_query (at, query, results)
			select now() - n % 5 * interval '1 day', 'Spine and the cloud', 2 from generate_series(1, 20) as n`)
		return err
	})
	waitForSuggestions(t, w)
	var found struct {
		Findings []string `json:"findings"`
	}
	testkit.Script(t, "search.mjs", map[string]any{"origin": w.url}, &found)
	for _, f := range found.Findings {
		t.Error(f)
	}
	var kept string
	err := w.Store.Pool.QueryRow(t.Context(), `select string_agg(query || ' ' || rank, ', ' order by id) from search_choice`).Scan(&kept)
	if err != nil || kept != "data 13" {
		t.Errorf("kept of what was opened: %q, %v", kept, err)
	}
}

// waitForSuggestions waits until the site has read what it may suggest.
func waitForSuggestions(t *testing.T, w *website) {
	t.Helper()
	for len(fetch(t, w.url+"/search/suggest?q=spine")) < 100 {
		if _, err := w.Store.Now(t.Context()); err != nil { // passes the time
			t.Fatal(err)
		}
	}
}
