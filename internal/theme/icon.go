package theme

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"regexp"

	"golang.org/x/image/vector"
)

// iconSize is that of the icon on the screen of a phone, in pixels.
const iconSize = 180

// IconFile is what the icon for the screen of a phone is called: Lectern's two
// turned pages in the colours.
func (c Colours) IconFile() string {
	if len(c.Problems()) > 0 {
		c = Own
	}
	c = c.whole()
	return "icon." + c.Ink[1:] + "-" + c.Marker[1:] + ".png"
}

var iconName = regexp.MustCompile(`^icon\.([0-9a-f]{6})-([0-9a-f]{6})\.png$`)

// Icon returns the icon of that name.
func Icon(file string) (content []byte, found bool) {
	part := iconName.FindStringSubmatch(file)
	if part == nil {
		return nil, false
	}
	c := Colours{Ink: "#" + part[1], Marker: "#" + part[2]}
	if c.IconFile() != file {
		return nil, false
	}
	icon := image.NewRGBA(image.Rect(0, 0, iconSize, iconSize))
	fill(icon, mustRead(c.Ink), func(z *vector.Rasterizer) {
		z.LineTo(iconSize, 0)
		z.LineTo(iconSize, iconSize)
		z.LineTo(0, iconSize)
	})
	fill(icon, white, func(z *vector.Rasterizer) { turnedPage(z, false) })
	fill(icon, mustRead(c.Marker), func(z *vector.Rasterizer) { turnedPage(z, true) })
	var b bytes.Buffer
	_ = png.Encode(&b, icon) // a Buffer takes everything
	return b.Bytes(), true
}

func fill(icon *image.RGBA, c colour, outline func(*vector.Rasterizer)) {
	z := vector.NewRasterizer(iconSize, iconSize)
	outline(z)
	z.ClosePath()
	paint := image.NewUniform(color.RGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), 255})
	z.Draw(icon, icon.Bounds(), paint, image.Point{})
}

// turnedPage is one half of the logo, as static/src/images/favicon.svg has it on
// a field of 44 units: two quarter circles and what is between them.
func turnedPage(z *vector.Rasterizer, right bool) {
	const bend = 0.5523 // of a curve that is nearly a circle
	at := func(x, y float32) (float32, float32) {
		if right {
			x = 44 - x
		}
		return x * iconSize / 44, y * iconSize / 44
	}
	curve := func(bx, by, cx, cy, x, y float32) {
		bx, by = at(bx, by)
		cx, cy = at(cx, cy)
		x, y = at(x, y)
		z.CubeTo(bx, by, cx, cy, x, y)
	}
	z.MoveTo(at(7, 12))
	curve(7+15*bend, 12, 22, 27-15*bend, 22, 27)
	z.LineTo(at(22, 33))
	curve(22, 33-13*bend, 7+15*bend, 20, 7, 20)
}
