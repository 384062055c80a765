package admin

import (
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/search"
	"lectern/templates/ui"
)

// BetList is a page of the list of best bets.
type BetList struct {
	Text  string // looked for
	Rows  []cms.BestBet
	About map[cms.ID]cms.BetPage
	Total int
	Pages ui.Pages
}

// BetForm is a best bet that is changed or made.
type BetForm struct {
	ID    cms.ID // empty: it is new
	Name  string // of it as it is
	Texts string // typed, one a line
	Pages []cms.ID
	Names cms.Names // of the pages
	Note  string

	Address  string // of a page that is added
	Choosing bool   // pages are looked for, without scripts
	Find     string
	Looked   bool
	Found    []cms.PageChoice
	More     bool

	Text     string       // the first of what visitors type
	Hits     []search.Hit // that they get for it now
	Problems []cms.Problem
}

func (f BetForm) action() string {
	if f.ID == "" {
		return betsURL + "/new"
	}
	return betsURL + "/" + string(f.ID)
}

// has reports whether a page is one of the best bet.
func (f BetForm) has(page cms.ID) bool { return slices.Contains(f.Pages, page) }

// chosen is the field with the pages.
func (f BetForm) chosen() templ.Component {
	field := ChosenField{Name: "pages", Label: "Pages, in their order", What: "page", Multiple: true, Names: f.Names}
	for _, page := range f.Pages {
		field.IDs = append(field.IDs, string(page))
	}
	return field.Show()
}

// newBetHref is where a best bet is made for a text.
func newBetHref(text string, page cms.ID) string {
	query := url.Values{"text": {text}}
	if page != "" {
		query.Set("add", string(page))
	}
	return betsURL + "/new?" + query.Encode()
}
