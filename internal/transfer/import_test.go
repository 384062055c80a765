package transfer_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/media"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/testkit"
	"lectern/internal/transfer"
	"lectern/internal/worker"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// target is a site to import into.
type target struct {
	t         *testing.T
	store     *postgres.Store
	registry  *schema.Registry
	publisher *publishing.Publisher
	blobs     *media.Disk
	dir       string // of the files
}

func newTarget(t *testing.T) *target {
	t.Helper()
	store := testkit.Database(t)
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := worker.NewInserter(store.Pool, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := media.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	return &target{
		t: t, store: store, registry: registry, blobs: blobs, dir: t.TempDir(),
		publisher: publishing.New(store, registry, jobs),
	}
}

func (s *target) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *target) load() (transfer.Result, error) {
	return s.site().Import(context.Background(), s.dir)
}

func (s *target) site() transfer.Site {
	return transfer.Site{Publisher: s.publisher, Registry: s.registry, Blobs: s.blobs}
}

func (s *target) mustLoad() transfer.Result {
	s.t.Helper()
	result, err := s.load()
	if err != nil {
		s.t.Fatalf("import: %v", err)
	}
	return result
}

// rows returns what a query gives, a line for each row.
func (s *target) rows(sql string) []string {
	s.t.Helper()
	rows, err := s.store.Pool.Query(context.Background(), sql)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	list := []string{}
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			s.t.Fatal(err)
		}
		list = append(list, strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
	}
	if rows.Err() != nil {
		s.t.Fatal(rows.Err())
	}
	return list
}

const home = "kind: home\ntitle: Front page\nsummary: What we do.\n"

func TestEveryMistakeIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	mistakes := []struct{ name, text, line, says string }{
		{"pages/unknown-field.yaml", "kind: page\ntitle: A\nsumary: Misspelt\n", ":3", `summary`},
		{"pages/unknown-kind.yaml", "kind: pgae\ntitle: A\n", ":1", `"pgae"`},
		{"pages/no-kind.yaml", "title: A\n", ":1", `say which kind`},
		{"pages/wrong-type.yaml", "kind: landing\ntitle: A\nsummary: S\nsearch: perhaps\n", ":4", `search`},
		{"pages/not-text.yaml", "kind: page\ntitle: [a, b]\n", ":2", `title`},
		{"pages/required.yaml", "kind: landing\ntitle: A\n", "", `summary`},
		{"pages/required-inside.yaml", "kind: page\ntitle: A\nbody:\n- type: text\n  body: Fine.\n- type: callout\n  heading: No text\n", ":6", `body[1].body`},
		{"pages/bad-choice.yaml", "kind: service\ntitle: A\nsummary: S\nstatus: alive\n", ":4", `live`},
		{"pages/bad-block.yaml", "kind: page\ntitle: A\nbody:\n- type: calout\n  body: X\n", ":4", `callout`},
		{"pages/broken-link.yaml", "kind: page\ntitle: A\nbody:\n- type: text\n  body: |\n    Fine.\n\n    See [that](/not/there).\n", ":8", `/not/there`},
		{"pages/broken-ref.yaml", "kind: page\ntitle: A\nbody:\n- type: latest\n  below: /nowhere\n", ":5", `/nowhere`},
		{"pages/unsafe-link.yaml", "kind: page\ntitle: A\nbody:\n- type: text\n  body: \"[x](javascript:alert)\"\n", ":5", `javascript`},
		{"pages/unknown-term.yaml", "kind: page\ntitle: A\ntopics: [nothing]\n", ":3", `nothing`},
		{"pages/unknown-image.yaml", "kind: page\ntitle: A\nbody:\n- type: image\n  image: {file: none.png, alt: A}\n", ":5", `none.png`},
		{"pages/outside-image.yaml", "kind: page\ntitle: A\nbody:\n- type: image\n  image: {file: ../../secret.png, alt: A}\n", ":5", `secret.png`},
		{"pages/no-alt.yaml", "kind: page\ntitle: A\nbody:\n- type: image\n  image: {file: fine.png}\n", ":5", `body[0].image`},
		{"pages/table.yaml", "kind: page\ntitle: A\nbody:\n- type: table\n  caption: C\n  columns: [{name: A}, {name: B}]\n  rows:\n  - [a]\n", ":8", `1 cells`},
		{"pages/markdown.yaml", "kind: page\ntitle: A\nbody:\n- type: text\n  body: |\n    # No\n", ":6", `heading`},
		{"pages/yaml.yaml", "kind: page\ntitle: A\n  body: [\n", "", `not YAML`},
		{"pages/list.yaml", "- kind: page\n", ":1", `fields`},
		{"pages/empty.yaml", "", ":1", `empty`},
		{"pages/Capital.yaml", "kind: page\ntitle: A\n", "", `"Capital"`},
		{"pages/orphans/child.yaml", "kind: page\ntitle: A\n", "", `/orphans`},
		{"pages/twice.yaml", "kind: page\ntitle: A\n", "", `pages/twice/index.yaml`},
		{"pages/twice/index.yaml", "kind: page\ntitle: A\n", "", ""},
		{"pages/id-one.yaml", "kind: page\ntitle: A\nid: 01890000-0000-7000-8000-000000000001\n", "", ""},
		{"pages/id-two.yaml", "kind: page\ntitle: A\nid: 01890000-0000-7000-8000-000000000001\n", ":3", `pages/id-one.yaml`},
		{"pages/bad-id.yaml", "kind: page\ntitle: A\nid: seven\n", ":3", `"seven"`},
		{"pages/bad-time.yaml", "kind: page\ntitle: A\nlive_from: soon\n", ":3", `"soon"`},
		{"pages/no-such-hour.yaml", "kind: page\ntitle: A\nlive_from: 2024-03-31 01:30\n", ":3", `does not exist`},
		{"pages/hour-twice.yaml", "kind: page\ntitle: A\nlive_from: 2024-10-27 01:30\n", ":3", `comes twice`},
		{"pages/backwards.yaml", "kind: page\ntitle: A\nlive_from: 2080-01-02\nlive_until: 2080-01-01\n", "", `end after it begins`},
		{"pages/kinds.yaml", "kind: page\ntitle: A\n---\nkind: legal\ntitle: A\ndraft: true\n", ":4", `one kind`},
		{"pages/two-live.yaml", "kind: page\ntitle: A\n---\nkind: page\ntitle: B\n", ":4", `same state`},
		{"pages/two-drafts.yaml", "kind: page\ntitle: A\ndraft: true\n---\nkind: page\ntitle: B\ndraft: true\n", ":5", `same state`},
		{"media/broken.png", "\x89PNG\r\n\x1a\nnothing more", "", `cannot be read`},
		{"media/page.html", "<!doctype html>", "", `not accepted`},
		{"media/fine.png", onePixel, "", ""},
		{"menus.yaml", "- {name: m, title: M, place: nowhere}\n- {title: N}\n- {name: m, title: M, place: main}\n", ":3", `another menu called "m"`},
		{"redirects.yaml", "- {from: here, to: /}\n- {from: /a, to: /not-there}\n- {from: /b, to: /, code: 302}\n- {from: /Up/, to: /}\n- {from: /search, to: /}\n- {from: /no-alt, to: /}\n- {from: /c, to: /c#d}\n", ":3", `field code not found`},
		{"terms/topic.yaml", "- {slug: Big Topic, name: B}\n", ":1", `lower-case`},
		{"notes.txt", "x", "", `not a content file`},
	}
	s.write("pages/index.yaml", home)
	for _, m := range mistakes {
		s.write(m.name, m.text)
	}
	outside := filepath.Join(t.TempDir(), "outside.yaml")
	if err := os.WriteFile(outside, []byte(home), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(s.dir, "pages", "linked.yaml")); err != nil {
		t.Fatal(err)
	}

	_, err := s.load()
	var invalid *cms.Invalid
	if !errors.As(err, &invalid) || !errors.Is(err, cms.ErrInvalid) {
		t.Fatalf("import: %v", err)
	}
	lines := strings.Split(err.Error(), "\n")
	also := []struct{ name, text, line, says string }{
		{"pages/linked.yaml", "", "", "outside the folder"},
		{"menus.yaml", "", ":1", "nowhere"},
		{"menus.yaml", "", ":2", "needs a name"},
		{"redirects.yaml", "", ":1", `"here"`},
		{"redirects.yaml", "", ":2", "no page /not-there"},
		{"redirects.yaml", "", ":4", "lower case"},
		{"redirects.yaml", "", ":5", "/search is a page, or an address of the program's own"},
		{"redirects.yaml", "", ":6", "/no-alt is a page"},
		{"redirects.yaml", "", ":7", "/c would lead to itself"},
	}
	for _, m := range append(mistakes, also...) {
		if m.says != "" && !tells(lines, m.name+m.line+":", m.says) {
			t.Errorf("nothing tells that %s%s: … %s …", m.name, m.line, m.says)
		}
	}
	for _, p := range invalid.Problems {
		if p.File == "" || p.Message == "" {
			t.Errorf("a problem without its file or reason: %+v", p)
		}
		if strings.Contains(p.File, "fine.png") || p.File == "pages/index.yaml" {
			t.Errorf("a good file is refused: %s", p)
		}
	}
	if t.Failed() {
		t.Log("\n" + err.Error())
	}
	if left := s.rows(`select (select count(*) from page) + (select count(*) from asset) + (select count(*) from term) + (select count(*) from audit)`); left[0] != "0" {
		t.Errorf("%s rows are left behind", left[0])
	}
}

func TestTwoFeedsCannotHaveOneAddress(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{"pages/index.yaml": home, "pages/good.yaml": "kind: page\ntitle: Good\n", "feeds/one.yaml": feed, "feeds/two.yaml": feed})
	_, err := s.load()
	if want := `feeds/two.yaml:3: address: another feed is called "one" already; choose another name`; err == nil || err.Error() != want {
		t.Errorf("two feeds of one address: %v, want %s", err, want)
	}
	s.writeAll(map[string]string{"feeds/two.yaml": strings.Replace(feed, "address: one", "address: two", 1)})
	if _, err := s.load(); err != nil {
		t.Errorf("two feeds: %v", err)
	}
}

func tells(lines []string, parts ...string) bool {
	for _, line := range lines {
		all := true
		for _, part := range parts {
			all = all && strings.Contains(line, part)
		}
		if all {
			return true
		}
	}
	return false
}

// onePixel is the smallest PNG.
const onePixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"

func TestWhatHasNotChangedWritesNothing(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home+"body:\n- {type: text, heading: News, body: \"See [help](/help).\"}\n")
	s.write("pages/help.yaml", "kind: page\ntitle: Help\ntopics: [care]\nlast_edited: 2024-03-05 11:55\nchange_notes:\n- {at: 2024-03-05, note: Written}\n"+
		"---\nkind: page\ntitle: Help, better\nlive_from: 2090-01-01\n---\nkind: page\ntitle: Unfinished\ndraft: true\n")
	s.write("terms/topic.yaml", "- {slug: care, name: Care, children: [{slug: home-care, name: At home}]}\n")
	s.write("menus.yaml", "- {name: main, title: Main, place: main, entries: [/help]}\n")
	s.write("site.yaml", "title: Office\n")
	s.write("redirects.yaml", "- {from: /aid, to: /help}\n")
	s.write("search.yaml", "synonyms: [{words: [aid, help]}]\nbest_bets: [{texts: [help], pages: [/help]}]\nsuggested: [{text: help, while_typing: true, instead: [hepl]}]\n")
	s.write("media/fine.png", onePixel)
	if got, want := s.mustLoad().String(), "Read 8 files: 4 pages written, 0 unchanged."; got != want {
		t.Errorf("first: %s, want %s", got, want)
	}
	all := `select 'audit', count(*) from audit union all select 'change', count(*) from change
		union all select 'revision', count(*) from revision union all select 'job', count(*) from river_job
		union all select 'release ' || live_from || live_until, count(*) from release group by live_from, live_until
		union all select 'draft ' || version, 1 from draft order by 1`
	before := s.rows(all)
	if got, want := s.mustLoad().String(), "Read 8 files: 0 pages written, 4 unchanged."; got != want {
		t.Errorf("again: %s, want %s", got, want)
	}
	if diff := cmp.Diff(before, s.rows(all)); diff != "" {
		t.Errorf("the second import wrote: %s", diff)
	}
	if got := s.rows(`select page.slug from draft join page on page.id = page_id`); len(got) != 1 || got[0] != "help" {
		t.Errorf("drafts: %v", got)
	}
}

func TestImportFollowsTheFiles(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	live := `select path || ' ' || title from release where live_from <= now() and live_until > now() order by 1`
	s.write("pages/index.yaml", home)
	s.write("pages/a/index.yaml", "kind: landing\nid: 01890000-0000-7000-8000-00000000000a\ntitle: A\nsummary: S\n")
	s.write("pages/a/b.yaml", "kind: page\ntitle: B\nlive_from: 2020-01-01\n---\nkind: page\ntitle: B later\nlive_from: 2090-01-01\n")
	s.mustLoad()
	if diff := cmp.Diff([]string{"/ Front page", "/a A", "/a/b B"}, s.rows(live)); diff != "" {
		t.Error(diff)
	}

	// Changed text is live from now on; what is no longer planned is cancelled.
	s.write("pages/a/b.yaml", "kind: page\ntitle: B two\nlive_from: 2020-01-01\n---\nkind: page\ntitle: B much later\nlive_from: 2091-01-01\n")
	if got := s.mustLoad(); got.Pages != 1 || got.Unchanged != 2 {
		t.Errorf("changing one page: %s", got)
	}
	if diff := cmp.Diff([]string{"/ Front page", "/a A", "/a/b B two"}, s.rows(live)); diff != "" {
		t.Error(diff)
	}
	ahead := s.rows(`select extract(year from live_from)::int, title from release where live_from > now()`)
	if diff := cmp.Diff([]string{"2091 B much later"}, ahead); diff != "" {
		t.Error(diff)
	}

	// A page that another file holds under the same id has moved.
	if err := os.RemoveAll(filepath.Join(s.dir, "pages", "a")); err != nil {
		t.Fatal(err)
	}
	s.write("pages/z/index.yaml", "kind: landing\nid: 01890000-0000-7000-8000-00000000000a\ntitle: A\nsummary: S\n")
	s.mustLoad()
	if diff := cmp.Diff([]string{"/ Front page", "/z A", "/z/b B two"}, s.rows(live)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"/a", "/a/b"}, s.rows(`select from_path from redirect order by 1`)); diff != "" {
		t.Error(diff)
	}

	// Pages that the folder does not hold are left alone.
	if err := os.RemoveAll(filepath.Join(s.dir, "pages", "z")); err != nil {
		t.Fatal(err)
	}
	s.mustLoad()
	if got := s.rows(live); len(got) != 3 {
		t.Errorf("pages went with their files: %v", got)
	}
}

func TestEditorsDraftSurvivesAnImport(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home)
	s.mustLoad()
	ctx := context.Background()
	editor := cms.User{ID: "01890000-0000-7000-8000-0000000000ed", Grants: []cms.Grant{{Role: cms.Author}}}
	err := s.publisher.Edit(ctx, editor, func(e *publishing.Edit) error {
		_, err := e.Save(ctx, publishing.Save{Page: cms.ID(s.rows(`select id::text from page`)[0]), Value: &kinds.Home{Title: "Typed by an editor"}, Automatic: true})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.write("pages/index.yaml", strings.Replace(home, "Front", "Other", 1))
	s.mustLoad()
	if got := s.rows(`select body->>'title' from draft`); len(got) != 1 || got[0] != "Typed by an editor" {
		t.Errorf("the draft is %v", got)
	}
	if got := s.rows(`select title from release where live_until > now()`); len(got) != 1 || got[0] != "Other page" {
		t.Errorf("live is %v", got)
	}
}

// TestAPageInTheBinIsNotMadeAnew by its file, nor exported.
func TestAPageInTheBinIsNotMadeAnew(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home)
	s.write("pages/a.yaml", "kind: page\ntitle: A\nsummary: A.\ndraft: true\n")
	s.mustLoad()
	ctx := context.Background()
	page := cms.ID(s.rows(`select id::text from page where slug = 'a'`)[0])
	s.publish(func(e *publishing.Edit) error { return e.Delete(ctx, page, publishing.Sure{}) })
	if _, err := s.load(); err == nil || !strings.Contains(err.Error(), "pages/a.yaml: the page with the id "+string(page)+" is in the bin: it was deleted with “A”") {
		t.Errorf("the import says %v", err)
	}
	if _, err := os.Stat(filepath.Join(s.export(), "pages", "a.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a page in the bin is exported: %v", err)
	}
	s.publish(func(e *publishing.Edit) error { return e.Undelete(ctx, publishing.Undeleting{Page: page}) })
	s.mustLoad()
}

// TestARedirectIntoTheBinIsNotExported: no import could say where it leads.
func TestARedirectIntoTheBinIsNotExported(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home)
	s.write("pages/a.yaml", "kind: page\ntitle: A\nsummary: A.\n")
	s.mustLoad()
	ctx := context.Background()
	page := cms.ID(s.rows(`select id::text from page where slug = 'a'`)[0])
	s.publish(func(e *publishing.Edit) error {
		return e.AddRedirects(ctx, []cms.Redirect{{From: "/old", Page: page}, {From: "/other", To: "/"}})
	})
	s.publish(func(e *publishing.Edit) error {
		_, err := e.Withdraw(ctx, page, "Old", publishing.Plan{})
		return err
	})
	s.publish(func(e *publishing.Edit) error { return e.Delete(ctx, page, publishing.Sure{}) })
	text, err := os.ReadFile(filepath.Join(s.export(), "redirects.yaml"))
	if err != nil || strings.Contains(string(text), "/old") || !strings.Contains(string(text), "/other") {
		t.Errorf("exported is %q (%v)", text, err)
	}
}

func TestOtherBytesAreAnotherFile(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home)
	s.write("pages/a.yaml", "kind: page\ntitle: A\nbody:\n- {type: downloads, items: [{file: {file: f.csv, title: F}}]}\n")
	s.write("media/f.csv", "old")
	s.mustLoad()
	s.write("media/f.csv", "new")
	if got := s.mustLoad(); got.Pages != 1 {
		t.Errorf("a page whose file has changed: %s", got)
	}
	used := s.rows(`select size, hash, release.live_until > now() from asset join release_asset on asset_id = asset.id
		join release on release.id = release_id order by release.live_from`)
	if len(used) != 2 || used[0] == used[1] || !strings.HasSuffix(used[0], "false") || !strings.HasSuffix(used[1], "true") {
		t.Errorf("files by release: %q", used)
	}
}

func TestAnEndInThePastEndsThePage(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home)
	s.write("pages/a.yaml", "kind: page\ntitle: A\nlive_from: 2020-01-01\n")
	s.mustLoad()
	s.write("pages/a.yaml", "kind: page\ntitle: A\nlive_from: 2020-01-01\nlive_until: 2024-01-01\n")
	s.mustLoad()
	if live := s.rows(`select path from release where live_until > now() order by 1`); len(live) != 1 || live[0] != "/" {
		t.Errorf("live: %q", live)
	}
	if again := s.mustLoad(); again.Pages != 0 {
		t.Errorf("again: %s", again)
	}
}

func TestWhatEditorsTookAwayStaysAway(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home)
	for _, name := range []string{"withdrawn", "gone", "ended", "planned"} {
		s.write("pages/"+name+".yaml", "kind: page\ntitle: "+name+"\n")
	}
	s.mustLoad()
	ctx := context.Background()
	id := func(slug string) cms.ID {
		return cms.ID(s.rows(`select id::text from page where slug = '` + slug + `'`)[0])
	}
	ids := map[string]cms.ID{}
	for _, slug := range []string{"withdrawn", "gone", "ended", "planned"} {
		ids[slug] = id(slug)
	}
	err := s.publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error {
		if _, err := e.Withdraw(ctx, ids["withdrawn"], "Out of date.", publishing.Plan{}); err != nil {
			return err
		}
		if _, err := e.Gone(ctx, ids["gone"], "", publishing.Plan{}); err != nil {
			return err
		}
		if _, err := e.Gone(ctx, ids["planned"], "", publishing.Plan{From: time.Now().AddDate(1, 0, 0)}); err != nil {
			return err
		}
		_, err := e.Expire(ctx, ids["ended"], time.Time{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	state := `select page.slug, outcome, release.live_until > now() from release join page on page.id = page_id where page.slug <> '' order by 1, live_from`
	before := s.rows(state)
	result := s.mustLoad()
	if diff := cmp.Diff(before, s.rows(state)); diff != "" {
		t.Errorf("the import changed: %s", diff)
	}
	if result.Pages != 0 || len(result.Kept) != 3 || !strings.Contains(result.String(), "pages/withdrawn.yaml: the page is withdrawn on the site") {
		t.Errorf("the result does not tell: %s", result)
	}
}

func TestDatesOfAFileAreKept(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home+"first_published: 2017-07-03\nlast_edited: 2023-10-20 16:14\nlive_from: 2023-10-20T15:14:00Z\nlive_until: 2090-06-01 12:00\n")
	s.mustLoad()
	got := s.rows(`select first_published_at = '2017-07-02T23:00Z', last_edited_at = '2023-10-20T15:14Z', live_from = '2023-10-20T15:14Z', live_until = '2090-06-01T11:00Z', sort_at = first_published_at from release`)
	if diff := cmp.Diff([]string{"true true true true true"}, got); diff != "" {
		t.Error(diff)
	}
}
