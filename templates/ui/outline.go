package ui

import (
	"strconv"

	"github.com/gosimple/slug"
)

// Identifiers of the parts that every page has. No heading takes one of them.
const (
	MainID        = "main-content"
	MenuID        = "menu"
	SearchID      = "search"
	ContentsID    = "page-contents"
	ContentID     = "start-of-content"
	FieldID       = "q"
	WithdrawnID   = "withdrawn"
	PageHistoryID = "page-history"
)

// Heading is a heading in its place on a page.
type Heading struct {
	Level   int    // 2 or 3
	ID      string // what a fragment names
	Number  string // "1.", shown before the text; empty: none
	Counted bool   // the number is ours and not the author's
	Text    string
}

// Called is the heading's text with its number, as the page contents have it.
func (h Heading) Called() string {
	if h.Number == "" {
		return h.Text
	}
	return h.Number + " " + h.Text
}

// Outline is the main headings of a page, gathered while its content is
// rendered, so that what is not shown is not listed.
type Outline struct {
	Main []Heading

	taken   map[string]bool
	counted int
}

// AddMain adds a main heading. A number that is given is the author's own.
func (o *Outline) AddMain(text, number string) Heading {
	return o.add(Heading{Number: number, Text: text})
}

// AddCounted adds a main heading with the next number of the page.
func (o *Outline) AddCounted(text string) Heading {
	o.counted++
	return o.add(Heading{Number: strconv.Itoa(o.counted) + ".", Counted: true, Text: text})
}

func (o *Outline) add(h Heading) Heading {
	h.Level, h.ID = 2, o.Anchor(h.Text)
	o.Main = append(o.Main, h)
	return h
}

// AddSub adds a subheading. Before the first main heading it takes the main
// level, so that no level is skipped.
func (o *Outline) AddSub(text string) Heading {
	return Heading{Level: o.Below(), ID: o.Anchor(text), Text: text}
}

// Below is the level of a heading that stands below the last main heading.
func (o *Outline) Below() int {
	if len(o.Main) == 0 {
		return 2
	}
	return 3
}

// Anchor returns the identifier for something called name, unique on the page.
func (o *Outline) Anchor(name string) string {
	if o.taken == nil {
		o.taken = map[string]bool{
			MainID: true, MenuID: true, SearchID: true, ContentsID: true,
			ContentID: true, FieldID: true, WithdrawnID: true, PageHistoryID: true,
		}
	}
	base := slug.MakeLang(name, "en")
	if base == "" {
		base = "section"
	}
	id := base
	for n := 2; o.taken[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	o.taken[id] = true
	return id
}
