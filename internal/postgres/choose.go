package postgres

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

const (
	wordsAtMost = 8    // of a search; the others do not count
	foundAtMost = 1000 // titles that are looked at to find the best
)

// PageChoices returns a part of the pages that have all words of the query in
// their title or address, or else words like them, or whose address begins as it
// says; best first, and one more than asked for if others follow. The title is
// that which the person may see: of the draft in sight, elsewhere of what is
// live.
func (tx *Tx) PageChoices(ctx context.Context, s Sight, q cms.ChoiceQuery) ([]cms.PageChoice, error) {
	if strings.HasPrefix(q.Text, "/") {
		return tx.pageChoices(ctx, s, q, shortest, func(c *conditions, _, path string) string {
			return fmt.Sprintf(`%s >= %s and %[1]s < %[3]s`, path, c.arg(q.Text), c.arg(q.Text+"\U0010ffff"))
		})
	}
	list, err := tx.pageChoices(ctx, s, q, shortest, func(c *conditions, in, _ string) string {
		var parts []string
		for _, word := range firstWords(q.Text) {
			parts = append(parts, has(c, in, word))
		}
		return strings.Join(parts, " and ")
	})
	if err != nil || len(list) > 0 || q.Number > 1 {
		return list, err
	}
	return tx.pageChoices(ctx, s, q, nearest, func(c *conditions, in, _ string) string { return c.arg(q.Text) + " <% " + in })
}

// has is true of texts that hold the word. Two letters or one must begin a word:
// no index finds them elsewhere.
func has(c *conditions, text, word string) string {
	word = likeEscape.Replace(word)
	if utf8.RuneCountInString(word) < 3 {
		return fmt.Sprintf("(%s ilike %s or %[1]s ilike %[3]s)", text, c.arg(word+"%"), c.arg("% "+word+"%"))
	}
	return text + " ilike " + c.arg("%"+word+"%")
}

// How near a title comes to a query: of those that have all of its words, the
// shortest does.
const (
	shortest = `-length(title)`
	nearest  = `word_similarity(%s, title)`
)

func firstWords(text string) []string {
	words := strings.Fields(text)
	return words[:min(len(words), wordsAtMost)]
}

// pageChoices looks in the editors' tree for what is in sight, and among what is
// live for the rest. matching is the condition on its words or
// its address.
func (tx *Tx) pageChoices(ctx context.Context, s Sight, q cms.ChoiceQuery, near string, matching func(c *conditions, in, path string) string) ([]cms.PageChoice, error) {
	c := &conditions{args: s.args()}
	kinds := func(column string) string {
		if len(q.Kinds) == 0 {
			return "true"
		}
		return column + " = any (" + c.arg(q.Kinds) + ")"
	}
	text := c.arg(q.Text)
	if near == nearest {
		near = fmt.Sprintf(nearest, text)
	}
	sql := `
		with found as (
			(select id, title, changed_at as at from page
			where path is not null and ` + kinds("kind") + ` and ` + inSight + ` and ` + matching(c, words, "path") + `
			limit ` + c.arg(foundAtMost) + `)
			union all
			(select release.page_id, d.title, release.sort_at from search_document d join release on release.id = d.release_id
			where not $1 and d.live_from <= $3 and d.live_until > $3 and ` + matching(c, "d.title", "release.path") + `
				and release.path is not null and ` + kinds("release.kind") + `
			limit ` + c.arg(foundAtMost) + `)
		), best as (
			select id, bool_or(lower(title) = lower(` + text + `)) as exact, max(` + near + `) as near, max(at) as at
			from found group by id
			order by exact desc, near desc, at desc, id limit ` + c.arg(q.Size+1) + ` offset ` + c.arg(q.Skip()) + `
		)
		select ` + choiceColumns + ` from best join page on page.id = best.id` + choiceJoin + `
		order by exact desc, near desc, at desc, page.id`
	rows, _ := tx.Query(ctx, sql, c.args...)
	list, err := pgx.CollectRows(rows, scanPageChoice)
	return list, failure("find pages to choose from", err)
}

// choiceColumns are those of a page that somebody may choose, with choiceJoin.
const (
	choiceColumns = `page.id, page.kind, coalesce(case when ` + inSight + ` then page.title end, public.title, ''),
		coalesce(case when ` + inSight + ` then page.path end, public.path, ''), public.title is not null`
	choiceJoin = `
		left join lateral (
			select title, path from release where release.page_id = page.id and live_from <= $3 and live_until > $3
				and outcome in ('page', 'announced', 'withdrawn')
		) as public on true`
)

func scanPageChoice(row pgx.CollectableRow) (p cms.PageChoice, err error) {
	err = row.Scan(&p.ID, &p.Kind, &p.Title, &p.Path, &p.Live)
	return p, err
}

// RecentChoices returns the pages that an editor has written last, those that
// such pages lead to, and then others that are new.
func (tx *Tx) RecentChoices(ctx context.Context, s Sight, q cms.ChoiceQuery, editor cms.ID) ([]cms.PageChoice, error) {
	newest := `select id, 2, changed_at from page where path is not null order by changed_at desc, id limit 100`
	if len(q.Kinds) > 0 {
		newest = `select page_id, 2, sort_at from unnest($5::text[]) as wanted (kind) cross join lateral (
				select page_id, sort_at from release where release.kind = wanted.kind
					and path is not null and outcome in ('page', 'announced', 'withdrawn') and live_from <= $3 and live_until > $3
				order by sort_at desc, id limit $6) as published`
	}
	rows, _ := tx.Query(ctx, `
		with texts as (
			select id, page_id, created_at from revision where created_by = $4 order by created_at desc limit 50
		), found as (
			select id, min(rank) as rank, max(at) as at from (
				(select page_id as id, 1 as rank, updated_at as at from draft where editor_id = $4 order by updated_at desc limit 50)
				union all
				select page_id, 1, created_at from texts
				union all
				select target_id, 1, created_at from texts join reference on revision_id = texts.id
				union all
				(`+newest+`)
			) as work group by 1
		)
		select `+choiceColumns+` from found join page on page.id = found.id`+choiceJoin+`
		where page.path is not null and (cardinality($5::text[]) = 0 or page.kind = any ($5)) and (public.title is not null or `+inSight+`)
		order by found.rank, found.at desc, page.id limit $6`,
		s.args(editor, append([]string{}, q.Kinds...), q.Size)...)
	list, err := pgx.CollectRows(rows, scanPageChoice)
	return list, failure("find recent pages", err)
}

// PageChoicesByID returns those of the pages that the person may see, as a
// chooser shows them.
func (tx *Tx) PageChoicesByID(ctx context.Context, s Sight, pages []cms.ID) ([]cms.PageChoice, error) {
	rows, _ := tx.Query(ctx, `
		select `+choiceColumns+`
		from unnest($4::uuid[]) with ordinality as wanted (id, turn) join page on page.id = wanted.id`+choiceJoin+`
		where public.title is not null or `+inSight+` order by wanted.turn`, s.args(ids(pages))...)
	list, err := pgx.CollectRows(rows, scanPageChoice)
	return list, failure("read pages that were chosen", err)
}
