package block

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// Place is where on its page a block stands. A block asks it for its headings,
// so that levels, identifiers and numbers fit the page.
type Place struct {
	Band      bool      // the block goes across the page, as on the home page
	Renderers Renderers // for blocks inside of blocks

	outline *ui.Outline
	nested  bool   // the block stands below a heading that is not a block's
	opens   bool   // the block begins a section
	ground  ground // what the block wants to stand on
	head    ui.Heading

	untilAsked, hidden bool // of the section that the block begins
}

// Section adds a main heading. It is listed in the page contents.
func (p *Place) Section(heading string) ui.Heading {
	return p.NumberedSection("", heading)
}

// NumberedSection adds a main heading whose number is the author's own.
func (p *Place) NumberedSection(number, heading string) ui.Heading {
	if heading == "" {
		return ui.Heading{}
	}
	if p.nested {
		return p.Sub(strings.TrimSpace(number + " " + heading))
	}
	p.opens, p.head = true, p.outline.AddMain(heading, number)
	return p.head
}

// CountedSection adds a main heading with the next number of the page.
func (p *Place) CountedSection(heading string) ui.Heading {
	if p.nested {
		return p.Sub(heading)
	}
	p.opens, p.head = true, p.outline.AddCounted(heading)
	return p.head
}

// Sub adds a subheading, one level below the main heading it stands under.
func (p *Place) Sub(heading string) ui.Heading { return p.outline.AddSub(heading) }

// Below is the level of headings inside of the block, such as card titles.
func (p *Place) Below() int { return p.outline.Below() }

// Anchor returns an identifier for something called name.
func (p *Place) Anchor(name string) string { return p.outline.Anchor(name) }

// Label returns the name for a part of the page, unique on it.
func (p *Place) Label(name string) string { return p.outline.Label(name) }

// Inside renders blocks that stand inside of the block, and belong to its
// column. It is empty when none of them shows anything.
func (p *Place) Inside(ctx context.Context, v *ui.View, body cms.Blocks) (templ.Component, bool, error) {
	shown, err := pieces(ctx, v, body, Place{Renderers: p.Renderers, outline: p.outline.Inside()})
	return run(shown), len(shown) > 0, err
}

// Emphasise asks for a band of ink around the block.
func (p *Place) Emphasise() { p.opens, p.ground = true, ink }

// Bare asks for a white band, because the block brings its own colour.
func (p *Place) Bare() { p.opens, p.ground = true, white }
