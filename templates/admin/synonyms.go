package admin

import (
	"net/url"
	"strings"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

const (
	searchURL    = "/admin/lists/search"
	synonymsURL  = searchURL + "/synonyms"
	betsURL      = searchURL + "/bets"
	suggestedURL = searchURL + "/suggested"
)

// searchTabs are the pages about the search.
var searchTabs = []Link{
	{"Searches", searchURL},
	{"Try a search", searchURL + "/try"},
	{"Best bets", betsURL},
	{"Synonyms and acronyms", synonymsURL},
	{"Suggested searches", suggestedURL},
}

// SynonymsList is a page of the list of words that mean the same.
type SynonymsList struct {
	Text  string // looked for
	Rows  []cms.Synonyms
	Total int
	Pages ui.Pages
}

// SynonymsForm is a group of synonyms that is changed or made.
type SynonymsForm struct {
	ID          cms.ID // empty: it is new
	Name        string // of the group as it is
	Words, Also string // typed, one a line
	Problems    []cms.Problem
}

func (f SynonymsForm) action() string {
	if f.ID == "" {
		return synonymsURL + "/new"
	}
	return synonymsURL + "/" + string(f.ID)
}

// SynonymsImport is many groups, as they were typed.
type SynonymsImport struct {
	Lines    string
	Problems []cms.Problem
}

func (f SynonymsImport) summary() []cms.Problem { return RedirectImport(f).summary() }

// tryHref is where it is seen what visitors get for a text.
func tryHref(text string) string { return searchURL + "/try?" + url.Values{"q": {text}}.Encode() }

// spoken lists words as a sentence does.
func spoken(words []string) string { return strings.Join(words, ", ") }
