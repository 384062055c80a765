package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Downloads is a list of files.
type Downloads struct {
	Heading string     `rule:"max=150"`
	Items   []Download `label:"Files" rule:"required"`
}

// Download is one file with what a reader should know before opening it.
type Download struct {
	File cms.File `rule:"required"`
	Note string   `type:"longtext" rule:"max=300"`
}

func (*Downloads) Block() cms.BlockType {
	return cms.BlockType{Name: "downloads", Label: "Downloads", Help: "Files with their type and size"}
}

// Headings declares the heading of the section.
func (d *Downloads) Headings() []schema.Heading {
	return schema.OneHeading("heading", d.Heading, schema.MainHeading)
}
