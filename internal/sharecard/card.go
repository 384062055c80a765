// Package sharecard draws the picture that social networks and chat programs
// show beside a link: the page's title and drawing, what it is, and whose.
package sharecard

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// Width and Height are the pixels of every card: the size that networks ask for.
const (
	Width  = 1200
	Height = 630
)

// Version is part of the names of cards that are kept: raise it when they are
// drawn differently from the same words.
const Version = "2"

const (
	margin      = 72
	motifLeft   = Width * 7 / 12
	textWidth   = motifLeft - 1.5*margin
	tileSide    = 56
	kickerLine  = 112 // baselines, from above
	nameLine    = Height - margin - 16
	tileTop     = nameLine - tileSide + 18
	titleTop    = 150
	titleBottom = nameLine - 2*tileSide + 20
)

// Card is what a picture says.
type Card struct {
	Title        string
	Kind         string // in words, such as “News article”; empty: not said
	Organisation string
	OwnLogo      bool // the organisation has one, and is not shown with Lectern's
	Motif        Motif
	Theme        Theme
}

// Motif is a page's drawing, in the order in which it is drawn.
type Motif struct {
	Colour string // blue, teal, plum or alert
	Height int    // in the units of the paths; it is scaled to that of the card
	Tones  []Tone
}

// Tone is what a motif has of one of its tones.
type Tone struct {
	Name string // e, a, b, c from dark to light; x: the marker
	Path string // SVG path data
}

// PNG draws the card.
func (c Card) PNG() ([]byte, error) {
	picture := image.NewRGBA(image.Rect(0, 0, Width, Height))
	fill(picture, picture.Rect, c.Theme.Ground)
	if err := c.drawMotif(picture.SubImage(image.Rect(motifLeft, 0, Width, Height)).(*image.RGBA)); err != nil {
		return nil, err
	}
	text := picture.SubImage(image.Rect(0, 0, motifLeft-margin/2, Height)).(*image.RGBA) // nothing is written beyond
	if c.Kind != "" {
		fill(text, image.Rect(margin, margin, margin+48, margin+5), c.Theme.Marker)
		write(text, sans(26), c.Theme.Quiet, margin, kickerLine, c.Kind)
	}
	c.drawTitle(text)
	if err := c.drawName(text); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, fmt.Errorf("sharecard: encode: %w", err)
	}
	return b.Bytes(), nil
}

func (c Card) drawMotif(picture *image.RGBA) error {
	scale := float32(Height) / float32(max(c.Motif.Height, 1))
	for _, tone := range c.Motif.Tones {
		if err := drawPath(picture, tone.Path, c.Theme.tone(c.Motif.Colour, tone.Name), scale, 0, 0); err != nil {
			return err
		}
	}
	return nil
}

// drawTitle writes the title as large as its room allows, and cuts what has
// none even when small. Only then a word is broken.
func (c Card) drawTitle(picture *image.RGBA) {
	const largest, smallest, step = 76, 44, 4
	for size := largest; ; size -= step {
		face := serif(size)
		lines := wrap(face, c.Title, textWidth)
		lineHeight := size * 112 / 100
		room := (titleBottom - titleTop) / lineHeight
		if size > smallest && (len(lines) > room || widest(face, strings.Fields(c.Title)) > textWidth) {
			continue
		}
		if len(lines) <= room {
			lines = balance(face, c.Title, textWidth)
		}
		for i, line := range cut(lines, room) {
			write(picture, face, c.Theme.Text, margin, titleTop+size+i*lineHeight, line)
		}
		return
	}
}

// drawName writes the organisation's name, beside its tile if it has no logo of
// its own: two turned pages and a marker, as in the site's header.
func (c Card) drawName(picture *image.RGBA) error {
	left := margin
	if !c.OwnLogo {
		left += tileSide + 20
		if err := drawPath(picture, tilePath, c.Theme.Tile, float32(tileSide)/44, margin, tileTop); err != nil {
			return err
		}
		if err := c.Theme.drawPages(picture, float32(tileSide)/44, margin, tileTop); err != nil {
			return err
		}
	}
	const large, small, lineHeight = 34, 25, 30
	width := margin + textWidth - left
	if name := wrap(serif(large), c.Organisation, width); len(name) == 1 {
		write(picture, serif(large), c.Theme.Text, left, nameLine+2, name[0])
		return nil
	}
	name := cut(balance(serif(small), c.Organisation, width), 2)
	top := nameLine - 1 - (len(name)-1)*lineHeight/2
	for i, line := range name {
		write(picture, serif(small), c.Theme.Text, left, top+i*lineHeight, line)
	}
	return nil
}

// The logo, on a field of 44 units.
const (
	tilePath  = "M0 0h44v26a18 18 0 0 1-18 18h-26z"
	leftPath  = "M7 12a15 15 0 0 1 15 15v6a14 14 0 0 0-15-13z"
	rightPath = "M37 12a15 15 0 0 0-15 15v6a14 14 0 0 1 15-13z"
)

// drawPages draws the two turned pages of the logo.
func (t Theme) drawPages(picture *image.RGBA, scale float32, left, top int) error {
	if err := drawPath(picture, leftPath, t.Text, scale, left, top); err != nil {
		return err
	}
	return drawPath(picture, rightPath, t.Marker, scale, left, top)
}

// iconSide is that of an icon on the screen of a phone, in pixels.
const iconSide = 180

// Icon draws what stands for the site on the screen of a phone.
func Icon(t Theme) ([]byte, error) {
	picture := image.NewRGBA(image.Rect(0, 0, iconSide, iconSide))
	fill(picture, picture.Rect, t.Ground)
	if err := t.drawPages(picture, iconSide/44.0, 0, 0); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, fmt.Errorf("sharecard: encode: %w", err)
	}
	return b.Bytes(), nil
}

func fill(picture draw.Image, where image.Rectangle, colour color.Color) {
	draw.Draw(picture, where, image.NewUniform(colour), image.Point{}, draw.Src)
}

func write(picture draw.Image, face font.Face, colour color.Color, x, y int, text string) {
	d := font.Drawer{Dst: picture, Src: image.NewUniform(colour), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(text)
}
