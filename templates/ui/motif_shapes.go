package ui

import (
	"strconv"
	"strings"
)

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

// chevron points to the right. It is the marker of an alert.
func (m *Motif) chevron(x, y int) {
	m.draw(toneX, "M%d %dh%dl%d %dl%d %dh%dl%d %dz", x, y, module/2, module/2, module/2, -module/2, module/2, -module/2, module/2, -module/2)
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
