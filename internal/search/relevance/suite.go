package relevance

import (
	"context"
	"fmt"
	"path/filepath"

	"lectern/internal/search"
)

// goal is what a file of cases asks for: the least of each figure.
type goal struct {
	file                   string
	first, top5, mrr, ndcg float64
	slips                  bool // a suggestion that leads to the page will do
	nothing                bool // is to be found
	open                   bool // an answer, whatever it is
}

// goals are those of the files, as testdata/README.md tells them.
var goals = []goal{
	{file: "titles", first: 0.98},
	{file: "references", first: 1},
	{file: "navigational", mrr: 0.95},
	{file: "acronyms", top5: 0.95},
	{file: "acronyms-demonstration", top5: 0.95},
	{file: "synonyms", top5: 0.95},
	{file: "typos", top5: 0.90, slips: true},
	{file: "typos-by-hand", top5: 0.90, slips: true},
	{file: "graded", ndcg: 0.80},
	{file: "nonsense", nothing: true},
	{file: "hostile", open: true},
}

// What is asked of several files together.
const (
	leastKnownMRR = 0.95 // of pages that are looked for by their title, number or name
	mostZero      = 0.02 // of all queries that mean something
)

// Verdict is how well an engine meets all files of cases.
type Verdict struct {
	Reports  []Report
	KnownMRR float64 // of titles, references and navigational queries
	Zero     float64 // share of the queries that find nothing, but for nonsense and hostile ones
}

// Run puts every case of a folder to an engine.
func Run(ctx context.Context, dir string, engine search.Engine) (v Verdict, err error) {
	asked := asking{ctx: ctx, engine: engine}
	for _, g := range goals {
		cases, err := ReadFile(filepath.Join(dir, g.file+".txt"))
		if err != nil {
			return v, err
		}
		find := asked.find
		if g.slips {
			find = asked.suggested(cases)
		}
		v.Reports = append(v.Reports, Judge(g.file, cases, find))
	}
	v.sum()
	return v, asked.failed
}

// asking puts queries to an engine.
type asking struct {
	ctx    context.Context
	engine search.Engine
	failed error // the first time
}

func (a *asking) search(query string) ([]string, string) {
	results, err := a.engine.Search(a.ctx, search.Query{Text: search.Tidy(query)})
	if err != nil && a.failed == nil {
		a.failed = fmt.Errorf("%q: %w", query, err)
	}
	var paths []string
	for _, hit := range results.Hits {
		paths = append(paths, hit.Path)
	}
	return paths, results.Suggestion
}

func (a *asking) find(query string) []string {
	paths, _ := a.search(query)
	return paths
}

// suggested follows the engine's suggestion where a page is not among the first
// five, as somebody would who sees that it is not.
func (a *asking) suggested(cases []Case) Search {
	expected := map[string][]Judgement{}
	for _, c := range cases {
		expected[c.Query] = c.Expected
	}
	return func(query string) []string {
		paths, suggestion := a.search(query)
		if rank := Rank(paths, expected[query]); suggestion == "" || rank > 0 && rank <= 5 {
			return paths
		}
		return a.find(suggestion)
	}
}

func (v *Verdict) sum() {
	var known, knownCases, zero, cases float64
	for i, r := range v.Reports {
		n := float64(r.Cases)
		if g := goals[i]; g.file == "titles" || g.file == "references" || g.file == "navigational" {
			known, knownCases = known+r.MRR*n, knownCases+n
		}
		if g := goals[i]; !g.nothing && !g.open {
			zero, cases = zero+r.Zero*n, cases+n
		}
	}
	v.KnownMRR, v.Zero = known/knownCases, zero/cases
}

// Problems says where the engine falls short of what is asked.
func (v Verdict) Problems() (problems []string) {
	least := func(name, of string, is, want float64) {
		if is < want {
			problems = append(problems, fmt.Sprintf("%s: %s is %.3f, and at least %.3f is wanted", name, of, is, want))
		}
	}
	for i, r := range v.Reports {
		g := goals[i]
		least(r.Name, "what comes first", r.First, g.first)
		least(r.Name, "what is among the first five", r.Top5, g.top5)
		least(r.Name, "MRR", r.MRR, g.mrr)
		least(r.Name, "nDCG@10", r.NDCG, g.ndcg)
		if g.nothing && r.Zero < 1 {
			problems = append(problems, fmt.Sprintf("%s: something is found by %.1f%%", r.Name, 100*(1-r.Zero)))
		}
	}
	least("titles, references, navigational", "MRR", v.KnownMRR, leastKnownMRR)
	if v.Zero > mostZero {
		problems = append(problems, fmt.Sprintf("nothing is found by %.1f%% of the queries, and at most %.1f%% may find nothing", 100*v.Zero, 100*mostZero))
	}
	return problems
}
