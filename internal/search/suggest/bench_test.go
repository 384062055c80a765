package suggest_test

import (
	"slices"
	"testing"
	"time"

	"lectern/internal/testkit"
)

// corpusSize is the size that suggestions are measured at.
const corpusSize = 18_412

// BenchmarkSuggest types titles letter by letter.
func BenchmarkSuggest(b *testing.B) {
	store, _ := testkit.KeptDemonstration(b, corpusSize)
	_, suggester := open(b, store)
	begun := time.Now()
	if err := suggester.Renew(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Logf("read in %s; %d words", time.Since(begun).Round(time.Millisecond), suggester.Vocabulary().Size())
	var typed []string
	rows, _ := store.Pool.Query(b.Context(), `select title from search_entry where md5(ord::text) < '08' order by md5(ord::text) limit 100`)
	for rows.Next() {
		var title string
		if err := rows.Scan(&title); err != nil {
			b.Fatal(err)
		}
		for n := 2; n <= min(len(title), 30); n++ {
			typed = append(typed, title[:n])
		}
	}
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		begun := time.Now()
		if _, err := suggester.For(b.Context(), typed[n%len(typed)]); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
