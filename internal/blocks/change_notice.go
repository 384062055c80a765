package blocks

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// ChangeNotice tells that something on the page has changed, and when.
type ChangeNotice struct {
	Title string       `rule:"max=150"`
	At    time.Time    `label:"Date and time" rule:"required"`
	Text  richtext.Doc `rule:"required"`
}

func (*ChangeNotice) Block() cms.BlockType {
	return cms.BlockType{Name: "change-notice", Label: "Change notice", Help: "What changed on this page, and when"}
}

// Headings declares the heading of the notice, which belongs to no section.
func (c *ChangeNotice) Headings() []schema.Heading {
	return schema.OneHeading("title", c.Title, schema.AsideHeading)
}
