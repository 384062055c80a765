package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// wordsAtMost bounds how many words of a search count.
const wordsAtMost = 8

// PageChoices returns pages that have all words of the query in their title, or
// else words like them, or whose address begins as it says; best first. What
// the public cannot read is found only where the editor may see it. There is
// one more than asked for if more follow.
func (tx *Tx) PageChoices(ctx context.Context, q cms.ChoiceQuery, seen cms.Reach) ([]cms.PageChoice, error) {
	if strings.HasPrefix(q.Text, "/") {
		return tx.choices(ctx, q, seen, func(c *conditions) string {
			return fmt.Sprintf(`r.path >= %s and r.path < %s`, c.arg(q.Text), c.arg(q.Text+"\U0010ffff"))
		})
	}
	list, err := tx.choices(ctx, q, seen, func(c *conditions) string {
		parts := []string{}
		for _, word := range firstWords(q.Text) {
			parts = append(parts, "d.title ilike "+c.arg("%"+escapeLike(word)+"%"))
		}
		return strings.Join(parts, " and ")
	})
	if err != nil || len(list) > 0 || q.Number > 1 {
		return list, err
	}
	return tx.choices(ctx, q, seen, func(c *conditions) string { return c.arg(q.Text) + " <% d.title" })
}

func firstWords(text string) []string {
	words := strings.Fields(text)
	return words[:min(len(words), wordsAtMost)]
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// escapeLike makes a text stand for itself in LIKE.
func escapeLike(text string) string { return likeEscaper.Replace(text) }

func (tx *Tx) choices(ctx context.Context, q cms.ChoiceQuery, seen cms.Reach, matching func(*conditions) string) ([]cms.PageChoice, error) {
	c := &conditions{}
	c.parts = append(c.parts, matching(c))
	c.add("r.path is not null")
	if len(q.Kinds) > 0 {
		c.add("r.kind = any (%s)", q.Kinds)
	}
	sql := `
		with matching as materialized (
			select r.page_id, r.title, r.sort_at, r.live_from <= now() and r.live_until > now() as live, r.live_from
			from search_document d join release r on r.id = d.release_id where ` + c.where() + ` limit 2000
		), found as (
			select distinct on (page_id) * from matching order by page_id, live desc, live_from desc
		), best as (
			select page_id, live, row_number() over (
				order by lower(title) = lower(` + c.arg(q.Text) + `) desc, word_similarity(` + c.arg(q.Text) + `, title) desc, live desc, sort_at desc, page_id) as place
			from found where live or ` + c.arg(seen.Everywhere) + ` or exists (
				with recursive up as (
					select id, parent_id from page where id = found.page_id
					union all
					select page.id, page.parent_id from up join page on page.id = up.parent_id
				)
				select from up where id = any (` + c.arg(ids(seen.Branches)) + `))
			order by place limit ` + c.arg(q.Size+1) + ` offset ` + c.arg((max(q.Number, 1)-1)*q.Size) + `
		)
		select page.id, page.kind, release.title, coalesce(release.path, ''), best.live
		from best join page on page.id = best.page_id
		cross join lateral (
			select title, path from release where page_id = best.page_id
			order by live_from <= now() and live_until > now() desc, live_from desc limit 1
		) as release
		order by best.place`
	rows, _ := tx.Query(ctx, sql, c.args...)
	list, err := pgx.CollectRows(rows, scanChoice)
	return list, failure("find pages to choose from", err)
}

func scanChoice(row pgx.CollectableRow) (p cms.PageChoice, err error) {
	err = row.Scan(&p.ID, &p.Kind, &p.Title, &p.Path, &p.Live)
	return p, err
}

// RecentChoices returns the pages that an editor has written last, then those
// that were published last.
func (tx *Tx) RecentChoices(ctx context.Context, q cms.ChoiceQuery, editor cms.ID, seen cms.Reach) ([]cms.PageChoice, error) {
	kinds := q.Kinds
	if kinds == nil {
		kinds = []string{}
	}
	rows, _ := tx.Query(ctx, `
		with own as (
			select page_id, max(at) as at from (
				(select page_id, updated_at as at from draft where editor_id = $1 order by updated_at desc limit 100)
				union all
				(select page_id, created_at from revision where created_by = $1 order by created_at desc limit 100)
			) as work group by page_id
		), published as (
			select page_id, live_from as at from release
			where path is not null and outcome in ('page', 'announced', 'withdrawn') and live_from <= now() and live_until > now()
				and (cardinality($2::text[]) = 0 or kind = any ($2))
			order by live_from desc limit $3
		), found as (
			select page_id, min(rank) as rank, max(at) as at from (
				select page_id, 1 as rank, at from own union all select page_id, 2, at from published
			) as both_lists group by page_id
		)
		select page.id, page.kind, release.title, coalesce(release.path, ''), release.live
		from found join page on page.id = found.page_id
		cross join lateral (
			select title, path, live_from <= now() and live_until > now() as live from release where page_id = page.id
			order by live_from <= now() and live_until > now() desc, live_from desc limit 1
		) as release
		where page.has_address and (cardinality($2::text[]) = 0 or page.kind = any ($2)) and (release.live or $4 or exists (
			with recursive up as (
				select id, parent_id from page as this where id = found.page_id
				union all
				select above.id, above.parent_id from up join page as above on above.id = up.parent_id
			)
			select from up where id = any ($5)))
		order by found.rank, found.at desc, page.id limit $3`,
		editor, kinds, q.Size, seen.Everywhere, ids(seen.Branches))
	list, err := pgx.CollectRows(rows, scanChoice)
	return list, failure("find recent pages", err)
}
