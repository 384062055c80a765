package pgsearch_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lectern/internal/search"
	"lectern/internal/search/relevance"
	"lectern/internal/testkit"
)

// BenchmarkRelevance puts every case to the engine, on the demonstration site
// with the mass beside it, and reports how well it finds what it should.
func BenchmarkRelevance(b *testing.B) {
	store, _ := testkit.KeptDemonstration(b, corpusSize)
	engine := open(b, store)
	find := func(query string) (paths []string) {
		results, err := engine.Search(b.Context(), search.Query{Text: search.Tidy(query)})
		if err != nil {
			b.Fatalf("%q: %v", query, err)
		}
		for _, hit := range results.Hits {
			paths = append(paths, hit.Path)
		}
		return paths
	}
	files, err := filepath.Glob("../testdata/*.txt")
	if err != nil || len(files) == 0 {
		b.Fatal(err, files)
	}
	slices.Sort(files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		b.Run(name, func(b *testing.B) {
			cases, err := relevance.ReadFile(file)
			if err != nil {
				b.Fatal(err)
			}
			var report relevance.Report
			for b.Loop() {
				report = relevance.Judge(name, cases, find)
			}
			b.Log(report)
			for _, miss := range report.Missed[:min(5, len(report.Missed))] {
				b.Log(miss)
			}
		})
	}
}
