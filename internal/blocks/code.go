package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Code is a sample of what somebody writes for a machine.
type Code struct {
	Heading     string `rule:"max=150"`
	Language    string `type:"choice" options:"text=Plain text,csharp=C#,css=CSS,go=Go,html=HTML,http=HTTP,java=Java,javascript=JavaScript,json=JSON,python=Python,r=R,shell=Shell,sql=SQL,typescript=TypeScript,xml=XML,yaml=YAML" default:"text"`
	Text        string `type:"verbatim" label:"Code" help:"Its spaces are kept" rule:"required max=20000"`
	LineNumbers bool   `label:"Number the lines"`
}

func (*Code) Block() cms.BlockType {
	return cms.BlockType{Name: "code", Label: "Code", Help: "A sample of code with its spaces kept"}
}

// Headings declares the heading above the code.
func (c *Code) Headings() []schema.Heading {
	return schema.OneHeading("heading", c.Heading, schema.Subheading)
}
