package postgres

import (
	"context"

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
		insert into term (id, vocabulary, slug, name, parent_id, synonyms, position) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (id) do update set vocabulary = excluded.vocabulary, slug = excluded.slug, name = excluded.name,
			parent_id = excluded.parent_id, synonyms = excluded.synonyms, position = excluded.position
		where (term.vocabulary, term.slug, term.name, term.parent_id, term.synonyms, term.position) is distinct from
			(excluded.vocabulary, excluded.slug, excluded.name, excluded.parent_id, excluded.synonyms, excluded.position)`,
		t.ID, t.Vocabulary, t.Slug, t.Name, nullable(t.Parent), synonyms, t.Position)
	return tag.RowsAffected() == 1, failure("set term", err)
}

const termColumns = `id, vocabulary, slug, name, coalesce(parent_id::text, ''), synonyms, position`

func scanTerm(row pgx.CollectableRow) (t cms.Term, err error) {
	err = row.Scan(&t.ID, &t.Vocabulary, &t.Slug, &t.Name, &t.Parent, &t.Synonyms, &t.Position)
	return t, err
}

// Terms returns every term, in the order of its vocabulary.
func (tx *Tx) Terms(ctx context.Context) ([]cms.Term, error) {
	rows, _ := tx.Query(ctx, `select `+termColumns+` from term order by vocabulary, position, slug`)
	list, err := pgx.CollectRows(rows, scanTerm)
	return list, failure("read terms", err)
}
