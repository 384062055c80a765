package admin_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lectern/internal/postgres"
)

// keeper remembers all that a database holds, finds out what has changed, and
// puts it back.
type keeper struct {
	store  *postgres.Store
	tables []keptTable
	sum    string // asks for a sum of every table
	sums   []string
}

type keptTable struct{ name, columns string }

// Whoever asks for anything shows that they are still there: that is written.
const touchedByAnyRequest = "used_at expires_at"

func (k *keeper) begin(t testing.TB, store *postgres.Store) {
	k.store = store
	rows, err := store.Pool.Query(context.Background(), `
		select quote_ident(relname), string_agg(quote_ident(attname), ', ' order by attnum) filter (where attgenerated = ''),
			string_agg(quote_ident(attname), ', ' order by attnum) filter (where not (relname = 'session' and attname = any ($1)))
		from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
		where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition group by relname order by 1`,
		strings.Fields(touchedByAnyRequest))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var sums []string
	for rows.Next() {
		var table keptTable
		var compared string
		if err := rows.Scan(&table.name, &table.columns, &compared); err != nil {
			t.Fatal(err)
		}
		k.tables = append(k.tables, table)
		sums = append(sums, fmt.Sprintf(`(select md5(coalesce(string_agg(one::text, e'\n' order by one::text), '')) from (select %s from %s) as one)`, compared, table.name))
	}
	k.sum = "select array[" + strings.Join(sums, ", ") + "]"
	keep := []string{"create schema kept"}
	for _, table := range k.tables {
		keep = append(keep, fmt.Sprintf("create table kept.%s as select * from %s", table.name, table.name))
	}
	k.exec(t, keep...)
	k.sums = k.now(t)
}

func (k *keeper) exec(t testing.TB, statements ...string) {
	t.Helper()
	if _, err := k.store.Pool.Exec(context.Background(), strings.Join(statements, ";\n")); err != nil {
		t.Fatal(err)
	}
}

func (k *keeper) now(t testing.TB) (sums []string) {
	t.Helper()
	if err := k.store.Pool.QueryRow(context.Background(), k.sum).Scan(&sums); err != nil {
		t.Fatal(err)
	}
	return sums
}

// changed returns the tables that are not as they were.
func (k *keeper) changed(t testing.TB) (names []string) {
	t.Helper()
	for i, sum := range k.now(t) {
		if sum != k.sums[i] {
			names = append(names, k.tables[i].name)
		}
	}
	return names
}

// putBack makes tables as they were. What watches over changes looks away.
func (k *keeper) putBack(t testing.TB, names []string) {
	t.Helper()
	statements := []string{"begin", "set local session_replication_role = replica"}
	for _, table := range k.tables {
		if slices.Contains(names, table.name) {
			statements = append(statements, "delete from "+table.name,
				fmt.Sprintf("insert into %[1]s (%[2]s) overriding system value select %[2]s from kept.%[1]s", table.name, table.columns))
		}
	}
	k.exec(t, append(statements, "commit")...)
}
