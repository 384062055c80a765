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
	colour        string // class: the colour of its family
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

// A family is what the drawings of some kinds of page have in common.
type family struct {
	colour        string
	columns, rows int                             // of a strip
	strip         func(m *Motif)                  // fills one, without a marker
	large         func(m *Motif, column, row int) // fills a large drawing, with the marker at about that cell
	hub           bool                            // of pages that lead to others
}

var (
	services = family{"blue", 9, 3,
		func(m *Motif) { m.paths(toneA, 1+m.random.below(m.columns-2), 1) },
		func(m *Motif, column, row int) { m.paths(toneX, column, row) }, false,
	}
	hubs      = shelves("blue")
	dataHubs  = shelves("teal")
	storyHubs = shelves("plum")
	stories   = family{"plum", 6, 2, func(m *Motif) { m.leaves(-1, -1) }, (*Motif).leaves, false}
	data      = family{"teal", 9, 3, func(m *Motif) { m.heaps(-1) }, func(m *Motif, column, _ int) { m.heaps(column) }, false}
	alerts    = family{"alert", 9, 3, func(m *Motif) { m.interference(-1) }, func(m *Motif, column, _ int) { m.interference(column) }, false}
)

func shelves(colour string) family {
	return family{colour, 9, 3, func(m *Motif) { m.shelf(false) }, func(m *Motif, _, _ int) { m.shelf(true) }, true}
}

var families = map[string]family{
	"service": services,

	"landing": hubs, "service-catalogue": hubs, "api-catalogue": hubs, "alert-hub": hubs, "careers": hubs,
	"data-hub": dataHubs, "publications-hub": dataHubs,
	"blog-hub": storyHubs, "news-hub": storyHubs, "events-hub": storyHubs,

	"blog-post": stories, "feature": stories, "case-study": stories, "news-article": stories, "event": stories,

	"publication": data, "publication-page": data, "series": data, "data-set": data, "dashboards": data,
	"published-work": data, "published-work-chapter": data,

	"cyber-alert": alerts,
}

// HasMotif reports whether pages of the kind have a motif of their own.
func HasMotif(kind string) bool {
	_, has := families[kind]
	return has
}

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

// HubMotif is the drawing of a landing page: a shelf of books, in the colour of
// what it leads to.
func HubMotif(kind string, page cms.ID) *Motif {
	m := newMotif("landing", page, "motif-hero", 14, 6)
	if f, has := families[kind]; has {
		m.colour = f.colour
	}
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

// StoryMotif is the drawing across the head of a story, of so many rows. Its
// marker stands in the middle, which a screen of any shape shows.
func StoryMotif(kind string, page cms.ID, rows int) *Motif {
	m := newMotif(kind, page, "motif-story", 24, rows)
	m.colour, m.fit = stories.colour, "xMidYMid slice"
	m.leaves(10+m.random.below(4), rows/2)
	return m
}

// DataMotif is the drawing on the panel of a publication.
func DataMotif(kind string, page cms.ID) *Motif {
	m := newMotif(kind, page, "motif-panel", 12, 3)
	m.colour, m.fit = data.colour, "xMidYMax slice"
	m.heaps(m.columns/3 + m.random.below(m.columns/3))
	return m
}

// AlertMotif is the narrow drawing along the lower edge of an alert's head.
func AlertMotif(page cms.ID) *Motif {
	m := newMotif("cyber-alert", page, "motif-edge", 64, 1)
	m.colour, m.fit = alerts.colour, "xMinYMid slice"
	m.interference(3 + m.random.below(4))
	return m
}

// AuthorMotif stands for somebody who has no portrait. The seed is the id of
// their page, or the name of somebody without one.
func AuthorMotif(seed string) *Motif {
	m := newMotif("person", cms.ID(seed), "motif-author", 2, 2)
	m.colour, m.fit = stories.colour, "xMidYMin meet"
	for cell := range 4 {
		m.leaf(cell%2*module, cell/2*module)
	}
	return m
}

// Strip is the drawing along the top of a page's card. It is nil for a kind
// without a motif.
func Strip(kind string, page cms.ID) *Motif {
	f, has := families[kind]
	if !has {
		return nil
	}
	m := newMotif(kind, page, "motif-strip", f.columns, f.rows)
	m.colour = f.colour
	f.strip(m)
	return m
}

// LeadMotif is the drawing beside the text of a lead card. It is nil for a kind
// without a motif.
func LeadMotif(kind string, page cms.ID) *Motif {
	f, has := families[kind]
	if !has {
		return nil
	}
	m := newMotif(kind, page, "motif-lead", 6, 4)
	m.colour, m.fit = f.colour, "xMidYMid slice"
	f.large(m, 1+m.random.below(m.columns-2), 1+m.random.below(m.rows-2))
	return m
}

func newMotif(kind string, page cms.ID, place string, columns, rows int) *Motif {
	return &Motif{columns: columns, rows: rows, place: place, colour: "blue", fit: "xMaxYMid slice", random: seeded(kind, page)}
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
