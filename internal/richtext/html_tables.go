package richtext

import "golang.org/x/net/html"

// table reads a table: a paragraph for each row, or the blocks of its cells
// when they hold more than a paragraph each. A table without columns is a box
// around text, and is not told of.
func (p *paste) table(n *html.Node, l look) Doc {
	var t rows
	p.rows(n, &t, l)
	if t.columns > 1 && attribute(n, "role") != "presentation" {
		p.tell(lostTable)
	}
	return t.doc
}

// rows collects the rows of a table.
type rows struct {
	doc     Doc
	columns int // of the widest row
}

func (p *paste) rows(n *html.Node, t *rows, l look) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || hidden(c) {
			continue
		}
		switch tagOf(c) {
		case "thead", "tbody", "tfoot":
			p.rows(c, t, p.look(c, l))
		case "tr":
			cells := p.cells(c, p.look(c, l))
			t.columns = max(t.columns, len(cells))
			t.doc = append(t.doc, row(cells)...)
		default:
			var b blocks
			p.element(c, &b, l)
			b.end()
			t.doc = append(t.doc, b.doc...)
		}
	}
}

func (p *paste) cells(tr *html.Node, l look) []Doc {
	var cells []Doc
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !hidden(c) {
			cells = append(cells, p.flow(c, p.look(c, l)).Normalise())
		}
	}
	return cells
}

// row joins the cells, empty ones as well, so that the columns can be told.
func row(cells []Doc) Doc {
	var blocks Doc
	var line []Span
	full, long := false, false
	for i, cell := range cells {
		if i > 0 {
			line = append(line, Span{Text: " | "})
		}
		blocks = append(blocks, cell...)
		if !cell.Empty() {
			full = true
			long = long || len(cell) > 1 || cell[0].List != nil
			line = append(line, cell[0].Paragraph...)
		}
	}
	switch {
	case long:
		return blocks
	case full:
		return Doc{{Paragraph: line}}
	default:
		return nil
	}
}
