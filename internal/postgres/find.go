package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// FindPages returns the pages with an address that a query asks for and the
// person may see, and how many there are in all.
func (tx *Tx) FindPages(ctx context.Context, s Sight, q cms.PageQuery) (list cms.PageList, err error) {
	f := finding{args: s.args()}
	if f.walks, err = tx.common(ctx, q); err != nil {
		return list, err
	}
	where, order := f.where(q), f.order(q)
	sql := `select page.id::text from page where ` + where + ` order by ` + order
	if q.Sort == "" && f.walks {
		// So many have such a text in them that the best are chosen from the latest,
		// and from those whose titles begin with it, if the index can tell.
		most := fmt.Sprint(" limit ", mostCounted+1)
		sql = `(select * from page where ` + where + ` order by page.changed_at desc, page.id` + most + `)`
		if hasTrigram(q.Text) {
			sql += ` union (select * from page where ` + where + ` and ` + words + ` ilike ` + f.arg(likeEscape.Replace(phrase(q))+"%") + most + `)`
		}
		sql = `select page.id::text from (` + sql + `) as page order by ` + order
	}
	pages, list, err := tx.part(ctx, q.Paging, sql, f.args...)
	if err != nil {
		return list, err
	}
	list.Rows, err = tx.PageRows(ctx, s, pages)
	return list, err
}

// finding is a statement that is being written. Its first three arguments are
// those of a Sight.
type finding struct {
	args  []any
	walks bool // the text is so common that pages are looked at one by one
}

func (f *finding) arg(value any) string {
	f.args = append(f.args, value)
	return fmt.Sprintf("$%d", len(f.args))
}

func (f *finding) where(q cms.PageQuery) string {
	all := []string{"page.has_address", "page.path is not null", "(" + inSight + " or " + shown + ")"}
	add := func(condition string) { all = append(all, condition) }
	if q.Text != "" {
		add(f.text(q))
	}
	if len(q.Kinds) > 0 {
		add("page.kind = any (" + f.arg(q.Kinds) + ")")
	}
	if q.Below != "" {
		top := "(select case path when '/' then '' else path end from page where id = " + f.arg(q.Below) + ")"
		add("page.path > " + top + " || '/' and page.path < " + top + " || '0'")
	}
	if q.Term != "" {
		add(`page.id in (
			select release.page_id from release_term join release on release.id = release_term.release_id
			where release_term.term_id = ` + f.arg(q.Term) + ` and live_until > $3
				and (live_from <= $3 or exists (select from page where page.id = release.page_id and ` + inSight + `)))`)
	}
	// What only those of the branch know narrows to what is in their sight.
	if q.Owner != "" {
		add(inSight + " and page.owner_id = " + f.arg(q.Owner))
	}
	if !q.Since.IsZero() {
		add(inSight + " and page.changed_at >= " + f.arg(q.Since))
	}
	if q.State == cms.FindMine {
		add(inSight + ` and exists (select from draft where draft.page_id = page.id and draft.editor_id = ` + f.arg(string(q.User)) + `)`)
	}
	if q.State == cms.FindOverdue {
		add(inSight + " and page.review_by < " + f.arg(nullableText(q.Today.String())) + "::date and " + liveAs(`'page'`))
	}
	if state, known := stateConditions[q.State]; known {
		add(state)
	}
	return strings.Join(all, " and ")
}

// liveAs is true of the pages of which the public gets one of those outcomes.
func liveAs(outcomes string) string {
	return `exists (select from release where release.page_id = page.id and live_from <= $3 and live_until > $3 and outcome in (` + outcomes + `))`
}

const (
	drafted = `exists (select from draft where draft.page_id = page.id)`
	begun   = `exists (select from release where release.page_id = page.id and live_from <= $3)`
)

var stateConditions = map[cms.PageFilter]string{
	cms.FindLive:      liveAs(`'page', 'announced'`),
	cms.FindWithdrawn: liveAs(`'withdrawn'`),
	cms.FindGone:      inSight + ` and ` + liveAs(`'gone', 'redirect'`),
	cms.FindChanged:   inSight + ` and ` + drafted + ` and ` + liveAs(`'page', 'announced', 'withdrawn'`),
	cms.FindDraft:     inSight + ` and ` + drafted,
	cms.FindReview:    inSight + ` and exists (select from draft where draft.page_id = page.id and review_state = 'review')`,
	cms.FindApproved:  inSight + ` and exists (select from draft where draft.page_id = page.id and review_state = 'approved')`,
	cms.FindScheduled: inSight + ` and exists (select from release where release.page_id = page.id and live_from > $3)`,
	cms.FindNever:     inSight + ` and not ` + begun,
	cms.FindExpired:   inSight + ` and page.id in (select page_id from release group by page_id having max(live_until) <= $3)`,
}

// words is what is searched of a page, as its index has it.
const words = `(title || ' ' || (coalesce(path, '') collate "default"))`

// text narrows to what somebody typed or pasted. What is live is found by its
// own words, too: its draft may say something else by now.
func (f *finding) text(q cms.PageQuery) string {
	if id := cms.ID(strings.ToLower(strings.TrimSpace(q.Text))); id.Valid() {
		return "page.id = " + f.arg(string(id))
	}
	if path, is := q.Address(); is {
		return f.address(path)
	}
	var known, live, paths []string
	for _, word := range q.Words() {
		pattern := f.arg("%" + likeEscape.Replace(word) + "%")
		known = append(known, words+" ilike "+pattern)
		live = append(live, "title ilike "+pattern)
		paths = append(paths, words+" ilike "+pattern+` and path ilike `+pattern)
	}
	all := func(conditions []string) string { return strings.Join(conditions, " and ") }
	if f.walks {
		return `(` + inSight + ` and ` + all(known) + ` or not ` + inSight + ` and ` + all(paths) + ` or coalesce((
			select page_id = page.id and live_until > $3 and outcome in ('page', 'announced', 'withdrawn') and ` + all(live) + ` ` + lastOf + `), false))`
	}
	return `page.id in (
		select id from page where ` + inSight + ` and ` + all(known) + `
		union all
		select id from page where not ` + inSight + ` and ` + all(paths) + `
		union all
		select release.page_id from (select * from search_document where ` + all(live) + `) as found join release on release.id = found.release_id
		where found.live_from <= $3 and found.live_until > $3)`
}

// mostIndexed is how many pages are worth being looked up in the index of words.
const mostIndexed = 5 * mostCounted

// common reports whether what is asked for has words that so many pages have, or
// so short ones, that a walk along the pages finds them sooner than the index.
func (tx *Tx) common(ctx context.Context, q cms.PageQuery) (many bool, err error) {
	id := cms.ID(strings.ToLower(strings.TrimSpace(q.Text)))
	if _, is := q.Address(); is || id.Valid() || len(q.Words()) == 0 {
		return false, nil
	}
	if !hasTrigram(q.Text) {
		return true, nil
	}
	var f finding
	var all []string
	for _, word := range q.Words() {
		all = append(all, words+" ilike "+f.arg("%"+likeEscape.Replace(word)+"%"))
	}
	sql := `select count(*) > ` + fmt.Sprint(mostIndexed) + ` from (
		select from page where ` + strings.Join(all, " and ") + ` limit ` + fmt.Sprint(mostIndexed+1) + `) as found`
	err = tx.QueryRow(ctx, sql, append([]any{pgx.QueryExecModeCacheDescribe}, f.args...)...).Scan(&many)
	return many, failure("count pages", err)
}

// hasTrigram reports whether the index of words can be asked for a text.
func hasTrigram(text string) bool {
	other := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }
	return slices.ContainsFunc(strings.FieldsFunc(text, other), func(part string) bool { return utf8.RuneCountInString(part) >= 3 })
}

// phrase is the text with single spaces.
func phrase(q cms.PageQuery) string { return strings.Join(strings.Fields(q.Text), " ") }

// address narrows to what stands at an address or below it, or once did.
func (f *finding) address(path string) string {
	at := f.arg(path)
	below := at
	if path == "/" {
		below = "''"
	}
	return `(page.path = ` + at + ` or page.path > ` + below + ` || '/' and page.path < ` + below + ` || '0'
		or page.id in (select page_id from redirect where from_path = ` + at + `))`
}

// order is that of the answer. Titles and addresses that somebody does not see
// may decide it, and are not told.
func (f *finding) order(q cms.PageQuery) string {
	switch q.Sort {
	case cms.FromAToZ:
		return "page.title_key, page.id"
	case cms.ByAddress:
		return "page.path, page.id"
	case cms.LastMade:
		return "page.created_at desc, page.id"
	case cms.LastChanged:
		return "page.changed_at desc, page.id"
	}
	if path, is := q.Address(); is {
		return "page.path <> " + f.arg(path) + ", page.path, page.id"
	}
	if q.Text == "" {
		return "page.changed_at desc, page.id"
	}
	text := f.arg(likeEscape.Replace(phrase(q)))
	return "case when title ilike " + text + " then 0 when title ilike " + text + " || '%' then 1 when title ilike '%' || " + text + " || '%' then 2 else 3 end, page.changed_at desc, page.id"
}

// likeEscape makes a text stand for itself in LIKE.
var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
