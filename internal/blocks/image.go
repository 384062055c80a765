package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Image is a picture between other blocks.
type Image struct {
	Image       cms.Image    `rule:"required"`
	Wide        bool         `label:"As wide as the page, not the text"`
	Description richtext.Doc `label:"Long description" help:"For a picture that tells more than its alternative text can, such as a diagram"`
}

func (*Image) Block() cms.BlockType {
	return cms.BlockType{Name: "image", Label: "Image", Help: "A picture with its description and caption"}
}
