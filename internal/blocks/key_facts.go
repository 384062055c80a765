package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// KeyFacts is a panel of what a reader should take away.
type KeyFacts struct {
	Heading string    `rule:"max=150"`
	Items   []KeyFact `label:"Facts" rule:"required"`
}

// KeyFact is one fact with what explains it and what it must be read with.
type KeyFact struct {
	Headline    string `help:"The fact, such as 71% seen within 18 weeks" rule:"required max=150"`
	Explanation richtext.Doc
	Qualifying  richtext.Doc `label:"Qualifying information" help:"What the fact must be read with, such as what it leaves out"`
	Tone        string       `type:"choice" options:"blue=Blue,yellow=Yellow,grey=Grey" default:"blue"`
}

func (*KeyFacts) Block() cms.BlockType {
	return cms.BlockType{Name: "key-facts", Label: "Key facts", Help: "Headlines with their explanation"}
}

// Headings declares the heading of the section.
func (k *KeyFacts) Headings() []schema.Heading {
	return schema.OneHeading("heading", k.Heading, schema.MainHeading)
}
