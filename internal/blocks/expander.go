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

// Headings declares none: what an expander is opened by is no heading.
func (*Expander) Headings() []schema.Heading { return nil }
