package kinds

import (
	"fmt"
	"slices"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/search"
)

// CatalogueFilter is a group of terms that a catalogue can be narrowed by.
type CatalogueFilter struct {
	Heading string        `rule:"required max=100"`
	Help    string        `label:"Explanation" help:"One sentence, for words that not every reader knows" rule:"max=200"`
	Terms   []cms.TermRef `help:"In the order in which readers see them. A term below one of these is offered once that one is chosen"`
	Branch  []cms.TermRef `label:"All terms below" help:"The term that they stand below, instead of them one by one; they come in their order, after those that are named" rule:"max=1"`
	Open    bool          `label:"Show the terms at once" help:"Otherwise readers open the group first" default:"true"`
}

// browseCatalogue is what readers look through from A to Z, by the filters of
// the catalogue and then by what entries say of themselves.
func browseCatalogue(list cms.ListQuery, what Noun, filters []CatalogueFilter, besides ...Narrowing) Browsing {
	b := Browsing{List: list, What: what, Sorts: []search.Sort{search.Title, search.Relevance}, A2Z: true, Tagged: true}
	for _, f := range filters {
		b.Facets = append(b.Facets, Narrowing{
			Group: search.Group{Facet: search.Facet(richtext.Anchor(f.Heading))},
			Name:  f.Heading, Help: f.Help, Open: f.Open, Terms: f.Terms, Branch: f.Branch,
		})
	}
	if len(filters) == 0 {
		b.Facets = append(b.Facets, Narrowing{Group: search.Group{Facet: catalogue}, Open: true, Tree: true})
	}
	b.Facets = append(b.Facets, besides...)
	return b
}

// CatalogueParams are what addresses of catalogues say besides their filters.
var CatalogueParams = []string{"q", "query", "sort", "page", "letter", "status", "level", "year", "month", "label", "view", "sent"}

func checkFilters(filters []CatalogueFilter) (problems []cms.Problem) {
	taken := slices.Clone(CatalogueParams)
	tell := func(i int, field, message string) {
		problems = append(problems, cms.Problem{Field: fmt.Sprintf("filters[%d].%s", i, field), Message: message})
	}
	for i, f := range filters {
		param := richtext.Anchor(f.Heading)
		if slices.Contains(taken, param) {
			tell(i, "heading", fmt.Sprintf("%q cannot head a filter here, or heads another one; choose words that are used once and are not those of dates, pages, levels and states", f.Heading))
		}
		taken = append(taken, param)
		if len(f.Terms)+len(f.Branch) == 0 {
			tell(i, "terms", "the filter has nothing to choose; name its terms, or the one term that they all stand below")
		}
	}
	return problems
}
