package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
)

// Audit is one entry of who did what.
type Audit struct {
	Actor    cms.ID
	Action   string
	Page     cms.ID
	Revision cms.ID
	Release  cms.ID
	Detail   map[string]any
}

// InsertAudits appends entries in their order.
func (tx *Tx) InsertAudits(ctx context.Context, list []Audit) error {
	rows := make([][]any, len(list))
	for i, a := range list {
		detail := a.Detail
		if detail == nil {
			detail = map[string]any{}
		}
		rows[i] = []any{a.Actor, a.Action, nullable(a.Page), nullable(a.Revision), nullable(a.Release), detail}
	}
	columns := []string{"actor_id", "action", "page_id", "revision_id", "release_id", "detail"}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"audit"}, columns, pgx.CopyFromRows(rows))
	return failure("insert into the audit", err)
}

// Told reports whether a change of all these tags has been recorded at an
// instant or since. It looks at the latest thousand changes only.
func (tx *Tx) Told(ctx context.Context, tags []string, since time.Time) (told bool, err error) {
	err = tx.QueryRow(ctx, `
		select exists (
			select from (select at, tags from change order by number desc limit 1000) as latest
			where at >= $1 and tags @> $2)`, since, tags).Scan(&told)
	return told, failure("look for a change", err)
}

// InsertChange records that whatever carries one of the tags has changed, for
// readers or only in what is planned, and hints so to every node. It returns the
// change's number.
func (tx *Tx) InsertChange(ctx context.Context, tags []string, public bool) (number int64, err error) {
	err = tx.QueryRow(ctx, `insert into change (tags, public) values ($1, $2) returning number`, tags, public).Scan(&number)
	if err == nil {
		// Anybody who may connect can listen: the number is all that is said.
		_, err = tx.Exec(ctx, `select pg_notify('lectern_change', $1)`, fmt.Sprint(number))
	}
	return number, failure("insert change", err)
}
