package meili

import (
	"cmp"
	"math"
	"slices"
	"strings"

	meilisearch "github.com/meilisearch/meilisearch-go"

	"lectern/internal/cms"
	"lectern/internal/search"
)

// The server compares results by one rule after the other. Where texts mean the same
// that is too little: what a document means stands in words of ours behind its texts,
// and says nothing of how near it is to the other words. So the first pages of such a
// search are put in order by all that counts together.

// reorderedPages is how many pages are.
const reorderedPages = 2

// mostReordered is how many results are, however many a page has: all pages agree.
const mostReordered = reorderedPages * search.PageSize

// sharpness is how much the score of the server counts, which hardly differs from one
// result to the next.
const sharpness = 6

// fewNamed is how many may come first before pages that are put in order, without
// another call: one page at most is called so, as a rule.
const fewNamed = 3

// block is some pages in a row, as the server numbers those of that size.
type block struct{ page, size int }

// blocks are what holds pages: those that are reordered are asked for at once.
func (a asking) blocks(w wording, p pages, numbers []int) (list []block) {
	if a.reorders(w) && numbers[0] <= reorderedPages {
		list = append(list, block{1, reorderedPages * p.size})
		numbers = slices.DeleteFunc(slices.Clone(numbers), func(n int) bool { return n <= reorderedPages })
	}
	for _, n := range numbers {
		list = append(list, block{n, p.size})
	}
	return list
}

// block is what holds the page, which begins there after so many.
func (a asking) block(w wording, p pages) (holds block, skip int) {
	holds = a.blocks(w, p, []int{p.number})[0]
	return holds, p.skip() - (holds.page-1)*holds.size
}

// reorders reports whether the first pages of what has the words are put in order
// here.
func (a asking) reorders(w wording) bool { return w.swapped && !a.places() }

// searchBlock asks for a block, and for what it is put in order by.
func (a asking) searchBlock(w wording, filter [][]string, b block, facets []string) *meilisearch.SearchRequest {
	q := a.search(w, filter, b.page, b.size, facets)
	if a.reorders(w) && b.page == 1 {
		q.ShowRankingScore = true
		q.AttributesToRetrieve = append(q.AttributesToRetrieve, "title", "meant", "rank")
	}
	return q
}

// reorder puts the first pages in order: by how well the title has the words, by what
// the page is and how old, and by what the server says.
func (a asking) reorder(w wording, hits []hit) []hit {
	if !a.reorders(w) {
		return hits
	}
	first := hits[:min(len(hits), mostReordered)]
	scores := make(map[cms.ID]float64, len(first))
	whole := stems(a.typed.Whole)
	for i, h := range first {
		scores[h.Release], first[i].reordered = h.worth(w, whole), true
	}
	slices.SortStableFunc(first, func(x, y hit) int { return cmp.Compare(scores[y.Release], scores[x.Release]) })
	return hits
}

// worth is what a hit is put in order by.
func (h hit) worth(w wording, whole string) float64 {
	return h.matches(w, whole).Counts() * float64(h.Rank) * math.Pow(h.Score, sharpness)
}

// matches is how well the title has the words.
func (h hit) matches(w wording, whole string) search.TitleMatch {
	words := strings.Fields(strings.ReplaceAll(h.Title, ". ", " "))
	if strings.Contains(" "+strings.Join(words, " ")+" ", " "+whole+" ") {
		return search.TitlePhrase
	}
	for _, wanted := range strings.Fields(w.text) {
		wanted = strings.Trim(wanted, `"`)
		if !slices.Contains(h.Meant, wanted) && !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, wanted) }) {
			return search.TitleOther
		}
	}
	return search.TitleWords
}
