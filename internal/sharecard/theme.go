package sharecard

import (
	"image/color"
	"strings"

	"lectern/internal/theme"
)

// Theme holds the colours of a card.
type Theme struct {
	Ground, Text, Quiet, Marker, Tile color.RGBA

	Blue [4]color.RGBA // in the place of Lectern's own, from the darkest; empty: that
}

// Lectern is the theme of a site that has none of its own.
var Lectern = Theme{
	Ground: rgb(0x171f4a), Text: rgb(0xffffff), Quiet: rgb(0xc7cfee), Marker: rgb(0xff8a4c), Tile: rgb(0x3f51c4),
}

// ThemeOf returns the theme in the colours of an organisation.
func ThemeOf(c theme.Colours) Theme {
	if c.File() == "" {
		return Lectern
	}
	t, drawn := Lectern, c.Drawn()
	t.Ground, t.Marker, t.Tile, t.Blue = drawn.Ink, drawn.Marker, drawn.Tile, drawn.Tones
	return t
}

// tones are the colours of motifs on ink, from the darkest.
var tones = map[string]map[string]color.RGBA{
	"blue":  {"e": rgb(0x28357f), "a": rgb(0x3f51c4), "b": rgb(0x7c8ce6), "c": rgb(0xc3ccf5)},
	"teal":  {"e": rgb(0x0a4650), "a": rgb(0x0f7480), "b": rgb(0x58b3b8), "c": rgb(0xbfe4e2)},
	"plum":  {"e": rgb(0x5d2a79), "a": rgb(0x7a3a98), "b": rgb(0xb887cf), "c": rgb(0xe3cdee)},
	"alert": {"e": rgb(0x232c5c), "a": rgb(0x2d3770), "b": rgb(0x3f4a8c), "c": rgb(0x3a4475), "x": rgb(0xf0476d)},
}

// tone is a colour of a motif. The marker is the site's, where the motif has
// none of its own.
func (t Theme) tone(colour, name string) color.RGBA {
	if i := strings.Index("eabc", name); colour == "blue" && i >= 0 && t.Blue != [4]color.RGBA{} {
		return t.Blue[i]
	}
	if c, known := tones[colour][name]; known {
		return c
	}
	return t.Marker
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 0xff}
}
