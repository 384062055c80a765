package ui

import (
	"hash/fnv"
	"strconv"
	"strings"

	"lectern/internal/cms"
)

// A Motif is a drawing that belongs to one page. It is made of the page's kind
// and id and nothing else, so that a page keeps its drawing for ever; images
// that others have stored depend on it. Change the arithmetic, and every page
// looks different.
//
// Shapes lie on a grid of modules. Each tone is one path, drawn from the
// darkest to the lightest, and the marker last: there is exactly one marker in
// a motif, or none where the motif is small.
type Motif struct {
	columns, rows int
	place         string // class: where the motif stands
	colour        string
	fit           string // which part is kept where the place has another shape
	tones         [toneCount]strings.Builder
	random        random
}

// module is the side of one cell of the grid.
const module = 40

const (
	toneE = iota // darkest
	toneA
	toneB
	toneC // lightest
	toneX // the marker
	toneCount
)

var toneClasses = [toneCount]string{"e", "a", "b", "c", "x"}

// HasMotif reports whether pages of the kind have a motif of their own.
func HasMotif(kind string) bool { return kind == "service" || kind == "landing" }

// HomeMotif is the drawing of the home page: everything, growing denser
// towards the edge that is away from the text.
func HomeMotif(page cms.ID) *Motif {
	m := newMotif("home", page, "motif-hero", 10, 9)
	markerColumn := 5 + m.random.below(2)
	const markerRow = 3
	for row := range m.rows {
		for column := range m.columns {
			density := 12 + 88*column/(m.columns-1)
			draws := m.random.chance(density)
			if row >= markerRow && row < markerRow+2 && column >= markerColumn && column < markerColumn+2 {
				continue
			}
			if draws {
				m.anything(column*module, row*module)
			}
		}
	}
	m.quarter(toneX, markerColumn*module, markerRow*module, 2*module, 3)
	return m
}

// HubMotif is the drawing of a landing page: a shelf of books.
func HubMotif(page cms.ID) *Motif {
	m := newMotif("landing", page, "motif-hero", 14, 6)
	m.shelf(true)
	return m
}

// ServiceMotif is the drawing at the head of a service: paths that join.
func ServiceMotif(page cms.ID) *Motif {
	m := newMotif("service", page, "motif-tile", 6, 5)
	m.paths(toneX, 1+m.random.below(m.columns-2), 1+m.random.below(m.rows-2))
	return m
}

// Seal is the small drawing in the corner of a service's card.
func Seal(page cms.ID) *Motif {
	m := newMotif("service", page, "motif-seal", 3, 3)
	m.paths(toneA, m.random.below(m.columns), m.random.below(m.rows))
	return m
}

// Strip is the drawing along the top of a page's card; marker says whether the
// card ranks high enough to have one. It is nil for a kind without a motif.
func Strip(kind string, page cms.ID, marker bool) *Motif {
	m := newMotif(kind, page, "motif-strip", 9, 3)
	switch kind {
	case "service":
		tone := toneA
		if marker {
			tone = toneX
		}
		m.paths(tone, 1+m.random.below(m.columns-2), 1)
	case "landing":
		m.shelf(marker)
	default:
		return nil
	}
	return m
}

func newMotif(kind string, page cms.ID, place string, columns, rows int) *Motif {
	return &Motif{columns: columns, rows: rows, place: place, colour: "blue", fit: "xMaxYMid slice", random: seeded(kind, page)}
}

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
// fourth to the sixth.
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

func (m *Motif) box(tone, x, y, w, h int) {
	m.draw(tone, "M%d %dh%dv%dh%dz", x, y, w, h, -w)
}

func (m *Motif) square(tone, x, y int) { m.box(tone, x, y, module, module) }

// leaning draws a spine that leans 16 degrees to the right. Its foot goes
// below the edge, where it is not seen.
func (m *Motif) leaning(tone, x, ground, w, h int) {
	const sine, cosine = 2756, 9613 // of 16 degrees, in ten thousandths
	wx, wy := w*cosine/10000, w*sine/10000
	hx, hy := h*sine/10000, h*cosine/10000
	m.draw(tone, "M%d %dl%d %dl%d %dl%d %dz", x, ground, wx, wy, hx, -hy, -wx, -wy)
}

// disc draws a disc in the middle of a cell.
func (m *Motif) disc(tone, x, y, r int) {
	m.draw(tone, "M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", x+module/2-r, y+module/2, r, r, 2*r, r, r, -2*r)
}

// quarter draws a quarter disc that fills a square. Its centre is the corner
// that the turn names, clockwise from the top left.
func (m *Motif) quarter(tone, x, y, side, turn int) {
	switch turn % 4 {
	case 0:
		m.draw(tone, "M%d %dh%da%d %d 0 0 1 %d %dz", x, y, side, side, side, -side, side)
	case 1:
		m.draw(tone, "M%d %dv%da%d %d 0 0 1 %d %dz", x+side, y, side, side, side, -side, -side)
	case 2:
		m.draw(tone, "M%d %dh%da%d %d 0 0 1 %d %dz", x+side, y+side, -side, side, side, side, -side)
	case 3:
		m.draw(tone, "M%d %dv%da%d %d 0 0 1 %d %dz", x, y+side, -side, side, side, side, side)
	}
}

// ring draws a quarter ring around the corner that the turn names, from .3 to
// .7 of a module.
func (m *Motif) ring(tone, x, y, turn int) {
	const inner, outer, width = module * 3 / 10, module * 7 / 10, module * 4 / 10
	switch turn % 4 {
	case 0:
		m.draw(tone, "M%d %dh%da%d %d 0 0 1 %d %dv%da%d %d 0 0 0 %d %dz", x+inner, y, width, outer, outer, -outer, outer, -width, inner, inner, inner, -inner)
	case 1:
		m.draw(tone, "M%d %dv%da%d %d 0 0 1 %d %dh%da%d %d 0 0 0 %d %dz", x+module, y+inner, width, outer, outer, -outer, -outer, width, inner, inner, inner, inner)
	case 2:
		m.draw(tone, "M%d %dh%da%d %d 0 0 1 %d %dv%da%d %d 0 0 0 %d %dz", x+module-inner, y+module, -width, outer, outer, outer, -outer, width, inner, inner, -inner, inner)
	case 3:
		m.draw(tone, "M%d %dv%da%d %d 0 0 1 %d %dh%da%d %d 0 0 0 %d %dz", x, y+module-inner, -width, outer, outer, outer, outer, -width, inner, inner, -inner, -inner)
	}
}

// draw adds to the path of a tone. Each %d of the pattern is a number; a sign
// parts it from the one before as well as a space does.
func (m *Motif) draw(tone int, pattern string, numbers ...int) {
	path := &m.tones[tone]
	parts := strings.Split(pattern, "%d")
	for i, n := range numbers {
		part := parts[i]
		if n < 0 && strings.HasSuffix(part, " ") {
			part = strings.TrimSuffix(part, " ")
		}
		path.WriteString(part)
		path.WriteString(strconv.Itoa(n))
	}
	path.WriteString(parts[len(numbers)])
}

func (m *Motif) viewBox() string {
	return "0 0 " + strconv.Itoa(m.columns*module) + " " + strconv.Itoa(m.rows*module)
}

// random is xorshift32: the same numbers from the same seed, everywhere.
type random uint32

func seeded(kind string, page cms.ID) random {
	h := fnv.New32a()
	h.Write([]byte(kind + ":" + string(page)))
	return random(max(h.Sum32(), 1))
}

func (r *random) next() uint32 {
	*r ^= *r << 13
	*r ^= *r >> 17
	*r ^= *r << 5
	return uint32(*r)
}

// below returns a number from 0 to n-1.
func (r *random) below(n int) int { return int(r.next() % uint32(n)) }

// chance is true in that many of a hundred cases.
func (r *random) chance(percent int) bool { return r.below(100) < percent }
