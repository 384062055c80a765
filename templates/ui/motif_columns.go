package ui

import "lectern/internal/cms"

// PanelMotif is the drawing above the facts about data: columns of which each
// is about as high as the one before.
func PanelMotif(kind string, page cms.ID) *Motif {
	m := newMotif(kind, page, "motif-panel", 11, 3)
	m.colour, m.fit = "teal", "xMinYMax slice" // columns stand, and the last are cut off first
	m.skyline(1 + m.random.below(6))
	return m
}

// skyline stands columns beside each other. Their heights walk up and down by
// a module at most; most tops are quarter discs, and one is the marker.
func (m *Motif) skyline(marked int) {
	height := 1 + m.random.below(m.rows)
	for column := range m.columns {
		height = min(max(height+m.random.below(3)-1, 0), m.rows)
		if column == marked {
			height = max(height, 1)
		}
		for level := range height {
			x, y := column*module, (m.rows-1-level)*module
			tone := m.random.below(toneX)
			switch {
			case level < height-1:
				m.square(tone, x, y)
			case column == marked:
				m.quarter(toneX, x, y, module, 2)
			case m.random.chance(60):
				m.quarter(tone, x, y, module, 2+m.random.below(2))
			default:
				m.square(tone, x, y)
			}
		}
	}
}
