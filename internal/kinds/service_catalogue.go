package kinds

import (
	"fmt"
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// ServiceCatalogue lists all services from A to Z.
type ServiceCatalogue struct {
	Title      string            `rule:"required max=100"`
	ShortTitle string            `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string            `type:"longtext" label:"Lead" rule:"max=300"`
	Filters    []CatalogueFilter `help:"What the list can be narrowed by"`
	Body       cms.Blocks        `label:"Content below the list"`
}

// CatalogueFilter is a group of terms that a catalogue can be narrowed by.
type CatalogueFilter struct {
	Heading string        `rule:"required max=100"`
	Terms   []cms.TermRef `rule:"required"`
}

func (*ServiceCatalogue) Kind() cms.Kind {
	return cms.Kind{Name: "service-catalogue", Label: "Service catalogue", Help: "Lists all services from A to Z", Addressed: true}
}

func (c *ServiceCatalogue) Card() cms.Card {
	return cms.Card{Title: c.Title, ShortTitle: c.ShortTitle, Summary: c.Summary}
}

// Lists declares every service of the site.
func (c *ServiceCatalogue) Lists(time.Time) []cms.ListQuery {
	return []cms.ListQuery{{Kinds: []string{"service"}, Sort: cms.ByTitle, Size: 50, Paged: true, Facets: facets(c.Filters)}}
}

// Check refuses filters that could not be told apart in an address.
func (c *ServiceCatalogue) Check() []cms.Problem { return checkFilters(c.Filters) }

// listParams are what addresses of lists say besides.
var listParams = []string{"page", "year", "month", "label", "view"}

func checkFilters(filters []CatalogueFilter) (problems []cms.Problem) {
	taken := slices.Clone(listParams)
	for i, facet := range facets(filters) {
		if slices.Contains(taken, facet.Param) {
			problems = append(problems, cms.Problem{
				Field:   fmt.Sprintf("filters[%d].heading", i),
				Message: fmt.Sprintf("%q cannot head a filter here, or heads another one; choose words that are used once and are not those of dates and pages", facet.Name),
			})
		}
		taken = append(taken, facet.Param)
	}
	return problems
}

// facets are what a reader can narrow a catalogue by.
func facets(filters []CatalogueFilter) []cms.Facet {
	var all []cms.Facet
	for _, filter := range filters {
		facet := cms.Facet{Param: richtext.Anchor(filter.Heading), Name: filter.Heading}
		for _, term := range filter.Terms {
			facet.Terms = append(facet.Terms, cms.ID(term))
		}
		all = append(all, facet)
	}
	return all
}

// Follows declares the feed of the services, wherever they stand: so does the
// catalogue list them.
func (*ServiceCatalogue) Follows() Following {
	return Following{Prefix: HubFeed, Kinds: []string{"service"}, Everywhere: true}
}
