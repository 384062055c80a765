package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Contact says how to reach somebody. Parts that are empty are not shown.
type Contact struct {
	Heading   string `rule:"max=150"`
	Intro     richtext.Doc
	Name      string   `help:"Person, team or desk" rule:"max=120"`
	Telephone string   `rule:"max=40 telephone"`
	Textphone string   `help:"Text relay number" rule:"max=40 telephone"`
	Email     string   `rule:"max=254 email"`
	Web       cms.Link `label:"Online"`
	Address   string   `type:"longtext" help:"One line of the postal address per line" rule:"max=400"`
	Hours     string   `rule:"max=200"`
}

func (*Contact) Block() cms.BlockType {
	return cms.BlockType{Name: "contact", Label: "Contact details", Help: "Telephone, email, address and hours"}
}

// Headings declares the heading of the section.
func (c *Contact) Headings() []schema.Heading {
	return schema.OneHeading("heading", c.Heading, schema.MainHeading)
}
