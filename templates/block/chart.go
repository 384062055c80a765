package block

import (
	"lectern/internal/blocks"
	"lectern/internal/charts"
)

// chartOf returns the data of a chart; false when there is nothing to draw.
func chartOf(b *blocks.Chart) (charts.Table, bool) {
	table, problems := charts.Parse(b.Data)
	return table, len(problems) == 0
}

func drawn(b *blocks.Chart, t charts.Table, f charts.Frame) charts.Drawing {
	if b.Form == "line" {
		return charts.Lines(t, f)
	}
	return charts.Bars(t, b.Highlight, f)
}

// spoken is what a chart is called for those who cannot see it.
func spoken(b *blocks.Chart) string {
	if b.Form == "line" {
		return joined(" ", "Line chart.", b.Summary)
	}
	return joined(" ", "Bar chart.", b.Summary)
}
