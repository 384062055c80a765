package block

import (
	"strings"

	"lectern/internal/cms"
)

// joined joins the words that there are.
func joined(with string, words ...string) string {
	var all []string
	for _, w := range words {
		if w != "" {
			all = append(all, w)
		}
	}
	return strings.Join(all, with)
}

// fileTitle is what a file is called in its place, or else by itself.
func fileTitle(f cms.File, asset cms.Asset) string {
	if f.Title != "" {
		return f.Title
	}
	return asset.Filename
}
