package pgsearch_test

import (
	"testing"

	"lectern/internal/search"
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
	t.Log(verdict)
	for _, problem := range verdict.Problems() {
		t.Error(problem)
	}
}

// TestObviousPagesComeFirst asks what the site is shown with.
func TestObviousPagesComeFirst(t *testing.T) {
	t.Parallel()
	store, _ := testkit.KeptDemonstration(t, corpusSize)
	engine := open(t, store)
	for text, want := range map[string]string{
		"IAPT": "/services/talking-therapies", "spine": "/services/spine", "111 online": "/services/nhs-111-online",
		"privacy": "/privacy-and-cookies", "nhs ap": "/services/nhs-app", "freedom of information": "/freedom-of-information",
		"cc-4456": alert4456, "CC4456": alert4456, "CC 4456": alert4456, "4456": alert4456,
		"The question we took out of NHS 111 online": "/blogs/design-matters/the-question-we-took-out-of-111-online",
	} {
		results, err := engine.Search(t.Context(), search.Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if len(results.Hits) == 0 || results.Hits[0].Path != want {
			t.Errorf("%q does not find %s first, of %d", text, want, results.Total)
		}
	}
}

const alert4456 = "/cyber-and-data-security/alerts/cc-4456"

// BenchmarkRelevance prints the figures, and the first pages that are missed of
// each file.
func BenchmarkRelevance(b *testing.B) {
	store, _ := testkit.KeptDemonstration(b, corpusSize)
	engine := open(b, store)
	for b.Loop() {
		verdict, err := relevance.Run(b.Context(), "../testdata", engine)
		if err != nil {
			b.Fatal(err)
		}
		b.Log(verdict)
		for _, r := range verdict.Reports {
			for _, miss := range r.Missed[:min(5, len(r.Missed))] {
				b.Log(r.Name, miss)
			}
		}
	}
}
