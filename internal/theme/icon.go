package theme

import (
	"image/color"
	"regexp"
)

// Drawn are the colours that pictures are drawn in, on ink.
type Drawn struct {
	Ink, Marker, Tile color.RGBA
	Tones             [4]color.RGBA // of Lectern's own blue, from the darkest
}

// Drawn returns the colours for pictures: Lectern's own for those that cannot be
// used.
func (c Colours) Drawn() Drawn {
	c = c.usable().whole()
	ink, link := mustRead(c.Ink), mustRead(c.Link)
	d := Drawn{Ink: ink.rgba(), Marker: mustRead(c.Marker).rgba(), Tile: link.towards(white, 0.1).rgba()}
	for i, tone := range tones(ink, link) {
		d.Tones[i] = tone.rgba()
	}
	return d
}

// IconVersion is part of the names of icons, which browsers keep for ever: raise
// it when they are drawn differently.
const IconVersion = "1"

// IconFile is what the icon for the screen of a phone is called.
func (c Colours) IconFile() string { return "icon." + c.usable().key() + "." + IconVersion + ".png" }

var iconName = regexp.MustCompile(`^icon\.([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{6})\.[0-9]+\.png$`)

// Icon returns the colours of the icon of that name.
func Icon(file string) (c Colours, found bool) {
	part := iconName.FindStringSubmatch(file)
	if part == nil {
		return c, false
	}
	c = Colours{Ink: "#" + part[1], Link: "#" + part[2], Marker: "#" + part[3]}
	return c, c.IconFile() == file
}
