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

// series is the class that says which series something belongs to.
func series(i int) string { return "series-" + strconv.Itoa(i+1) }

// fewPoints is up to how many points of a line each has a dot.
const fewPoints = 24
