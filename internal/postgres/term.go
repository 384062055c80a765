package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// SetTerm stores a term by its ID. It reports whether anything changed.
func (tx *Tx) SetTerm(ctx context.Context, t cms.Term) (changed bool, err error) {
	synonyms := t.Synonyms
	if synonyms == nil {
		synonyms = []string{}
	}
	tag, err := tx.Exec(ctx, `
		insert into term (id, vocabulary, slug, name, parent_id, synonyms, position, words) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (id) do update set vocabulary = excluded.vocabulary, slug = excluded.slug, name = excluded.name,
			parent_id = excluded.parent_id, synonyms = excluded.synonyms, position = excluded.position, words = excluded.words
		where (term.vocabulary, term.slug, term.name, term.parent_id, term.synonyms, term.position) is distinct from
			(excluded.vocabulary, excluded.slug, excluded.name, excluded.parent_id, excluded.synonyms, excluded.position)`,
		t.ID, t.Vocabulary, t.Slug, t.Name, nullable(t.Parent), synonyms, t.Position, termWords(t))
	if err != nil || tag.RowsAffected() == 0 {
		return false, failure("set term", err)
	}
	return true, tx.setTermWords(ctx, t.ID)
}

const termColumns = `id, vocabulary, slug, name, coalesce(parent_id::text, ''), synonyms, position`

func termFields(t *cms.Term) []any {
	return []any{&t.ID, &t.Vocabulary, &t.Slug, &t.Name, &t.Parent, &t.Synonyms, &t.Position}
}

func scanTerm(row pgx.CollectableRow) (t cms.Term, err error) {
	err = row.Scan(termFields(&t)...)
	return t, err
}

// Terms returns every term, in the order of its vocabulary.
func (tx *Tx) Terms(ctx context.Context) ([]cms.Term, error) {
	rows, _ := tx.Query(ctx, `select `+termColumns+` from term order by vocabulary, position, slug`)
	list, err := pgx.CollectRows(rows, scanTerm)
	return list, failure("read terms", err)
}

// Vocabulary returns the terms of one vocabulary, in its order.
func (tx *Tx) Vocabulary(ctx context.Context, name string) ([]cms.Term, error) {
	rows, _ := tx.Query(ctx, `select `+termColumns+` from term where vocabulary = $1 order by position, slug`, name)
	list, err := pgx.CollectRows(rows, scanTerm)
	return list, failure("read a vocabulary", err)
}

// Term returns a term by its ID.
func (tx *Tx) Term(ctx context.Context, id cms.ID) (cms.Term, error) {
	rows, _ := tx.Query(ctx, `select `+termColumns+` from term where id = $1`, id)
	t, err := pgx.CollectExactlyOneRow(rows, scanTerm)
	return t, failure("read a term", err)
}

// DeleteTerm deletes a term that nothing uses.
func (tx *Tx) DeleteTerm(ctx context.Context, id cms.ID) error {
	_, err := tx.Exec(ctx, `delete from term where id = $1`, id)
	return failure("delete a term", err)
}

// TermUses says, by term, what uses it at that instant.
func (tx *Tx) TermUses(ctx context.Context, terms []cms.ID, at time.Time) (map[cms.ID]cms.TermUse, error) {
	rows, _ := tx.Query(ctx, `
		with carried as (
			select t.term_id, release.page_id,
				bool_or(live_from <= $2 and live_until > $2) as live, bool_or(live_from > $2) as planned
			from release_term t join release on release.id = t.release_id
			where t.term_id = any ($1) group by 1, 2
		), pages as (
			select term_id, count(*) filter (where live)::int as live, count(*) filter (where planned and not live)::int as planned,
				count(*) filter (where not live and not planned)::int as past
			from carried group by 1
		)
		select wanted.id, coalesce(live, 0), coalesce(planned, 0), coalesce(past, 0),
			(select count(*) from draft where position(wanted.id::text in draft.body::text) > 0)::int,
			(select count(*) from term where term.parent_id = wanted.id)::int
		from unnest($1::uuid[]) as wanted (id) left join pages on pages.term_id = wanted.id`, ids(terms), at)
	uses := map[cms.ID]cms.TermUse{}
	var id cms.ID
	var use cms.TermUse
	_, err := pgx.ForEachRow(rows, []any{&id, &use.Live, &use.Planned, &use.Past, &use.Drafts, &use.Below}, func() error {
		uses[id] = use
		return nil
	})
	return uses, failure("read what uses terms", err)
}

// carriedTerms looks each term up by itself: most are carried by something live,
// which is soon found, and all that is live is never read.
const carriedTerms = `
	with recursive carried as (
		select term.id, term.parent_id from term cross join lateral (
			select from release_term join release on release.id = release_id
			where term_id = term.id and release.path is not null and release.outcome in ('page', 'announced', 'withdrawn') limit 1
		) as live
		where term.vocabulary = any ($1)
		union
		select above.id, above.parent_id from term as above join carried on above.id = carried.parent_id
	)
	select ` + termColumns + ` from term where id in (select id from carried) order by vocabulary, position, slug`

// CarriedTerms returns the terms of vocabularies that live pages carry, and those
// above them.
func (s *Snapshot) CarriedTerms(ctx context.Context, vocabularies []string) ([]cms.Term, error) {
	rows, _ := s.tx.Query(ctx, carriedTerms, vocabularies)
	list, err := pgx.CollectRows(rows, scanTerm)
	return list, failure("read the terms that live pages carry", err)
}
