package transfer_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// wholeSite holds everything that content files can say.
var wholeSite = map[string]string{
	"pages/index.yaml": home + "first_published: 2017-07-03\nlast_edited: 2023-10-20 16:14\nlive_from: 2023-10-20T15:14:00.123456Z\n" +
		"change_notes:\n- {at: 2020-01-02, note: \"Said: more\"}\n- {at: 2021-03-28 02:30, note: After the clocks went forward}\n",
	"pages/index/index.yaml": "kind: page\ntitle: A page whose name is index\n",
	"pages/states/index.yaml": "kind: page\ntitle: Now\nlive_from: 2020-01-01\nlive_until: 2090-01-01\n---\n" +
		"kind: page\ntitle: Later\nlive_from: 2089-01-01\n---\nkind: page\nwithdrawn: It no longer holds.\ntitle: Later\nlive_from: 2089-06-01\n---\n" +
		"kind: page\ngone: \"\"\ntitle: Was later\nlive_from: 2089-07-01\n---\n" +
		"kind: page\ndraft: true\ntitle: Draft\nchange_notes: [{at: 2024-01-01, note: Drafted}]\n",
	"pages/states/withdrawn.yaml":  "kind: page\nlive_from: 2020-01-01\nwithdrawn: |\n  Two\n  lines\ntitle: Withdrawn\n",
	"pages/states/gone.yaml":       "kind: page\nlive_from: 2020-01-01\ngone: It has ended\ntitle: Gone\n",
	"pages/states/gone/child.yaml": "kind: page\ntitle: Below what is gone\n",
	"pages/states/moved.yaml":      "kind: page\nlive_from: 2020-01-01\nredirect: https://example.org/a?b=c\ntitle: Elsewhere\n",
	"pages/states/ended.yaml":      "kind: page\nlive_from: 2020-01-01\nlive_until: 2021-01-01\ntitle: Ended\n",
	"pages/states/draft.yaml":      "kind: page\ndraft: true\nsummary: It has no title yet\n",
	"pages/states/empty.yaml":      "kind: service\ndraft: true\n",
	"pages/states/rich.yaml": "kind: page\nid: 01890000-0000-7000-8000-000000000001\ntitle: \"Rich: text\"\ntopics: [b, a]\nbody:\n- type: text\n  heading: Part\n  body: |\n    See [that](/states#part), *[this](/search?q=x)* and\n\n    1. one\n    2. two\n" +
		"- type: latest\n  terms: [topic/b, colour/a]\n  below: /states\n- type: image\n  image: {file: one/same.png, alt: One}\n- type: image\n  id: mine\n  image: {file: two/same.png, decorative: true}\n- type: downloads\n  items: [{file: {file: numbers.csv, title: Numbers}}]\n",
	"pages/data/index.yaml":              "kind: publications-hub\ntitle: Publications\n",
	"pages/data/waits/index.yaml":        "kind: series\ntitle: Waits\nsummary: How long.\ninformation_types: [official]\ncoverage: [england]\n",
	"pages/data/waits/spring/index.yaml": "kind: publication\ntitle: Spring\nsummary: It is.\npublished: 2020-05-01\nlive_from: 2020-05-01 09:30\nchapters: [/data/waits/spring/one]\n",
	"pages/data/waits/spring/one.yaml":   "kind: publication-page\ntitle: One\n",
	"pages/data/waits/spring/table.yaml": "kind: data-set\ntitle: Table\nsummary: All.\npublished: 2020-05-01\n",
	"pages/data/waits/summer.yaml":       "kind: publication\nannounced: true\nlive_from: 2020-06-01\ntitle: Summer\npublished: 2089-08-01\ninformation_types: [official]\n---\nkind: publication\nlive_from: 2089-08-01 09:30\ntitle: Summer\nsummary: Secret.\npublished: 2089-08-01\n",
	"menus.yaml":                         "- {name: main, title: M, place: main, entries: [/states, {text: Out, to: https://example.org}], live_until: 2090-01-01}\n- {name: main, title: Later, place: main, live_from: 2089-01-01}\n- {name: a, title: A, place: legal, draft: true}\n",
	"site.yaml":                          "title: Office\nlive_from: 2020-01-01\n---\ntitle: New office\nlive_from: 2089-01-01\n",
	"notices/storm.yaml":                 "kind: banner\ntitle: Storm\ntext: Stay in.\npaths: [/states/**]\nlive_until: 2090-01-01\n",
	"notices/change.yaml":                "kind: update-notice\ntitle: Change\ntext: New.\nseverity: critical\npages: [/states]\nexpires: 2089-01-01 10:00\n",
	"pages/feeds.yaml":                   "kind: feeds\ntitle: Feeds\ngroups: [{heading: Ours, feeds: [about-b]}]\n",
	"feeds/some.yaml": "kind: feed\ntitle: About B\naddress: about-b\nsummary: What is about B.\npage: /states\nkinds: [page, service]\nbelow: /states\nterms: [topic/b, colour/a]\nimage: {file: one/same.png, alt: One}\n---\n" +
		"kind: feed\nlive_from: 2089-01-01\ntitle: To come\naddress: about-b\nsummary: What is about B.\npage: /states\nkinds: [publication]\nstate: upcoming\ncount: 50\n",
	"terms/topic.yaml":            "- {slug: a, name: A, synonyms: [\"a: one\", \"yes\"], children: [{slug: b, name: B, children: [{slug: c, name: C}]}]}\n- {slug: d, name: D, id: 01890000-0000-7000-8000-00000000000d}\n",
	"terms/colour.yaml":           "- {slug: a, name: Amber}\n",
	"terms/information-type.yaml": "- {slug: official, name: Official statistics}\n",
	"terms/coverage.yaml":         "- {slug: england, name: England}\n",
	"redirects.yaml":              "- {from: /old, to: /states}\n- {from: /older, to: \"/states#part\"}\n- {from: /away, to: https://example.org/}\n- {from: /chain, to: /old}\n",
	"search.yaml": "synonyms:\n- {words: [IAPT, \"yes\", \"111\"], also: [\"a: b\"]}\n- {words: [b, c], id: 01890000-0000-7000-8000-0000000000b0}\n" +
		"best_bets:\n- {texts: [old states, states], pages: [/states, /states/draft], note: \"Note: of it\"}\n- {texts: [x], pages: [/], id: 01890000-0000-7000-8000-0000000000b1}\n" +
		"suggested:\n- {text: Old states, while_typing: true, instead: [odl states, \"no\"], note: \"Note: of it\"}\n- {text: \"112\", instead: [x], id: 01890000-0000-7000-8000-0000000000b2}\n",
	"media/one/same.png": onePixel,
	"media/two/same.png": onePixel,
	"media/numbers.csv":  "a,b\n1,2\n",
	"media/unused.csv":   "c,d\n",
}

func (s *target) writeAll(files map[string]string) {
	s.t.Helper()
	for name, text := range files {
		s.write(name, text)
	}
}

func (s *target) export() string {
	s.t.Helper()
	dir := filepath.Join(s.t.TempDir(), "out")
	if _, err := s.site().Export(context.Background(), dir, false); err != nil {
		s.t.Fatalf("export: %v", err)
	}
	return dir
}

// tree returns every file of a folder by its name.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// whatIsKept is all that a move through files must keep, but for the ids of
// releases and revisions. What is history stays behind.
var whatIsKept = []string{
	`select id, kind, parent_id, slug from page order by id`,
	`select page_id, outcome, notice, redirect_to, path, kind, title, short_title, summary, title_key, sort_at,
		first_published_at, last_edited_at, live_from, live_until, ends_at from kept order by page_id, live_from`,
	`select kept.page_id, live_from, body, redacted, change_notes from kept join revision on revision.id = revision_id order by 1, 2`,
	`select page_id, body, change_notes from draft order by 1`,
	`select id, vocabulary, slug, name, parent_id, synonyms, position from term order by id`,
	`select from_path, page_id, to_path from redirect order by 1`,
	`select id, words, also from synonyms order by 1`,
	`select id, texts, note, position, page_id from best_bet join best_bet_page on bet_id = id order by 1, position`,
	`select id, text, typing, instead, note from suggested_search order by 1`,
	`select id, hash, filename, media_type, size, width, height from asset order by 1`,
	`select page_id, live_from, target_id, field from kept join reference using (revision_id) order by 1, 2, 3, 4`,
	`select page_id, live_from, asset_id from kept join release_asset on release_id = id order by 1, 2, 3`,
	`select page_id, live_from, term_id from kept join release_term on release_id = id order by 1, 2, 3`,
	`select page_id, d.live_from, d.title, d.summary, d.body from kept join search_document d on release_id = id order by 1, 2`,
	`select page_id, kept.live_from, section_id from kept join release_section on release_id = id order by 1, 2, 3`,
}

const keptReleases = `with kept as (select * from release where live_until > now() or not exists (
	select from release later where later.page_id = release.page_id and later.live_from > release.live_from)) `

func (s *target) kept() (rows []string) {
	s.t.Helper()
	for _, sql := range whatIsKept {
		rows = append(rows, s.rows(keptReleases+sql)...)
	}
	return rows
}

func TestExportOfAnImportEqualsIt(t *testing.T) {
	t.Parallel()
	first := newTarget(t)
	first.writeAll(wholeSite)
	first.mustLoad()
	a := first.export()

	second := newTarget(t)
	second.dir = a
	second.mustLoad()
	if diff := cmp.Diff(first.kept(), second.kept()); diff != "" {
		t.Errorf("the site that was moved differs:\n%s", diff)
	}
	b := second.export()
	if diff := cmp.Diff(tree(t, a), tree(t, b)); diff != "" {
		t.Errorf("the second export differs:\n%s", diff)
	}

	before := second.rows(`select count(*), max(id) from audit`)
	if result := second.mustLoad(); result.Pages != 0 || len(result.Kept) > 0 {
		t.Errorf("the same files again: %s", result)
	}
	if diff := cmp.Diff(before, second.rows(`select count(*), max(id) from audit`)); diff != "" {
		t.Errorf("the same files again wrote: %s", diff)
	}
	first.dir = a
	if result := first.mustLoad(); result.Pages != 0 {
		t.Errorf("its own export into the first site: %s", result)
	}
}

// TestAGeneratedSiteMakesTheRoundTrip moves a site of 2,000 pages that holds
// every kind, every block and every state.
func TestAGeneratedSiteMakesTheRoundTrip(t *testing.T) {
	t.Parallel()
	first := newTarget(t)
	testkit.Fill(t, first.store, first.blobs, corpus.Corpus{Documents: 2000, Seed: 3})
	a := first.export()

	second := newTarget(t)
	second.dir = a
	if result := second.mustLoad(); result.Pages < 2000 || len(result.Kept) > 0 {
		t.Errorf("the import: %s", result)
	}
	kept, moved := first.kept(), second.kept()
	if diff := cmp.Diff(kept, moved); diff != "" {
		t.Errorf("the site that was moved differs:\n%s", diff)
	}
	b := second.export()
	if diff := cmp.Diff(tree(t, a), tree(t, b)); diff != "" {
		t.Errorf("the second export differs:\n%s", diff)
	}
	if result := second.mustLoad(); result.Pages != 0 || len(result.Kept) > 0 {
		t.Errorf("the same files again: %s", result)
	}
}

func TestExportedFilesAreReadable(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(wholeSite)
	s.mustLoad()
	files := tree(t, s.export())
	for name, wants := range map[string][]string{
		"pages/index.yaml":             {"kind: home\nid: ", "first_published: 2017-07-03 00:00\nlast_edited: 2023-10-20 16:14\nlive_from: 2023-10-20T16:14:00.123456+01:00\n", "- at: 2021-03-28 02:30\n    note: After the clocks went forward\n"},
		"pages/index/index.yaml":       {"title: A page whose name is index\n"},
		"pages/states/index.yaml":      {"live_until: 2090-01-01 00:00\ntitle: Now\n---\nkind: page\n", "withdrawn: It no longer holds.\n", "gone: \"\"\ntitle: Was later\n", "draft: true\ntitle: Draft\n"},
		"pages/states/moved.yaml":      {"redirect: https://example.org/a?b=c\ntitle: Elsewhere\n"},
		"pages/states/rich.yaml":       {"id: 01890000-0000-7000-8000-000000000001\n", "topics: [b, a]\n", "terms: [topic/b, colour/a]\n", "[that](/states#part)", "[*this*](/search?q=x)", "file: numbers.csv", "id: mine\n"},
		"pages/data/waits/summer.yaml": {"announced: true\ntitle: Summer\npublished: 2089-08-01\ninformation_types: [official]\n---\n", "summary: Secret.\n"},
		"menus.yaml":                   {"- name: main\n  id: ", "live_from: 2089-01-01 00:00\n"},
		"site.yaml":                    {"title: Office\n---\n"},
		"notices/storm.yaml":           {"kind: banner\n", "paths:\n  - /states/**\n"},
		"feeds/some.yaml":              {"address: about-b\n", "kinds: [page, service]\n", "terms: [topic/b, colour/a]\n", "/same.png\n  alt: One\n", "live_from: 2089-01-01 00:00\ntitle: To come\n", "state: upcoming\n"},
		"pages/feeds.yaml":             {"feeds:\n      - about-b\n"},
		"terms/topic.yaml":             {"- slug: a\n  name: A\n  synonyms:\n    - 'a: one'\n    - yes\n  children:\n    - slug: b\n", "id: 01890000-0000-7000-8000-00000000000d\n"},
		"redirects.yaml":               {"- from: /away\n  to: https://example.org/\n", "- from: /older\n  to: /states#part\n"},
		"search.yaml": {
			"  - id: 01890000-0000-7000-8000-0000000000b0\n    words: [b, c]\n  - words: [IAPT, yes, \"111\"]\n    also: ['a: b']\n",
			"  - texts: [old states, states]\n    pages: [/states, /states/draft]\n    note: 'Note: of it'\n",
			"suggested:\n  - id: 01890000-0000-7000-8000-0000000000b2\n    text: \"112\"\n    instead: [x]\n  - text: Old states\n    while_typing: true\n    instead: [odl states, no]\n    note: 'Note: of it'\n",
		},
		"media/numbers.csv": {"a,b\n1,2\n"},
		"media/unused.csv":  {"c,d\n"},
		"media.yaml":        {"same.png\n  id: "},
	} {
		for _, want := range wants {
			if !strings.Contains(files[name], want) {
				t.Errorf("%s does not hold %q:\n%s", name, want, files[name])
			}
		}
	}
	if text := files["pages/data/waits/spring/table.yaml"]; strings.Contains(text, "england") {
		t.Errorf("what a data set inherits is written as its own:\n%s", text)
	}
}

func TestExportIntoAFolderThatHoldsSomething(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.write("pages/index.yaml", home)
	s.mustLoad()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(".git/config", "a tool's own")
	if _, err := s.site().Export(t.Context(), dir, false); err != nil {
		t.Fatalf("into a folder that holds hidden files only: %v", err)
	}
	write("pages/old.yaml", "kind: page\ntitle: Old\n")
	write("terms/topic.yaml", "[]\n")
	write("README.md", "Notes")
	before := tree(t, dir)
	if _, err := s.site().Export(t.Context(), dir, false); !errors.Is(err, cms.ErrConflict) || !strings.Contains(err.Error(), "--replace") {
		t.Errorf("into a folder that holds something: %v", err)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("a refused export changed the folder: %s", diff)
	}
	if _, err := s.site().Export(t.Context(), dir, true); err != nil {
		t.Fatal(err)
	}
	after := tree(t, dir)
	delete(before, "pages/old.yaml")
	delete(before, "terms/topic.yaml")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the folder holds (-want +got): %s", diff)
	}
}

func TestAFailedExportLeavesTheFolderAsItWas(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{"pages/index.yaml": home, "media/numbers.csv": "a,b\n"})
	s.mustLoad()
	dir := s.export()
	before := tree(t, dir)
	s.publish(func(e *publishing.Edit) error {
		_, err := e.Gone(t.Context(), s.pageAt("/"), "", publishing.Plan{})
		return err
	})
	for _, hash := range s.rows(`select hash from asset`) {
		if err := s.blobs.Delete(hash); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.site().Export(t.Context(), dir, true); !errors.Is(err, cms.ErrNotFound) || !strings.Contains(err.Error(), "numbers.csv") {
		t.Errorf("bytes are missing: %v", err)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("the folder changed: %s", diff)
	}
}

func TestWhatFilesMayNotSayOfStates(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, says string }{
		{"two outcomes", "kind: page\nwithdrawn: A\ngone: B\ntitle: C\n", "only one of these"},
		{"a draft that is gone", "kind: page\ndraft: true\ngone: B\ntitle: C\n", "only one of these"},
		{"content of what is gone", "kind: page\ngone: B\ntitle: C\nsummary: D\n", "shows nothing but its title"},
		{"what is gone without a title", "kind: page\ngone: B\n", "add its title"},
		{"a redirect to nowhere", "kind: page\nredirect: nowhere\ntitle: A\n", "is not an address"},
		{"a redirect to itself", "kind: page\nredirect: /x\ntitle: A\n", "would lead to itself"},
		{"a withdrawn page that is not whole", "kind: service\nwithdrawn: A\ntitle: B\n", "Lead is missing"},
		{"an announcement of a kind that cannot be announced", "kind: page\nannounced: true\ntitle: A\n", "cannot be announced"},
		{"a publication outside a series", "kind: publication\ntitle: A\nsummary: B\npublished: 2020-01-01\n", "stands below a page of kind series or publications-hub"},
		{"a second home page", "kind: home\ntitle: A\nsummary: B\n", "stands at the top"},
		{"a banner below pages", "kind: banner\ntitle: A\ntext: B\n", "does not belong in this file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newTarget(t)
			s.writeAll(map[string]string{"pages/index.yaml": home, "pages/x.yaml": test.text})
			_, err := s.load()
			if !errors.Is(err, cms.ErrInvalid) || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "pages/x.yaml") {
				t.Errorf("got %v, want %q", err, test.says)
			}
		})
	}
}

func TestAnAnnouncementHoldsNoMoreThanMayBeKnown(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{
		"pages/index.yaml": home, "pages/s/index.yaml": "kind: series\ntitle: S\nsummary: T\n",
		"pages/s/p.yaml": "kind: publication\nannounced: true\ntitle: P\npublished: 2089-01-01\nsummary: Secret.\n",
	})
	_, err := s.load()
	if !errors.Is(err, cms.ErrInvalid) || !strings.Contains(err.Error(), "summary: Summary is not to be known before the release") {
		t.Errorf("got %v", err)
	}
}

// publish runs an edit as the system.
func (s *target) publish(f func(*publishing.Edit) error) {
	s.t.Helper()
	if err := s.publisher.Edit(s.t.Context(), cms.System, f); err != nil {
		s.t.Fatal(err)
	}
}

func (s *target) pageAt(path string) cms.ID {
	s.t.Helper()
	var id cms.ID
	if err := s.store.Pool.QueryRow(s.t.Context(), `select page_id from release where path = $1 order by live_from desc limit 1`, path).Scan(&id); err != nil {
		s.t.Fatal(err)
	}
	return id
}

// makesTheTrip checks that an export can be imported, and exported the same.
func (s *target) makesTheTrip() {
	s.t.Helper()
	second := newTarget(s.t)
	second.dir = s.export()
	second.mustLoad()
	if diff := cmp.Diff(tree(s.t, second.dir), tree(s.t, second.export())); diff != "" {
		s.t.Errorf("the second export differs:\n%s", diff)
	}
}

func TestWhatEditorsLeaveBehindMakesTheTrip(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{
		"pages/index.yaml": home, "pages/a.yaml": "kind: page\ntitle: A\n", "pages/g.yaml": "kind: page\ntitle: G\n",
		"pages/s/index.yaml": "kind: series\ntitle: S\nsummary: T\n",
		"pages/s/p.yaml":     "kind: publication\ndraft: true\ntitle: P\npublished: 2089-01-01\nsummary: Secret.\n",
		"menus.yaml":         "- {name: main, title: M, place: main, entries: [/]}\n",
	})
	s.mustLoad()
	a, g := s.pageAt("/a"), s.pageAt("/g")
	var p, root, menu cms.ID
	s.publish(func(e *publishing.Edit) error {
		tree, err := e.Tree(t.Context())
		paths := publishing.Paths(tree)
		for _, page := range tree {
			switch {
			case paths[page.ID] == "/s/p":
				p = page.ID
			case paths[page.ID] == "/":
				root = page.ID
			case page.Kind == "menu":
				menu = page.ID
			}
		}
		return err
	})
	s.publish(func(e *publishing.Edit) error { _, err := e.Announce(t.Context(), p, publishing.Plan{}); return err })
	s.publish(func(e *publishing.Edit) error { // an announcement that is withdrawn
		_, err := e.Withdraw(t.Context(), p, "Postponed", publishing.Plan{})
		return err
	})
	s.publish(func(e *publishing.Edit) error { // a notice with spaces of all kinds
		_, err := e.Gone(t.Context(), g, "\n\tIt is\n gone ", publishing.Plan{})
		return err
	})
	s.publish(func(e *publishing.Edit) error { _, err := e.Move(t.Context(), a, root, "b"); return err })
	s.publish(func(e *publishing.Edit) error { // a draft where an old address leads on, and names what has no address
		draft, err := e.Create(t.Context(), publishing.NewPage{Kind: "page", Parent: root, Slug: "a"})
		if err != nil {
			return err
		}
		_, err = e.Save(t.Context(), publishing.Save{Page: draft.ID, Value: &kinds.ContentPage{Title: "New"}})
		return err
	})
	s.publish(func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: p, Value: &kinds.Publication{Title: "P", Chapters: []cms.Ref{cms.Ref(menu)}}, Version: s.version(e, p)})
		return err
	})
	s.makesTheTrip()
}

func (s *target) version(e *publishing.Edit, page cms.ID) int {
	draft, err := e.Draft(s.t.Context(), page)
	if err != nil {
		s.t.Fatal(err)
	}
	return draft.Version
}

func TestAnotherSiteFollowsMoves(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{"pages/index.yaml": home, "pages/a.yaml": "kind: page\ntitle: A\n", "pages/b.yaml": "kind: page\ntitle: B\n"})
	s.mustLoad()
	other := newTarget(t)
	other.dir = s.export()
	other.mustLoad()
	a, b, root := s.pageAt("/a"), s.pageAt("/b"), s.pageAt("/")
	s.publish(func(e *publishing.Edit) error { _, err := e.Move(t.Context(), b, root, "c"); return err })
	s.publish(func(e *publishing.Edit) error { _, err := e.Move(t.Context(), a, root, "b"); return err })
	other.dir = s.export()
	other.mustLoad()
	got := other.rows(`select path || ' is ' || title from release where live_until > now() order by path`)
	if diff := cmp.Diff([]string{"/ is Front page", "/b is A", "/c is B"}, got); diff != "" {
		t.Errorf("the other site differs:\n%s", diff)
	}
	if files := tree(t, other.export()); !strings.Contains(files["redirects.yaml"], "- from: /a\n  to: /b\n") {
		t.Errorf("redirects: %q", files["redirects.yaml"])
	}
}

// A part that cannot be moved, such as a mount point, leaves the others as they
// were.
func TestAnExportThatCannotMoveInLeavesTheFolderAsItWas(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{"pages/index.yaml": home, "menus.yaml": "- {name: main, title: M, place: main, entries: [/]}\n"})
	s.mustLoad()
	s.dir = t.TempDir()
	s.write("pages/precious.yaml", "kind: page\ntitle: Precious\n")
	before := tree(t, s.dir)
	site := s.site()
	site.Progress = func(string, int, int) { _ = os.MkdirAll(filepath.Join(s.dir, "menus.yaml", "in-the-way"), 0o755) }
	if _, err := site.Export(t.Context(), s.dir, true); err == nil {
		t.Fatal("the export did not fail")
	}
	if diff := cmp.Diff(before, tree(t, s.dir)); diff != "" {
		t.Errorf("the folder is not as it was:\n%s", diff)
	}
}

func TestEveryTermAndFileHasAnIDOfItsOwn(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{
		"pages/index.yaml": home,
		"media/one.csv":    "a,b\n1,2\n", "media/two.csv": "a,b\n3,4\n",
		"media.yaml":       "- {file: one.csv, id: 01890000-0000-7000-8000-00000000000a}\n- {file: two.csv, id: 01890000-0000-7000-8000-00000000000a}\n",
		"terms/topic.yaml": "- {slug: a, name: A, id: 01890000-0000-7000-8000-00000000000d}\n- {slug: b, name: B, id: 01890000-0000-7000-8000-00000000000d}\n",
	})
	_, err := s.load()
	for _, want := range []string{"media.yaml:2", `terms/topic.yaml:2: id: the term "a" has the id`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("not told: %s in %v", want, err)
		}
	}

	s.write("media.yaml", "- {file: one.csv, id: 01890000-0000-7000-8000-00000000000a}\n")
	s.write("terms/topic.yaml", "- {slug: a, name: A}\n")
	s.mustLoad()
	s.write("media/one.csv", "a,b\n1,9\n")
	if _, err := s.load(); err == nil || !strings.Contains(err.Error(), "one.csv is another file on the site") {
		t.Errorf("other bytes with the same id: %v", err)
	}
}
