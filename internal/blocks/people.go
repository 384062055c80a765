package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// People is a list of persons who have a page. Those whose page is not live
// are left out.
type People struct {
	Heading string    `rule:"max=150"`
	Intro   string    `type:"longtext" label:"Introduction" rule:"max=400"`
	People  []cms.Ref `kinds:"person" rule:"required"`
}

func (*People) Block() cms.BlockType {
	return cms.BlockType{Name: "people", Label: "People", Help: "People with their names and what they do"}
}

// Headings declares the heading of the section.
func (p *People) Headings() []schema.Heading {
	return schema.OneHeading("heading", p.Heading, schema.MainHeading)
}
