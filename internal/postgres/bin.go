package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// branchOf are the ids of a page, $1, and of all below it in the tree. It is not
// taken from addresses: a kind without one can be deleted, too.
const branchOf = `
	with recursive branch as (
		select id from page where id = $1 union all select page.id from branch join page on page.parent_id = branch.id
	)`

const pagesTold = 10 // of what is deleted, of what holds it, and of what leads to it

// Deletion returns what would go into the bin with a page, what keeps it from
// going there at that instant, and some pages elsewhere whose latest text mentions
// one of them.
func (tx *Tx) Deletion(ctx context.Context, page cms.ID, at time.Time) (d cms.Deletion, mentions []cms.ID, err error) {
	batch := &pgx.Batch{}
	batch.Queue(branchOf+`
		select (select count(*) from branch), (select count(*) from redirect where page_id in (select id from branch)),
			array(select distinct revision.page_id::text
				from reference join revision on revision.id = reference.revision_id join page on page.id = revision.page_id
				where reference.target_id in (select id from branch) and page.id not in (select id from branch)
					and not exists (select from revision as later where later.page_id = revision.page_id and later.number > revision.number)
				limit 100)`, page).QueryRow(func(row pgx.Row) error {
		return row.Scan(&d.Pages, &d.Redirects, &mentions)
	})
	batch.Queue(branchOf+`
		select page.id, page.title, coalesce(page.path, '') from branch join page using (id) order by page.path, page.id limit $2`, page, pagesTold).Query(func(rows pgx.Rows) (err error) {
		d.First, err = pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Standpoint])
		return err
	})
	batch.Queue(branchOf+`
		select *, count(*) over () from (
			select page.id, page.title, coalesce(page.path, '') as path,
				exists (select from release where page_id = page.id and live_from <= $2 and live_until > $2 and outcome in ('page', 'announced')) as public,
				exists (select from release where page_id = page.id and live_from > $2) as planned,
				(select count(*) from best_bet_page where page_id = page.id) as bets
			from branch join page using (id)
		) as page where public or planned or bets > 0 order by path, id limit $3`, page, at, pagesTold).Query(func(rows pgx.Rows) error {
		var h cms.Hold
		_, err := pgx.ForEachRow(rows, []any{&h.Page, &h.Title, &h.Path, &h.Public, &h.Planned, &h.BestBets, &d.Held}, func() error {
			d.Holds = append(d.Holds, h)
			return nil
		})
		return err
	})
	return d, mentions, failure("read what would be deleted", tx.SendBatch(ctx, batch).Close())
}

// PutInBin takes a page and all below it out of the tree, and returns them.
func (tx *Tx) PutInBin(ctx context.Context, page, by cms.ID, at time.Time) ([]cms.ID, error) {
	if _, err := tx.Exec(ctx, branchOf+`
		insert into bin (page_id, deleted_by, deleted_at, pages) select $1, $2, $3, count(*) from branch having count(*) > 0`, page, by, at); err != nil {
		return nil, failure("delete a branch", err)
	}
	rows, _ := tx.Query(ctx, branchOf+`
		update every_page set bin_id = $1 from branch where every_page.id = branch.id returning every_page.id::text`, page)
	list, err := pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	return list, failure("delete a branch", err)
}

// TakeFromBin puts a branch back into the tree, below that page and under that
// name, and returns its pages. Where it stood before, it has its place in the
// order of that branch again.
func (tx *Tx) TakeFromBin(ctx context.Context, top, parent cms.ID, slug string) ([]cms.ID, error) {
	rows, _ := tx.Query(ctx, `
		with place as (
			select top.path as was, (select case path when '/' then '' else path end from page where id = $2) || '/' || $3 as now
			from every_page as top where top.id = $1
		)
		update every_page set bin_id = null, path = place.now || substr(path, length(place.was) + 1),
			parent_id = case when id = $1 then $2 else parent_id end, slug = case when id = $1 then $3 else slug end,
			position = case when id = $1 and parent_id is distinct from $2 then null else position end
		from place where bin_id = $1 returning id::text`, top, nullable(parent), slug)
	list, err := pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	if err == nil {
		_, err = tx.Exec(ctx, `delete from bin where page_id = $1`, top)
	}
	return list, failure("restore a branch", err)
}

// SettleBinned ends for good what another page's release has ended of a branch in
// the bin: nothing gives it back any more.
func (tx *Tx) SettleBinned(ctx context.Context, top cms.ID, at time.Time) error {
	_, err := tx.Exec(ctx, `
		update release set ends_at = live_until
		where page_id in (select id from every_page where bin_id = $1) and live_until <= $2 and live_until < ends_at
			and not exists (select from release as next where next.page_id = release.page_id and next.live_from = release.live_until)`, top, at)
	return failure("settle what has ended", err)
}

// EraseBinned removes a branch that has never been public for good, with its
// drafts and its revisions. What was deleted before from below it stays in the bin.
func (tx *Tx) EraseBinned(ctx context.Context, top cms.ID) error {
	const pages = ` (select id from every_page where bin_id = $1) `
	batch := &pgx.Batch{}
	batch.Queue(`
		update bin set parent_gone = true from every_page as page
		where page.id = bin.page_id and page.bin_id <> $1 and page.parent_id in`+pages, top)
	batch.Queue(`
		update every_page set parent_id = (select parent_id from every_page where id = $1)
		where bin_id <> $1 and parent_id in`+pages, top)
	batch.Queue(`delete from draft where page_id in`+pages, top)
	batch.Queue(`delete from reference where target_id in`+pages+`or revision_id in (select id from revision where page_id in`+pages+`)`, top)
	batch.Queue(`delete from revision where page_id in`+pages, top)
	batch.Queue(`delete from every_page where bin_id = $1`, top)
	return failure("delete a branch for good", tx.SendBatch(ctx, batch).Close())
}

// KeptOf returns why a branch in the bin is not deleted for good.
func (tx *Tx) KeptOf(ctx context.Context, top cms.ID) (k cms.Kept, err error) {
	err = tx.QueryRow(ctx, `
		with branch as (select id from every_page where bin_id = $1)
		select exists (select from release where page_id in (select id from branch))
				or exists (select from release_section where section_id in (select id from branch)),
			(select count(*) from redirect where page_id in (select id from branch))`, top).Scan(&k.Public, &k.Redirects)
	return k, failure("read what keeps a branch", err)
}

const binColumns = `top.id, top.kind, coalesce(top.parent_id::text, ''), top.slug, top.created_at, top.title, coalesce(top.path, ''),
	bin.deleted_by, coalesce((select name from account where id = bin.deleted_by), ''), bin.deleted_at, bin.pages, bin.parent_gone`

func binFields(b *cms.Binned) []any {
	return []any{&b.ID, &b.Kind, &b.Parent, &b.Slug, &b.CreatedAt, &b.Title, &b.Path, &b.By.ID, &b.By.Name, &b.At, &b.Pages, &b.ParentGone}
}

// BinOf returns the branch in the bin that a page belongs to. It fails with
// cms.ErrNotFound if there is none.
func (tx *Tx) BinOf(ctx context.Context, page cms.ID) (b cms.Binned, err error) {
	err = tx.QueryRow(ctx, `
		select `+binColumns+` from every_page as page join bin on bin.page_id = page.bin_id join every_page as top on top.id = bin.page_id
		where page.id = $1`, page).Scan(binFields(&b)...)
	return b, failure("look into the bin", err)
}

// Bin returns a part of what is in the bin, what was deleted last first, and how
// much there is: what belonged to the whole site only for those who may see it, and
// of the rest what stood in one of the branches.
func (tx *Tx) Bin(ctx context.Context, site, everywhere bool, branches []cms.ID, q cms.BinQuery) (list []cms.Binned, total int, err error) {
	c := &conditions{args: []any{site, everywhere, ids(branches)}}
	matching := "true"
	if q.Text != "" {
		var words []string
		for _, word := range strings.Fields(q.Text) {
			words = append(words, `(page.title || ' ' || coalesce(page.path, '')) ilike `+c.arg("%"+likeEscape.Replace(word)+"%"))
		}
		matching = `exists (select from every_page as page where page.bin_id = bin.page_id and ` + strings.Join(words, " and ") + `)`
	}
	rows, _ := tx.Query(ctx, `
		select `+binColumns+`, count(*) over () from bin join every_page as top on top.id = bin.page_id
		where case when not top.has_address then $1 else $2 or exists (
				with recursive line as (
					select top.id, top.parent_id union all select above.id, above.parent_id from line join every_page as above on above.id = line.parent_id
				)
				select from line where id = any ($3)) end
			and `+matching+`
		order by bin.deleted_at desc, bin.page_id limit `+c.arg(q.Size)+` offset `+c.arg(q.Skip()), c.args...)
	var b cms.Binned
	_, err = pgx.ForEachRow(rows, append(binFields(&b), &total), func() error {
		list = append(list, b)
		return nil
	})
	return list, total, failure("read the bin", err)
}

// BinnedPages returns some of the pages of a branch in the bin, by the addresses
// that they had.
func (tx *Tx) BinnedPages(ctx context.Context, top cms.ID, size int) ([]cms.Standpoint, error) {
	rows, _ := tx.Query(ctx, `
		select id, title, coalesce(path, '') from every_page where bin_id = $1 order by path, id limit $2`, top, size)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Standpoint])
	return list, failure("read a branch in the bin", err)
}

// EveryLineage is Lineage for a page that may be in the bin.
func (tx *Tx) EveryLineage(ctx context.Context, id cms.ID) ([]cms.Page, error) {
	return tx.lineage(ctx, "every_page", id)
}

// BinnedAt returns the releases of pages in the bin that readers get at an
// address at that instant or after it. They have all begun.
func (tx *Tx) BinnedAt(ctx context.Context, path string, at time.Time) ([]cms.Release, error) {
	rows, _ := tx.Query(ctx, `
		select `+releaseColumns+`, ends_at from release
		where path = $1 and live_until > $2 and page_id in (select id from every_page where bin_id is not null)`, path, at)
	list, err := pgx.CollectRows(rows, scanOwnRelease)
	return list, failure("read what is at an address", err)
}

// NextAt returns when another page's release begins at an address after that
// instant; zero: never.
func (tx *Tx) NextAt(ctx context.Context, path string, but cms.ID, after time.Time) (next time.Time, err error) {
	err = tx.QueryRow(ctx, `select min(live_from) from release where path = $1 and page_id <> $2 and live_from > $3`, path, but, after).Scan((*instant)(&next))
	return next, failure("read what is planned at an address", err)
}
