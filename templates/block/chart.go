package block

import (
	"lectern/internal/blocks"
	"lectern/internal/charts"
)

// chartOf returns the data of a chart and its drawing; false when there is
// nothing to draw.
func chartOf(b *blocks.Chart) (charts.Table, charts.Drawing, bool) {
	table, problems := charts.Parse(b.Data)
	if len(problems) > 0 {
		return table, charts.Drawing{}, false
	}
	if b.Form == "line" {
		return table, charts.Lines(table), true
	}
	return table, charts.Bars(table, b.Highlight), true
}

// spoken is what a chart is called for those who cannot see it.
func spoken(b *blocks.Chart) string {
	if b.Form == "line" {
		return joined(" ", "Line chart.", b.Summary)
	}
	return joined(" ", "Bar chart.", b.Summary)
}
