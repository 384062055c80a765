package check

import (
	"fmt"

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
	for i, row := range table.Rows {
		if table.RowHeaders && len(row.Cells) > 0 && row.Cells[0].Text.Plain() == "" {
			problems = append(problems, problem(fmt.Sprintf("%s.rows[%d].cells[0].text", path, i),
				"the heading of this row is empty; say what the row is about"))
		}
	}
	return problems
}
