package corpus_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"lectern/internal/corpus"
	"lectern/internal/kinds"
	"lectern/internal/media"
	"lectern/internal/postgres"
	"lectern/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func filled(t *testing.T, wanted corpus.Corpus) (*postgres.Store, *media.Disk) {
	t.Helper()
	store, blobs := testkit.Database(t), testkit.Blobs(t)
	testkit.Fill(t, store, blobs, wanted)
	return store, blobs
}

func all(t *testing.T, store *postgres.Store, sql string, args ...any) []string {
	t.Helper()
	rows, _ := store.Pool.Query(context.Background(), sql, args...)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// rows of a site, but for the ids that the database's writer makes and what
// the clock says.
const rows = `
	select concat_ws(' ', id, kind, has_address, parent_id, slug, created_at) from page
	union all
	select concat_ws(' ', page_id, number, body, redacted, change_notes, created_by) from revision
	union all
	select concat_ws(' ', page_id, outcome, notice, redirect_to, path, kind, title, short_title, summary, title_key,
		sort_at, first_published_at, last_edited_at, live_from, live_until, ends_at) from release
	union all
	select concat_ws(' ', page_id, section_id, s.kind, s.sort_at, s.live_from, s.live_until) from release_section s join release on id = release_id
	union all
	select concat_ws(' ', page_id, target_id, field) from reference join revision on id = revision_id
	union all
	select concat_ws(' ', page_id, asset_id) from release_asset join release on id = release_id
	union all
	select concat_ws(' ', page_id, term_id) from release_term join release on id = release_id
	union all
	select concat_ws(' ', page_id, d.title, d.summary, body, d.live_from, d.live_until) from search_document d join release on id = release_id
	union all
	select concat_ws(' ', page_id, e.kind, e.status, e.dated_at, e.title, e.names, title_words, words, e.live_from, e.live_until) from search_entry e join release on id = release_id
	union all
	select concat_ws(' ', page_id, body, change_notes, version) from draft
	union all
	select concat_ws(' ', id, vocabulary, slug, name, parent_id, synonyms, position) from term
	union all
	select concat_ws(' ', id, hash, filename, media_type, size, width, height) from asset
	union all
	select concat_ws(' ', from_path, page_id, to_path) from redirect
	union all
	select concat_ws(' ', id, words, also) from synonyms
	order by 1`

func TestSameSeedSameSite(t *testing.T) {
	t.Parallel()
	one, _ := filled(t, corpus.Corpus{Documents: 600, Seed: 7})
	again, _ := filled(t, corpus.Corpus{Documents: 600, Seed: 7})
	other, _ := filled(t, corpus.Corpus{Documents: 600, Seed: 8})
	want := all(t, one, rows)
	if diff := cmp.Diff(want, all(t, again, rows)); diff != "" {
		t.Errorf("the same seed makes another site:\n%s", diff)
	}
	if slices.Equal(want, all(t, other, rows)) {
		t.Error("another seed makes the same site")
	}
}

// TestCorpusHoldsEverything looks for every kind, block and state, in corpora of
// the least size that has them and of others.
func TestCorpusHoldsEverything(t *testing.T) {
	t.Parallel()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	for _, documents := range []int{400, 3000} {
		t.Run(fmt.Sprint(documents), func(t *testing.T) {
			t.Parallel()
			store, blobs := filled(t, corpus.Corpus{Documents: documents, Seed: 1})
			var pages int
			if err := store.Pool.QueryRow(t.Context(), `select count(*) from page where has_address`).Scan(&pages); err != nil || pages != documents {
				t.Errorf("it has %d pages (%v)", pages, err)
			}
			for _, kind := range registry.Kinds() {
				live := all(t, store, `select title from release where kind = $1 and outcome = 'page' and live_from < now() and live_until > now()`, kind.Name)
				if least := 2; len(live) < least && !kind.Top && kind.Name != "site" || len(live) == 0 {
					t.Errorf("%d pages are of kind %s", len(live), kind.Name)
				}
			}
			places := map[string]int{}
			for _, body := range all(t, store, `select body::text from revision join release on revision_id = revision.id where outcome = 'page' and live_from < now() and live_until > now()`) {
				for _, block := range registry.Blocks() {
					places[block.Name] += strings.Count(body, `"type": "`+block.Name+`"`)
				}
			}
			for _, block := range registry.Blocks() {
				if places[block.Name] < 3 {
					t.Errorf("block %s occurs %d times", block.Name, places[block.Name])
				}
			}
			for state, sql := range statesInWords {
				if found := all(t, store, sql); len(found) < 5 || len(found) > 60+documents/100 {
					t.Errorf("%d pages are %s", len(found), state)
				}
			}
			for _, hash := range all(t, store, `select hash from asset`) {
				f, err := blobs.Open(hash)
				if err != nil {
					t.Errorf("the bytes of a file: %v", err)
					continue
				}
				_ = f.Close()
			}
		})
	}
}

// statesInWords finds the pages in each state.
var statesInWords = map[string]string{
	"scheduled":            `select page_id::text from release r where live_from > now() and outcome = 'page' and not exists (select from release where page_id = r.page_id and live_from < now())`,
	"expiring":             `select page_id::text from release where live_from < now() and ends_at between now() and '9999-01-01'`,
	"over":                 `select page_id::text from release group by page_id having max(live_until) < now()`,
	"withdrawn":            `select page_id::text from release where outcome = 'withdrawn' and live_from < now() and notice <> ''`,
	"to be withdrawn":      `select page_id::text from release where outcome = 'withdrawn' and live_from > now() and notice <> ''`,
	"gone":                 `select page_id::text from release where outcome = 'gone'`,
	"redirected":           `select page_id::text from release where outcome = 'redirect'`,
	"announced":            `select page_id::text from release r where outcome = 'announced' and exists (select from release where page_id = r.page_id and outcome = 'page' and live_from = r.live_until)`,
	"drafted":              `select page_id::text from draft d where not exists (select from release where page_id = d.page_id)`,
	"edited":               `select page_id::text from draft d where exists (select from release where page_id = d.page_id)`,
	"noted":                `select page_id::text from revision where change_notes::text <> '[]' and exists (select from release where revision_id = revision.id)`,
	"led to by a redirect": `select from_path from redirect`,
}

// TestShares has what the original site had: of 18,412 documents 7,468 are
// publications and data sets.
func TestShares(t *testing.T) {
	t.Parallel()
	for _, documents := range []int{400, 1500} {
		store, _ := filled(t, corpus.Corpus{Documents: documents, Seed: 2})
		got := all(t, store, `select count(*)::text from page where kind in ('publication', 'data-set')`)
		if want := fmt.Sprint(documents * 7468 / 18412); got[0] != want {
			t.Errorf("of %d documents %s are publications and data sets, want %s", documents, got[0], want)
		}
	}
}

// TestAddedToTheDemonstration brings the demonstration site to a size, and finds
// the pages that are said to be added.
func TestAddedToTheDemonstration(t *testing.T) {
	t.Parallel()
	const documents = 4500
	store := testkit.Database(t)
	testkit.Demonstration(t, store, testkit.Blobs(t), documents)
	count := all(t, store, `
		select concat_ws(' ', count(*), count(*) filter (where kind in ('publication', 'data-set')), count(*) filter (where kind = 'home'))
		from page where has_address`)
	if want := fmt.Sprintf("%d %d 1", documents, documents*7468/18412); count[0] != want {
		t.Errorf("pages, statistics and home pages: %s, want %s", count[0], want)
	}
	if doubled := all(t, store, `select vocabulary || ' ' || lower(name) from term group by 1 having count(*) > 1`); len(doubled) > 0 {
		t.Errorf("terms that are there twice: %q", doubled)
	}
	taught := all(t, store, `select array_to_string(words, '|') from synonyms where words && '{HES,SUS}' order by 1`)
	if len(taught) != 2 || taught[0] != "HES|Hospital Episode Statistics" || strings.Contains(taught[1], "quality") {
		t.Errorf("the search is told of HES and SUS: %q", taught)
	}
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	live := map[string]string{}
	for _, line := range all(t, store, `select path || E'\t' || title from release where live_from < now() and live_until > now() and outcome = 'page' and path is not null`) {
		path, title, _ := strings.Cut(line, "\t")
		live[path] = title
	}
	corpus.Beside(registry, corpus.Corpus{Documents: 3800, Seed: 1}, func(d corpus.Document) bool {
		if d.Kind != "publication" && d.Kind != "data-set" && live[d.Path] != d.Title {
			t.Errorf("%s has the title %q, want %q", d.Path, live[d.Path], d.Title)
		}
		return !t.Failed()
	})
}

// TestSmallCorpus has the mass of plain pages only.
func TestSmallCorpus(t *testing.T) {
	t.Parallel()
	store, _ := filled(t, corpus.Corpus{Documents: 30, Seed: 1})
	if got := all(t, store, `select distinct kind from page order by 1`); !slices.Equal(got, []string{"home", "landing", "page", "service", "site"}) {
		t.Errorf("it holds pages of kind %q", got)
	}
}

func TestNoDocuments(t *testing.T) {
	t.Parallel()
	err := corpus.Generate(t.Context(), corpus.Target{}, corpus.Corpus{}, nil)
	if err == nil || err.Error() != "documents: there is at least a home page: give 1 or more" {
		t.Errorf("refused with %v", err)
	}
}
