package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Tiles lead on, each with a picture if it has one.
type Tiles struct {
	Heading string `rule:"max=150"`
	Intro   string `type:"longtext" label:"Introduction" rule:"max=400"`
	Items   []Tile `label:"Tiles" rule:"required"`
}

// Tile leads to one place. Without it the tile is not shown.
type Tile struct {
	Title  string   `rule:"required max=150"`
	Text   string   `type:"longtext" rule:"max=400"`
	Action string   `label:"Action text" help:"What the link is called, such as Find a service" rule:"required max=60"`
	Link   cms.Link `rule:"required"`
	Image  cms.Image
}

func (*Tiles) Block() cms.BlockType {
	return cms.BlockType{Name: "tiles", Label: "Navigation tiles", Help: "Tiles that lead on, with or without pictures"}
}

// Headings declares the heading of the section.
func (t *Tiles) Headings() []schema.Heading {
	return schema.OneHeading("heading", t.Heading, schema.MainHeading)
}
