package search

// TitleMatch is how well a title does.
type TitleMatch int

// How titles match, the better the higher.
const (
	TitleOther  TitleMatch = iota // it has not all the words
	TitleBegins                   // it has words that begin so
	TitleWords                    // it has all the words, or what means the same
	TitlePhrase                   // in a row
	TitleNamed                    // the page is also called so, or is called what means the same
	TitleExact                    // it is just what was typed
)

// titleCounts is how much each counts.
var titleCounts = [...]float64{0.3, 0.5, 0.8, 1, 1, 1}

// Why says why a result stands where it does. Best bets come first, then what is
// called so, then all else by its Score.
type Why struct {
	Best  int // place among the best bets, from 1; 0: it is none
	Title TitleMatch
	Alike int // of 100: how like what was typed the title is, which then comes before the score; 0: it has the words
	Words []WordMatch

	// What the score is made of.
	Share   float64 // of the title that was typed, at most 1; 1 where the title has not the words
	Rank    float64 // how well the page has the words, between 0 and 1; 1 where they were not asked about
	Weight  float64 // of the kind
	Leads   float64 // for how much stands below it
	Near    float64 // for how near to the home page it is
	Recency float64
}

// WordMatch says whether a page has a word that was looked for, or a phrase.
type WordMatch struct {
	Text    string // canonical
	Prefix  bool   // or a word that begins so
	Instead bool   // it means the same as what was typed
	Has     bool
}

// Score is what the order is by, where nothing comes before it.
func (w Why) Score() float64 {
	return titleCounts[w.Title] * (0.5 + 0.5*w.Share) * w.Rank * w.Weight * w.Leads * w.Near * w.Recency
}
