package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Expander holds blocks that open when a reader asks for them.
type Expander struct {
	Heading  string     `help:"What a reader decides by whether to open it" rule:"required max=150"`
	Audience string     `type:"choice" label:"For whom" options:"most=Most people: boxed,some=Some people: without a box" default:"some"`
	Body     cms.Blocks `label:"Content" rule:"required"`
}

func (*Expander) Block() cms.BlockType {
	return cms.BlockType{Name: "expander", Label: "Expander", Help: "Blocks that open below a heading"}
}

// Headings declares what the expander is opened by: a link may lead to it.
func (e *Expander) Headings() []schema.Heading {
	return schema.OneHeading("heading", e.Heading, schema.AsideHeading)
}
