package pgsearch_test

import (
	"os"
	"testing"

	"lectern/internal/search/relevance"
	"lectern/internal/testkit"
)

// TestRelevance puts every case to the engine, on the demonstration site with
// the mass beside it.
func TestRelevance(t *testing.T) {
	t.Parallel()
	store, _ := testkit.KeptDemonstration(t, corpusSize)
	verdict, err := relevance.Run(t.Context(), "../testdata", open(t, store))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range verdict.Reports {
		t.Log(r)
		for _, miss := range r.Missed {
			if os.Getenv("MISSES") != "" {
				t.Log(miss)
			}
		}
	}
	for _, problem := range verdict.Problems() {
		t.Error(problem)
	}
}
