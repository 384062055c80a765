package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/postgres"
	"lectern/internal/testkit"
)

// The plans of the hot statements, as the public login and as the preview role
// at another instant. A scan of a whole table, or a sort of all that matches,
// would be quick on a small site and slow on a large one.
var plans = map[string]struct{ has, lacks []string }{
	"page by path":                         {has: []string{"release_by_path", "revision_pkey"}, lacks: []string{"Seq Scan"}},
	"breadcrumbs":                          {has: []string{"release_by_path"}, lacks: []string{"Seq Scan"}},
	"redirect":                             {lacks: []string{"Seq Scan on release"}},
	"rules at a page":                      {has: []string{"One-Time Filter", "redirect_rule"}, lacks: []string{"Seq Scan"}},
	"rules where nothing is":               {has: []string{"redirect_rule"}, lacks: []string{"Seq Scan on release", "Seq Scan on redirect"}},
	"chapters of a work":                   {has: []string{"release_by_path", "reference_pkey", "revision_pkey"}, lacks: []string{"Seq Scan"}},
	"newest ten of a kind":                 {has: []string{"release_by_kind"}, lacks: []string{"Seq Scan"}},
	"newest ten of a kind below a section": {has: []string{"release_section_list", "release_pkey"}, lacks: []string{"Seq Scan"}},
	"files by id":                          {lacks: []string{"Seq Scan on release"}},
	"newest ten with three terms":          {lacks: []string{"Seq Scan on release"}},
	"newest ten that mention a page":       {lacks: []string{"Seq Scan on release"}},
	"list of sitemaps":                     {has: []string{"Index Only Scan using release_in_sitemap"}, lacks: []string{"Seq Scan", "Sort"}},
	"last part of a sitemap":               {has: []string{"Index Only Scan using release_in_sitemap"}, lacks: []string{"Seq Scan", "Sort"}},
	"last part of the sitemap of pictures": {has: []string{"Index Only Scan using release_in_sitemap", "release_asset_pkey"}, lacks: []string{"Seq Scan"}},
	"parts with pictures":                  {has: []string{"release_asset_pkey"}, lacks: []string{"Seq Scan"}},
	"latest of a kind":                     {has: []string{"release_by_publication"}, lacks: []string{"Seq Scan"}},
	"latest of a kind below a section":     {has: []string{"release_section_by_publication", "release_pkey"}, lacks: []string{"Seq Scan"}},
	"bodies of a feed":                     {lacks: []string{"Seq Scan"}},
	"bodies above a feed":                  {has: []string{"release_by_path", "revision_pkey"}, lacks: []string{"Seq Scan"}},
	"terms of live pages":                  {has: []string{"release_term_by_term", "release_pkey"}, lacks: []string{"Seq Scan on release"}},
	"next change":                          {},
}

func TestPlansOfHotStatements(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	testkit.Fill(t, store, testkit.Blobs(t), corpus.Corpus{Documents: 12_000, Seed: 1})
	path, section := somewhere(t, store)
	login, err := store.Login(t.Context(), "preview")
	if err != nil {
		t.Fatal(err)
	}
	site, err := postgres.OpenSite(t.Context(), store, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(site.Close)
	for _, s := range postgres.HotStatements(path, section, "page") {
		wanted, known := plans[s.Name]
		if !known {
			continue
		}
		check := func(who, plan string) {
			for _, part := range wanted.has {
				if !strings.Contains(plan, part) {
					t.Errorf("%s, as %s, does not use %s:\n%s", s.Name, who, part, plan)
				}
			}
			for _, part := range wanted.lacks {
				if strings.Contains(plan, part) {
					t.Errorf("%s, as %s, has a %s:\n%s", s.Name, who, part, plan)
				}
			}
		}
		err := pgx.BeginFunc(t.Context(), site.Pool, func(tx pgx.Tx) error {
			check("the public login", explain(t, tx, s))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = pgx.BeginFunc(t.Context(), store.Pool, func(tx pgx.Tx) error {
			lookFrom(t, tx, login.Name, "2020-05-03T09:30:00Z")
			check("the preview role at another instant", explain(t, tx, s))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A policy that asks whether a row belongs to something live must ask row by
// row: how large a site has to be before Postgres would rather read all that is
// live beforehand, no plan of a small one tells.
func TestPoliciesAskRowByRow(t *testing.T) {
	t.Parallel()
	store := testkit.Database(t)
	rows, err := store.Pool.Query(t.Context(), `
		select tablename || ': ' || qual, regexp_count(qual, 'EXISTS'), regexp_count(qual, 'OFFSET 0') from pg_policies where qual is not null`)
	if err != nil {
		t.Fatal(err)
	}
	var policy string
	var asks, byRow, all int
	if _, err := pgx.ForEachRow(rows, []any{&policy, &asks, &byRow}, func() error {
		if asks != byRow {
			t.Errorf("not every exists has offset 0 in the policy of %s", policy)
		}
		all += asks
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if all < 6 {
		t.Errorf("%d policies ask for something live, want 6", all)
	}
}

func explain(t *testing.T, tx pgx.Tx, s postgres.Statement) string {
	t.Helper()
	rows, err := tx.Query(t.Context(), "explain (analyze, costs off, timing off, summary off) "+s.SQL, s.Args...)
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	return strings.Join(lines, "\n")
}

// lookFrom makes the transaction see what is live at another instant.
func lookFrom(t *testing.T, tx pgx.Tx, preview, instant string) {
	t.Helper()
	for _, sql := range []string{
		fmt.Sprintf(`set local role %s`, pgx.Identifier{preview}.Sanitize()),
		fmt.Sprintf(`set local lectern.instant = '%s'`, instant),
	} {
		if _, err := tx.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

// somewhere returns the address of a page and a section with pages below it.
func somewhere(t testing.TB, store *postgres.Store) (path string, section cms.ID) {
	t.Helper()
	err := store.Pool.QueryRow(context.Background(), `
		select path, section_id from release join release_section on release_id = release.id
		where release.kind = 'page' and path like '/%/%/%' and release.live_until = 'infinity' and release.live_from < now()
		order by release.id offset 20 limit 1`).Scan(&path, &section)
	if err != nil {
		t.Fatal(err)
	}
	return path, section
}
