package searchtest

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"lectern/internal/search"
)

// LoggedQuery is a query of a log.
type LoggedQuery struct {
	Name string // of its sort
	search.Query
}

// Log makes up 1,000 queries, always the same: of words of titles and of none, with
// and without facets, by relevance and by date.
func Log(titles []string, counts search.Counts) []LoggedQuery {
	random := rand.New(rand.NewPCG(1, 2))
	var log []LoggedQuery
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
		for _, facet := range slices.Sorted(maps.Keys(counts)) {
			values := counts[facet]
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
		log = append(log, LoggedQuery{name, q})
	}
	return log
}

// Percentile is that of durations, in milliseconds.
func Percentile(list []time.Duration, p int) float64 {
	list = slices.Clone(list)
	slices.Sort(list)
	return float64(list[min(len(list)*p/100, len(list)-1)].Microseconds()) / 1000
}
