package pgsearch_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/search"
	"lectern/internal/testkit"
)

// TestResultsSayWhy reads the reasons of results, and looks whether they make
// the order.
func TestResultsSayWhy(t *testing.T) {
	t.Parallel()
	publisher, store := testkit.Publisher(t)
	engine := open(t, store)
	edit := func(f func(context.Context, *publishing.Edit) error) {
		t.Helper()
		if err := publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error { return f(t.Context(), e) }); err != nil {
			t.Fatal(err)
		}
	}
	ids := map[string]cms.ID{}
	page := func(parent, slug string, value schema.Kind) {
		edit(func(ctx context.Context, e *publishing.Edit) error {
			p, err := e.Create(ctx, publishing.NewPage{Kind: value.Kind().Name, Parent: ids[parent], Slug: slug})
			if err == nil {
				ids[slug] = p.ID
				_, err = e.ReleaseContent(ctx, p.ID, publishing.State{Value: value}, publishing.Plan{})
			}
			return err
		})
	}
	page("none", "", &kinds.Home{Title: "Home", Summary: "S"})
	page("", "exact", &kinds.ContentPage{Title: "Jabs"})
	page("", "named", &kinds.ContentPage{Title: "Vaccination"})
	page("", "row", &kinds.ContentPage{Title: "All about jabs"})
	page("row", "below", &kinds.ContentPage{Title: "Jabsters of the town"})
	page("", "text", &kinds.ContentPage{Title: "Else", Summary: "Of a vaccination"})
	page("", "best", &kinds.ContentPage{Title: "Wombats"})
	edit(func(ctx context.Context, e *publishing.Edit) error {
		if err := e.SetSynonyms(ctx, cms.Synonyms{ID: publishing.NewID(), Words: []string{"jab", "vaccination"}}); err != nil {
			return err
		}
		return e.SetBestBets(ctx, cms.BestBet{ID: publishing.NewID(), Texts: []string{"jabs"}, Pages: []cms.ID{ids["best"]}})
	})
	results, err := engine.Search(t.Context(), search.Query{Text: "jabs", Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	last := math.Inf(1)
	for _, hit := range results.Hits {
		w := hit.Why
		if w == nil {
			t.Fatalf("%s does not say why", hit.Path)
		}
		words := ""
		for _, word := range w.Words {
			words += fmt.Sprintf(" %s=%v", word.Text, word.Has)
		}
		got = append(got, fmt.Sprintf("%s: best %d, title %d,%s", hit.Path[strings.LastIndexByte(hit.Path, '/')+1:], w.Best, w.Title, words))
		if w.Best == 0 && w.Title < search.TitleNamed {
			if score := w.Then[0].Value; score > last {
				t.Errorf("%s scores %v, and the one before it %v", hit.Path, score, last)
			}
			last = w.Then[0].Value
		}
		product := 1.0
		for _, f := range w.Then[0].Of {
			product *= f.Value
		}
		if w.Best == 0 && product <= 0 || math.Abs(product-w.Then[0].Value) > 1e-9 {
			t.Errorf("%s scores %v, and what that is made of is %v: %+v", hit.Path, w.Then[0].Value, product, w)
		}
	}
	want := []string{
		"best: best 1, title 0, jabs=false vaccination=false",
		"exact: best 0, title 5, jabs=true vaccination=false",
		"named: best 0, title 4, jabs=false vaccination=true",
		"row: best 0, title 3, jabs=true vaccination=false",
		"text: best 0, title 0, jabs=false vaccination=true",
		"below: best 0, title 1, jabs=true vaccination=false",
	}
	if len(got) != len(want) || strings.Join(got[:4], "\n") != strings.Join(want[:4], "\n") {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, line := range want[4:] { // whose order is that of their scores
		if !strings.Contains(strings.Join(got, "\n"), line) {
			t.Errorf("found\n%s\nwithout %s", strings.Join(got, "\n"), line)
		}
	}
	if results, err = engine.Search(t.Context(), search.Query{Text: "jabs"}); err != nil || results.Hits[0].Why != nil {
		t.Errorf("nobody asks, and it says why (%v)", err)
	}
	if results, err = engine.Search(t.Context(), search.Query{Text: "wombatts", Explain: true}); err != nil || len(results.Hits) != 1 || results.Hits[0].Why.Alike == 0 {
		t.Errorf("what is like is not explained: %+v (%v)", results.Hits, err)
	}
}
