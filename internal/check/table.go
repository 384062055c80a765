package check

import (
	"fmt"
	"slices"

	"lectern/internal/blocks"
	"lectern/internal/cms"
)

// That a table has a caption and every column a name, its declaration asks.

var tableHeaders = Rule{
	Name: "table-headers", Label: "Headings of a table", Level: Advise,
	Help: "People who cannot see the table hear the headings of column and row before each cell, and find their way by them",
	find: func(p *page) (problems []cms.Problem) {
		for _, s := range p.structs {
			if table, is := s.value.(*blocks.Table); is {
				problems = append(problems, columnNames(s.path, table)...)
				problems = append(problems, rowNames(s.path, table)...)
			}
		}
		return problems
	},
}

var tableCaption = Rule{
	Name: "table-caption", Label: "Captions that are the same", Level: Advise,
	Help: "In a list of the page's tables and charts nobody can tell two of the same words apart",
	find: func(p *page) (problems []cms.Problem) {
		seen := map[string]bool{}
		for _, s := range p.structs {
			path, words := below(s.path, "caption"), ""
			switch b := s.value.(type) {
			case *blocks.Table:
				words = b.Caption
			case *blocks.Chart:
				path, words = below(s.path, "title"), b.Title
			}
			same := sameWords(words)
			if same != "" && seen[same] {
				problems = append(problems, problem(path, "another table or chart of this page is called %q, too; say in each what is special to it", words))
			}
			seen[same] = true
		}
		return problems
	},
}

func columnNames(path string, table *blocks.Table) (problems []cms.Problem) {
	seen := map[string]bool{"": true}
	for i, column := range table.Columns {
		words := sameWords(column.Name)
		if words != "" && seen[words] {
			problems = append(problems, problem(fmt.Sprintf("%s.columns[%d].name", path, i),
				"another column of this table is called %q, too; say in each what is special to it", column.Name))
		}
		seen[words] = true
	}
	return problems
}

func rowNames(path string, table *blocks.Table) (problems []cms.Problem) {
	if !table.RowHeaders && labelled(table.Columns) && len(table.Rows) > 1 {
		problems = append(problems, problem(below(path, "row_headers"), "the first column says what the numbers in each row are of; say that the first cell of each row is its heading"))
	}
	for i, row := range table.Rows {
		if table.RowHeaders && len(row.Cells) > 0 && row.Cells[0].Text.Plain() == "" {
			problems = append(problems, problem(fmt.Sprintf("%s.rows[%d].cells[0].text", path, i),
				"the heading of this row is empty; say what the row is about"))
		}
	}
	return problems
}

// labelled reports whether only the first of the columns holds no numbers.
func labelled(columns []blocks.Column) bool {
	return len(columns) > 1 && !columns[0].Numeric && !slices.ContainsFunc(columns[1:], func(c blocks.Column) bool { return !c.Numeric })
}
