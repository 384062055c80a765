package blocks

import (
	"fmt"

	"lectern/internal/charts"
	"lectern/internal/cms"
)

// Chart draws a small table. The table itself is always below it.
type Chart struct {
	Form       string   `type:"choice" options:"bar=Bars,line=Lines" default:"bar"`
	Title      string   `help:"The finding, such as Waits are shorter than a year ago" rule:"required max=150"`
	Summary    string   `type:"longtext" help:"What the chart shows, in words, for those who cannot see it" rule:"required max=900"`
	Data       string   `type:"longtext" help:"CSV: the first row names the columns, the first column holds the labels, and up to four columns hold numbers" rule:"required max=20000" search:"none"`
	Unit       string   `label:"Measure and unit" help:"What the numbers are, such as Referrals in thousands" rule:"max=150"`
	Highlight  string   `help:"Label of the bar that matters" rule:"max=150"`
	Source     string   `help:"Where the data comes from" rule:"max=200"`
	SourceLink cms.Link `label:"Link to the source"`
}

func (*Chart) Block() cms.BlockType {
	return cms.BlockType{Name: "chart", Label: "Chart", Help: "Bars or lines, with the data as a table"}
}

// Check reads the data as the chart will.
func (c *Chart) Check() []cms.Problem {
	if c.Data == "" {
		return nil // which is said already
	}
	table, wrong := charts.Parse(c.Data)
	var problems []cms.Problem
	for _, message := range wrong {
		problems = append(problems, cms.Problem{Field: "data", Message: message})
	}
	switch {
	case c.Highlight == "":
	case c.Form == "line":
		problems = append(problems, cms.Problem{Field: "highlight", Message: "a line chart has no bar to highlight; empty this, or choose bars"})
	case len(table.Series) > 1:
		problems = append(problems, cms.Problem{Field: "highlight", Message: "in a chart of several series no single bar stands out; empty this, or keep one series"})
	case !table.Has(c.Highlight):
		problems = append(problems, cms.Problem{Field: "highlight", Message: fmt.Sprintf("no row of the data is called %q; write a label of its first column, or empty this", c.Highlight)})
	}
	return problems
}

// Anchors declares the title, which a link may lead to.
func (c *Chart) Anchors() []string { return []string{c.Title} }
