package postgres_test

import (
	"testing"

	"lectern/internal/testkit"
)

// A page that has asked to be kept out of search engines stays so when the
// column that says it to lists is new.
func TestUpgradeKeepsPagesOutOfSearchEngines(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	if err := store.MigrateTo(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	_, err := store.Pool.Exec(t.Context(), `
		with made as (
			insert into page (id, kind, has_address, slug)
			select gen_random_uuid(), 'page', true, slug from unnest(array['seen', 'kept-out']) as slug returning id, slug
		), written as (
			insert into revision (id, page_id, number, body, created_by)
			select gen_random_uuid(), id, 1, jsonb_build_object('no_index', slug = 'kept-out'), gen_random_uuid() from made
			returning id, page_id
		)
		insert into release (id, page_id, revision_id, outcome, path, kind, title, title_key, sort_at, first_published_at, last_edited_at, live_from)
		select gen_random_uuid(), made.id, written.id, 'page', '/' || slug, 'page', slug, slug, now(), now(), now(), now()
		from made join written on written.page_id = made.id`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	var indexed string
	if err := store.Pool.QueryRow(t.Context(), `select string_agg(path, ' ') from release where indexed`).Scan(&indexed); err != nil {
		t.Fatal(err)
	}
	if indexed != "/seen" {
		t.Errorf("search engines are told of %q, want /seen", indexed)
	}
}
