package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/testkit"
)

// BenchmarkHotStatements measures what visitors ask most, on a site of the size
// of the original and on a very large one: as the public login, and as of
// another instant.
func BenchmarkHotStatements(b *testing.B) {
	for _, documents := range []int{18_412, 1_000_000} {
		b.Run(fmt.Sprintf("pages=%d", documents), func(b *testing.B) {
			store, _ := testkit.Corpus(b, documents)
			benchmarkStatements(b, store)
		})
	}
}

func benchmarkStatements(b *testing.B, store *postgres.Store) {
	ctx := context.Background()
	site, err := postgres.OpenSite(ctx, store, "")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(site.Close)
	preview, err := store.Login(ctx, "preview")
	if err != nil {
		b.Fatal(err)
	}
	places := somewheres(b, store, 100)
	for n, name := range names(postgres.HotStatements("/", cms.ID(places[0].Section), "page")) {
		measure := func(label string, pool interface {
			Begin(context.Context) (pgx.Tx, error)
		}, before ...string) {
			b.Run(label+"/"+name, func(b *testing.B) {
				tx, err := pool.Begin(ctx)
				if err != nil {
					b.Fatal(err)
				}
				defer func() { _ = tx.Rollback(ctx) }()
				for _, sql := range before {
					if _, err := tx.Exec(ctx, sql); err != nil {
						b.Fatal(err)
					}
				}
				ask := func(i int) time.Duration {
					place := places[i%len(places)]
					s := postgres.HotStatements(place.Path, cms.ID(place.Section), "page")[n]
					begun := time.Now()
					rows, _ := tx.Query(ctx, s.SQL, s.Args...)
					for rows.Next() {
					}
					if rows.Err() != nil {
						b.Fatal(rows.Err())
					}
					return time.Since(begun)
				}
				for i := range places { // in memory, as on a site in use
					ask(i)
				}
				var took []time.Duration
				for i := 0; b.Loop(); i++ {
					took = append(took, ask(i))
				}
				report(b, took)
			})
		}
		measure("public", site.Pool)
		measure("as-of", store.Pool,
			`set local role `+pgx.Identifier{preview.Name}.Sanitize(), `set local lectern.instant = '2022-05-03T09:30:00Z'`)
	}
}

// report says the median and the 95th percentile: means tell little on a
// machine that does other things, too.
func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1e6, "ms-median")
	b.ReportMetric(float64(took[len(took)*95/100].Nanoseconds())/1e6, "ms-p95")
	b.ReportMetric(0, "ns/op")
}

func names(statements []postgres.Statement) (list []string) {
	for _, s := range statements {
		list = append(list, s.Name)
	}
	return list
}

type place struct{ Path, Section string }

// somewheres returns pages spread over the site, each with the page above it:
// large sections and small ones.
func somewheres(b *testing.B, store *postgres.Store, n int) []place {
	rows, _ := store.Pool.Query(context.Background(), `
		select release.path, page.parent_id::text from release tablesample system (20) join page on page.id = page_id
		where release.kind = 'page' and release.live_until = 'infinity' and live_from < now() and parent_id is not null
		order by md5(release.id::text) limit $1`, n)
	places, err := pgx.CollectRows(rows, pgx.RowToStructByPos[place])
	if err != nil || len(places) == 0 {
		b.Fatal(len(places), err)
	}
	return places
}
