package kinds

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// PublicationPage is a chapter of a publication.
type PublicationPage struct {
	Title      string     `rule:"required max=250"`
	ShortTitle string     `help:"For the list of chapters; leave empty to use the title" rule:"max=80"`
	Summary    string     `type:"longtext" label:"Lead" rule:"max=300"`
	Body       cms.Blocks `label:"Content"`
}

func (*PublicationPage) Kind() cms.Kind {
	return cms.Kind{
		Name: "publication-page", Label: "Publication page", Help: "A chapter of a publication", Addressed: true,
		Below: []string{"publication"},
	}
}

func (p *PublicationPage) Card() cms.Card {
	return cms.Card{Title: p.Title, ShortTitle: p.ShortTitle, Summary: p.Summary}
}

// InheritsFrom names the kind of page whose chapters are shown beside this one.
func (*PublicationPage) InheritsFrom() []string { return []string{"publication"} }

// Inherit takes over nothing: the template shows the chapters beside this one.
func (*PublicationPage) Inherit(schema.Kind) {}
