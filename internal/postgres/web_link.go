package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// KeepWebLinks makes these the addresses of other websites that public pages link
// to. What is known of them stays; all others are forgotten.
func (tx *Tx) KeepWebLinks(ctx context.Context, links []cms.WebLink) error {
	if _, err := tx.Exec(ctx, `create temporary table linked (address text, page_id uuid, title text, pages integer) on commit drop`); err != nil {
		return failure("note links to other websites", err)
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"linked"}, []string{"address", "page_id", "title", "pages"}, pgx.CopyFromSlice(len(links), func(i int) ([]any, error) {
		l := links[i]
		return []any{l.Address, l.Page, l.Title, l.Pages}, nil
	}))
	if err != nil {
		return failure("note links to other websites", err)
	}
	if _, err := tx.Exec(ctx, `delete from web_link w where not exists (select from linked l where l.address = w.address)`); err != nil {
		return failure("forget links to other websites", err)
	}
	_, err = tx.Exec(ctx, `
		insert into web_link (address, page_id, title, pages)
		select l.address, p.id, l.title, l.pages from linked l left join page p on p.id = l.page_id
		on conflict (address) do update set page_id = excluded.page_id, title = excluded.title, pages = excluded.pages`)
	return failure("keep links to other websites", err)
}

// WebLinksToAsk returns the addresses that were not asked since an instant: first
// those that were not for longest, of one day in no order, so that what does not
// answer is spread among the rest.
func (tx *Tx) WebLinksToAsk(ctx context.Context, since time.Time) ([]string, error) {
	rows, _ := tx.Query(ctx, `
		select address from web_link where asked_at is null or asked_at < $1 order by asked_at::date nulls first, random()`, since)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return list, failure("read which websites to ask", err)
}

// SetWebAnswer keeps what an address was answered. One that no page links to any
// more is left out. That a website wants to be left alone takes the place of no
// other answer.
func (tx *Tx) SetWebAnswer(ctx context.Context, address string, a cms.WebAnswer) error {
	if a.LeftAlone {
		tag, err := tx.Exec(ctx, `update web_link set asked_at = now() where address = $1 and outcome is not null`, address)
		if err != nil || tag.RowsAffected() > 0 {
			return failure("keep that another website was asked", err)
		}
	}
	_, err := tx.Exec(ctx, `
		update web_link set asked_at = now(), answered_at = now(), outcome = $2, host = $3, status = $4, reason = $5, moved_to = $6,
			since = case when outcome = $2 or outcome in ('gone', 'failing') and $2 in ('gone', 'failing') then since else now() end
		where address = $1`, address, a.Outcome, a.Host, a.Status, a.Reason, a.MovedTo)
	return failure("keep what another website answered", err)
}

const webLink = `select address, outcome, host, status, reason, moved_to, answered_at, since, verdict, coalesce(page_id::text, ''), title, pages from web_link `

func scanWebLink(row pgx.CollectableRow) (l cms.WebLink, err error) {
	return l, row.Scan(&l.Address, &l.Outcome, &l.Host, &l.Status, &l.Reason, &l.MovedTo, &l.AnsweredAt, &l.Since, &l.Verdict, &l.Page, &l.Title, &l.Pages)
}

// WebLinks returns what is known of those of some addresses that have moved or do
// not work.
func (tx *Tx) WebLinks(ctx context.Context, addresses []string) ([]cms.WebLink, error) {
	rows, _ := tx.Query(ctx, webLink+`where address = any ($1) and verdict in ('moved', 'broken')`, addresses)
	list, err := pgx.CollectRows(rows, scanWebLink)
	return list, failure("read links to other websites", err)
}

// FaultyWebLinks returns all that have moved or do not work.
func (tx *Tx) FaultyWebLinks(ctx context.Context) ([]cms.WebLink, error) {
	rows, _ := tx.Query(ctx, webLink+`where verdict in ('moved', 'broken')`)
	list, err := pgx.CollectRows(rows, scanWebLink)
	return list, failure("read links to other websites", err)
}

// UnsureWebLinks returns those of which nobody knows whether they work and whose
// page is public still, those that have been so for longest first.
func (tx *Tx) UnsureWebLinks(ctx context.Context, most int) ([]cms.WebLink, error) {
	rows, _ := tx.Query(ctx, webLink+`
		cross join lateral (
			select 1 from release r join page on page.id = r.page_id
			where r.page_id = web_link.page_id and `+publicNow+` limit 1
		) public
		where verdict = 'unsure' order by since, address limit $1`, most)
	list, err := pgx.CollectRows(rows, scanWebLink)
	return list, failure("read links to other websites", err)
}

// CountWebLinks counts the addresses of other websites by what is known of them.
func (tx *Tx) CountWebLinks(ctx context.Context) (c cms.WebCounts, err error) {
	err = tx.QueryRow(ctx, `
		select count(*), count(asked_at), count(*) filter (where verdict in ('fine', 'moved')), count(*) filter (where verdict = 'moved'),
			count(*) filter (where verdict = 'broken'), count(*) filter (where verdict = 'unsure') from web_link`,
	).Scan(&c.Known, &c.Asked, &c.Fine, &c.Moved, &c.Broken, &c.Unsure)
	return c, failure("count links to other websites", err)
}
