package postgres_test

import (
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/testkit"
)

// TestLongListsAreCountedForAWhile holds what is not counted to the end: it is
// said, the best is found all the same, and who sees less is told less.
func TestLongListsAreCountedForAWhile(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	const home, care = cms.ID("00000000-0000-7000-8000-000000000000"), cms.ID("00000000-0000-7000-8000-000000000001")
	_, err := store.Pool.Exec(t.Context(), `
		insert into page (id, kind, has_address, slug, path, title) values ($1, 'home', true, '', '/', 'Home')`, home)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Pool.Exec(t.Context(), `
		insert into page (id, kind, has_address, parent_id, slug, path, title, title_key, changed_at)
		select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'page', true, $1, 'p' || n, '/p' || n,
			case n when 1 then 'Care' else 'Of care ' || n end, lpad(n::text, 12, '0'), now() - interval '1 day' * (6001 - n)
		from generate_series(1, 6000) as n`, home)
	if err != nil {
		t.Fatal(err)
	}
	everywhere := postgres.Sight{Everywhere: true, At: time.Now()}
	err = store.Tx(t.Context(), func(tx *postgres.Tx) error {
		part := cms.Paging{Number: 60, Size: 100}
		list, err := tx.Children(t.Context(), everywhere, home, part)
		if err != nil || list.Total != 6000 || list.More || len(list.Rows) != 100 || list.Rows[99].Title != "Of care 6000" {
			t.Errorf("the last part of a branch has %d of %d pages, more %t, error %v", len(list.Rows), list.Total, list.More, err)
		}
		if list, err = tx.Children(t.Context(), postgres.Sight{At: time.Now(), Branches: []string{"/p7"}}, home, part); err != nil || list.Total != 1 || list.More {
			t.Errorf("of the branch one page is seen, and %d are counted, more %t, error %v", list.Total, list.More, err)
		}
		rows, err := tx.PageRows(t.Context(), everywhere, []cms.ID{home})
		if err != nil || len(rows) != 1 || rows[0].Children != 6000 {
			t.Errorf("the home page is %+v, error %v", rows, err)
		}
		for text, best := range map[string]string{"care": "Care", "CARE": "Care", "ca": "Of care 6000", "of  care": "Of care 6000"} {
			list, err := tx.FindPages(t.Context(), everywhere, cms.PageQuery{Text: text, Paging: cms.Paging{Size: 10}})
			if err != nil || !list.More || list.Total != 1000 || len(list.Rows) != 10 {
				t.Errorf("%q finds %d of %d pages, more %t, error %v", text, len(list.Rows), list.Total, list.More, err)
				continue
			}
			if got := list.Rows[0].Title; got != best {
				t.Errorf("%q finds %q first, want %q", text, got, best)
			}
		}
		list, err = tx.FindPages(t.Context(), postgres.Sight{At: time.Now(), Branches: []string{"/p7"}}, cms.PageQuery{Text: "care", Paging: cms.Paging{Size: 10}})
		if err != nil || list.Total != 1 || list.More || list.Rows[0].Title != "Of care 7" {
			t.Errorf("of a branch it finds %+v, error %v", list, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
