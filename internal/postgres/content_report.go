package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// reportsKept is of how many looks at the content it is kept how many problems
// there were: of a year.
const reportsKept = 53

// checkingLock is held by whoever looks at the content.
const checkingLock = 7223008

// CheckAlone runs f unless somebody else runs one on this database, and reports
// whether it did. It keeps a connection of its own all the while.
func (s *Store) CheckAlone(ctx context.Context, f func() error) (alone bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, s.Pool.Config().ConnConfig)
	if err != nil {
		return false, failure("connect", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // and the lock will be gone
	if err := conn.QueryRow(ctx, `select pg_try_advisory_lock($1)`, checkingLock).Scan(&alone); err != nil || !alone {
		return false, failure("lock the look at the content", err)
	}
	err = f()
	_, _ = conn.Exec(context.WithoutCancel(ctx), `select pg_advisory_unlock($1)`, checkingLock) // now, for whoever comes next
	return true, err
}

// InsertContentReport keeps a look at the content, and what it found in the place
// of what an earlier one had found.
func (tx *Tx) InsertContentReport(ctx context.Context, r cms.ContentReport, problems []cms.PageProblem) error {
	var id cms.ID
	err := tx.QueryRow(ctx, `insert into content_report (begun_at, pages, blocks, advice, web) values ($1, $2, $3, $4, $5) returning id`,
		r.BegunAt, r.Pages, r.Blocking, r.Advice, r.Web).Scan(&id)
	if err != nil {
		return failure("keep a content report", err)
	}
	columns := []string{"report_id", "page_id", "n", "title", "path", "rule", "blocks", "field", "message"}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"content_problem"}, columns, pgx.CopyFromSlice(len(problems), func(i int) ([]any, error) {
		p := problems[i]
		return []any{id, p.Page, i, p.Title, p.Path, p.Rule, p.Blocks, p.Field, p.Message}, nil
	}))
	if err != nil {
		return failure("keep a content report", err)
	}
	if _, err := tx.Exec(ctx, `delete from content_problem where report_id <> $1`, id); err != nil {
		return failure("forget an earlier content report", err)
	}
	_, err = tx.Exec(ctx, `
		delete from content_report where id in (select id from content_report order by begun_at desc offset $1)`, reportsKept)
	return failure("forget old content reports", err)
}

// ContentReports returns the looks at the content that are known, the latest
// first.
func (tx *Tx) ContentReports(ctx context.Context) ([]cms.ContentReport, error) {
	rows, _ := tx.Query(ctx, `select id, begun_at, ended_at, pages, blocks, advice, web from content_report order by begun_at desc`)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r cms.ContentReport, err error) {
		return r, row.Scan(&r.ID, &r.BegunAt, &r.EndedAt, &r.Pages, &r.Blocking, &r.Advice, &r.Web)
	})
	return list, failure("read content reports", err)
}

// publicNow is the condition that readers get something of the release r now.
const publicNow = `r.live_from <= now() and r.live_until > now() and r.outcome in ('page', 'announced')`

// reported are the problems that the latest report has found in what is public
// still.
const reported = `
	from content_problem p join page on page.id = p.page_id left join account on account.id = page.owner_id
	where p.report_id = (select id from content_report order by begun_at desc limit 1)
		and exists (select from release r where r.page_id = p.page_id and ` + publicNow + `)`

// found are those of a rule, $1, an owner, $2, and with a part of a title or an
// address, $3; each may be empty.
const found = reported + `
		and ($1 = '' or p.rule = case when $1 = '` + cms.NoRule + `' then '' else $1 end)
		and ($2 = '' or page.owner_id = nullif($2, '')::uuid)
		and ($3 = '' or strpos(lower(p.title || ' ' || p.path), lower($3)) > 0)`

// ContentProblems returns a part of what the latest report found, page by page,
// and how much that is in all.
func (tx *Tx) ContentProblems(ctx context.Context, q cms.ContentQuery) (list []cms.PageProblem, total int, err error) {
	if err := tx.QueryRow(ctx, `select count(*)`+found, q.Rule, q.Owner, q.Text).Scan(&total); err != nil {
		return nil, 0, failure("count content problems", err)
	}
	rows, _ := tx.Query(ctx, `
		select p.page_id, p.title, p.path, p.rule, p.blocks, p.field, p.message, coalesce(page.owner_id::text, ''), coalesce(account.name, '')`+found+`
		order by p.path, p.title, p.page_id, p.n limit $4 offset $5`, q.Rule, q.Owner, q.Text, limit(q.Size), q.Skip())
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p cms.PageProblem, err error) {
		return p, row.Scan(&p.Page, &p.Title, &p.Path, &p.Rule, &p.Blocks, &p.Field, &p.Message, &p.Owner.ID, &p.Owner.Name)
	})
	return list, total, failure("read content problems", err)
}

// ContentRules returns how often each rule has found something, the gravest and
// the most frequent first.
func (tx *Tx) ContentRules(ctx context.Context) ([]cms.RuleCount, error) {
	rows, _ := tx.Query(ctx, `
		select coalesce(nullif(rule, ''), $1), count(*), count(distinct p.page_id), bool_or(blocks)`+reported+`
		group by 1 order by 4 desc, 2 desc, 1`, cms.NoRule)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c cms.RuleCount, err error) {
		return c, row.Scan(&c.Rule, &c.Times, &c.Pages, &c.Blocks)
	})
	return list, failure("count content problems by rule", err)
}

// ContentOwners returns how many problems the pages have that somebody looks
// after, those with the most first.
func (tx *Tx) ContentOwners(ctx context.Context) ([]cms.OwnerCount, error) {
	rows, _ := tx.Query(ctx, `
		select coalesce(page.owner_id::text, ''), coalesce(account.name, ''), count(*), count(distinct p.page_id)`+reported+`
		group by 1, 2 order by 3 desc, 2, 1`)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c cms.OwnerCount, err error) {
		return c, row.Scan(&c.Owner.ID, &c.Owner.Name, &c.Times, &c.Pages)
	})
	return list, failure("count content problems by owner", err)
}
