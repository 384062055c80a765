package block

import (
	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/templates/ui"
)

// A download is a file that there is, with what a reader should know of it.
type download struct {
	asset cms.Asset
	title string
	note  string
}

func downloadsOf(v *ui.View, b *blocks.Downloads) []download {
	var files []download
	for _, item := range b.Items {
		asset, ok := v.Assets[item.File.Asset]
		if !ok {
			continue
		}
		title := item.File.Title
		if title == "" {
			title = asset.Filename
		}
		files = append(files, download{asset, title, item.Note})
	}
	return files
}
