package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// SlugsLike returns those of the slugs of a branch that begin as one does.
func (tx *Tx) SlugsLike(ctx context.Context, parent cms.ID, slug string) (map[string]bool, error) {
	rows, _ := tx.Query(ctx, `select slug from page where parent_id = $1 and (slug = $2 or starts_with(slug, $2 || '-'))`, parent, slug)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	taken := map[string]bool{}
	for _, one := range list {
		taken[one] = true
	}
	return taken, failure("read slugs", err)
}

// KindsBelow counts the pages below a page by their kind.
func (tx *Tx) KindsBelow(ctx context.Context, parent cms.ID) (map[string]int, error) {
	rows, _ := tx.Query(ctx, `select kind, count(*) from page where parent_id = $1 group by kind`, parent)
	counts := map[string]int{}
	var kind string
	var n int
	_, err := pgx.ForEachRow(rows, []any{&kind, &n}, func() error {
		counts[kind] = n
		return nil
	})
	return counts, failure("count kinds", err)
}

// Standpoint is where a page stands in the editors' tree.
type Standpoint struct {
	Page  cms.ID
	Title string
	Path  string
}

// BranchAddresses returns where a page and all pages below it stand, by their addresses.
func (tx *Tx) BranchAddresses(ctx context.Context, page cms.ID) ([]Standpoint, error) {
	rows, _ := tx.Query(ctx, `
		select page.id, page.title, page.path
		from page, (select path from page where id = $1) as top
		where page.path = top.path or page.path > top.path || '/' and page.path < top.path || '0'
		order by page.path`, page)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Standpoint])
	return list, failure("read the addresses of a branch", err)
}

// SetOrder gives pages below a page their places, from 1. Others below it have
// none any more.
func (tx *Tx) SetOrder(ctx context.Context, parent cms.ID, children []cms.ID) error {
	_, err := tx.Exec(ctx, `
		update page set position = wanted.turn
		from page as child left join unnest($2::uuid[]) with ordinality as wanted (id, turn) on wanted.id = child.id
		where child.parent_id = $1 and page.id = child.id and page.position is distinct from wanted.turn`, parent, ids(children))
	return failure("set an order", err)
}

// Ties is what holds a page: it cannot be deleted while there is any but
// mentions.
type Ties struct {
	Released  bool // it has been public, or is planned to be
	Begun     bool // it has been public
	Children  int
	Redirects int      // addresses that lead to it
	BestBets  int      // searches that it comes first for
	Mentions  []cms.ID // pages whose draft or latest text mentions it
}

// TiesOf returns what holds a page.
func (tx *Tx) TiesOf(ctx context.Context, page cms.ID) (t Ties, err error) {
	err = tx.QueryRow(ctx, `
		select exists (select from release where page_id = $1),
			exists (select from release where page_id = $1 and live_from <= clock_timestamp()),
			(select count(*) from page where parent_id = $1),
			(select count(*) from redirect where page_id = $1),
			(select count(*) from best_bet_page where page_id = $1),
			array(select distinct revision.page_id::text from reference join revision on revision.id = reference.revision_id
				where reference.target_id = $1 and revision.page_id <> $1
					and not exists (select from revision as later where later.page_id = revision.page_id and later.number > revision.number)
				limit 100)`, page).
		Scan(&t.Released, &t.Begun, &t.Children, &t.Redirects, &t.BestBets, &t.Mentions)
	return t, failure("read what holds a page", err)
}

// DeletePage removes a page that has never been released, with its draft and
// its revisions.
func (tx *Tx) DeletePage(ctx context.Context, page cms.ID) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from draft where page_id = $1`, page)
	batch.Queue(`delete from reference where target_id = $1 or revision_id in (select id from revision where page_id = $1)`, page)
	batch.Queue(`delete from revision where page_id = $1`, page)
	batch.Queue(`delete from page where id = $1`, page)
	return failure("delete page", tx.SendBatch(ctx, batch).Close())
}
