package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Text is a heading with running text below it.
type Text struct {
	Heading  string       `help:"Leave empty to go on without a heading" rule:"max=150"`
	Level    string       `type:"choice" options:"main=Main heading,sub=Subheading" default:"main"`
	Numbered bool         `help:"Number this main heading; numbers run through the page"`
	Body     richtext.Doc `label:"Text"`
}

func (*Text) Block() cms.BlockType {
	return cms.BlockType{Name: "text", Label: "Text section", Help: "A heading and running text"}
}

// Headings declares the heading above the text.
func (t *Text) Headings() []schema.Heading {
	level := schema.MainHeading
	if t.Level == "sub" {
		level = schema.Subheading
	}
	return schema.OneHeading("heading", t.Heading, level)
}
