package kinds

import "lectern/internal/cms"

// Contact says how to reach the organisation and its desks.
type Contact struct {
	Title      string        `rule:"required max=100"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"max=300"`
	Body       cms.Blocks    `label:"Content"`
	DesksTitle string        `label:"Heading of the service desks" rule:"max=150"`
	Desks      []ServiceDesk `label:"Service desks"`
	More       cms.Blocks    `label:"Content below the desks"`
}

// ServiceDesk is a desk with what it deals with.
type ServiceDesk struct {
	Name      string `rule:"required max=120"`
	Subject   string `label:"Deals with enquiries about" rule:"required max=300"`
	Telephone string `rule:"max=40 telephone"`
	Email     string `rule:"max=254 email"`
	Link      cms.Link
}

func (*Contact) Kind() cms.Kind {
	return cms.Kind{Name: "contact", Label: "Contact page", Help: "How to reach the organisation and its desks", Addressed: true}
}

func (c *Contact) Card() cms.Card {
	return cms.Card{Title: c.Title, ShortTitle: c.ShortTitle, Summary: c.Summary}
}
