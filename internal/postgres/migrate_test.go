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

// What sitemaps tell of a page is no older after an upgrade than what readers get
// of it, and no newer than its last edit where there was nothing before.
func TestUpgradeDatesWhatReadersGet(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	if err := store.MigrateTo(t.Context(), 15); err != nil {
		t.Fatal(err)
	}
	_, err := store.Pool.Exec(t.Context(), `
		with made as (
			insert into page (id, kind, has_address, slug)
			select gen_random_uuid(), 'page', true, slug from unnest(array['once', 'again', 'edited']) as slug returning id, slug
		)
		insert into release (id, page_id, outcome, redirect_to, path, kind, title, title_key, sort_at, first_published_at, last_edited_at, live_from, live_until, ends_at)
		select gen_random_uuid(), made.id, 'redirect', '/', '/' || slug, 'page', slug, slug, now(), now(), edited, begins, ends, 'infinity'
		from made join (values
			('once', timestamptz '2024-01-01', timestamptz '2025-01-01', timestamptz 'infinity'),
			('again', '2024-01-01', '2024-01-01', '2024-06-01'),
			('again', '2024-01-01', '2025-01-01', 'infinity'),
			('edited', '2024-01-01', '2024-01-01', '2024-06-01'),
			('edited', '2025-02-02', '2025-01-01', 'infinity')
		) as released (page, edited, begins, ends) on page = slug`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	var told string
	err = store.Pool.QueryRow(t.Context(), `
		select string_agg(title || ' ' || to_char(changed_at, 'YYYY-MM-DD'), ', ' order by title)
		from release where live_until = 'infinity'`).Scan(&told)
	if err != nil {
		t.Fatal(err)
	}
	if want := "again 2025-01-01, edited 2025-02-02, once 2024-01-01"; told != want {
		t.Errorf("pages have changed at %s, want %s", told, want)
	}
}
