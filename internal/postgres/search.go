package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// SearchTitles returns live pages whose title has, or nearly has, the words of
// the query, best first, and how many there are.
func (s *Snapshot) SearchTitles(ctx context.Context, query string, size, skip int) (items []cms.Item, total int, err error) {
	rows, _ := s.tx.Query(ctx, `
		select `+itemColumns+`, found.total
		from search_titles($1, $2, $3) with ordinality as found (release_id, total, rank)
		join release on release.id = found.release_id order by found.rank`, query, size, skip)
	items, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (i cms.Item, err error) {
		err = row.Scan(append(itemFields(&i), &total)...)
		return i, err
	})
	return items, total, failure("search titles", err)
}
