package blocks

import "lectern/internal/cms"

// Image is a picture between other blocks.
type Image struct {
	Image cms.Image `rule:"required"`
	Wide  bool      `label:"As wide as the page, not the text"`
}

func (*Image) Block() cms.BlockType {
	return cms.BlockType{Name: "image", Label: "Image", Help: "A picture with its description and caption"}
}
