package relevance

import (
	"fmt"
	"strings"
)

// Search returns the addresses of the pages that a query finds, the best first.
// Ten are enough.
type Search func(query string) []string

// Report is how well a search met a file of cases. Cases without a page count for
// Zero only.
type Report struct {
	Name   string
	Cases  int
	First  float64 // share of the cases whose page comes first
	Top5   float64 // share of those whose page is among the first five
	MRR    float64
	NDCG   float64 // at 10, mean
	Zero   float64 // share of the queries that find nothing
	Missed []Miss  // where no expected page comes first
}

// Miss is a case whose page does not come first.
type Miss struct {
	Case
	Rank  int // 0: it is not found
	Found []string
}

// Judge asks every query of a file.
func Judge(name string, cases []Case, search Search) Report {
	r := Report{Name: name, Cases: len(cases)}
	var ranks []int
	var ndcg, zero float64
	for _, c := range cases {
		found := search(c.Query)
		if len(found) == 0 {
			zero++
		}
		if len(c.Expected) == 0 {
			continue
		}
		ndcg += NDCG(found, c.Expected, 10)
		rank := Rank(found, c.Expected)
		ranks = append(ranks, rank)
		if rank != 1 {
			r.Missed = append(r.Missed, Miss{c, rank, found})
		}
	}
	r.First, r.Top5, r.MRR = Within(ranks, 1), Within(ranks, 5), MRR(ranks)
	r.NDCG, r.Zero = mean(ndcg, len(ranks)), mean(zero, len(cases))
	return r
}

// String is the report on one line.
func (r Report) String() string {
	return fmt.Sprintf("%-14s %4d cases  first %5.1f%%  top 5 %5.1f%%  MRR %.3f  nDCG@10 %.3f  nothing found %5.1f%%",
		r.Name, r.Cases, 100*r.First, 100*r.Top5, r.MRR, r.NDCG, 100*r.Zero)
}

// String says what was found instead.
func (m Miss) String() string {
	place := "not found"
	if m.Rank > 0 {
		place = fmt.Sprintf("at place %d", m.Rank)
	}
	return fmt.Sprintf("line %d: %q: %s is %s; first: %s", m.Line, m.Query, m.Expected[0].Path, place, strings.Join(m.Found[:min(3, len(m.Found))], " "))
}
