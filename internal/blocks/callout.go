package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Callout sets something apart from the text around it.
type Callout struct {
	Tone    string       `type:"choice" options:"note=Note,warning=Warning,emphasis=Emphasis" default:"note"`
	Heading string       `rule:"max=150"`
	Body    richtext.Doc `label:"Text" rule:"required"`
	Link    cms.Link     `help:"Where to read more or act"`
}

func (*Callout) Block() cms.BlockType {
	return cms.BlockType{Name: "callout", Label: "Callout", Help: "A note, a warning or an emphasis that stands out"}
}

// Headings declares the heading of the callout, which belongs to no section.
func (c *Callout) Headings() []schema.Heading {
	return schema.OneHeading("heading", c.Heading, schema.AsideHeading)
}
