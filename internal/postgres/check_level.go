package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// CheckLevels returns the levels of content rules that were chosen, by the names
// of the rules.
func (tx *Tx) CheckLevels(ctx context.Context) (map[string]string, error) {
	rows, _ := tx.Query(ctx, `select rule, level from check_level`)
	levels := map[string]string{}
	var rule, level string
	_, err := pgx.ForEachRow(rows, []any{&rule, &level}, func() error {
		levels[rule] = level
		return nil
	})
	return levels, failure("read the levels of rules", err)
}

// SetCheckLevel stores the level of a content rule; empty: the rule's own.
func (tx *Tx) SetCheckLevel(ctx context.Context, rule, level string) error {
	if level == "" {
		_, err := tx.Exec(ctx, `delete from check_level where rule = $1`, rule)
		return failure("forget the level of a rule", err)
	}
	_, err := tx.Exec(ctx, `
		insert into check_level (rule, level) values ($1, $2) on conflict (rule) do update set level = excluded.level`, rule, level)
	return failure("set the level of a rule", err)
}
