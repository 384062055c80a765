package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// CardGrid is a set of cards that the editor chose.
type CardGrid struct {
	Heading string   `rule:"max=150"`
	Intro   string   `type:"longtext" rule:"max=400"`
	Rank    string   `type:"choice" options:"standard=Boxed,plain=Without a box" default:"standard"`
	Link    cms.Link `help:"Shown beside the heading, such as all services"`
	Cards   []Card   `rule:"required"`
}

// Card leads to a page or an address, or only tells something. A card whose
// page is not live is left out.
type Card struct {
	Link    cms.Link
	Title   string `help:"Leave empty to show the page's own name" rule:"max=150"`
	Summary string `type:"longtext" help:"Leave empty to show the page's own summary" rule:"max=900"`
}

func (*CardGrid) Block() cms.BlockType {
	return cms.BlockType{Name: "card-grid", Label: "Card grid", Help: "Cards that lead to pages you choose"}
}

// Headings declares the heading of the section.
func (c *CardGrid) Headings() []schema.Heading {
	return schema.OneHeading("heading", c.Heading, schema.MainHeading)
}
