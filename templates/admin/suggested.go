package admin

import (
	"net/url"

	"lectern/internal/cms"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// SuggestedList is a page of the list of suggested searches.
type SuggestedList struct {
	Text  string // looked for
	Rows  []SuggestedRow
	Total int
	Pages ui.Pages
}

// SuggestedRow is a suggested search, and how it fares.
type SuggestedRow struct {
	cms.SuggestedSearch
	Fares Fares
}

// Fares says why a suggested search is offered to nobody now.
type Fares struct {
	Forbidden string // words in it that are not suggested; empty: none
	Nothing   bool   // it finds nothing
	Loose     bool   // nothing has all its words
}

// says is that, as sentences; empty: it is offered.
func (f Fares) says() string {
	switch {
	case f.Forbidden != "":
		return "Offered to nobody: “" + f.Forbidden + "” is not to be suggested."
	case f.Nothing:
		return "Offered to nobody: it finds nothing now."
	case f.Loose:
		return "Offered to nobody: it finds only what comes near now, and nothing with all its words."
	}
	return ""
}

// SuggestedForm is a suggested search that is changed or made.
type SuggestedForm struct {
	ID      cms.ID // empty: it is new
	Name    string // its text as it is
	Text    string
	Typing  bool
	Instead string // typed, one a line
	Note    string

	Fares    Fares
	Hits     []search.Hit // that it finds now
	Problems []cms.Problem
}

func (f SuggestedForm) action() string {
	if f.ID == "" {
		return suggestedURL + "/new"
	}
	return suggestedHref(f.ID)
}

func suggestedHref(id cms.ID) string { return suggestedURL + "/" + string(id) }

// newSuggestedHref is where a search is suggested instead of a text.
func newSuggestedHref(instead string) string {
	return suggestedURL + "/new?" + url.Values{"instead": {instead}}.Encode()
}

// notSuggestedHref is where it is said that nothing is asked about a text.
func notSuggestedHref(text string) string {
	return searchURL + "?" + url.Values{"never": {text}}.Encode() + "#not-suggested"
}

// Known says which texts the search has been told of, by their keys.
type Known struct {
	Bets, Synonyms map[string]cms.ID
	Offered        map[string]cms.ID // suggested searches by what is offered
	Instead        map[string]cms.ID // and by what that is offered instead of
}

// betHref is where a text gets a best bet, or has one.
func (k Known) betHref(text string) (href string, there bool) {
	if id, there := k.Bets[search.Key(text)]; there {
		return betsURL + "/" + string(id), true
	}
	return newBetHref(text, ""), false
}

// synonymHref is where a text gets synonyms, or has them.
func (k Known) synonymHref(text string) (href string, there bool) {
	if id, there := k.Synonyms[search.Key(text)]; there {
		return synonymsURL + "/" + string(id), true
	}
	return synonymsURL + "/new?" + url.Values{"word": {text}}.Encode(), false
}

// meantHref is where another search is suggested instead of a text.
func (k Known) meantHref(text string) (href string, there bool) {
	if id, there := k.Instead[search.Key(text)]; there {
		return suggestedHref(id), true
	}
	return newSuggestedHref(text), false
}
