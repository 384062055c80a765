package pgsearch_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/search"
	"lectern/internal/testkit"
)

// corpusSize is the size that search is measured at.
const corpusSize = 18_412

// BenchmarkSearch asks a synthetic site a log of mixed queries: of words of its
// titles and of none, with and without facets, by relevance and by date.
func BenchmarkSearch(b *testing.B) {
	store, _ := testkit.Corpus(b, corpusSize)
	engine := open(b, store)
	begun := time.Now()
	everything, err := engine.Search(b.Context(), search.Query{Size: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d entries read in %s", engine.Size(), time.Since(begun).Round(time.Millisecond))
	var titles []string
	rows, _ := store.Pool.Query(b.Context(), `select title from search_entry where md5(ord::text) < '08' order by ord`)
	for rows.Next() {
		var title string
		if err := rows.Scan(&title); err != nil {
			b.Fatal(err)
		}
		titles = append(titles, title)
	}
	queries := searchLog(titles, everything.Counts)
	took := map[string][]time.Duration{}
	var all []time.Duration
	for n := 0; b.Loop(); n++ {
		q := queries[n%len(queries)]
		begun := time.Now()
		if _, err := engine.Search(b.Context(), q.Query); err != nil {
			b.Fatal(err)
		}
		elapsed := time.Since(begun)
		took[q.name], all = append(took[q.name], elapsed), append(all, elapsed)
	}
	b.ReportMetric(percentile(all, 50), "p50-ms")
	b.ReportMetric(percentile(all, 95), "p95-ms")
	for name, list := range took {
		b.Logf("%-22s p50 %6.1f ms  p95 %6.1f ms  of %d", name, percentile(list, 50), percentile(list, 95), len(list))
	}
}

type loggedQuery struct {
	name string
	search.Query
}

// searchLog makes up 1,000 queries, always the same.
func searchLog(titles []string, counts search.Counts) []loggedQuery {
	random := rand.New(rand.NewPCG(1, 2))
	var log []loggedQuery
	for range 1000 {
		words := strings.Fields(titles[random.IntN(len(titles))])
		q, name := search.Query{}, "nothing typed"
		switch random.IntN(5) {
		case 0:
			q.Text, name = strings.Join(words, " "), "a title"
		case 1:
			q.Text, name = words[random.IntN(len(words))], "one word"
		case 2:
			q.Text, name = words[random.IntN(len(words))]+" "+words[random.IntN(len(words))], "two words"
		case 3:
			q.Text, name = string([]rune(words[0])[:min(3, len([]rune(words[0])))]), "three letters"
		}
		if random.IntN(3) == 0 {
			q.Sort, name = search.Date, name+", by date"
		}
		for facet, values := range counts {
			if random.IntN(4) > 0 || len(values) == 0 {
				continue
			}
			var list []string
			for value := range values {
				list = append(list, value)
			}
			slices.Sort(list)
			q = q.With(facet, list[random.IntN(len(list))])
		}
		log = append(log, loggedQuery{name, q})
	}
	return log
}

func percentile(list []time.Duration, p int) float64 {
	list = slices.Clone(list)
	slices.Sort(list)
	return float64(list[min(len(list)*p/100, len(list)-1)].Microseconds()) / 1000
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
		if _, err := store.Pool.Exec(b.Context(), `update search_entry set changed = nextval('search_change')
			where ord = (select ord from search_entry where live_from < now() and live_until > now() order by ord limit 1)`); err != nil {
			b.Fatal(fmt.Errorf("touch an entry: %w", err))
		}
		b.StartTimer()
		if err := engine.Renew(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
