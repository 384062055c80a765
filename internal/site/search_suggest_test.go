package site_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

// suggested is what is offered to who has typed that.
func (w *website) suggested(typed string) (list []string) {
	w.t.Helper()
	r := w.get("/search/suggest?q=" + typed)
	var answer struct {
		Suggestions []struct{ Text, Href, Label string }
	}
	if err := json.Unmarshal([]byte(r.body), &answer); err != nil || r.StatusCode != 200 || answer.Suggestions == nil {
		w.t.Fatalf("%s: %d %s: %v", typed, r.StatusCode, r.body, err)
	}
	for _, s := range answer.Suggestions {
		list = append(list, s.Label+" "+s.Href+" "+s.Text)
	}
	return list
}

// rows reads one column that visitors have left something in.
func (w *website) rows(sql string) []string {
	w.t.Helper()
	rows, _ := w.store.Pool.Query(w.t.Context(), sql)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func (w *website) renewSuggestions() {
	w.t.Helper()
	if err := w.suggester.Renew(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func TestSuggestionsLeadToPagesAndSearches(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{
		"pages/index.yaml":   home,
		"pages/spine.yaml":   "kind: service\ntitle: Spine <&> \"core\"\nsummary: S\n",
		"pages/spin.yaml":    "kind: landing\ntitle: Spinning\nsummary: S\n",
		"pages/spindle.yaml": "kind: page\ntitle: Spindles\n",
		"pages/secret.yaml":  "kind: page\ntitle: Spinet concert\nlive_from: 2090-01-01\n",
	})
	_, err := w.store.Pool.Exec(t.Context(), `
		insert into search_query (at, query, results) select now() - n % 5 * interval '1 day', 'Spine & core', 2 from generate_series(1, 12) as n`)
	if err != nil {
		t.Fatal(err)
	}
	w.renewSuggestions()
	before := w.rows(`select query from search_query`)
	want := []string{
		"Search /search?q=spine+%26+core spine & core", "Service /spine Spine <&> \"core\"", "Section /spin Spinning", "Page /spindle Spindles",
	}
	if diff := cmp.Diff(want, w.suggested("spin")); diff != "" {
		t.Error(diff)
	}
	for _, nothing := range []string{"", "s", "zebra", "%00", "%ff%fe", "spinet", strings.Repeat("z", 5000)} {
		if got := w.suggested(nothing); len(got) > 0 {
			t.Errorf("%.20s offers %q", nothing, got)
		}
	}
	r := w.get("/search/suggest?q=spin")
	if got := r.Header.Get("Content-Type") + "; " + r.Header.Get("Cache-Control") + "; " + r.Header.Get("X-Robots-Tag"); got != "application/json; public, max-age=30; noindex" {
		t.Errorf("they come as %s", got)
	}
	if strings.Contains(r.body, "<") {
		t.Errorf("they hold what could be taken for HTML: %s", r.body)
	}
	if after := w.rows(`select query from search_query`); len(after) != len(before) {
		t.Error("what is typed is recorded before it is searched for")
	}
}

func TestAnotherSpellingIsOffered(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	w.renewSuggestions()
	w.search("?q=zerba&sort=date").Link("zebra").Leads("/search?q=zebra&sort=date")
	w.search("?q=zerba&type=blog-post").Link("zebra").Leads("/search?q=zebra&type=blog-post")
	for _, state := range []string{"?q=zebra", "?q=zerba&type=series", "?q=qukkoas", "?q=hsuh", ""} {
		if page := w.search(state); page.Selection.Find("p:contains('Did you mean')").Length() > 0 {
			t.Errorf("%s: another spelling is offered: %s", state, page.Selection.Find("p:contains('Did you mean')").Text())
		}
	}
}

func TestTheSearchLogTellsSearchesFromWhatFollowsThem(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(searchPages())
	at := func(path string) []string { return []string{"Referer", w.url + path} }
	for _, one := range []struct {
		path    string
		headers []string
	}{
		{"/search?q=zebra", nil},
		{"/search?q=zebra&page=2", at("/search?q=zebra")},
		{"/search?q=zebra&type=blog-post", at("/search?q=zebra&page=2")},
		{"/search?q=zebra&sort=date", at("/search?query=zebra")},
		{"/search?q=winter&type=blog-post", at("/search?q=zebra&type=blog-post")},
		{"/search?q=zebra", at("/")},
		{"/search?q=zebra", []string{"Referer", "https://elsewhere.example/search?q=zebra"}},
		{"/search?q=zebra", []string{"Referer", "%zz"}},
		{"/search?type=blog-post", nil},
	} {
		w.get(one.path, one.headers...).wants(t, 200)
	}
	want := []string{"zebra false", "winter true", "zebra false", "zebra false", "zebra false"}
	got := w.rows(`select query || ' ' || narrowed from search_query where results > 0 order by id`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAChoiceIsTakenAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home})
	const form = "application/x-www-form-urlencoded;charset=UTF-8"
	send := func(body string, headers ...string) response {
		return w.doWith("POST", "/search/choice", strings.NewReader(body), headers...)
	}
	for body, status := range map[string]int{
		"q=spine&rank=3": 204, "rank=1": 422, "q=&rank=1": 422, "q=spine": 422, "q=spine&rank=0": 422, "q=spine&rank=10001": 422,
		"q=spine&rank=1e3": 422, "q=spine&rank=99999999999999999999": 422, "": 422, "%zz": 400, "q=" + strings.Repeat("long", 2000) + "&rank=1": 400,
	} {
		if r := send(body, "Content-Type", form); r.StatusCode != status || status == 204 && r.body != "" {
			t.Errorf("%.40q: %d, want %d", body, r.StatusCode, status)
		}
	}
	for _, headers := range [][]string{
		{"Content-Type", "text/plain"}, {"Content-Type", "application/json"}, {},
		{"Content-Type", form, "Origin", "https://elsewhere.example"}, {"Content-Type", form, "Sec-Fetch-Site", "cross-site"},
	} {
		if r := send("q=spine&rank=9", headers...); r.StatusCode != 415 && r.StatusCode != 403 {
			t.Errorf("with %q: %d", headers, r.StatusCode)
		}
	}
	w.get("/search/choice?q=spine&rank=8").wants(t, 404)
	if diff := cmp.Diff([]string{"spine 3"}, w.rows(`select query || ' ' || rank from search_choice`)); diff != "" {
		t.Error(diff)
	}
}

func TestOneAddressMakesSoManyChoices(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(map[string]string{"pages/index.yaml": home})
	kept := 0
	for n := range 150 {
		r := w.doWith("POST", "/search/choice", strings.NewReader(fmt.Sprintf("q=spine&rank=%d", n+1)), "Content-Type", "application/x-www-form-urlencoded")
		switch {
		case r.StatusCode == 204:
			kept++
		case r.StatusCode != 429 || r.Header.Get("Retry-After") == "":
			t.Fatalf("%d, to be tried again after %q", r.StatusCode, r.Header.Get("Retry-After"))
		}
	}
	if rows := w.rows(`select query from search_choice`); kept != 120 || len(rows) != kept {
		t.Errorf("%d of 150 choices are taken and %d kept, want 120", kept, len(rows))
	}
}
