package postgres_test

import (
	"testing"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/testkit"
)

// TestCopiesAreForgotten: what was copied more than a week ago is not offered,
// and is deleted in time.
func TestCopiesAreForgotten(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	var account cms.ID
	err := store.Pool.QueryRow(t.Context(), `insert into account (id, name, email) values (gen_random_uuid(), 'Ann', 'ann@example.org') returning id`).Scan(&account)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Tx(t.Context(), func(tx *postgres.Tx) error {
		for _, what := range []string{"old", "new"} {
			if err := tx.AddCopy(t.Context(), account, cms.CopiedBlock{What: what, Body: []byte(`{"id": "a", "type": "text"}`)}); err != nil {
				return err
			}
		}
		_, err := tx.Exec(t.Context(), `update copied_block set copied_at = now() - interval '8 days' where what = 'old'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = store.Tx(t.Context(), func(tx *postgres.Tx) error {
		copies, err := tx.Copies(t.Context(), account)
		if len(copies) != 1 || copies[0].What != "new" {
			t.Errorf("offered are %+v", copies)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.ForgetCopies(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := store.Pool.QueryRow(t.Context(), `select count(*) from copied_block`).Scan(&left); err != nil || left != 1 {
		t.Errorf("%d are left (%v)", left, err)
	}
}
