package block

import (
	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// An exhibit is a picture of a gallery whose file is there.
type exhibit struct {
	blocks.GalleryItem
	asset cms.Asset
	files []ui.Download
}

func exhibits(v *ui.View, b *blocks.Gallery) []exhibit {
	var all []exhibit
	for _, item := range b.Items {
		if asset, ok := v.Assets[item.Image.Asset]; ok {
			all = append(all, exhibit{item, asset, downloadsOf(v, item.Files)})
		}
	}
	return all
}

// called is what the picture is called where it cannot be seen.
func (e exhibit) called() string {
	if e.Title != "" {
		return e.Title
	}
	if name := called(e.Image); name != "" {
		return name
	}
	return e.asset.Filename
}

// called is what an image tells in words.
func called(i cms.Image) string {
	if i.Alt != "" {
		return i.Alt
	}
	return i.Caption
}
