package charts

import "math"

// Measures of bars.
const (
	thick     = 18 // a bar that lies
	between   = 4  // bars of one row that lie
	mostLying = 24 // rows that are drawn as bars that lie; more become thin columns
	mostTold  = 6  // bars of which each has its value
)

// Bars draws a bar for each value, those of one row side by side. In a single
// series the bar of the row called marked stands out. Bars stand where their
// labels have room below them, and otherwise lie below each other. A table
// without rows gives an empty drawing.
func Bars(t Table, marked string, f Frame) Drawing {
	if !t.drawn() {
		return Drawing{}
	}
	d, s := begin(t, f, true)
	slot := (d.right - d.left) / float64(len(t.Rows))
	if slot < barSlot(t) && len(t.Rows) <= mostLying {
		return lying(t, marked, f)
	}
	standing(&d, t, s, slot, marked)
	return d
}

// standing draws bars that stand.
func standing(d *Drawing, t Table, s scale, slot float64, marked string) {
	series := float64(len(t.Series))
	width := min(slot*0.7, 96*series) / series
	middle := func(i int) float64 { return d.left + slot*(float64(i)+0.5) }
	for i, row := range t.Rows {
		for j, value := range row.Values {
			y := s.at(value)
			bar := Bar{
				X: middle(i) + width*(float64(j)-series/2), Y: min(y, d.base), Width: width, Height: math.Abs(y - d.base),
				Series: j, Marked: marks(t, i, marked),
			}
			if value < 0 {
				bar.Grows = Down
			}
			d.Bars = append(d.Bars, bar)
		}
	}
	if len(t.Series) == 1 {
		for _, i := range toldOf(t, marked) {
			d.tell(middle(i), besides(s.at(t.Rows[i].Values[0]), t.Rows[i].Values[0]), t.Rows[i].Texts[0])
		}
	}
	below := s.bottom + lineHeight + gap
	if s.low < 0 {
		below += lineHeight // values stand below their bars
	}
	room := slot - gap
	step := 1
	if least := barSlot(t); slot < least {
		room = widestRow(t)
		step = every(room, slot)
	}
	d.label(t, room, below, func(i int) (float64, bool) {
		return min(max(middle(i), room/2), d.Width-room/2), (len(t.Rows)-1-i)%step == 0
	})
	d.end()
}

// marks reports whether the row is the one that matters.
func marks(t Table, row int, marked string) bool {
	return len(t.Series) == 1 && marked != "" && t.Rows[row].Label == marked
}

// toldOf are the rows of a single series whose values are written: all of a
// few, and otherwise those that tell most.
func toldOf(t Table, marked string) []int {
	if len(t.Rows) > mostTold {
		return telling(t, marked)
	}
	all := make([]int, len(t.Rows))
	for i := range all {
		all[i] = i
	}
	return all
}

// besides is the baseline of a value above its bar, or below one that hangs.
func besides(y, value float64) float64 {
	if value < 0 {
		return y + lineHeight - 2
	}
	return y - 6
}

// barSlot is the least width of the place of a row whose bars stand: its
// longest word, its whole label in a few lines, and its value have room.
func barSlot(t Table) float64 {
	least := 8*float64(len(t.Series)) + gap
	for _, row := range t.Rows {
		label := max(longestWord(row.Label), wide(row.Label)/tallestRows+2*letter)
		least = max(least, label+gap)
		if len(t.Series) == 1 && len(t.Rows) <= mostTold {
			least = max(least, wide(row.Texts[0])+gap)
		}
	}
	return least
}

// widestRow is the width of the longest label below a plot.
func widestRow(t Table) float64 {
	widest := 0.0
	for _, row := range t.Rows {
		widest = max(widest, min(wide(row.Label), widestLabel))
	}
	return widest
}

// lying draws bars that lie, each row below the one before. In a narrow frame
// its label stands above it, and otherwise at its left. Every bar has its value
// at its end, so there is no grid.
func lying(t Table, marked string, f Frame) Drawing {
	d := Drawing{Width: f.width, left: 1} // half of an outline
	label := f.width
	if !f.narrow {
		label = 0
		for _, row := range t.Rows {
			label = max(label, min(wide(row.Label), f.width/3))
		}
		d.left = label + gap
	}
	value := 0.0
	for _, row := range t.Rows {
		for _, text := range row.Texts {
			value = max(value, wide(text)+gap)
		}
	}
	value = min(value, (f.width-d.left)*3/4)
	s := newScale(t.values(), true, 0, 1)
	place := func(v float64) float64 { return d.left + (f.width-value-d.left)*s.at(v) }
	zero := place(0)
	y := 0.0
	for i, row := range t.Rows {
		lines := wrap(row.Label, label)
		bars := float64(len(row.Values)) * (thick + between)
		first, beside := y+lineHeight-4, y
		if f.narrow {
			beside += float64(len(lines)) * lineHeight
		} else if tall := float64(len(lines)) * lineHeight; tall > bars {
			beside += (tall - bars) / 2
		}
		for j, words := range lines {
			d.Labels = append(d.Labels, Text{Y: first + float64(j)*lineHeight, Anchor: Start, Words: words})
		}
		for j, v := range row.Values {
			bar := Bar{
				X: min(place(v), zero), Y: beside + float64(j)*(thick+between) + 2, Width: math.Abs(place(v) - zero), Height: thick,
				Grows: Right, Series: j, Marked: marks(t, i, marked),
			}
			if v < 0 {
				bar.Grows = Left
			}
			d.Bars = append(d.Bars, bar)
			d.Values = append(d.Values, Text{X: bar.X + bar.Width + 6, Y: bar.Y + 14, Anchor: Start, Words: row.Texts[j]})
		}
		y = max(beside+bars, y+float64(len(lines))*lineHeight)
		d.Height = y
		y += 1.5 * gap
	}
	if !f.narrow || s.low < 0 { // it would strike through labels for nothing
		d.Zero = []Point{{zero, 0}, {zero, d.Height}}
	}
	return d
}
