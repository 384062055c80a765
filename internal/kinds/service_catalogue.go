package kinds

import (
	"time"

	"lectern/internal/cms"
)

// ServiceCatalogue lists all services from A to Z.
type ServiceCatalogue struct {
	Title      string            `rule:"required max=100"`
	ShortTitle string            `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string            `type:"longtext" label:"Lead" rule:"max=300"`
	Filters    []CatalogueFilter `help:"What the list can be narrowed by, in this order; leave empty for all of the vocabulary catalogue"`
	Body       cms.Blocks        `label:"Content below the list"`
}

func (*ServiceCatalogue) Kind() cms.Kind {
	return cms.Kind{Name: "service-catalogue", Label: "Service catalogue", Help: "Lists all services from A to Z", Addressed: true}
}

func (c *ServiceCatalogue) Card() cms.Card {
	return cms.Card{Title: c.Title, ShortTitle: c.ShortTitle, Summary: c.Summary}
}

// Browse declares every service of the site.
func (c *ServiceCatalogue) Browse(time.Time) Browsing {
	return browseCatalogue(cms.ListQuery{Kinds: []string{"service"}, Sort: cms.ByTitle, Size: 50}, Noun{"service", "services"}, c.Filters,
		as("status", serviceStatus, ""), as("level", serviceLevel, ""))
}

// Check refuses filters that could not be told apart in an address.
func (c *ServiceCatalogue) Check() []cms.Problem { return checkFilters(c.Filters) }

// Follows declares the feed of the services, wherever they stand: so does the
// catalogue list them.
func (*ServiceCatalogue) Follows() Following {
	return Following{Prefix: HubFeed, Kinds: []string{"service"}, Everywhere: true}
}
