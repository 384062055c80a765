package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Sight is where in the tree somebody sees what is not live. What is live they
// see everywhere.
type Sight struct {
	Everywhere bool
	Branches   []string // addresses of the tops of branches, in the editors' tree
	At         time.Time
}

// args are the first three of every statement that looks at what is in sight.
func (s Sight) args(more ...any) []any {
	branches := s.Branches
	if branches == nil {
		branches = []string{}
	}
	return append([]any{s.Everywhere, branches, s.At}, more...)
}

// inSight is true of the pages that are in sight of $1 (everywhere) and $2
// (branches). A branch is a range of addresses.
const inSight = `($1 or exists (
	select from unnest($2::text[]) as branch (top)
	where page.path = branch.top or page.path >= branch.top || '/' and page.path < branch.top || '0'))`

// usedInSight is inSight for pages of every_page: where a page in the bin stood,
// another may stand that somebody may read.
const usedInSight = `((page.bin_id is null or $1) and ` + inSight + `)`

// lastOf is the release of a page that began last by $3, or one of another page.
// Comparing both columns at once, it is one step into release_by_page; by the
// page alone Postgres may take the index that guards against overlaps, which is
// ten times as slow.
const lastOf = `from release where (release.page_id, release.live_from) <= (page.id, $3)
	order by release.page_id desc, release.live_from desc limit 1`

// shown is true of the pages of which the public sees something at $3.
const shown = `coalesce((select page_id = page.id and live_until > $3 and outcome in ('page', 'announced', 'withdrawn') ` + lastOf + `), false)`

// rowColumns are those of a page row, of page with rowJoins. Whoever does not
// see the page is told of what is live only. Names are looked up beside the
// joins: planning four more joins takes longer than reading a list.
//
// All pages below a page in sight are in sight, and so an index counts them. Of
// others each would have to be looked at; it is enough to know of one.
var rowColumns = `page.id, page.kind, coalesce(page.parent_id::text, ''), page.slug, page.created_at,
	page.title, coalesce(page.path, ''), coalesce(page.position, 0),
	coalesce(page.owner_id::text, ''), coalesce((select name from account where id = page.owner_id), ''),
	page.changed_at, coalesce(page.changed_by::text, ''), coalesce((select name from account where id = page.changed_by), ''),
	coalesce(page.review_by::text, ''), ` + inSight + `, $3::timestamptz,
	last.id::text, coalesce(last.revision_id::text, ''), coalesce(last.outcome, ''), coalesce(last.redirect_to, ''),
	coalesce(last.path, ''), coalesce(last.title, ''), last.live_from, last.live_until,
	next.id::text, coalesce(next.revision_id::text, ''), coalesce(next.outcome, ''), coalesce(next.redirect_to, ''),
	coalesce(next.path, ''), coalesce(next.title, ''), next.live_from, next.live_until,
	draft.version, coalesce(draft.editor_id::text, ''), coalesce((select name from account where id = draft.editor_id), ''), draft.updated_at,
	coalesce(draft.review_state, ''), coalesce(draft.reviewed_by::text, ''), draft.reviewed_at, coalesce(draft.review_note, ''), coalesce((select name from account where id = draft.reviewed_by), ''),
	case when ` + inSight + ` then (select count(*) from page as child where child.parent_id = page.id)
		else coalesce((select 1 from page as child where child.parent_id = page.id and ` + seenChild + ` limit 1), 0) end`

// seenChild is true of the child that the person may see: of those of a page in
// sight, every one.
var seenChild = strings.ReplaceAll(`(`+inSight+` or `+shown+`)`, "page.", "child.")

const rowJoins = `
	left join draft on draft.page_id = page.id
	left join lateral (select * ` + lastOf + `) as last on last.page_id = page.id
	left join lateral (
		select * from release where (release.page_id, release.live_from) > (page.id, $3)
		order by release.page_id, release.live_from limit 1
	) as next on next.page_id = page.id`

// scanPageRow reads a row, and takes away what the person may not know of it.
func scanPageRow(row pgx.CollectableRow) (r cms.PageRow, err error) {
	var last, next standing
	var version *int
	var draft cms.DraftRow
	var updated *time.Time
	err = row.Scan(append(append(append([]any{
		&r.ID, &r.Kind, &r.Parent, &r.Slug, &r.CreatedAt,
		&r.Title, &r.Path, &r.Position, &r.Owner.ID, &r.Owner.Name, &r.ChangedAt, &r.ChangedBy.ID, &r.ChangedBy.Name,
		(*day)(&r.ReviewBy), &r.Readable, &r.At},
		last.fields()...), next.fields()...),
		&version, &draft.Editor.ID, &draft.Editor.Name, &updated,
		&draft.Review.State, &draft.Review.By, (*instant)(&draft.Review.At), &draft.Review.Note, &draft.Reviewer.Name, &r.Children)...)
	if err != nil {
		return r, err
	}
	r.Last, r.Next = last.value(), next.value()
	if version != nil {
		draft.Version, draft.UpdatedAt, draft.Reviewer.ID = *version, *updated, draft.Review.By
		r.Draft = &draft
	}
	if !r.Readable {
		r = publicPart(r)
	}
	return r, nil
}

// publicPart is what a row says to those who may not read drafts there.
func publicPart(r cms.PageRow) cms.PageRow {
	p := cms.PageRow{Page: r.Page, Children: r.Children, At: r.At}
	if r.Last != nil {
		live := *r.Last
		live.LiveUntil = time.Time{} // nor what is planned
		p.Last, p.Title, p.Path = &live, live.Title, live.Path
	}
	return p
}

// standing reads a release that there may not be.
type standing struct {
	id    *string
	from  *time.Time
	until instant
	cms.Standing
}

func (s *standing) fields() []any {
	return []any{&s.id, &s.Revision, &s.Outcome, &s.RedirectTo, &s.Path, &s.Title, &s.from, &s.until}
}

func (s *standing) value() *cms.Standing {
	if s.id == nil {
		return nil
	}
	s.Release, s.Standing.LiveFrom, s.Standing.LiveUntil = cms.ID(*s.id), *s.from, time.Time(s.until)
	return &s.Standing
}

// PageRows returns the rows of those pages that the person may see at all, in
// the order of the ids.
func (tx *Tx) PageRows(ctx context.Context, s Sight, pages []cms.ID) ([]cms.PageRow, error) {
	rows, _ := tx.Query(ctx, `
		select `+rowColumns+`
		from unnest($4::uuid[]) with ordinality as wanted (id, turn) join page on page.id = wanted.id`+rowJoins+`
		where `+inSight+` or last.live_until > $3 and last.outcome in ('page', 'announced', 'withdrawn') order by wanted.turn`,
		s.args(ids(pages))...)
	list, err := pgx.CollectRows(rows, scanPageRow)
	return list, failure("read rows of pages", err)
}

// Children returns the pages below a page that the person may see, in the order
// of the tree, and how many there are in all.
func (tx *Tx) Children(ctx context.Context, s Sight, parent cms.ID, p cms.Paging) (list cms.PageList, err error) {
	paths, err := tx.PagePaths(ctx, []cms.ID{parent})
	if err != nil {
		return list, err
	}
	s.Everywhere = s.Everywhere || len(paths) > 0 && s.holds(paths[0]) // of these pages it is so
	pages, list, err := tx.part(ctx, p, `
		select page.id::text from page where parent_id = $4 and (`+inSight+` or `+shown+`)
		order by page.position, page.title_key, page.id`, s.args(parent)...)
	if err != nil {
		return list, err
	}
	if list.More && s.Everywhere {
		err = tx.QueryRow(ctx, `select count(*) from page where parent_id = $1`, parent).Scan(&list.Total)
		if list.More = false; err != nil {
			return list, failure("count pages", err)
		}
	}
	list.Rows, err = tx.PageRows(ctx, s, pages)
	return list, err
}

// holds reports whether a page, and so all pages below it, are in sight.
func (s Sight) holds(path string) bool {
	return s.Everywhere || slices.ContainsFunc(s.Branches, func(top string) bool {
		return path == top || strings.HasPrefix(path, top+"/")
	})
}

// mostCounted is how far the entries of a list are counted from the first that
// is shown. Each may have to be looked at by itself.
const mostCounted = 1000

// part reads the ids of a part of a list, and counts the rest for a while. Past
// the end it begins again. It is planned for its arguments each time: a plan for
// any would not know that a walk along an index ends soon.
func (tx *Tx) part(ctx context.Context, p cms.Paging, sql string, args ...any) (pages []cms.ID, list cms.PageList, err error) {
	most := max(mostCounted, p.Size)
	limited := sql + fmt.Sprint(" limit ", most+1, " offset ", p.Skip())
	rows, _ := tx.Query(ctx, limited, append([]any{pgx.QueryExecModeCacheDescribe}, args...)...)
	pages, err = pgx.CollectRows(rows, pgx.RowTo[cms.ID])
	if err != nil {
		return nil, list, failure("read a list of pages", err)
	}
	if len(pages) == 0 && p.Skip() > 0 {
		p.Number = 1
		return tx.part(ctx, p, sql, args...)
	}
	list.Total, list.More = p.Skip()+min(len(pages), most), len(pages) > most
	return pages[:min(len(pages), p.Size)], list, nil
}

// pageIDs reads ids of pages, and how many there are besides those that it reads.
func (tx *Tx) pageIDs(ctx context.Context, sql string, args ...any) (pages []cms.ID, total int, err error) {
	rows, _ := tx.Query(ctx, sql, args...)
	var page cms.ID
	_, err = pgx.ForEachRow(rows, []any{&page, &total}, func() error {
		pages = append(pages, page)
		return nil
	})
	return pages, total, failure("read a list of pages", err)
}

// PagePaths returns the addresses of pages in the editors' tree.
func (tx *Tx) PagePaths(ctx context.Context, pages []cms.ID) ([]string, error) {
	rows, _ := tx.Query(ctx, `select path from page where id = any ($1) and path is not null`, ids(pages))
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return list, failure("read addresses", err)
}

// HomePage returns the page that stands at the top of the tree.
func (tx *Tx) HomePage(ctx context.Context) (id cms.ID, err error) {
	err = tx.QueryRow(ctx, `select id::text from page where has_address and parent_id is null`).Scan(&id)
	return id, failure("read the home page", err)
}

// Colleagues returns everybody with an account that is not closed, by name.
func (tx *Tx) Colleagues(ctx context.Context) ([]cms.Person, error) {
	rows, _ := tx.Query(ctx, `select id::text, name from account where closed_at is null order by lower(name), id`)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[cms.Person])
	return list, failure("read names", err)
}

// Touch is what has become of a page: the editors' tree shows it.
type Touch struct {
	Page     cms.ID
	Drafted  *Title // what its draft is called now; nil: as before
	Released *Title // what was released last is called now; nil: as before
}

// Title is a title with its key for lists from A to Z.
type Title struct{ Text, Key string }

// TouchPages writes what has become of pages by that user. A page is known by
// the title of its draft while it has one.
func (tx *Tx) TouchPages(ctx context.Context, by cms.ID, touches []Touch) error {
	var pages []string
	var titles [4][]*string // drafted and released, each with its key
	for _, t := range touches {
		pages = append(pages, string(t.Page))
		for i, title := range []*Title{t.Drafted, t.Released} {
			text, key := (*string)(nil), (*string)(nil)
			if title != nil {
				text, key = &title.Text, &title.Key
			}
			titles[2*i], titles[2*i+1] = append(titles[2*i], text), append(titles[2*i+1], key)
		}
	}
	_, err := tx.Exec(ctx, `
		update page set changed_at = clock_timestamp(), changed_by = $1,
			title = coalesce(case when has_draft then drafted else released end, title),
			title_key = coalesce(case when has_draft then drafted_key else released_key end, title_key)
		from (
			select *, exists (select from draft where draft.page_id = touch.page_id) as has_draft
			from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])
				as touch (page_id, drafted, drafted_key, released, released_key)
		) as touch
		where page.id = touch.page_id`, nullable(by), pages, titles[0], titles[1], titles[2], titles[3])
	return failure("touch pages", err)
}

// Titled is a page with what its title is derived from.
type Titled struct {
	Page     cms.ID
	Kind     string
	Released string // title of what was released last
	Draft    []byte // nil: there is none
}

// EachTitled calls f with every page that anything was written of, also in the
// bin, many at a time.
func (tx *Tx) EachTitled(ctx context.Context, f func([]Titled) error) error {
	return each(ctx, tx, pgx.RowToStructByPos[Titled], f, `
		select page.id::text, page.kind, coalesce(last.title, ''), draft.body
		from every_page as page left join draft on draft.page_id = page.id
		left join lateral (select title from release where release.page_id = page.id order by live_from desc limit 1) as last on true
		where draft.page_id is not null or last.title is not null`)
}

// SetTitles writes what editors know pages by.
func (tx *Tx) SetTitles(ctx context.Context, titles map[cms.ID]Title) error {
	var pages, texts, keys []string
	for page, title := range titles {
		pages, texts, keys = append(pages, string(page)), append(texts, title.Text), append(keys, title.Key)
	}
	_, err := tx.Exec(ctx, `
		update every_page as page set title = e.title, title_key = e.title_key
		from unnest($1::uuid[], $2::text[], $3::text[]) as e (page_id, title, title_key)
		where id = e.page_id and (page.title, page.title_key) is distinct from (e.title, e.title_key)`, pages, texts, keys)
	return failure("set titles", err)
}
