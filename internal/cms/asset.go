package cms

import (
	"net/url"
	"strconv"
	"time"
)

// Asset is a stored file. Its bytes are kept by content in a blob store.
type Asset struct {
	ID        ID
	Hash      string // SHA-256 of the bytes, in hexadecimal: its name in the blob store
	Filename  string // what a reader's download is called
	MediaType string
	Size      int64 // bytes
	Width     int   // pixels; 0 when it is not an image
	Height    int
	CreatedAt time.Time
}

// URL is the address the file is served at, for as long as a live page uses it.
func (a Asset) URL() string { return "/media/" + string(a.ID) + "/" + url.PathEscape(a.Filename) }

// pictureWidths are those, in pixels, that photographs are sent in.
var pictureWidths = []int{320, 640, 960, 1280}

// widest is how wide, in pixels, a picture is when it is asked for by itself.
const widest = 2560

// Photographic reports whether it is a picture made of pixels. Nobody but
// editors gets the file itself, which may hold what a camera writes about the
// place and the person: what is sent is made from it.
func (a Asset) Photographic() bool {
	switch a.MediaType {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
		return a.Width > 0
	}
	return false
}

// Whole is the width in which the picture is sent when it is asked for by
// itself.
func (a Asset) Whole() int { return min(a.Width, widest) }

// Widths returns the widths that a picture is sent in, the narrowest first: its
// own is the last, unless it is wider than any page. There is none for what is
// sent as it is, such as a drawing.
func (a Asset) Widths() []int {
	if !a.Photographic() {
		return nil
	}
	var widths []int
	for _, width := range pictureWidths {
		if width >= a.Width {
			return append(widths, a.Width)
		}
		widths = append(widths, width)
	}
	return widths
}

// WidthNear is the narrowest of the picture's widths that is at least as wide,
// or else the widest; 0: it is sent as it is.
func (a Asset) WidthNear(width int) int {
	widths := a.Widths()
	for _, w := range widths {
		if w >= width {
			return w
		}
	}
	if len(widths) > 0 {
		return widths[len(widths)-1]
	}
	return 0
}

// URLNear is the address of the picture in the width near that one.
func (a Asset) URLNear(width int) string {
	if near := a.WidthNear(width); near > 0 {
		return a.URLAt(near)
	}
	return a.URL()
}

// URLAt is the address of the picture in one of its widths.
func (a Asset) URLAt(width int) string {
	return "/media/" + string(a.ID) + "/" + strconv.Itoa(width) + "/" + url.PathEscape(a.Filename)
}
