package kinds

import (
	"time"

	"lectern/internal/cms"
)

// APICatalogue lists the interfaces below it from A to Z.
type APICatalogue struct {
	Title      string            `rule:"required max=100"`
	ShortTitle string            `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string            `type:"longtext" label:"Lead" rule:"max=300"`
	Filters    []CatalogueFilter `help:"What the list can be narrowed by, in this order; leave empty for all of the vocabulary catalogue"`
	Body       cms.Blocks        `label:"Content below the list"`
}

func (*APICatalogue) Kind() cms.Kind {
	return cms.Kind{Name: "api-catalogue", Label: "API catalogue", Help: "Lists the interfaces below it from A to Z", Addressed: true}
}

func (c *APICatalogue) Card() cms.Card {
	return cms.Card{Title: c.Title, ShortTitle: c.ShortTitle, Summary: c.Summary}
}

// Check refuses filters that could not be told apart in an address.
func (c *APICatalogue) Check() []cms.Problem { return checkFilters(c.Filters) }

// Browse declares the interfaces below the catalogue.
func (c *APICatalogue) Browse(time.Time) Browsing {
	return browseCatalogue(cms.ListQuery{Kinds: []string{"api"}, Below: cms.This, Sort: cms.ByTitle, Size: 50}, Noun{"API", "APIs"}, c.Filters,
		as("status", apiStatus, ""))
}

// Follows declares the feed of the interfaces below the catalogue.
func (*APICatalogue) Follows() Following { return Following{Prefix: HubFeed, Kinds: []string{"api"}} }
