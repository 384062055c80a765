package publishing_test

import (
	"fmt"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// BenchmarkChoosers measures searches for pages to choose from, for somebody
// who sees everything and for an author of a branch.
func BenchmarkChoosers(b *testing.B) {
	store, _ := testkit.Corpus(b, 18_412)
	registry, err := kinds.Registry()
	if err != nil {
		b.Fatal(err)
	}
	publisher := publishing.New(store, registry, nil)
	var section cms.ID
	if err := store.Pool.QueryRow(b.Context(), `select id from page where kind = 'news-hub' limit 1`).Scan(&section); err != nil {
		b.Fatal(err)
	}
	for who, u := range map[string]cms.User{"administrator": admin, "author of a branch": user(40, cms.Author, section)} {
		for _, q := range []cms.ChoiceQuery{
			{Text: ""}, {Text: "data"}, {Text: "statistics 2019"}, {Text: "e"}, {Text: "hosiptal"}, {Text: "/news/"}, {Kinds: []string{"person"}}, {Text: "an", Kinds: []string{"person"}},
		} {
			q.Paging = cms.Paging{Size: 20, Number: 1}
			b.Run(fmt.Sprintf("%s/%q%v", who, q.Text, q.Kinds), func(b *testing.B) {
				var slowest time.Duration
				found := 0
				for b.Loop() {
					begun := time.Now()
					err := publisher.Read(b.Context(), u, func(e *publishing.Edit) error {
						list, _, err := e.PageChoices(b.Context(), q)
						found = len(list)
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
					slowest = max(slowest, time.Since(begun))
				}
				b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
				b.ReportMetric(float64(found), "found")
			})
		}
	}
}
