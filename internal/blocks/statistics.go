package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Statistics is a panel of up to four big numbers.
type Statistics struct {
	Heading string      `rule:"max=150"`
	Link    cms.Link    `help:"Shown beside the heading, such as how the figures are counted"`
	Items   []Statistic `label:"Numbers" rule:"required max=4"`
}

// Statistic is one number with its unit and what it means.
type Statistic struct {
	Value string `help:"The figure, such as 1.6 or 99.97%" rule:"required max=12"`
	Word  string `help:"A word that belongs to the figure, such as billion" rule:"max=20"`
	Unit  string `help:"What is counted, such as transactions per month" rule:"required max=60"`
	Text  string `type:"longtext" label:"Explanation" rule:"max=300"`
}

func (*Statistics) Block() cms.BlockType {
	return cms.BlockType{Name: "statistics", Label: "Statistics panel", Help: "Up to four numbers that draw the eye"}
}

// Headings declares the heading of the section.
func (s *Statistics) Headings() []schema.Heading {
	return schema.OneHeading("heading", s.Heading, schema.MainHeading)
}
