package ui

// paths fills each cell with two quarter rings around opposite corners, so
// that the bands of neighbours join, now and then with a small disc, and one
// cell with a large one.
func (m *Motif) paths(large, largeColumn, largeRow int) {
	for row := range m.rows {
		for column := range m.columns {
			x, y := column*module, row*module
			small := m.random.chance(12)
			first, second := m.bandTone(), m.bandTone()
			turn := m.random.below(2)
			switch {
			case column == largeColumn && row == largeRow:
				m.disc(large, x, y, module/2)
			case small:
				m.disc(first, x, y, module*3/10)
			default:
				m.ring(first, x, y, turn)
				m.ring(second, x, y, turn+2)
			}
		}
	}
}

// bandTone chooses a tone for a band: the middle ones more often.
func (m *Motif) bandTone() int {
	return [...]int{toneE, toneA, toneA, toneA, toneB, toneB, toneB, toneB, toneC, toneC}[m.random.below(10)]
}

// leaves fills each cell with a leaf, and leaves some empty. The marker stands
// in the cell that is named, if it is one.
func (m *Motif) leaves(markedColumn, markedRow int) {
	for row := range m.rows {
		for column := range m.columns {
			x, y := column*module, row*module
			switch empty := m.random.chance(14); {
			case column == markedColumn && row == markedRow:
				m.quarter(toneX, x, y, module, m.random.below(4))
			case !empty:
				m.leaf(x, y)
			}
		}
	}
}

// leaf fills a cell with a quarter disc, now and then on a square.
func (m *Motif) leaf(x, y int) {
	turn := m.random.below(4)
	if m.random.chance(19) { // 16 of the 86 in a hundred that are not empty
		m.square(toneE+m.random.below(2), x, y)
		m.quarter(toneB+m.random.below(2), x, y, module, turn)
		return
	}
	m.quarter(m.random.below(4), x, y, module, turn)
}

// heaps stands columns on the lower edge, each a little higher or lower than
// the one before. The marker is the top of the column that is named, if it is
// one.
func (m *Motif) heaps(marked int) {
	height := 1 + m.random.below(m.rows)
	for column := range m.columns {
		height = min(max(height+m.random.below(3)-1, 1), m.rows)
		tone, top := m.random.below(4), m.random.below(4)
		round, turn := m.random.chance(60), 2+m.random.below(2)
		for level := range height {
			x, y := column*module, (m.rows-1-level)*module
			switch {
			case level < height-1:
				m.square(tone, x, y)
			case column == marked:
				m.quarter(toneX, x, y, module, turn)
			case round:
				m.quarter(top, x, y, module, turn)
			default:
				m.square(top, x, y)
			}
		}
	}
}

// interference puts bars into the upper or the lower half of each row. The
// marker is a chevron in the middle row of the column that is named, if it is
// one.
func (m *Motif) interference(marked int) {
	for row := range m.rows {
		for x := 0; x < m.columns; {
			width := min(1+m.random.below(2), m.columns-x)
			lower, tone, empty := m.random.below(2), m.random.below(4), m.random.chance(20)
			switch {
			case row == m.rows/2 && x <= marked && marked < x+width:
				m.chevron(marked*module, row*module)
			case !empty:
				m.box(tone, x*module, row*module+lower*module/2, width*module, module/2)
			}
			x += width
		}
	}
}

// anything fills a cell of the home page.
func (m *Motif) anything(x, y int) {
	tone := m.bandTone()
	turn := m.random.below(4)
	switch n := m.random.below(100); {
	case n < 16:
		m.square(toneE+m.random.below(2), x, y)
		m.quarter(toneB+m.random.below(2), x, y, module, turn)
	case n < 34:
		m.ring(tone, x, y, turn)
		m.ring(m.bandTone(), x, y, turn+2)
	case n < 43:
		m.disc(tone, x, y, module/2)
	case n < 57:
		m.square(tone, x, y)
	default:
		m.quarter(tone, x, y, module, turn)
	}
}

// shelf stands spines on the lower edge. The marker, if there is one, is the
// fourth to the sixth, and
// a last one that would show less than half at the edge is left out.
func (m *Motif) shelf(marker bool) {
	m.fit = "xMinYMax slice" // books stand
	width, height := m.columns*module, m.rows*module
	marked := 3 + m.random.below(3)
	leant := false
	for x, n := 0, 0; x < width; n++ {
		w := 10 * (1 + m.random.below(4))
		h := height * (5 + m.random.below(6)) / 10
		tone := m.random.below(4)
		leans := m.random.chance(7) && n > 0 && !leant && n != marked
		decoration := m.random.below(6)
		leant = leans
		if marker && x+w/2 > width {
			break
		}
		switch {
		case marker && n == marked:
			m.box(toneX, x, height-h, w, h)
		case leans:
			w = min(w, 20)
			m.leaning(tone, x, height, w, h)
			w += h * 2756 / 10000 // what its top takes: the sine of 16 degrees
		default:
			m.box(tone, x, height-h, w, h)
			m.decorate(decoration, tone, x, height-h, w, h)
		}
		x += w
	}
}

// decorate gives a spine a label or bands, if it is wide enough.
func (m *Motif) decorate(choice, tone, x, y, w, h int) {
	light := toneC
	if tone >= toneB {
		light = toneA
		if tone == toneB {
			light = toneC
		}
	}
	switch {
	case choice == 0 && w >= 20:
		m.box(light, x+w/2-3, y+h/10, 6, h/3)
	case choice == 1:
		m.box(light, x, y+h/12, w, 4)
		m.box(light, x, y+h/12+9, w, 4)
	case choice == 2 && w >= 20:
		m.box(light, x, y+h-h/8, w, 4)
	}
}
