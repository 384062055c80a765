package admin_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/testkit"
)

// TestEditPageInABrowser arranges blocks as a person does, with scripts and
// without, by keyboard and by dragging, and looks at the page on a phone and on
// a desktop.
func TestEditPageInABrowser(t *testing.T) {
	t.Parallel()
	o, url := textDesk(t)
	page := o.draft("page", o.home, "spine", contentPage("A", "B", "C", "D"))
	every := o.draft("page", o.home, "every", o.manyBlocks(len(o.registry.Blocks())))
	table := o.draft("page", o.home, "table", tablePage())
	job := struct {
		Origin string `json:"origin"`
		Page   cms.ID `json:"page"`
		Every  cms.ID `json:"every"`
		Table  cms.ID `json:"table"`
	}{url, page, every, table}
	var found struct {
		Findings []string `json:"findings"`
	}
	testkit.Script(t, "edit.mjs", job, &found)
	for _, f := range found.Findings {
		t.Error(f)
	}
	if got := o.headings(page); got != "B new A C new D" {
		t.Errorf("what was arranged is stored as %q", got)
	}
	if body := o.content(every).Value.(*kinds.ContentPage).Body; !slices.ContainsFunc(body, func(b cms.Block) bool {
		callout, is := b.Value.(*blocks.Callout)
		return is && callout.Heading == "B"
	}) {
		t.Error("what was pasted is not stored")
	}
	if title := o.content(page).Value.(*kinds.ContentPage).Title; title != "Typed with scripts and without" {
		t.Errorf("what was typed is stored as %q", title)
	}
	stored := o.content(table).Value.(*kinds.ContentPage).Body[0].Value.(*blocks.Table)
	if got, want := tableText(stored), "Services in 2026 | Number, Year, New | a1!, a2, typed | b1, b2 and on, "; got != want {
		t.Errorf("what was typed into a table while the server worked on it is stored as\n%s\nwant\n%s", got, want)
	}
}

// tablePage is a page with a table of two columns and two rows.
func tablePage() *kinds.ContentPage {
	table := &blocks.Table{Caption: "Services", Columns: []blocks.Column{{Name: "Year"}, {Name: "Number"}}}
	for _, row := range [][2]string{{"a2", "a1"}, {"b2", "b1"}} {
		table.Rows = append(table.Rows, blocks.Row{Cells: []blocks.Cell{{Text: prose(row[0])}, {Text: prose(row[1])}}})
	}
	return &kinds.ContentPage{Title: "Table", Body: cms.Blocks{{ID: "table", Type: "table", Value: table}}}
}

func tableText(t *blocks.Table) string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	lines := []string{t.Caption, strings.Join(names, ", ")}
	for _, row := range t.Rows {
		var cells []string
		for _, cell := range row.Cells {
			cells = append(cells, strings.TrimSpace(cell.Text.Markdown(func(cms.Link) string { return "" })))
		}
		lines = append(lines, strings.Join(cells, ", "))
	}
	return strings.Join(lines, " | ")
}
