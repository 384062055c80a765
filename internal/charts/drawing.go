package charts

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Measures of a drawing. A unit is a CSS pixel where the drawing is not scaled.
const (
	Width = 720 // of a drawing that needs no more

	plotHeight  = 300
	top         = 28 // room for a value above the plot
	right       = 16
	lineHeight  = 19
	letter      = 8.5 // width of a letter at the text size of 15, rather too much than too little
	gap         = 8   // between what must not touch
	widestLabel = 160 // a longer word is broken
	tallestRows = 3   // lines that a label takes where there is room for it
)

// Drawing is the geometry of a chart, in units from its top left corner.
type Drawing struct {
	Width, Height float64
	Left, Right   float64 // edges of the plot
	Base          float64 // height of zero, or of the bottom when zero is not shown
	FromZero      bool    // zero is shown
	Ticks         []Tick
	Bars          []Bar
	Lines         []Line
	Labels        []Text // of the rows, below the plot
	Values        []Text // beside what they belong to
}

// Marks reports whether a bar stands out from the others.
func (d Drawing) Marks() bool {
	return slices.ContainsFunc(d.Bars, func(b Bar) bool { return b.Marked })
}

// Tick is a line across the plot with its value at the left.
type Tick struct {
	Y    float64
	Text Text
}

// Bar is the rectangle of one value.
type Bar struct {
	X, Y, Width, Height float64
	Series              int  // from 0
	Marked              bool // the one that matters
}

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
}

// Anchor is the part of a text that stands at its X, as SVG calls it.
type Anchor string

// The anchors that drawings use.
const (
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Bars draws a bar for each value, those of one row side by side. In a single
// series the bar of the row called marked stands out. A table without rows gives an empty drawing.
func Bars(t Table, marked string) Drawing {
	if !t.drawn() {
		return Drawing{}
	}
	d, s := begin(t, true)
	slot := max((Width-right-d.Left)/float64(len(t.Rows)), barSlot(t))
	d.Right = d.Left + slot*float64(len(t.Rows))
	d.Width = d.Right + right
	width := min(slot*0.7, 96*float64(len(t.Series))) / float64(len(t.Series))
	for i, row := range t.Rows {
		middle := d.Left + slot*(float64(i)+0.5)
		for j, value := range row.Values {
			x := middle + width*(float64(j)-float64(len(t.Series))/2)
			y := s.at(value)
			d.Bars = append(d.Bars, Bar{
				X: x, Y: min(y, d.Base), Width: width, Height: math.Abs(y - d.Base),
				Series: j, Marked: len(t.Series) == 1 && marked != "" && row.Label == marked,
			})
			if len(t.Series) == 1 {
				d.Values = append(d.Values, Text{X: middle, Y: besides(y, value), Anchor: Middle, Words: row.Texts[j]})
			}
		}
	}
	below := s.bottom + lineHeight + gap
	if s.low < 0 {
		below += lineHeight // values stand below their bars
	}
	d.label(t, slot-gap, below, func(i int) (float64, bool) { return d.Left + slot*(float64(i)+0.5), true })
	return d
}

// besides is the baseline of a value above its bar, or below one that hangs.
func besides(y, value float64) float64 {
	if value < 0 {
		return y + lineHeight - 2
	}
	return y - 6
}

// barSlot is the least width of a row's place: its longest word, its whole
// label in a few lines, and its value have room.
func barSlot(t Table) float64 {
	least := 16*float64(len(t.Series)) + 2*gap
	for _, row := range t.Rows {
		label := max(longestWord(row.Label), wide(row.Label)/tallestRows+2*letter)
		least = max(least, min(label, widestLabel)+gap)
		if len(t.Series) == 1 {
			least = max(least, wide(row.Texts[0])+gap)
		}
	}
	return least
}

// Lines draws a line for each series, with a point for each value. A table
// without rows gives an empty drawing.
func Lines(t Table) Drawing {
	if !t.drawn() {
		return Drawing{}
	}
	d, s := begin(t, false)
	d.Width, d.Right = Width, Width-right
	labelled := 0.0
	for _, row := range t.Rows {
		labelled = max(labelled, min(wide(row.Label), widestLabel))
	}
	// Half of a label hangs over each end.
	first, last := d.Left+labelled/2, d.Right-labelled/2
	step := 0.0
	if len(t.Rows) > 1 {
		step = (last - first) / float64(len(t.Rows)-1)
	} else {
		first = (first + last) / 2
	}
	x := func(i int) float64 { return first + step*float64(i) }
	for j := range t.Series {
		line := Line{Series: j}
		for i, row := range t.Rows {
			line.Points = append(line.Points, Point{x(i), s.at(row.Values[j])})
		}
		d.Lines = append(d.Lines, line)
	}
	every := 1
	if step > 0 {
		every = int(math.Ceil((labelled + gap) / step))
	}
	// Counted from the end, because the last row is the one that is news.
	d.label(t, labelled, s.bottom+lineHeight+gap, func(i int) (float64, bool) { return x(i), (len(t.Rows)-1-i)%every == 0 })
	if len(t.Series) == 1 {
		d.tellExtremes(t)
	}
	return d
}

// tellExtremes writes the last value of a single line, its extremes and its
// first, as far as they do not cover each other.
func (d *Drawing) tellExtremes(t Table) {
	points := d.Lines[0].Points
	highest, lowest := 0, 0
	for i, row := range t.Rows {
		if row.Values[0] > t.Rows[highest].Values[0] {
			highest = i
		}
		if row.Values[0] < t.Rows[lowest].Values[0] {
			lowest = i
		}
	}
	for _, i := range []int{len(points) - 1, highest, lowest, 0} {
		words := t.Rows[i].Texts[0]
		half := wide(words) / 2
		text := Text{X: min(max(points[i].X, d.Left+half), d.Width-half), Y: points[i].Y - 10, Anchor: Middle, Words: words}
		if !slices.ContainsFunc(d.Values, text.covers) {
			d.Values = append(d.Values, text)
		}
	}
}

// covers reports whether two texts that are centred touch each other.
func (t Text) covers(other Text) bool {
	return math.Abs(t.X-other.X) < (wide(t.Words)+wide(other.Words))/2+gap && math.Abs(t.Y-other.Y) < lineHeight
}

// drawn reports whether there is something to draw.
func (t Table) drawn() bool { return len(t.Rows) > 0 && len(t.Series) > 0 }

// begin makes the scale and a drawing with its ticks.
func begin(t Table, fromZero bool) (Drawing, scale) {
	var values []float64
	for _, row := range t.Rows {
		values = append(values, row.Values...)
	}
	s := newScale(values, fromZero, top+plotHeight, top)
	d := Drawing{Base: s.base(), FromZero: s.low <= 0 && s.high >= 0}
	for _, value := range s.ticks() {
		text := Text{Y: s.at(value) + 5, Anchor: End, Words: s.text(value)}
		d.Left = max(d.Left, wide(text.Words)+2*gap)
		d.Ticks = append(d.Ticks, Tick{Y: s.at(value), Text: text})
	}
	for i := range d.Ticks {
		d.Ticks[i].Text.X = d.Left - gap
	}
	return d, s
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
