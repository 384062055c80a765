// Package chart draws the geometry of a chart as SVG. Colours and strokes are
// in the stylesheet, by class.
package chart

import (
	"math"
	"strconv"
	"strings"

	"lectern/internal/charts"
)

// unit writes a length or a place to a tenth of a unit.
func unit(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

func viewBox(d charts.Drawing) string { return "0 0 " + unit(d.Width) + " " + unit(d.Height) }

// path joins the points.
func path(points []charts.Point) string {
	var b strings.Builder
	for i, p := range points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		b.WriteString(command + unit(p.X) + " " + unit(p.Y))
	}
	return b.String()
}

// leaf is the radius of the corner that the end of a bar has.
const leaf = 10

// bar draws the rectangle of a bar. At the end of one that stands or grows to
// the right, one corner is turned like that of a page.
func bar(b charts.Bar) string {
	r := math.Min(leaf, math.Min(b.Width, b.Height)/2)
	round := unit(r) + " " + unit(r) + " 0 0 1 "
	switch b.Grows {
	case charts.Up:
		return "M" + unit(b.X) + " " + unit(b.Y+b.Height) + "V" + unit(b.Y) + "h" + unit(b.Width-r) +
			"a" + round + unit(r) + " " + unit(r) + "V" + unit(b.Y+b.Height) + "z"
	case charts.Right:
		return "M" + unit(b.X) + " " + unit(b.Y) + "h" + unit(b.Width) + "v" + unit(b.Height-r) +
			"a" + round + unit(-r) + " " + unit(r) + "H" + unit(b.X) + "z"
	default:
		return "M" + unit(b.X) + " " + unit(b.Y) + "h" + unit(b.Width) + "v" + unit(b.Height) + "H" + unit(b.X) + "z"
	}
}

// dots draws a dot on each point.
func dots(points []charts.Point) string {
	var b strings.Builder
	for _, p := range points {
		b.WriteString("M" + unit(p.X-4) + " " + unit(p.Y) + "a4 4 0 1 0 8 0a4 4 0 1 0-8 0")
	}
	return b.String()
}

// series is the class that says which series something belongs to.
func series(i int) string { return "series-" + strconv.Itoa(i+1) }

// fewPoints is up to how many points of a line each has a dot.
const fewPoints = 24
