package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Gallery is a set of pictures, each with what belongs to it.
type Gallery struct {
	Heading string        `rule:"max=150"`
	Items   []GalleryItem `label:"Pictures" rule:"required"`
}

// GalleryItem is one picture. Without its file it is not shown.
type GalleryItem struct {
	Image cms.Image `rule:"required"`
	Title string    `rule:"max=150"`
	Text  richtext.Doc
	Files []Download `label:"Related files"`
}

func (*Gallery) Block() cms.BlockType {
	return cms.BlockType{Name: "gallery", Label: "Gallery", Help: "Pictures side by side, each with its text and files"}
}

// Headings declares the heading of the section.
func (g *Gallery) Headings() []schema.Heading {
	return schema.OneHeading("heading", g.Heading, schema.MainHeading)
}
