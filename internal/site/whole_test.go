package site_test

import (
	"context"
	"math"
	"net/url"
	"slices"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/site"
	"lectern/internal/testkit"
)

// chapterText fills the first chapter with something that only it shows.
const chapterText = "kind: publication-page\ntitle: First chapter\nbody:\n- {type: text, heading: Areas, body: \"FIRST, then [the second](/data/waits/spring/two#areas).\"}\n- {type: latest, heading: Series, kinds: [series]}\n- {type: latest, heading: Data sets, kinds: [data-set]}\n"

func wholeFiles() map[string]string {
	return statistics(map[string]string{
		"pages/data/waits/spring/one.yaml":   chapterText,
		"pages/data/waits/spring/two.yaml":   "kind: publication-page\ntitle: Second chapter\nbody: [{type: text, heading: Areas, body: SECOND}]\n",
		"pages/data/waits/spring/three.yaml": "kind: publication-page\nlive_from: 2089-01-01\ntitle: Third chapter\nbody: [{type: text, body: THIRD}]\n",
		"pages/data/waits/spring/index.yaml": "kind: publication\ntitle: Waits in spring\nsummary: Shorter.\npublished: 2020-05-01\nchapters: [/data/waits/spring/two, /data/waits/spring/one, /data/waits/spring/three]\n",
	})
}

func TestAWholePublicationHasItsLiveChapters(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(wholeFiles())
	w.get("/data/waits/spring").lacks(t, "FIRST", "SECOND")
	w.get("/data/waits/spring/one").wants(t, 200, `href="/data/waits/spring?view=whole"`)

	answer := w.get("/data/waits/spring?view=whole")
	answer.wants(t, 200, `rel="canonical" href="http://site.example/data/waits/spring"`, "Waits in spring (whole publication)")
	answer.lacks(t, "THIRD", "Third chapter")
	page := testkit.Page(t, []byte(answer.body))
	for _, problem := range page.Problems() {
		t.Error(problem)
	}
	page.Landmark("region", "1. Second chapter").Wants("SECOND")
	first := page.Landmark("region", "2. First chapter")
	first.Wants("FIRST", "Waits", "Table 2")
	first.Link("the second").Leads("#chapter.two.areas")
	page.Wants("Table 10")

	rendered := w.renderWhole("/data/waits/spring")
	for _, path := range []string{"/data/waits/spring/one", "/data/waits/spring/two"} {
		if !slices.Contains(rendered.Tags, cms.PageTag(w.pageAt(path))) {
			t.Errorf("the whole publication does not depend on %s, which it shows", path)
		}
	}
	for _, tag := range w.render("/data/waits/spring").Tags {
		if !slices.Contains(rendered.Tags, tag) {
			t.Errorf("the whole publication does not depend on %s, as its overview does", tag)
		}
	}
	if at := rendered.ChangesAt; at.Year() != 2089 {
		t.Errorf("it changes by itself at %v, and not with its next chapter", at)
	}
}

// TestOnlyAWorkCanBeWhole asks for the whole of what has no chapters, or none
// that may be known.
func TestOnlyAWorkCanBeWhole(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	files := wholeFiles()
	files["pages/data/waits/summer.yaml"] = "kind: publication\nannounced: true\nlive_from: 2020-01-01\ntitle: Waits in summer\npublished: 2089-08-01\n---\n" +
		"kind: publication\nlive_from: 2089-08-01 09:30\ntitle: Waits in summer\nsummary: MARKER\npublished: 2089-08-01\nchapters: [/data/waits/spring/one]\n"
	w.load(files)
	for _, path := range []string{"/", "/data", "/data/waits/spring/one", "/data/waits/summer"} {
		whole := w.get(path + "?view=whole")
		whole.wants(t, 200)
		whole.lacks(t, "whole publication)", "MARKER", "SECOND")
		if whole.body != w.get(path).body {
			t.Errorf("%s is another page when it is asked for whole", path)
		}
	}
	w.get("/data/waits/summer?view=whole").lacks(t, "FIRST", "First chapter", "Chapters")
	if w.get("/data/waits/spring?view=other").body != w.get("/data/waits/spring").body {
		t.Error("there is a view called other")
	}
	w.get("/nothing?view=whole").wants(t, 404)
}

func TestAWholePublicationCostsFewRoundTrips(t *testing.T) {
	t.Parallel()
	database := testkit.DatabaseURL(t)
	counted := newCounter(t, database)
	w := newWebsite(t, options{database: database, publicURL: counted.publicURL(t, database)})
	w.load(wholeFiles())
	w.get("/data/waits/spring?view=whole").wants(t, 200, "FIRST", "SECOND")
	trips := int64(math.MaxInt64)
	for range 5 { // on a busy machine one write may arrive as two
		before := counted.trips.Load()
		w.renderWhole("/data/waits/spring")
		trips = min(trips, counted.trips.Load()-before)
	}
	if trips > mostRoundTrips || trips == 0 {
		t.Errorf("a whole publication costs %d round trips to the database, want at most %d", trips, mostRoundTrips)
	}
}

// renderWhole renders the work at the address with its chapters.
func (w *website) renderWhole(path string) (page site.Rendered) {
	w.t.Helper()
	err := w.db.Snapshot(context.Background(), func(snap *postgres.Snapshot) (err error) {
		page, err = w.site.Render(context.Background(), snap, path, url.Values{"view": {"whole"}})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return page
}
