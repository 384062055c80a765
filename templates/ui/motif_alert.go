package ui

import "lectern/internal/cms"

// AlertMotif is the drawing along the head of a cyber alert: interference, bars
// in the upper or the lower half of a strip, and one chevron that points right.
// It is long enough for a wide screen, and the chevron stands where a narrow
// one shows it.
func AlertMotif(page cms.ID) *Motif {
	m := newMotif("cyber-alert", page, "motif-edge", 64, 1)
	m.colour, m.fit = "alert", "xMinYMid slice"
	chevron := 2 + m.random.below(5)
	for column := 0; column < m.columns; {
		width := min(1+m.random.below(2), m.columns-column)
		if column < chevron && column+width > chevron {
			width = chevron - column
		}
		tone, lower := m.bandTone(), m.random.below(2)
		switch {
		case column == chevron:
			width = 1
			m.draw(toneX, "M%d %dh14l26 20l-26 20h-14l26-20z", column*module, 0)
		case m.random.chance(70):
			m.box(tone, column*module, lower*module/2, width*module, module/2)
		}
		column += width
	}
	return m
}
