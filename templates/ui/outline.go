package ui

import (
	"strconv"
	"strings"

	"lectern/internal/richtext"
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
	ListID        = "list"
	ResultsID     = "results"
	ImproveID     = "improve-this-page"
	ChaptersID    = "chapters-of-this"
	DataID        = "get-the-data"
	TodoID        = "what-to-do"
	EndpointsID   = "endpoints"
)

// Heading is a heading in its place on a page.
type Heading struct {
	Level   int    // 2 to 6
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

	level   int    // of the main headings; 0: that of a page
	within  string // what identifiers begin with, in a chapter of the page; empty: nothing
	counts  bool   // main headings are counted although it is not the page's own
	taken   map[string]bool
	labels  map[string]int // how often each has been given
	counted int
}

// Levels of headings below the title of a page.
const (
	mainLevel   = 2
	lowestLevel = 6
)

// Inside is the outline of what is hidden until a reader asks for it. Its
// headings stand below the last main heading, and are not listed with it;
// identifiers stay unique on the page.
func (o *Outline) Inside() *Outline {
	return &Outline{level: o.Below(), within: o.within, taken: o.identifiers(), labels: o.given()}
}

// Chapter adds a page that is shown as a part of this one. Its own outline
// gives the identifiers that it has as a page, with its anchor before them.
func (o *Outline) Chapter(anchor, title string, number int) (Heading, *Outline) {
	head := Heading{Level: o.top(), ID: anchor, Number: strconv.Itoa(number) + ".", Counted: true, Text: title}
	o.Main = append(o.Main, head)
	return head, &Outline{level: o.top() + 1, within: anchor + ".", counts: true, labels: o.given()}
}

// top is the level of the main headings.
func (o *Outline) top() int { return max(o.level, mainLevel) }

// AddMain adds a main heading. A number that is given is the author's own.
func (o *Outline) AddMain(text, number string) Heading {
	return o.add(Heading{Number: number, Text: text})
}

// AddCounted adds a main heading with the next number of the page. Inside of
// something there are none: they would be missing from the page contents.
func (o *Outline) AddCounted(text string) Heading {
	if o.level != 0 && !o.counts {
		return o.AddMain(text, "")
	}
	o.counted++
	return o.add(Heading{Number: strconv.Itoa(o.counted) + ".", Counted: true, Text: text})
}

func (o *Outline) add(h Heading) Heading {
	h.Level, h.ID = o.top(), o.Anchor(h.Text)
	o.Main = append(o.Main, h)
	return h
}

// Call gives the main heading that was added last an identifier of our own, so
// that a page can lead to it whatever its blocks are called.
func (o *Outline) Call(h Heading, id string) Heading {
	o.Release(h.ID)
	h.ID = id
	o.Main[len(o.Main)-1] = h
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
		return o.top()
	}
	return min(o.top()+1, lowestLevel)
}

// Anchor returns the identifier for something called name, unique on the page.
func (o *Outline) Anchor(name string) string {
	taken := o.identifiers()
	base := richtext.Anchor(name)
	id := base
	for n := 2; taken[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	taken[id] = true
	return o.within + id
}

// Release gives an identifier back, of a heading below which nothing is shown.
func (o *Outline) Release(id string) { delete(o.taken, strings.TrimPrefix(id, o.within)) }

// Label returns the name for a part of the page that is not named by a heading,
// such as "Code: JSON". The second of that name is told apart by its number.
func (o *Outline) Label(name string) string {
	given := o.given()
	given[name]++
	if given[name] == 1 {
		return name
	}
	return name + ", " + strconv.Itoa(given[name])
}

func (o *Outline) given() map[string]int {
	if o.labels == nil {
		o.labels = map[string]int{}
	}
	return o.labels
}

// identifiers are those that are taken.
func (o *Outline) identifiers() map[string]bool {
	if o.taken == nil {
		o.taken = map[string]bool{
			MainID: true, MenuID: true, SearchID: true, ContentsID: true,
			ContentID: true, FieldID: true, WithdrawnID: true, PageHistoryID: true, ListID: true, ResultsID: true, ImproveID: true,
			ChaptersID: true, DataID: true, TodoID: true, EndpointsID: true,
		}
	}
	return o.taken
}
