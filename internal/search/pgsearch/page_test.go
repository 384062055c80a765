package pgsearch_test

import (
	"testing"

	"lectern/internal/search"
	"lectern/internal/search/pgsearch"
	"lectern/internal/testkit"
)

// TestAllThatIsLiveIsRead counts a site whose entries are read in many parts.
func TestAllThatIsLiveIsRead(t *testing.T) {
	t.Parallel()
	store, _ := testkit.KeptDemonstration(t, corpusSize)
	var live int
	err := store.Pool.QueryRow(t.Context(), `select count(*) from search_entry where live_from <= now() and live_until > now()`).Scan(&live)
	if err != nil {
		t.Fatal(err)
	}
	results, err := open(t, store).Search(t.Context(), search.Query{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	if results.Total != live || live < corpusSize/2 {
		t.Errorf("%d entries are found, and %d are live", results.Total, live)
	}
}

// TestPagesHoldEachHitOnce turns all pages of texts that more pages have than are ranked
// by their words. One of them is in the titles of fewer, and the other of more.
func TestPagesHoldEachHitOnce(t *testing.T) {
	t.Parallel()
	store, _ := testkit.KeptDemonstration(t, corpusSize)
	engine := open(t, store)
	for _, text := range []string{"statistics", "the data"} {
		places := map[string]int{}
		q := search.Query{Text: text, Size: 100}
		for page, total := 1, 1; (page-1)*q.Size < total; page++ {
			results, err := engine.Search(t.Context(), q.On(page))
			if err != nil {
				t.Fatal(err)
			}
			total = results.Total
			if want := min(q.Size, total-(page-1)*q.Size); len(results.Hits) != want {
				t.Fatalf("%q: page %d of %d hits has %d, want %d", text, page, total, len(results.Hits), want)
			}
			for i, hit := range results.Hits {
				if was, seen := places[hit.Path]; seen {
					t.Fatalf("%q: %s stands at %d and at %d of %d", text, hit.Path, was, (page-1)*q.Size+i+1, total)
				}
				places[hit.Path] = (page-1)*q.Size + i + 1
			}
		}
		if len(places) <= 2*pgsearch.MostRanked {
			t.Errorf("%q has no more than %d hits", text, len(places))
		}
	}
}
