package search

// TitleMatch is how well a title does.
type TitleMatch int

// How titles match, the better the higher.
const (
	TitleLike   TitleMatch = iota - 1 // nothing has the words, and it has some like them
	TitleOther                        // it has not all the words
	TitleBegins                       // it has words that begin so
	TitleWords                        // it has all the words, or what means the same
	TitlePhrase                       // in a row
	TitleNamed                        // the page is also called so, or is called what means the same
	TitleExact                        // it is just what was typed
)

// titleCounts is how much each counts.
var titleCounts = [...]float64{0.3, 0.5, 0.8, 1, 1, 1}

// Counts is how much a title counts that matches so.
func (m TitleMatch) Counts() float64 { return titleCounts[max(m, TitleOther)] }

// Why says why a result stands where it does. Best bets come first, in their order,
// then what is called so, and then all else. Of two that are equal in that, an engine
// compares one thing after the other: see Then.
type Why struct {
	Best  int // place among the best bets, from 1; 0: it is none
	Title TitleMatch
	Alike int // of 100: how like what was typed the title is, which then comes before all that is compared; 0: that was not asked
	Words []WordMatch
	Then  []Criterion // the first in which two results differ decides
}

// WordMatch says whether a page has a word that was looked for, or a phrase.
type WordMatch struct {
	Text    string // canonical
	Prefix  bool   // or a word that begins so
	Instead bool   // it means the same as what was typed
	Has     bool
}

// WordMatches are the words of needs.
func WordMatches(needs []Need) (words []WordMatch) {
	for _, need := range needs {
		for _, c := range need.Clauses {
			words = append(words, WordMatch{Text: c.Text(), Prefix: c.Prefix})
		}
		for _, phrase := range need.Or {
			words = append(words, WordMatch{Text: phrase, Instead: true})
		}
	}
	return words
}

// Criterion is something by which an engine compares results.
type Criterion struct {
	Factor
	Text string   // the value as it is told; empty: it is a plain number
	Of   []Factor // which the value is the product of; none: it is one by itself
}

// Factor is a number of which more is better.
type Factor struct {
	Name, Says string // Says tells what it is about
	Value      float64
}
