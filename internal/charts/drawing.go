package charts

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Frame is the room that a chart is drawn in. A unit is a CSS pixel where the
// drawing is not scaled.
type Frame struct {
	width  float64
	plot   float64 // height of the plot of a chart that stands
	narrow bool
}

// The frames: for screens from about 640 pixels and paper, and for phones.
var (
	Wide   = Frame{width: 720, plot: 300}
	Narrow = Frame{width: 288, plot: 220, narrow: true}
)

// Measures of a drawing.
const (
	top         = 28 // room for a value above the plot
	edge        = 16 // at the right of the plot
	lineHeight  = 19
	letter      = 8.5 // width of a letter at the text size of 15, rather too much than too little
	gap         = 8   // between what must not touch
	widestLabel = 160 // below the plot; a longer word is broken
	tallestRows = 3   // lines that a label takes where there is room for it
)

// Drawing is the geometry of a chart, in units from its top left corner.
type Drawing struct {
	Width, Height float64
	Ticks         []Tick
	Zero          []Point // the two ends of the line that bars begin at; none: zero is not shown
	Bars          []Bar
	Lines         []Line
	Labels        []Text // of the rows
	Values        []Text // beside what they belong to
	Names         []Text // of the series, at the ends of their lines

	left, right float64 // edges of the plot
	base        float64 // height of zero, or of the bottom when zero is not shown
}

// Marks reports whether a bar stands out from the others.
func (d Drawing) Marks() bool {
	return slices.ContainsFunc(d.Bars, func(b Bar) bool { return b.Marked })
}

// Tick is a line across the plot with its value at the left.
type Tick struct {
	From, To Point
	Text     Text
}

// Bar is the rectangle of one value.
type Bar struct {
	X, Y, Width, Height float64
	Grows               Direction // from zero
	Series              int       // from 0
	Marked              bool      // the one that matters
}

// Direction is where the end of a bar is.
type Direction int

// The directions that bars grow in.
const (
	Up Direction = iota
	Down
	Right
	Left
)

// Line joins the values of a series.
type Line struct {
	Series int // from 0
	Points []Point
}

// Point is a place in a drawing.
type Point struct{ X, Y float64 }

// Text is a line of words on its baseline.
type Text struct {
	X, Y   float64
	Anchor Anchor
	Words  string
	Series int // that it names; from 0
}

// Anchor is the part of a text that stands at its X, as SVG calls it.
type Anchor string

// The anchors that drawings use.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// left is where the text begins.
func (t Text) left() float64 {
	switch t.Anchor {
	case Middle:
		return t.X - wide(t.Words)/2
	case End:
		return t.X - wide(t.Words)
	default:
		return t.X
	}
}

// covers reports whether two texts touch each other.
func (t Text) covers(other Text) bool {
	return t.left() < other.left()+wide(other.Words)+gap && other.left() < t.left()+wide(t.Words)+gap && math.Abs(t.Y-other.Y) < lineHeight
}

// drawn reports whether there is something to draw.
func (t Table) drawn() bool { return len(t.Rows) > 0 && len(t.Series) > 0 }

// values are all of the table.
func (t Table) values() []float64 {
	var values []float64
	for _, row := range t.Rows {
		values = append(values, row.Values...)
	}
	return values
}

// begin makes the scale of a chart that stands, and a drawing with its ticks.
func begin(t Table, f Frame, fromZero bool) (Drawing, scale) {
	s := newScale(t.values(), fromZero, top+f.plot, top)
	d := Drawing{Width: f.width, right: f.width - edge, base: s.base()}
	for _, value := range s.ticks() {
		text := Text{Y: s.at(value) + 5, Anchor: End, Words: s.text(value)}
		d.left = max(d.left, wide(text.Words)+2*gap)
		d.Ticks = append(d.Ticks, Tick{From: Point{Y: s.at(value)}, Text: text})
	}
	if s.low <= 0 && s.high >= 0 {
		d.Zero = []Point{{Y: d.base}, {Y: d.base}}
	}
	return d, s
}

// end draws the ticks and zero from edge to edge of the plot.
func (d *Drawing) end() {
	for i := range d.Ticks {
		tick := &d.Ticks[i]
		tick.Text.X = d.left - gap
		tick.From.X, tick.To = d.left, Point{d.right, tick.From.Y}
	}
	if len(d.Zero) > 0 {
		d.Zero[0].X, d.Zero[1].X = d.left, d.right
	}
}

// label writes the labels of the rows below the plot, each in lines no wider
// than that, and ends the drawing below them.
func (d *Drawing) label(t Table, width, y float64, at func(i int) (x float64, shown bool)) {
	d.Height = y + gap
	for i, row := range t.Rows {
		x, shown := at(i)
		if !shown {
			continue
		}
		for j, line := range wrap(row.Label, width) {
			text := Text{X: x, Y: y + float64(j)*lineHeight, Anchor: Middle, Words: line}
			d.Labels = append(d.Labels, text)
			d.Height = max(d.Height, text.Y+gap)
		}
	}
}

// every is how many rows there are to a label, when one takes that much room
// and a row has that much. Labels are counted from the end, because the last
// row is the one that is news.
func every(label, step float64) int {
	if step <= 0 {
		return 1
	}
	return max(1, int(math.Ceil((label+gap)/step)))
}

// telling are the rows whose values are written, what matters most first: the
// marked one, the last, the extremes and the first.
func telling(t Table, marked string) []int {
	highest, lowest := 0, 0
	order := []int{len(t.Rows) - 1}
	for i, row := range t.Rows {
		if row.Values[0] > t.Rows[highest].Values[0] {
			highest = i
		}
		if row.Values[0] < t.Rows[lowest].Values[0] {
			lowest = i
		}
		if marked != "" && row.Label == marked {
			order = slices.Insert(order, 0, i)
		}
	}
	return append(order, highest, lowest, 0)
}

// tell writes a value, moved so that it is inside of the drawing, unless it
// would cover another.
func (d *Drawing) tell(x, y float64, words string) {
	half := wide(words) / 2
	text := Text{X: min(max(x, half), d.Width-half), Y: y, Anchor: Middle, Words: words}
	if !slices.ContainsFunc(d.Values, text.covers) {
		d.Values = append(d.Values, text)
	}
}

// wide is about how wide the words are.
func wide(words string) float64 { return letter * float64(utf8.RuneCountInString(words)) }

func longestWord(words string) float64 {
	longest := 0.0
	for word := range strings.FieldsSeq(words) {
		longest = max(longest, wide(word))
	}
	return longest
}

// wrap parts the words into lines no wider than that. A word that is wider
// than a line is broken.
func wrap(words string, width float64) []string {
	most := max(1, int(width/letter)) // letters
	var lines []string
	for word := range strings.FieldsSeq(words) {
		letters := []rune(word)
		if last := len(lines) - 1; last >= 0 && utf8.RuneCountInString(lines[last])+1+len(letters) <= most {
			lines[last] += " " + word
			continue
		}
		for len(letters) > most {
			lines = append(lines, string(letters[:most]))
			letters = letters[most:]
		}
		lines = append(lines, string(letters))
	}
	return lines
}
