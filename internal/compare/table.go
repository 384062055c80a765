package compare

import (
	"reflect"
	"slices"

	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Table is a table in which something is different.
type Table struct {
	Head []Cell
	Rows []Row
}

// Row is one row of a table.
type Row struct {
	Op    Op
	Cells []Cell // one for each of the Head
	Left  int    // so many rows are left out here, which are the same
}

// Cell is one cell, or the head of a column.
type Cell struct {
	Op    Op // of the whole column, or of the whole row
	Parts []Part
}

// A block with columns and with rows of cells is a table.
type table struct {
	columns, rows, cells *schema.Field
	others               []schema.Field // of the block
}

func tableOf(fields []schema.Field) (t table, is bool) {
	for i := range fields {
		switch f := &fields[i]; {
		case f.Name == "columns" && f.Type == schema.TypeGroups:
			t.columns = f
		case f.Name == "rows" && f.Type == schema.TypeGroups && len(f.Fields) == 1 && f.Fields[0].Name == "cells" && f.Fields[0].Type == schema.TypeGroups:
			t.rows, t.cells = f, &f.Fields[0]
		default:
			t.others = append(t.others, *f)
		}
	}
	return t, t.columns != nil && t.rows != nil
}

func (t table) same(a, b reflect.Value) bool {
	return t.columns.Same(t.columns.Of(a), t.columns.Of(b)) && t.rows.Same(t.rows.Of(a), t.rows.Of(b))
}

// cell is one cell of a row; invalid: the row has none there.
func (t table) cell(row reflect.Value, column int) reflect.Value {
	cells := t.cells.Of(row)
	if column < 0 || column >= cells.Len() {
		return reflect.Value{}
	}
	return cells.Index(column)
}

// table compares two tables cell by cell.
func (c *comparer) table(at place, t table, a, b reflect.Value) Difference {
	before, after := t.columns.Of(a), t.columns.Of(b)
	columns := align(c.words, before.Len(), after.Len(),
		func(i int) string { return exact(before.Index(i)) }, func(i int) string { return exact(after.Index(i)) })
	return c.tableOf(at, t, columns, a, b)
}

func (c *comparer) tableOf(at place, t table, columns []pair, a, b reflect.Value) Difference {
	found := &Table{}
	before, after := t.columns.Of(a), t.columns.Of(b)
	for _, p := range columns {
		found.Head = append(found.Head, c.cell(t.columns.Fields, entryOf(before, p.a), entryOf(after, p.b)))
	}
	columns = withSpare(t, columns, t.rows.Of(a), t.rows.Of(b))
	for range len(columns) - len(found.Head) { // cells that belong to no column
		found.Head = append(found.Head, Cell{})
	}
	kept := !slices.ContainsFunc(columns, func(p pair) bool { return p.a != p.b })
	rows, old := t.rows.Of(b), t.rows.Of(a)
	spell := func(rows reflect.Value, side func(pair) int) func(int) string {
		return func(i int) string {
			text := ""
			for _, p := range columns {
				if cell := t.cell(rows.Index(i), side(p)); p.a >= 0 && p.b >= 0 && cell.IsValid() {
					text += exact(cell) + "\x00"
				}
			}
			return text
		}
	}
	for _, p := range align(c.words, old.Len(), rows.Len(), spell(old, func(p pair) int { return p.a }), spell(rows, func(p pair) int { return p.b })) {
		before, after := entryOf(old, p.a), entryOf(rows, p.b)
		last := len(found.Rows) - 1
		var row Row
		same := p.same && kept && t.cells.Same(t.cells.Of(before), t.cells.Of(after)) // as most rows of a long table are
		if !same {
			row = c.row(t, columns, before, after)
		}
		switch {
		case !same && row.changed():
			found.Rows = append(found.Rows, row)
		case last >= 0 && found.Rows[last].Left > 0:
			found.Rows[last].Left++
		default:
			found.Rows = append(found.Rows, Row{Left: 1})
		}
	}
	return Difference{Place: at.below(t.rows.Name).name(), Label: t.rows.Label, Kind: Changed, Table: found}
}

// withSpare adds places for cells that belong to no column.
func withSpare(t table, columns []pair, tables ...reflect.Value) []pair {
	count := func(side func(pair) int) (n int) {
		for _, p := range columns {
			if side(p) >= 0 {
				n++
			}
		}
		return n
	}
	most := [2]int{}
	for side, rows := range tables {
		for i := range rows.Len() {
			most[side] = max(most[side], t.cells.Of(rows.Index(i)).Len())
		}
	}
	a, b := count(func(p pair) int { return p.a }), count(func(p pair) int { return p.b })
	for ; a < most[0] || b < most[1]; a, b = a+1, b+1 {
		columns = append(columns, pair{a, b, true})
	}
	return columns
}

func entryOf(list reflect.Value, i int) reflect.Value {
	if i < 0 {
		return reflect.Value{}
	}
	return list.Index(i)
}

func (c *comparer) row(t table, columns []pair, a, b reflect.Value) Row {
	row := Row{Op: sideOf(a, b)}
	for _, p := range columns {
		var before, after reflect.Value
		if a.IsValid() {
			before = t.cell(a, p.a)
		}
		if b.IsValid() {
			after = t.cell(b, p.b)
		}
		row.Cells = append(row.Cells, c.cell(t.cells.Fields, before, after))
	}
	return row
}

func sideOf(a, b reflect.Value) Op {
	switch {
	case !a.IsValid() && b.IsValid():
		return Added
	case !b.IsValid() && a.IsValid():
		return Removed
	}
	return Same
}

func (r Row) changed() bool {
	if r.Op != Same {
		return true
	}
	for _, cell := range r.Cells {
		if cell.changed() {
			return true
		}
	}
	return false
}

func (c Cell) changed() bool {
	if c.Op != Same {
		return true
	}
	for _, part := range c.Parts {
		if part.changed() {
			return true
		}
	}
	return false
}

func (p Part) changed() bool {
	for _, line := range p.Lines {
		if line.changed() {
			return true
		}
	}
	for _, piece := range p.Pieces {
		if piece.Op != Same {
			return true
		}
	}
	for _, item := range p.Items {
		if item.Op != Same {
			return true
		}
	}
	return false
}

// cell tells all that a cell holds, what is the same included: a table is read
// as a whole. Answers "no" are left out where there is nothing else to say.
func (c *comparer) cell(fields []schema.Field, a, b reflect.Value) Cell {
	cell := Cell{Op: sideOf(a, b)}
	for i := range fields {
		f := &fields[i]
		label := ""
		if i > 0 {
			label = f.Label
		}
		var parts []Part
		switch {
		case a.IsValid() && b.IsValid():
			switch before, after := f.Of(a), f.Of(b); {
			case !f.Same(before, after):
				parts = c.parts(f, before, after)
			case !f.IsZero(after):
				parts = c.unchanged(f, after)
			}
		case b.IsValid() && !f.IsZero(f.Of(b)):
			parts = c.onOneSide(Added, f, f.Of(b))
		case a.IsValid() && !f.IsZero(f.Of(a)):
			parts = c.onOneSide(Removed, f, f.Of(a))
		}
		for _, part := range parts {
			if part.Label == "" {
				part.Label = label
			}
			cell.Parts = append(cell.Parts, part)
		}
	}
	return cell
}

// unchanged tells all of a value that both sides have.
func (c *comparer) unchanged(f *schema.Field, v reflect.Value) []Part {
	switch f.Type {
	case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim:
		return []Part{{Verbatim: f.Type == schema.TypeVerbatim, Pieces: []Piece{{Text: v.String()}}}}
	case schema.TypeRichText:
		doc := v.Interface().(richtext.Doc)
		return []Part{{Lines: c.allLines(doc, doc)}}
	}
	return c.parts(f, v, v)
}

// wholeTable tells all of a table, on one side.
func (c *comparer) wholeTable(op Op, t table, s reflect.Value) Difference {
	columns := make([]pair, t.columns.Of(s).Len())
	none := reflect.New(s.Type()).Elem()
	a, b := s, none
	if op == Added {
		a, b = none, s
	}
	for i := range columns {
		columns[i] = pair{i, -1, false}
		if op == Added {
			columns[i] = pair{-1, i, false}
		}
	}
	d := c.tableOf(place{inside: true}, t, columns, a, b)
	if d.Kind = Gained; op == Removed {
		d.Kind = Lost
	}
	return d
}
