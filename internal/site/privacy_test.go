package site_test

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
)

// TestEverybodyGetsTheSamePage asks as different visitors do: nothing that
// tells them apart makes a difference to the page.
func TestEverybodyGetsTheSamePage(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home, "pages/help.yaml": "kind: landing\ntitle: Help\nsummary: Where to turn.\n"})
	for _, path := range []string{"/", "/help", "/search?q=help", "/feeds/hub-help.rss", "/feeds/hub-help.json", "/nothing"} {
		first := w.get(path)
		for _, headers := range [][]string{
			{"Cookie", "session=1; consent=no", "Authorization", "Basic YTpi"},
			{"User-Agent", "Mozilla/5.0 (iPhone)", "Sec-CH-UA-Mobile", "?1"},
			{"Accept-Language", "cy", "DNT", "1", "Save-Data", "on"},
			{"Referer", "https://www.nhs.uk/", "X-Forwarded-For", "203.0.113.9"},
		} {
			if again := w.get(path, headers...); again.body != first.body || again.Header.Get("ETag") != first.Header.Get("ETag") {
				t.Errorf("%s is another page for who sends %q", path, headers)
			}
		}
		if vary := first.Header.Values("Vary"); path == "/" && !slices.Equal(vary, []string{"Accept-Encoding"}) {
			t.Errorf("%s varies with %q", path, vary)
		}
	}
}

// TestWhatIsKeptOfVisitors holds the tables that visitors leave something in to
// what the page on privacy says of them.
func TestWhatIsKeptOfVisitors(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	for table, told := range map[string][]string{
		"search_query":    {"at", "id", "narrowed", "query", "results"},
		"search_choice":   {"at", "id", "query", "rank"},
		"redirect_hit":    {"at", "from_path", "id"},
		"form_submission": {"data", "page_id", "received_at", "token"},
	} {
		rows, _ := w.store.Pool.Query(t.Context(), `select column_name::text from information_schema.columns where table_name = $1 order by 1`, table)
		columns, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(columns, told) {
			t.Errorf("%s keeps %q, and the page on privacy tells of %q", table, columns, told)
		}
	}
}
