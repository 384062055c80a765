package blocks

import (
	"strings"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Clauses is a section of numbered clauses. The numbers are text that people
// cite, never counted by us.
type Clauses struct {
	Number  string   `help:"The section's number, such as 6" rule:"max=8"`
	Heading string   `rule:"required max=150"`
	Items   []Clause `label:"Clauses" rule:"required"`
}

// Clause is one numbered clause.
type Clause struct {
	Number string       `help:"Such as 6.1" rule:"required max=12"`
	Body   richtext.Doc `label:"Text" rule:"required"`
}

func (*Clauses) Block() cms.BlockType {
	return cms.BlockType{Name: "clauses", Label: "Clauses", Help: "Numbered clauses, as in terms and conditions"}
}

// Headings declares the heading of the section.
func (c *Clauses) Headings() []schema.Heading {
	return schema.OneHeading("heading", c.Heading, schema.MainHeading)
}

// Anchors declares that links may lead to each clause.
func (c *Clauses) Anchors() []string {
	names := make([]string, len(c.Items))
	for i, clause := range c.Items {
		names[i] = clause.Anchor()
	}
	return names
}

// Anchor is the name that the clause's identifier is made of.
func (c Clause) Anchor() string { return "s " + strings.ReplaceAll(c.Number, ".", " ") }
