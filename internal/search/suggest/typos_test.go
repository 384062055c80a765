package suggest_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/search/pgsearch"
	"lectern/internal/search/relevance"
	"lectern/internal/search/spelling"
	"lectern/internal/search/suggest"
	"lectern/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

var quiet = slog.New(slog.DiscardHandler)

// open opens the index of a database, and what suggests from it.
func open(t testing.TB, store *postgres.Store) (*postgres.Index, *suggest.Suggester) {
	t.Helper()
	index, err := postgres.OpenIndex(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(index.Close)
	return index, suggest.New(index, pgsearch.New(index, time.UTC, quiet), quiet)
}

// asker puts queries to an engine as the search page does.
type asker struct {
	t      testing.TB
	engine search.Engine
}

func (a asker) find(text string) (paths []string, suggestion string) {
	a.t.Helper()
	results, err := a.engine.Search(context.Background(), search.Query{Text: search.Tidy(text)})
	if err != nil {
		a.t.Fatalf("%q: %v", text, err)
	}
	for _, hit := range results.Hits {
		paths = append(paths, hit.Path)
	}
	return paths, results.Suggestion
}

// TestTyposLeadToTheirPage on the demonstration site: among the first five, or
// one suggestion away.
func TestTyposLeadToTheirPage(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	testkit.Demonstration(t, store, testkit.Blobs(t), 1)
	judgeTypos(t, store, func(c relevance.Case) bool { return !strings.HasPrefix(c.Expected[0].Path, "/library/") })
}

// BenchmarkTypos is the same with the mass beside it.
func BenchmarkTypos(b *testing.B) {
	store, _ := testkit.KeptDemonstration(b, corpusSize)
	for b.Loop() {
		judgeTypos(b, store, func(relevance.Case) bool { return true })
	}
}

// judgeTypos puts every case that is wanted to the built-in engine.
func judgeTypos(t testing.TB, store *postgres.Store, wanted func(relevance.Case) bool) {
	t.Helper()
	index, suggester := open(t, store)
	begun := time.Now()
	if err := suggester.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d words read in %s", suggester.Vocabulary().Size(), time.Since(begun).Round(time.Millisecond))
	a := asker{t, spelling.Over(pgsearch.New(index, time.UTC, quiet), suggester.Vocabulary, index.Offered)}
	for _, name := range []string{"typos.txt", "typos-by-hand.txt"} {
		cases, err := relevance.ReadFile("../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		cases = slices.DeleteFunc(cases, func(c relevance.Case) bool { return !wanted(c) })
		plain, led := 0, 0
		for _, c := range cases {
			paths, suggestion := a.find(c.Query)
			rank := relevance.Rank(paths, c.Expected)
			if 0 < rank && rank <= 5 {
				plain++
				continue
			}
			var further []string
			if suggestion != "" {
				further, _ = a.find(suggestion)
			}
			if rank := relevance.Rank(further, c.Expected); 0 < rank && rank <= 5 {
				led++
				continue
			}
			t.Logf("%q, expected %s: the suggestion is %q, first are %s", c.Query, c.Expected[0].Path, suggestion, slices.Concat(paths[:min(2, len(paths))]))
		}
		t.Logf("%s: of %d, %d are found as they are and %d by a suggestion", name, len(cases), plain, led)
		if share := float64(plain+led) / float64(len(cases)); share < 0.9 {
			t.Errorf("%s: %.1f%% lead to their page, and 90%% is the least", name, 100*share)
		}
	}
}
