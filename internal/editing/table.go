package editing

import (
	"slices"

	"lectern/internal/schema"
)

// A table is a block with columns and with rows of cells. Whoever adds, moves
// or removes a column means its cells, too, and a new row has a cell for each.

// table is the columns and the rows of a block that is a table.
type table struct{ columns, rows *Field }

// tableOf returns the table that these fields make.
func tableOf(fields []*Field) (t table, is bool) {
	for _, f := range fields {
		switch f.Declaration.Name {
		case "columns":
			t.columns = f
		case "rows":
			t.rows = f
		}
	}
	is = t.columns != nil && t.columns.Type == schema.TypeGroups && t.rows != nil && t.rows.Type == schema.TypeGroups &&
		len(t.rows.Declaration.Fields) == 1 && t.rows.Declaration.Fields[0].Name == "cells"
	return t, is
}

// tableWith returns the table that a list is the columns or the rows of.
func (f *Form) tableWith(list *Field) (t table, is bool) {
	for field := range f.All() {
		for _, entry := range field.Entries {
			if t, is := tableOf(entry.Fields); is && (t.columns == list || t.rows == list) {
				return t, true
			}
		}
	}
	return table{}, false
}

// rowCells are the cells of a row.
func rowCells(row *Entry) *Field { return row.Fields[0] }

// fill gives a row a cell for each column.
func (f *Form) fill(t table, row *Entry) {
	cells := rowCells(row)
	for len(cells.Entries) < len(t.columns.Entries) {
		cells.Entries = append(cells.Entries, f.editor.newGroup(cells))
	}
}

// follow does to the cells of every row what was done to the i-th column.
func (f *Form) follow(t table, verb string, i int) {
	for _, row := range t.rows.Entries {
		cells := rowCells(row)
		switch {
		case verb == "add" && i <= len(cells.Entries):
			cells.Entries = slices.Insert(cells.Entries, i, f.editor.newGroup(cells))
		case i < len(cells.Entries):
			f.arrange(verb, cells, cells.Entries[i])
		}
	}
}

// beginTable gives a new table a few columns and rows.
func (e *Editor) beginTable(fields []*Field) {
	const size = 2
	t, is := tableOf(fields)
	if !is || len(t.columns.Entries) > 0 || len(t.rows.Entries) > 0 {
		return
	}
	for range size {
		t.columns.Entries = append(t.columns.Entries, e.newGroup(t.columns))
		row := e.newGroup(t.rows)
		for range size {
			rowCells(row).Entries = append(rowCells(row).Entries, e.newGroup(rowCells(row)))
		}
		t.rows.Entries = append(t.rows.Entries, row)
	}
}
