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

func downloadsOf(v *ui.View, items []blocks.Download) []download {
	var files []download
	for _, item := range items {
		asset, ok := v.Assets[item.File.Asset]
		if !ok {
			continue
		}
		files = append(files, download{asset, fileTitle(item.File, asset), item.Note})
	}
	return files
}
