package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// SetRedirect sends an old address on. It reports whether that is new.
func (tx *Tx) SetRedirect(ctx context.Context, r cms.Redirect) (changed bool, err error) {
	tag, err := tx.Exec(ctx, `
		insert into redirect (from_path, page_id, to_path) values ($1, $2, $3)
		on conflict (from_path) do update set page_id = excluded.page_id, to_path = excluded.to_path
		where (redirect.page_id, redirect.to_path) is distinct from (excluded.page_id, excluded.to_path)`,
		r.From, nullable(r.Page), r.To)
	return tag.RowsAffected() == 1, failure("set redirect", err)
}

// Redirects returns every redirect, by the address that it leads on from.
func (tx *Tx) Redirects(ctx context.Context) ([]cms.Redirect, error) {
	rows, _ := tx.Query(ctx, `select from_path, coalesce(page_id::text, ''), to_path from redirect order by from_path`)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Redirect])
	return list, failure("read redirects", err)
}

// DeleteRedirect forgets a redirect. It reports whether there was one.
func (tx *Tx) DeleteRedirect(ctx context.Context, from string) (existed bool, err error) {
	tag, err := tx.Exec(ctx, `delete from redirect where from_path = $1`, from)
	return tag.RowsAffected() == 1, failure("delete a redirect", err)
}

// LiveAt returns, by path, what is live there at that instant.
func (tx *Tx) LiveAt(ctx context.Context, paths []string, at time.Time) (map[string]cms.Release, error) {
	return tx.liveBy(ctx, `release.path = any ($1)`, paths, at, func(r cms.Release) string { return r.Path })
}

// LiveOf returns, by page, what is live of it at that instant.
func (tx *Tx) LiveOf(ctx context.Context, pages []cms.ID, at time.Time) (map[string]cms.Release, error) {
	return tx.liveBy(ctx, `release.page_id = any ($1)`, ids(pages), at, func(r cms.Release) string { return string(r.Page) })
}

func (tx *Tx) liveBy(ctx context.Context, which string, keys []string, at time.Time, key func(cms.Release) string) (map[string]cms.Release, error) {
	live := map[string]cms.Release{}
	if len(keys) == 0 {
		return live, nil
	}
	rows, _ := tx.Query(ctx, `
		select `+releaseColumns+`, release.ends_at from release
		where `+which+` and release.live_from <= $2 and release.live_until > $2`, keys, at)
	list, err := pgx.CollectRows(rows, scanOwnRelease)
	for _, r := range list {
		live[key(r)] = r
	}
	return live, failure("read what is live", err)
}

const (
	// knownAs is what editors know a page as.
	knownAs = `coalesce(nullif(page.title, ''), page.slug)`

	signpostsWhere = `
		where ($3 = '' or redirect.from_path = $3) and ($2 = '' or position($2 in redirect.from_path) > 0 or position($2 in lower(redirect.to_path)) > 0
			or redirect.page_id in (select page_id from release
				where live_from <= $1 and live_until > $1 and position($2 in lower(title)) + position($2 in coalesce(path, '')) > 0))`
)

// Signposts returns a page of the list of redirects, by the address that each
// leads on from, and how many there are in all, as things are at that instant.
func (tx *Tx) Signposts(ctx context.Context, q cms.SignpostQuery, at time.Time) (list []cms.Signpost, total int, err error) {
	text := strings.ToLower(q.Text)
	err = tx.QueryRow(ctx, `select count(*) from redirect`+signpostsWhere, at, text, q.From).Scan(&total)
	if err != nil {
		return nil, 0, failure("count redirects", err)
	}
	rows, _ := tx.Query(ctx, `
		select r.from_path, coalesce(r.page_id::text, ''), r.to_path, r.made_at,
			coalesce((select `+knownAs+` from every_page as page where page.id = r.page_id), ''), coalesce(target.path, ''),
			coalesce(taken.title, ''), coalesce(hit.uses, 0), hit.last
		from (select * from redirect`+signpostsWhere+` order by from_path limit $4 offset $5) as r
		left join lateral (
			select path from release where release.page_id = r.page_id and live_from <= $1 and live_until > $1
		) as target on true
		left join lateral (
			select title from release where release.path = r.from_path and live_from <= $1 and live_until > $1
		) as taken on true
		left join lateral (
			select count(*)::int as uses, max(at) as last from redirect_hit where redirect_hit.from_path = r.from_path and at >= $6
		) as hit on true
		order by r.from_path`, at, text, q.From, limit(q.Size), q.Skip(), q.Since)
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (s cms.Signpost, err error) {
		err = row.Scan(&s.From, &s.Page, &s.To, &s.MadeAt, &s.Title, &s.Path, &s.Taken, &s.Uses, (*instant)(&s.LastUsed))
		return s, err
	})
	return list, total, failure("read redirects", err)
}

// limit is null for no limit.
func limit(size int) any {
	if size == 0 {
		return nil
	}
	return size
}
