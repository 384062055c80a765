package cms

// Synonyms are words and phrases that mean the same to those who search.
// Acronyms are such, with what they stand for.
type Synonyms struct {
	ID    ID
	Words []string // as they are written; who types one of them finds the others
	Also  []string // is found as well, and does not find the words
}

// BestBet is what editors want first when somebody searches for just these texts.
type BestBet struct {
	ID    ID
	Texts []string // as they are typed
	Pages []ID     // in their order; one that is not live is as good as not there
	Note  string   // for editors, such as why
}

// SuggestedSearch is a search that editors want offered to others.
type SuggestedSearch struct {
	ID      ID
	Text    string   // that is offered
	Typing  bool     // to those who type how it begins, or how one of Instead does
	Instead []string // whoever searches for just one of these is asked whether they mean the text
	Note    string   // for editors, such as why
}

// BetPage is what editors are told of a page that a best bet leads to.
type BetPage struct {
	Title string
	Path  string // where it is now; empty: it is not public
}
