package pgsearch_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/search/searchtest"
	"lectern/internal/testkit"
)

// corpusSize is the size that search is measured at.
const corpusSize = 18_412

// BenchmarkSearch asks synthetic sites, one of the size of the original and a very
// large one, a log of mixed queries: of words of their titles and of none, with and
// without facets, by relevance and by date.
func BenchmarkSearch(b *testing.B) {
	for _, documents := range []int{corpusSize, 1_000_000} {
		b.Run(fmt.Sprintf("pages=%d", documents), func(b *testing.B) {
			store, _ := testkit.Corpus(b, documents)
			benchmarkSearch(b, store)
		})
	}
}

func benchmarkSearch(b *testing.B, store *postgres.Store) {
	engine := open(b, store)
	before, begun := heap(), time.Now()
	everything, err := engine.Search(b.Context(), search.Query{Size: 1})
	if err != nil {
		b.Fatal(err)
	}
	ready := time.Since(begun)
	if err := engine.LoadWords(b.Context()); err != nil {
		b.Fatal(err)
	}
	knowing, held := time.Since(begun), heap()-before
	var titles []string
	rows, _ := store.Pool.Query(b.Context(), `select title from search_entry where md5(ord::text) < '08' order by ord`)
	for rows.Next() {
		var title string
		if err := rows.Scan(&title); err != nil {
			b.Fatal(err)
		}
		titles = append(titles, title)
	}
	queries := searchtest.Log(titles, everything.Counts)
	took := map[string][]time.Duration{}
	var all []time.Duration
	for n := 0; b.Loop(); n++ {
		q := queries[n%len(queries)]
		begun := time.Now()
		if _, err := engine.Search(b.Context(), q.Query); err != nil {
			b.Fatal(err)
		}
		elapsed := time.Since(begun)
		took[q.Name], all = append(took[q.Name], elapsed), append(all, elapsed)
	}
	b.ReportMetric(ready.Seconds(), "ready-s")
	b.ReportMetric(knowing.Seconds(), "words-s")
	b.ReportMetric(held, "heap-MB")
	b.ReportMetric(searchtest.Percentile(all, 50), "p50-ms")
	b.ReportMetric(searchtest.Percentile(all, 95), "p95-ms")
	for name, list := range took {
		b.Logf("%-22s p50 %6.1f ms  p95 %6.1f ms  of %d", name, searchtest.Percentile(list, 50), searchtest.Percentile(list, 95), len(list))
	}
}

// heap is how much memory is in use, in MB.
func heap() float64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc) / 1e6
}

// BenchmarkRenew measures how long it takes until a published page is counted.
func BenchmarkRenew(b *testing.B) {
	store, _ := testkit.Corpus(b, corpusSize)
	engine := open(b, store)
	if err := engine.Renew(b.Context()); err != nil {
		b.Fatal(err)
	}
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		if _, err := store.Pool.Exec(b.Context(), `with touched as (update search_entry set changed = nextval('search_change')
			where ord = (select ord from search_entry where live_from < now() and live_until > now() order by ord limit 1) returning changed)
			update search_changed set number = changed from touched`); err != nil {
			b.Fatal(fmt.Errorf("touch an entry: %w", err))
		}
		b.StartTimer()
		if err := engine.Renew(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
