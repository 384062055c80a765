package meili_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	meilisearch "github.com/meilisearch/meilisearch-go"

	"lectern/internal/search"
	"lectern/internal/search/meili"
	"lectern/internal/search/pgsearch"
	"lectern/internal/search/relevance"
	"lectern/internal/search/searchtest"
	"lectern/internal/testkit"
)

// corpusSize is the size that search is measured at.
const corpusSize = 18_412

// whole is an engine on a real server that finds the demonstration site with the
// mass beside it; nil: no server is set. Its index is left for the next time.
func whole(b *testing.B) (engine inStep, list func(sql string) []string) {
	b.Helper()
	if real == "" {
		return engine, nil
	}
	store, _ := testkit.KeptDemonstration(b, corpusSize)
	login, err := store.Login(b.Context(), "search")
	if err != nil {
		b.Fatal(err)
	}
	engine.other = pgsearch.New(openIndex(b, store), time.UTC, slog.New(slog.DiscardHandler))
	engine.Engine = open(b, store, meili.Config{URL: real, Key: realKey, Index: strings.ReplaceAll(login.Name, "_", "-")})
	engine.Wait()
	begun := time.Now()
	if err := engine.Renew(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d documents, in step after %s", engine.Status().Documents, time.Since(begun).Round(time.Millisecond))
	return engine, func(sql string) (list []string) {
		rows, _ := store.Pool.Query(b.Context(), sql)
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				b.Fatal(err)
			}
			list = append(list, text)
		}
		return list
	}
}

// BenchmarkSearch asks a log of mixed queries, and before or after each asks the server
// alone for the same page in one bare request.
func BenchmarkSearch(b *testing.B) {
	engine, list := whole(b)
	if list == nil {
		b.Log("not measured: LECTERN_TEST_MEILISEARCH_URL says where a server is")
		return
	}
	everything, err := engine.Engine.Search(b.Context(), search.Query{Size: 1})
	if err != nil {
		b.Fatal(err)
	}
	queries := searchtest.Log(list(`select title from search_entry where md5(ord::text) < '08' order by ord`), everything.Counts)
	bare := bareServer(b, engine.Engine)
	took := map[string][]time.Duration{}
	var all, alone []time.Duration
	for n := 0; b.Loop(); n++ {
		q := queries[n%len(queries)]
		aside := func() {
			begun := time.Now()
			bare(q.Query)
			alone = append(alone, time.Since(begun))
		}
		if n%2 == 0 { // who comes second finds the server warm
			aside()
		}
		begun := time.Now()
		if _, err := engine.Engine.Search(b.Context(), q.Query); err != nil {
			b.Fatalf("%s: %v", q.Address(), err)
		}
		elapsed := time.Since(begun)
		took[q.Name], all = append(took[q.Name], elapsed), append(all, elapsed)
		if n%2 == 1 {
			aside()
		}
	}
	b.ReportMetric(0, "ns/op") // of both
	b.ReportMetric(searchtest.Percentile(all, 50), "p50-ms")
	b.ReportMetric(searchtest.Percentile(all, 95), "p95-ms")
	b.ReportMetric(searchtest.Percentile(alone, 50), "bare-p50-ms")
	b.ReportMetric(searchtest.Percentile(alone, 95), "bare-p95-ms")
	b.ReportMetric(searchtest.Percentile(all, 95)/searchtest.Percentile(alone, 95), "p95-ratio")
	for name, list := range took {
		b.Logf("%-22s p50 %6.1f ms  p95 %6.1f ms  of %d", name, searchtest.Percentile(list, 50), searchtest.Percentile(list, 95), len(list))
	}
}

// bareServer returns what asks the server for a page in the plainest way there is: one
// call, with the hits and the counts of what all choices leave, and for each facet of
// which something is chosen its counts of what the others leave; and reads the answer, as
// any client does.
func bareServer(b *testing.B, engine *meili.Engine) func(search.Query) {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}} // as the engine's
	return func(q search.Query) {
		queries := []map[string]any{plainQuery(engine, q, "")}
		for _, facet := range search.Facets {
			if len(q.Chosen[facet]) > 0 {
				queries = append(queries, plainQuery(engine, q, facet))
			}
		}
		body, _ := json.Marshal(map[string]any{"queries": queries})
		request, _ := http.NewRequestWithContext(context.Background(), http.MethodPost, real+"/multi-search", bytes.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "Bearer "+realKey)
		response, err := client.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		text, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		var answer meilisearch.MultiSearchResponse
		if err := json.Unmarshal(text, &answer); err != nil || len(answer.Results) != len(queries) {
			b.Fatalf("%s", text)
		}
	}
}

// plainQuery asks for ten hits and all counts but of what is chosen, or for the counts
// of one facet alone.
func plainQuery(engine *meili.Engine, q search.Query, alone search.Facet) map[string]any {
	filter, facets, hits := []any{"page = true"}, []string{}, 10
	for _, facet := range search.Facets {
		var values []string
		for _, value := range q.Chosen[facet] {
			values = append(values, fmt.Sprintf("facets.%s = %q", facet, value))
		}
		if len(values) > 0 && facet != alone {
			filter = append(filter, values)
		}
		if len(values) == 0 && alone == "" || facet == alone {
			facets = append(facets, "facets."+string(facet))
		}
	}
	if alone != "" {
		hits = 0
	}
	asked := map[string]any{
		"indexUid": engine.Index(), "q": q.Text, "filter": filter, "facets": facets, "page": 1, "hitsPerPage": hits,
		"matchingStrategy": "all", "attributesToRetrieve": []string{"release"},
	}
	if q.Sort == search.Date {
		asked["sort"] = []string{"when:desc"}
	}
	return asked
}

// BenchmarkRelevance puts every case to the engine, and says where it falls short.
func BenchmarkRelevance(b *testing.B) {
	engine, list := whole(b)
	if list == nil {
		b.Log("not measured: LECTERN_TEST_MEILISEARCH_URL says where a server is")
		return
	}
	var verdict relevance.Verdict
	for b.Loop() {
		var err error
		if verdict, err = relevance.Run(b.Context(), "../testdata", engine); err != nil {
			b.Fatal(err)
		}
	}
	for _, report := range verdict.Reports {
		b.Log(report)
		for _, miss := range report.Missed[:min(5, len(report.Missed))] {
			b.Log(miss)
		}
	}
	b.Logf("known items: MRR %.3f; nothing found by %.1f%%", verdict.KnownMRR, 100*verdict.Zero)
	for _, problem := range verdict.Problems() {
		b.Error(problem)
	}
}
