package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Checklist is a list whose mark says whether its entries hold.
type Checklist struct {
	Heading string  `rule:"max=150"`
	Mark    string  `type:"choice" options:"bullet=Bullets,tick=Ticks: do or yes,cross=Crosses: do not or no" default:"bullet"`
	Entries []Entry `rule:"required"`
}

// Entry is one entry of a checklist.
type Entry struct {
	Text richtext.Doc `rule:"required"`
}

func (*Checklist) Block() cms.BlockType {
	return cms.BlockType{Name: "checklist", Label: "Checklist", Help: "Entries with bullets, ticks or crosses"}
}

// Headings declares the heading above the entries.
func (c *Checklist) Headings() []schema.Heading {
	return schema.OneHeading("heading", c.Heading, schema.Subheading)
}
