package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// PagesOfKind returns the pages of a kind, from A to Z.
func (tx *Tx) PagesOfKind(ctx context.Context, kind string) ([]cms.ID, error) {
	rows, _ := tx.Query(ctx, `select id::text from page where kind = $1 order by title_key, slug`, kind)
	list, err := pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	return list, failure("read the pages of a kind", err)
}

// SiteCounts says how much there is of what belongs to the whole site.
func (tx *Tx) SiteCounts(ctx context.Context) (c cms.SiteCounts, err error) {
	c.Fixtures = map[string]int{}
	batch := &pgx.Batch{}
	batch.Queue(`select kind, count(*) from page where not has_address group by 1`).Query(scanCounts(c.Fixtures))
	batch.Queue(`select (select count(*) from term), (select count(*) from redirect), (select count(*) from synonyms), (select count(*) from best_bet),
		(select count(*) from suggested_search)`).QueryRow(func(row pgx.Row) error {
		return row.Scan(&c.Terms, &c.Redirects, &c.Synonyms, &c.BestBets, &c.Suggested)
	})
	return c, failure("count what belongs to the site", tx.SendBatch(ctx, batch).Close())
}

// scanCounts reads rows of a key and a number.
func scanCounts[K comparable](into map[K]int) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var key K
		var n int
		_, err := pgx.ForEachRow(rows, []any{&key, &n}, func() error {
			into[key] = n
			return nil
		})
		return err
	}
}
