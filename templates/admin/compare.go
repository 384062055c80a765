package admin

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/compare"
	"lectern/internal/richtext"
)

// Comparison is two texts of a page beside each other.
type Comparison struct {
	Row      cms.PageRow
	From, To Side
	Choices  []SideGroup // what can be chosen for either

	Missing string // why there is nothing to be compared; empty: there is
	Found   compare.Comparison
	Names   cms.Names

	Back     *PutBack // nil: nothing can be put back
	Conflict string   // why nothing was
}

// Side is one of the two texts.
type Side struct {
	Key   string // as the address says it
	Text  string // what it is called, such as "revision 4"
	About string // who wrote it, and when
	Seen  string // address of a preview; empty: none
}

// SideGroup is a group of what can be chosen.
type SideGroup struct {
	Label string
	Sides []Side
}

// PutBack says from which revision things can be put back into the draft.
type PutBack struct {
	Revision cms.ID
	Number   int
	Version  int // of the draft that is looked at; 0: there is none
}

func (c *Comparison) action() string {
	return revisionsOf(c.Row) + "/" + string(c.Back.Revision) + "/restore"
}

// putBack says what restoring does to one difference.
func (c *Comparison) putBack(d compare.Difference) string {
	what := "this field"
	if d.Block {
		what = "this block"
	}
	switch {
	case d.Block && d.Kind == compare.Gained:
		return "Take this block away again"
	case d.Block && d.Kind == compare.Lost:
		return "Bring this block back"
	case d.Kind == compare.Moved:
		return "Put this block back in its place, as it was"
	}
	return "Put " + what + " back as it was"
}

// became says in words what became of something.
func became(d compare.Difference) string {
	switch {
	case d.Kind == compare.Moved && (len(d.Inner) > 0 || len(d.Parts) > 0):
		return "Moved from place " + strconv.Itoa(d.From) + " to place " + strconv.Itoa(d.To) + ", and changed"
	case d.Kind == compare.Moved:
		return "Moved from place " + strconv.Itoa(d.From) + " to place " + strconv.Itoa(d.To)
	case d.Kind == compare.Gained:
		return "Added"
	case d.Kind == compare.Lost:
		return "Removed"
	}
	return "Changed"
}

// cameOrWent reports whether something was added or removed as a whole.
func cameOrWent(d compare.Difference) bool {
	return len(d.Inner) > 0 && (d.Kind == compare.Gained || d.Kind == compare.Lost)
}

// tone is the look of the tag that says it.
func tone(d compare.Difference) string {
	switch d.Kind {
	case compare.Gained:
		return "tag compare-added"
	case compare.Lost:
		return "tag compare-removed"
	}
	return "tag"
}

// same says how many more things there are that are the same.
func same(n int, of string) string {
	switch of {
	case "block":
		return counted(n, "block is the same", "blocks are the same")
	case "entry":
		return counted(n, "entry is the same", "entries are the same")
	}
	return counted(n, "field is the same", "fields are the same")
}

// name is what an item is called.
func (c *Comparison) name(item compare.Item) string {
	switch item.What {
	case compare.Page:
		return c.pageName(item.ID) + item.Text
	case compare.Term:
		if term, known := c.Names.Terms[item.ID]; known {
			return term.Name
		}
		return "a term that is gone"
	case compare.Picture, compare.File:
		if row, known := c.Names.Assets[item.ID]; known {
			return row.Name()
		}
		return "a file that is gone"
	}
	return item.Text
}

func (c *Comparison) pageName(id cms.ID) string {
	row, known := c.Names.Pages[id]
	switch {
	case !known:
		return "a page that is gone, or that you may not see"
	case row.Path != "":
		return row.Name() + " (" + row.Path + ")"
	}
	return row.Name()
}

// picture is the address of the small picture of an item; empty: it has none.
func (c *Comparison) picture(item compare.Item) string {
	row, known := c.Names.Assets[item.ID]
	if item.What != compare.Picture || !known {
		return ""
	}
	return smallPicture(row.Asset)
}

// leadsTo says where a link leads.
func (c *Comparison) leadsTo(l cms.Link) string {
	if l.Page == "" {
		return l.URL
	}
	if l.Fragment != "" {
		return c.pageName(cms.ID(l.Page)) + "#" + l.Fragment
	}
	return c.pageName(cms.ID(l.Page))
}

// pieces writes words, those on one side only as removed and added. It is
// written in Go and not in templ because a space between two of them matters.
func (c *Comparison) pieces(pieces []compare.Piece) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		p := piecePrinter{of: c}
		for i, piece := range pieces {
			p.piece(piece, i+1 < len(pieces) && sameLink(piece, pieces[i+1]))
		}
		_, err := io.WriteString(w, p.out.String())
		return err
	})
}

// sameLink reports whether the link of a piece goes on in the next one.
func sameLink(a, b compare.Piece) bool {
	return a.Op == b.Op && a.Link != nil && b.Link != nil && *a.Link == *b.Link
}

type piecePrinter struct {
	of  *Comparison
	out strings.Builder
}

// markNames are the marks of words as elements and in words.
var markNames = []struct {
	mark      richtext.Marks
	tag, name string
}{
	{richtext.Strong, "strong", "bold"},
	{richtext.Emphasis, "em", "italic"},
	{richtext.Code, "code", "code"},
	{richtext.Subscript, "sub", "subscript"},
	{richtext.Superscript, "sup", "superscript"},
}

func (p *piecePrinter) text(text string) { p.out.WriteString(templ.EscapeString(text)) }

func (p *piecePrinter) hidden(text string) {
	p.out.WriteString(`<span class="govuk-visually-hidden">`)
	p.text(text)
	p.out.WriteString(`</span>`)
}

func (p *piecePrinter) piece(piece compare.Piece, goesOn bool) {
	if piece.Left > 0 {
		p.out.WriteString(`<span class="compare-left">`)
		p.text(" … " + counted(piece.Left, "word", "words") + " … ")
		p.out.WriteString(`</span>`)
		return
	}
	tag := map[compare.Op]string{compare.Removed: "del", compare.Added: "ins"}[piece.Op]
	if tag != "" {
		p.out.WriteString("<" + tag + ">")
		p.hidden("[" + string(piece.Op) + looks(piece) + ": ")
	}
	closing := ""
	for _, m := range markNames {
		if piece.Marks.Has(m.mark) {
			p.out.WriteString("<" + m.tag + ">")
			closing = "</" + m.tag + ">" + closing
		}
	}
	p.text(piece.Text)
	p.out.WriteString(closing)
	if piece.Abbr != "" {
		p.note(" (short for " + piece.Abbr + ")")
	}
	if piece.Link != nil && !goesOn {
		p.note(" (link to " + p.of.leadsTo(*piece.Link) + ")")
	}
	if tag != "" {
		p.hidden("]")
		p.out.WriteString("</" + tag + ">")
	}
}

func (p *piecePrinter) note(text string) {
	p.out.WriteString(`<span class="compare-note">`)
	p.text(text)
	p.out.WriteString(`</span>`)
}

// looks says how words are marked, for those who do not see it.
func looks(piece compare.Piece) string {
	text := ""
	for _, m := range markNames {
		if piece.Marks.Has(m.mark) {
			text += ", " + m.name
		}
	}
	return text
}

// indent is the class of a line by the depth of its list.
func indent(line compare.Line) string {
	return "compare-depth-" + strconv.Itoa(min(line.Depth, 4))
}

// lineClass is the look of a line: what is not a paragraph has a sign before it.
func lineClass(line compare.Line) string {
	switch line.Style {
	case compare.Bullet:
		return "bullet"
	case compare.Numbered:
		return "numbered"
	}
	return "paragraph"
}

// cellClass is the look of a cell, a row or a column that is on one side only.
func cellClass(op compare.Op) string {
	switch op {
	case compare.Added:
		return "compare-cell-added"
	case compare.Removed:
		return "compare-cell-removed"
	}
	return ""
}
