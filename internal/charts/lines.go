package charts

import (
	"cmp"
	"slices"
)

// Lines draws a line for each series, with a point for each value. Where there
// is room, each of several is named at its end. A table without rows gives an
// empty drawing.
func Lines(t Table, f Frame) Drawing {
	if !t.drawn() {
		return Drawing{}
	}
	d, s := begin(t, f, false)
	named := len(t.Series) > 1 && !f.narrow
	if named {
		d.right = d.Width - edge - nameRoom(t)
	}
	labelled := min(widestRow(t), (d.right-d.left)/2)
	first, last := d.left+gap, d.right-gap
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
	if len(t.Series) == 1 {
		d.tellPoints(t)
	}
	// The first and the last label are moved to where they have room.
	leftmost, rightmost := labelled/2, d.Width-labelled/2
	apart := every(labelled+max(0, leftmost-first, last-rightmost), step)
	d.label(t, labelled, d.foot(s)+lineHeight+gap, func(i int) (float64, bool) {
		return min(max(x(i), leftmost), rightmost), (len(t.Rows)-1-i)%apart == 0
	})
	if named {
		d.name(t)
	}
	d.end()
	return d
}

// tellPoints writes values of a single line, each on that side of its point
// where the line is not.
func (d *Drawing) tellPoints(t Table) {
	points := d.Lines[0].Points
	for _, i := range telling(t, "") {
		before, after := points[max(i-1, 0)], points[min(i+1, len(points)-1)]
		y := points[i].Y - 10
		if before.Y+after.Y < 2*points[i].Y { // the line comes from above
			y = points[i].Y + lineHeight + 3
		}
		d.tell(points[i].X, y, t.Rows[i].Texts[0])
	}
}

// foot is where the plot ends, with the values that stand below it.
func (d *Drawing) foot(s scale) float64 {
	foot := s.bottom
	for _, v := range d.Values {
		foot = max(foot, v.Y)
	}
	return foot
}

// nameRoom is the width that the names of the series take at the right.
func nameRoom(t Table) float64 {
	room := 0.0
	for _, name := range t.Series {
		room = max(room, min(wide(name), widestLabel))
	}
	return room
}

// name writes the names of the series at the ends of their lines, each far
// enough from the next.
func (d *Drawing) name(t Table) {
	type end struct {
		series int
		y      float64 // of the middle of the name
		lines  []string
	}
	var ends []end
	total := 0.0
	for j, line := range d.Lines {
		words := wrap(t.Series[j], nameRoom(t))
		ends = append(ends, end{j, line.Points[len(line.Points)-1].Y, words})
		total += float64(len(words)) * lineHeight
	}
	slices.SortStableFunc(ends, func(a, b end) int { return cmp.Compare(a.y, b.y) })
	free, left := 0.0, total // from the top down: what is taken, and what is still to come
	for _, e := range ends {
		tall := float64(len(e.lines)) * lineHeight
		y := max(free, min(e.y-tall/2, d.Height-left))
		left -= tall
		for i, words := range e.lines {
			d.Names = append(d.Names, Text{X: d.right, Y: y + float64(i)*lineHeight + 14, Anchor: Start, Words: words, Series: e.series})
		}
		free = y + tall
	}
}
