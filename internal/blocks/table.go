package blocks

import (
	"fmt"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Table is a data table. Its first row of names is the head.
type Table struct {
	Caption    string   `rule:"required max=200"`
	Columns    []Column `rule:"required"`
	RowHeaders bool     `label:"The first cell of each row is its heading"`
	Rows       []Row    `rule:"required"`
}

// Column is one column's head.
type Column struct {
	Name    string `rule:"required max=80"`
	Numeric bool   `label:"Numbers, aligned right"`
}

// Row is one line of cells, as many as there are columns.
type Row struct {
	Cells []Cell `rule:"required"`
}

// Cell is one cell's text.
type Cell struct {
	Text richtext.Doc
}

func (*Table) Block() cms.BlockType {
	return cms.BlockType{Name: "table", Label: "Table", Help: "Rows and columns with a caption"}
}

// Check refuses rows that are longer or shorter than the head.
func (t *Table) Check() []cms.Problem {
	var problems []cms.Problem
	for i, row := range t.Rows {
		if len(row.Cells) != len(t.Columns) {
			problems = append(problems, rowLength(i, len(row.Cells), len(t.Columns)))
		}
	}
	return problems
}

func rowLength(row, cells, columns int) cms.Problem {
	return cms.Problem{
		Field:   fmt.Sprintf("rows[%d]", row),
		Message: fmt.Sprintf("this row has %d cells and the table has %d columns; give each row one cell per column", cells, columns),
	}
}

// Anchors declares that links may lead to the table by its caption.
func (t *Table) Anchors() []string { return []string{t.Caption} }
