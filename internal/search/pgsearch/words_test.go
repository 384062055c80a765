package pgsearch_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/search"
	"lectern/internal/search/pgsearch"
	"lectern/internal/search/relevance"
	"lectern/internal/search/searchtest"
	"lectern/internal/testkit"
)

// remembering is an engine that has all words in memory before it searches.
type remembering struct{ *pgsearch.Engine }

func (e remembering) Search(ctx context.Context, q search.Query) (search.Results, error) {
	if err := e.LoadWords(ctx); err != nil {
		return search.Results{}, err
	}
	return e.Engine.Search(ctx, q)
}

func TestEngineWithWordsInMemory(t *testing.T) {
	t.Parallel()
	searchtest.Run(t, func(t *testing.T) searchtest.Site {
		publisher, store := testkit.Publisher(t)
		engine := open(t, store)
		return searchtest.Site{
			Publisher: publisher, Engine: func() search.Engine { return remembering{engine} },
			Now: func() (at time.Time) {
				if err := store.Pool.QueryRow(t.Context(), `select clock_timestamp()`).Scan(&at); err != nil {
					t.Fatal(err)
				}
				return at
			},
		}
	})
}

// TestWordsInMemoryFindWhatPostgresFinds asks both ways: the same must be found, in the
// same order.
func TestWordsInMemoryFindWhatPostgresFinds(t *testing.T) {
	t.Parallel()
	store, _ := testkit.KeptDemonstration(t, corpusSize)
	asking, knowing := open(t, store), open(t, store)
	if err := knowing.LoadWords(t.Context()); err != nil || !knowing.KnowsWords() {
		t.Fatalf("words are not read: %v", err)
	}
	verdict, err := relevance.Run(t.Context(), "../testdata", knowing)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range verdict.Problems() {
		t.Error(problem)
	}
	everything, err := asking.Search(t.Context(), search.Query{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	rows, _ := store.Pool.Query(t.Context(), `select title from search_entry where md5(ord::text) < '02' order by ord`)
	for rows.Next() {
		var title string
		if err := rows.Scan(&title); err != nil {
			t.Fatal(err)
		}
		titles = append(titles, title)
	}
	queries := []search.Query{
		{Text: `"mental health services"`}, {Text: `"data set" statistics`}, {Text: `"the health"`}, {Text: "who"}, {Text: `"who"`}, {Text: "it's"}, {Text: `a\b`},
	}
	for _, q := range searchtest.Log(titles, everything.Counts)[:300] {
		queries = append(queries, q.Query)
	}
	for _, q := range queries {
		want, err := asking.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := knowing.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(told(want), told(got)); diff != "" {
			t.Errorf("%s: %s", q.Address(), diff)
		}
	}
}

// TestWhatIsCalledSoIsTitled asks of no title in particular: what is called just what
// was typed is told of all the same.
func TestWhatIsCalledSoIsTitled(t *testing.T) {
	t.Parallel()
	store, _ := testkit.KeptDemonstration(t, corpusSize)
	index, err := postgres.OpenIndex(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	typed := search.Understand("Freedom of information", search.Lexicon{})
	err = index.Look(t.Context(), func(g *postgres.Glance) error {
		m, err := g.Titled(t.Context(), postgres.Sought{Wholes: typed.Wholes(), Needs: typed.Needs()}, nil)
		if err == nil && (len(m.Titled) == 0 || slices.Max(m.Tiers) != int32(search.TitleExact)) {
			t.Errorf("called so are %v, as well as %v", m.Titled, m.Tiers)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWordsOutlastAChangeOfTerms adds a term, with which all that is counted is read
// anew.
func TestWordsOutlastAChangeOfTerms(t *testing.T) {
	t.Parallel()
	publisher, store := testkit.Publisher(t)
	engine := open(t, store)
	edit := func(f func(*publishing.Edit) error) {
		t.Helper()
		if err := publisher.Edit(t.Context(), cms.System, f); err != nil {
			t.Fatal(err)
		}
	}
	edit(func(e *publishing.Edit) error {
		page, err := e.Create(t.Context(), publishing.NewPage{Kind: "home"})
		if err == nil {
			_, err = e.ReleaseContent(t.Context(), page.ID, publishing.State{Value: &kinds.Home{Title: "Wombats", Summary: "S"}}, publishing.Plan{})
		}
		return err
	})
	if err := engine.LoadWords(t.Context()); err != nil {
		t.Fatal(err)
	}
	edit(func(e *publishing.Edit) error {
		return e.SetTerm(t.Context(), cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: "a", Name: "A"})
	})
	results, err := engine.Search(t.Context(), search.Query{Text: "wombat"})
	if err != nil || results.Total != 1 || !engine.KnowsWords() {
		t.Errorf("it finds %d (%v), and knows words: %v", results.Total, err, engine.KnowsWords())
	}
}

// told is what results tell, but for what they show of each hit.
func told(r search.Results) any {
	var paths []string
	for _, hit := range r.Hits {
		paths = append(paths, hit.Path)
	}
	return []any{r.Total, r.Loose, r.Counts, paths}
}

func TestATSQueryIsRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                "nothing",
		"'data'":                          "data",
		"'data':*":                        "data*",
		"'it''s' & 'a\\\\b'":              `(& it's a\b)`,
		"( 'a' | 'a':* ) & 'b' | 'c'":     "(| (& (| a a*) b) c)",
		"'a' & !'b'":                      "fails",
		"'a' <-> 'b' <2> 'c' & 'd'":       "(& (< a b c) d)",
		"'a' & ( 'b' <-> ( 'c' | 'd' ) )": "(& a (< b (| c d)))",
		"'a":                              "fails", "'a' &": "fails", "( 'a'": "fails", "'a' )": "fails", "a": "fails", "'a':B": "fails", "'a' <2 'b'": "fails", "&": "fails",
	} {
		if got := pgsearch.SpellTSQuery(text); got != want {
			t.Errorf("%s is read as %s, want %s", text, got, want)
		}
	}
}

// FuzzTSQuery reads whatever there is: it must come to an end, and spaces around it make
// no difference.
func FuzzTSQuery(f *testing.F) {
	for _, text := range []string{"'a'", "( 'a' | 'a':* ) & 'b' | 'c'", "'a' <-> 'b' <2> 'c' & !'d'", "((((", "!!!!'a'", "'a''"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := pgsearch.SpellTSQuery("  "+text+" "), pgsearch.SpellTSQuery(text); got != want {
			t.Errorf("%q is read as %s, and with spaces around it as %s", text, want, got)
		}
	})
}

// TestWordsFollowWhatChanges has words of entries that are written anew.
func TestWordsFollowWhatChanges(t *testing.T) {
	t.Parallel()
	before := pgsearch.CollectWords(map[uint32][2]string{1: {"alpha beta", "alpha"}, 2: {"beta gamma", ""}})
	after := before.With(pgsearch.CollectWords(map[uint32][2]string{2: {"beta delta", "delta"}, 3: {"alpha", ""}}))
	for query, want := range map[string][]uint32{
		"'alpha'": {1, 3}, "'beta'": {1, 2}, "'gamma'": nil, "'delta'": {2}, "'a':* | 'd':*": {1, 2, 3}, "'alpha' & 'beta'": {1}, "'epsilon'": nil, "'bet'": nil,
	} {
		if got := after.Find(query, false); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", query, got, want)
		}
	}
	if got := after.Find("'alpha' | 'delta'", true); !slices.Equal(got, []uint32{1, 2}) {
		t.Errorf("titles have %v", got)
	}
	if got := before.Find("'gamma'", false); !slices.Equal(got, []uint32{2}) {
		t.Errorf("what was known before has changed: %v", got)
	}
}
