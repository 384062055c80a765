package ui

import (
	"lectern/internal/cms"
	"lectern/internal/kinds"
)

// ShareMotif is the drawing on the picture that stands for a page elsewhere. A
// kind without a motif of its own has a shelf.
func ShareMotif(kind string, page cms.ID) *Motif {
	if kind == "home" {
		return HomeMotif(page)
	}
	f, has := families[kind]
	if !has {
		f = hubs
	}
	columns, rows := 5, 6
	if f.colour == data.colour && !f.hub {
		columns, rows = 8, 10 // columns of a chart: few of them say nothing
	}
	m := newMotif(kind, page, "", columns, rows)
	m.colour = f.colour
	f.large(m, 1+m.random.below(3), 1+m.random.below(4))
	return m
}

// SaysItsKind reports whether a reader learns something from the name of the
// page's kind. Of a hub or a legal page the title says enough.
func SaysItsKind(kind string) bool {
	f, has := families[kind]
	return has && !f.hub
}

// ShareCard is the address of the picture that stands for the page at a path.
func ShareCard(path string) string {
	if path == "/" {
		return "/share.png"
	}
	return "/share" + path + ".png"
}

// Height is that of the drawing, in the units of its paths.
func (m *Motif) Height() int { return m.rows * module }

// Colour names the colours that the drawing is made in: blue, teal, plum or
// alert.
func (m *Motif) Colour() string { return m.colour }

// MotifTone is what a motif has of one of its tones.
type MotifTone struct {
	Name string // e, a, b, c from dark to light; x: the marker
	Path string // SVG path data
}

// Tones returns the tones in the order in which they are drawn.
func (m *Motif) Tones() []MotifTone {
	var tones []MotifTone
	for i, name := range toneClasses {
		if path := m.tones[i].String(); path != "" {
			tones = append(tones, MotifTone{Name: name, Path: path})
		}
	}
	return tones
}

// SharePicture is what stands for a page where others link to it.
type SharePicture struct {
	URL           string // with the origin; empty: there is none
	Width, Height int
	Alt           string
}

// Widths in pixels of a page's own picture as networks show it beside a link: a
// narrower one they show as a stamp, if at all.
const (
	shareWidth = 1200
	leastShare = 600
)

// SharePicture is the page's own picture, if it has one that networks take, else
// the one that is drawn for it.
func (v *View) SharePicture() SharePicture {
	if pictured, is := v.Value.(kinds.Pictured); is {
		for _, image := range pictured.SharePictures() {
			if own, ok := v.ownPicture(image); ok {
				return own
			}
		}
	}
	if v.Release.Page == "" {
		return SharePicture{}
	}
	return SharePicture{URL: v.BaseURL + ShareCard(v.Path), Width: 1200, Height: 630, Alt: v.Title}
}

func (v *View) ownPicture(image cms.Image) (SharePicture, bool) {
	asset := v.Assets[image.Asset]
	if !asset.Photographic() || asset.Width < leastShare {
		return SharePicture{}, false
	}
	width := asset.WidthNear(shareWidth)
	height := max(1, (asset.Height*width+asset.Width/2)/asset.Width)
	return SharePicture{URL: v.BaseURL + asset.URLAt(width), Width: width, Height: height, Alt: image.Alt}, true
}
