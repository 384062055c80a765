package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// IconList is a list of things, each with a small drawing.
type IconList struct {
	Heading string       `rule:"max=150"`
	Intro   richtext.Doc `label:"Introduction"`
	Items   []IconItem   `label:"Entries" rule:"required"`
}

// IconItem is one entry of an icon list. Its heading is a link only if one is
// given.
type IconItem struct {
	Heading string       `rule:"max=150"`
	Link    cms.Link     `help:"Where the heading leads; leave empty for a heading that leads nowhere"`
	Text    richtext.Doc `rule:"required"`
	Icon    string       `type:"choice" options:"calendar=Calendar,chart=Chart,clock=Clock,computer=Computer,document=Document,lock=Lock,message=Message,people=People,place=Place,telephone=Telephone" help:"Leave empty for none"`
}

func (*IconList) Block() cms.BlockType {
	return cms.BlockType{Name: "icon-list", Label: "Icon list", Help: "Short texts, each with a heading and a drawing"}
}

// Headings declares the heading of the section.
func (l *IconList) Headings() []schema.Heading {
	return schema.OneHeading("heading", l.Heading, schema.MainHeading)
}
