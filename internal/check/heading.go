package check

import (
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

var headingOrder = Rule{
	Name: "heading-order", Label: "Order of headings", Level: Advise,
	Help: "People who cannot see the page move from heading to heading, and a subheading tells them that they are within a section",
	find: func(p *page) (problems []cms.Problem) {
		for _, h := range p.outline() {
			switch h.Level {
			case schema.MainHeading:
				return problems
			case schema.Subheading:
				problems = append(problems, problem(h.path, "%q is a subheading with no main heading above it; make it a main heading", h.Text))
			}
		}
		return problems
	},
}

// A section may begin with a subheading: that is how a section of parts looks.
var emptySection = Rule{
	Name: "empty-section", Label: "Heading with nothing below it", Level: Advise,
	Help: "A heading promises something, and readers who jump to it find nothing",
	find: func(p *page) (problems []cms.Problem) {
		outline := p.outline()
		for i, h := range outline {
			next := heading{at: len(p.places)}
			if i+1 < len(outline) {
				next = outline[i+1]
			}
			if h.Level != schema.AsideHeading && next.Level <= h.Level && !p.filled(h, next) {
				problems = append(problems, problem(h.path, "nothing stands below %q; write something there, or take the heading away", h.Text))
			}
		}
		return problems
	},
}

var sameHeading = Rule{
	Name: "same-heading", Label: "Headings that are the same", Level: Advise,
	Help: "In a list of the page's headings nobody can tell two of the same words apart",
	find: func(p *page) (problems []cms.Problem) {
		seen := map[string]bool{}
		for _, h := range p.outline() {
			if h.Level != schema.MainHeading {
				continue
			}
			if seen[sameWords(h.Text)] {
				problems = append(problems, problem(h.path, "another main heading of this page is %q, too; say in each what is special to its section", h.Text))
			}
			seen[sameWords(h.Text)] = true
		}
		return problems
	},
}

// heading is a heading in its place on the page.
type heading struct {
	schema.Heading
	path string
	at   int // in places
}

// outline returns the headings in the order of the page.
func (p *page) outline() []heading {
	var outline []heading
	for at, place := range p.places {
		if h, is := p.headings[place.path]; is {
			outline = append(outline, heading{h, place.path, at})
		}
	}
	return outline
}

// filled reports whether something stands between the heading and the next one.
// What the block of the next one holds before it, such as its number, belongs
// to that.
func (p *page) filled(h heading, next heading) bool {
	own := above(next.path)
	for _, place := range p.places[h.at+1 : next.at] {
		if own != "" && own != above(h.path) && strings.HasPrefix(place.path, own+".") {
			continue
		}
		if p.lists[above(place.path)] || place.shows() {
			return true
		}
	}
	return false
}

// shows reports whether the field gives a reader something. What only says how
// to show the rest does not.
func (p place) shows() bool {
	switch p.field.Type {
	case schema.TypeChoice, schema.TypeBool, schema.TypeInteger, schema.TypeInstant, schema.TypeKinds, schema.TypeTerms:
		return false
	}
	return !p.field.Empty(p.value)
}
