package compare

import (
	"fmt"
	"slices"
	"strings"

	"lectern/internal/cms"
)

// Summary counts what is different.
type Summary struct {
	Fields                int // that hold something else, those of blocks that stayed included
	Added, Moved, Removed int // blocks
}

// Summary counts the differences.
func (c Comparison) Summary() (s Summary) {
	s.count(c.Differences)
	return s
}

func (s *Summary) count(list []Difference) {
	for _, d := range list {
		switch {
		case d.Block && d.Kind == Gained:
			s.Added++
		case d.Block && d.Kind == Lost:
			s.Removed++
		case d.Block && d.Kind == Moved:
			s.Moved++
			s.count(d.Inner)
		case d.Of == "entry" || !d.Block && len(d.Inner) == 0: // a list of entries is one field
			s.Fields++
		default:
			s.count(d.Inner)
		}
		if d.Block && len(d.Parts) > 0 && (d.Kind == Changed || d.Kind == Moved) { // of a type that is not known
			s.Fields++
		}
	}
}

// String says it in words, such as "2 fields changed, 1 block added"; empty:
// nothing is different.
func (s Summary) String() string {
	var said []string
	say := func(n int, one, many, what string) {
		switch {
		case n == 1:
			said = append(said, "1 "+one+" "+what)
		case n > 1:
			said = append(said, fmt.Sprintf("%d %s %s", n, many, what))
		}
	}
	say(s.Fields, "field", "fields", "changed")
	say(s.Added, "block", "blocks", "added")
	say(s.Moved, "block", "blocks", "moved")
	say(s.Removed, "block", "blocks", "removed")
	return strings.Join(said, ", ")
}

// Mentions are the pages and files that the differences name, each once, and
// whether they name terms.
func (c Comparison) Mentions() (pages, assets []cms.ID, terms bool) {
	m := &mentions{}
	m.in(c.Differences)
	return m.pages, m.assets, m.terms
}

type mentions struct {
	pages, assets []cms.ID
	seen          map[cms.ID]bool
	terms         bool
}

func (m *mentions) add(list *[]cms.ID, id cms.ID) {
	if !id.Valid() || m.seen[id] {
		return
	}
	if m.seen == nil {
		m.seen = map[cms.ID]bool{}
	}
	m.seen[id] = true
	*list = append(*list, id)
}

func (m *mentions) in(list []Difference) {
	for _, d := range list {
		m.in(d.Inner)
		m.parts(d.Parts)
		if d.Table == nil {
			continue
		}
		for _, row := range append(slices.Clone(d.Table.Rows), Row{Cells: d.Table.Head}) {
			for _, cell := range row.Cells {
				m.parts(cell.Parts)
			}
		}
	}
}

func (m *mentions) parts(parts []Part) {
	for _, part := range parts {
		for _, item := range part.Items {
			switch item.What {
			case Page:
				m.add(&m.pages, item.ID)
			case Picture, File:
				m.add(&m.assets, item.ID)
			case Term:
				m.terms = true
			}
		}
		for _, line := range part.Lines {
			for _, piece := range line.Pieces {
				if piece.Link != nil {
					m.add(&m.pages, cms.ID(piece.Link.Page))
				}
			}
		}
	}
}
