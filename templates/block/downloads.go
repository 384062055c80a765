package block

import (
	"lectern/internal/blocks"
	"lectern/templates/ui"
)

func downloadsOf(v *ui.View, items []blocks.Download) []ui.Download {
	var files []ui.Download
	for _, item := range items {
		if file, ok := v.Download(item.File, item.Note); ok {
			files = append(files, file)
		}
	}
	return files
}
