package pgsearch_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/search"
	"lectern/internal/search/searchtest"
	"lectern/internal/testkit"
)

// BenchmarkReindex measures how long it takes to make anew what searches find,
// while twenty searches a second go on: none may fail, and none may find anything
// else than before.
func BenchmarkReindex(b *testing.B) {
	store, _ := testkit.Corpus(b, corpusSize)
	publisher := testkit.PublisherOf(b, store)
	engine := open(b, store)
	queries := []search.Query{{}, {Text: "annual report"}, {Text: "statistics", Sort: search.Date}, search.Query{}.With(search.Type, "publication")}
	var totals []int
	for _, q := range queries {
		r, err := engine.Search(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		totals = append(totals, r.Total)
	}
	var took, searches []time.Duration
	for b.Loop() {
		stop, cancel := context.WithCancel(b.Context())
		var others sync.WaitGroup
		others.Go(func() {
			turns := time.NewTicker(time.Second / 20)
			defer turns.Stop()
			for n := 0; stop.Err() == nil; n = (n + 1) % len(queries) {
				<-turns.C
				begun := time.Now()
				r, err := engine.Search(b.Context(), queries[n])
				if err != nil || r.Total != totals[n] {
					b.Errorf("%s finds %d, and found %d before: %v", queries[n].Address(), r.Total, totals[n], err)
				}
				searches = append(searches, time.Since(begun))
			}
		})
		begun := time.Now()
		err := publisher.Edit(b.Context(), cms.System, func(e *publishing.Edit) error {
			_, err := e.Reindex(b.Context())
			return err
		})
		took = append(took, time.Since(begun))
		cancel()
		others.Wait()
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := store.Analyze(b.Context()); err != nil { // which a reindex ends with
		b.Fatal(err)
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds(), "s-median")
	b.ReportMetric(float64(len(searches)), "searches")
	b.ReportMetric(searchtest.Percentile(searches, 95), "p95-ms")
	b.ReportMetric(0, "ns/op")
}
