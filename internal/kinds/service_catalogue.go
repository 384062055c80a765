package kinds

import (
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
	return []cms.ListQuery{{Kinds: []string{"service"}, Sort: cms.ByTitle, Size: 100, Paged: true, Facets: facets(c.Filters)}}
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
