package relevance_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/search"
	"lectern/internal/search/relevance"
)

// fake is an engine that finds always the same.
type fake struct {
	hits []search.Hit
	err  error
}

func (fake) Name() string { return "fake" }

func (f fake) Search(context.Context, search.Query) (search.Results, error) {
	return search.Results{Hits: f.hits, Total: len(f.hits)}, f.err
}

// suggesting finds nothing but by its suggestion.
type suggesting struct{ pages map[string]string }

func (suggesting) Name() string { return "suggesting" }

func (s suggesting) Search(_ context.Context, q search.Query) (search.Results, error) {
	if path, ok := strings.CutPrefix(q.Text, "go to "); ok {
		return search.Results{Hits: []search.Hit{{Item: cms.Item{Path: path}}}}, nil
	}
	return search.Results{Suggestion: "go to " + s.pages[q.Text]}, nil
}

func TestAPoorEngineFallsShort(t *testing.T) {
	t.Parallel()
	for hits, want := range map[int][]string{
		0: {"titles: what comes first", "references: what comes first", "navigational: MRR", "graded: nDCG@10", "nothing is found by 100.0%"},
		1: {"titles: what comes first", "nonsense: something is found by 100.0%"},
	} {
		engine := fake{hits: make([]search.Hit, hits)}
		verdict, err := relevance.Run(t.Context(), testdata, engine)
		if err != nil {
			t.Fatal(err)
		}
		problems := strings.Join(verdict.Problems(), "\n")
		for _, part := range want {
			if !strings.Contains(problems, part) {
				t.Errorf("of %d hits each: nothing tells of %s:\n%s", hits, part, problems)
			}
		}
		if !strings.Contains(verdict.String(), "titles ") || !strings.Contains(verdict.String(), "MRR 0.000") {
			t.Errorf("the figures are %s", verdict)
		}
	}
	if _, err := relevance.Run(t.Context(), testdata, fake{err: errors.New("away")}); err == nil || !strings.Contains(err.Error(), "away") {
		t.Errorf("an engine that is away: %v", err)
	}
	if _, err := relevance.Run(t.Context(), "no-such-folder", fake{}); err == nil {
		t.Error("there is no such folder")
	}
}

// TestASuggestionCountsForSlipsOnly asks an engine that only suggests.
func TestASuggestionCountsForSlipsOnly(t *testing.T) {
	t.Parallel()
	pages := map[string]string{}
	for _, name := range []string{"titles", "typos"} {
		cases, err := relevance.ReadFile(testdata + "/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			pages[search.Tidy(c.Query)] = c.Expected[0].Path
		}
	}
	verdict, err := relevance.Run(t.Context(), testdata, suggesting{pages})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range verdict.Reports {
		if r.Name == "titles" && r.First != 0 || r.Name == "typos" && r.Top5 != 1 {
			t.Error(r)
		}
	}
}
