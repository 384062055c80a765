package theme

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
)

// colour is red, green and blue, each from 0 to 255.
type colour [3]float64

func mustRead(s string) colour {
	c, ok := read(s)
	if !ok {
		panic("theme: " + s + " is no colour")
	}
	return c
}

// read reads #rrggbb.
func read(s string) (c colour, ok bool) {
	if len(s) != 7 || s[0] != '#' {
		return c, false
	}
	for i := range c {
		n, err := strconv.ParseUint(s[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return c, false
		}
		c[i] = float64(n)
	}
	return c, true
}

func (c colour) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(math.Round(c[0])), int(math.Round(c[1])), int(math.Round(c[2])))
}

func (c colour) rgba() color.RGBA {
	return color.RGBA{uint8(math.Round(c[0])), uint8(math.Round(c[1])), uint8(math.Round(c[2])), 255}
}

// luminance is that of WCAG.
func (c colour) luminance() float64 {
	var linear colour
	for i, v := range c {
		if v /= 255; v <= 0.04045 {
			linear[i] = v / 12.92
		} else {
			linear[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*linear[0] + 0.7152*linear[1] + 0.0722*linear[2]
}

// contrast is that of WCAG: from 1, no difference, to 21, black on white.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// towards mixes a part of another colour in, from 0 to 1.
func (c colour) towards(other colour, part float64) colour {
	for i := range c {
		c[i] += (other[i] - c[i]) * part
	}
	return c
}

// until takes the colour no further towards another than it must go to have
// that contrast with each of the grounds.
func (c colour) until(wanted float64, towards colour, grounds []colour) colour {
	for part := 0.0; part < 1; part += 0.02 {
		mixed := mustRead(c.towards(towards, part).String()) // as it will be shown
		if _, least := worst(mixed, grounds); least >= wanted {
			return mixed
		}
	}
	return towards
}

// worst returns the ground that a colour is hardest to tell from.
func worst(c colour, grounds []colour) (ground colour, least float64) {
	least = math.Inf(1)
	for _, g := range grounds {
		if ratio := contrast(c, g); ratio < least {
			ground, least = g, ratio
		}
	}
	return ground, least
}
