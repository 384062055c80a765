package ui

import (
	"fmt"
	"strings"

	"lectern/internal/cms"
)

// pictureURL is for a browser that cannot choose.
func pictureURL(picture cms.Asset) string { return picture.URLNear(960) }

// srcset tells in which widths there is the picture; empty: as it is.
func srcset(picture cms.Asset) string {
	var list []string
	for _, width := range picture.Widths() {
		list = append(list, fmt.Sprintf("%s %dw", picture.URLAt(width), width))
	}
	return strings.Join(list, ", ")
}

// sizes tells how wide a picture will be at the most: the first one as wide as
// the page, and others as wide as text.
func sizes(first bool) string {
	if first {
		return "(min-width: 75rem) 75rem, 100vw"
	}
	return "(min-width: 44rem) 41rem, 100vw"
}
