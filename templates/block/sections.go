package block

import (
	"bytes"
	"context"
	"io"
	"maps"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/templates/ui"
)

// Section is a part of a page that the page's kind shows, and not a block: it
// stands among the blocks and is listed in the page contents as they are. When
// nothing of it shows, its heading does not show either.
type Section struct {
	Heading string                          // empty: it belongs to what stands above it
	ID      string                          // of the heading; empty: one is made of it
	More    cms.Link                        // beside the heading, such as all publications
	Show    func(at *Place) templ.Component // nil: nothing
	Body    cms.Blocks                      // blocks below that; their headings are subheadings of Heading

	// It is hidden once readers have asked for some of what they look through. It
	// is still there, so that asking in place makes the same page as going there.
	UntilAsked bool
}

// Body is a section of blocks alone, whose headings are the page's own.
func Body(body cms.Blocks) Section { return Section{Body: body} }

// Part is a section that needs to know nothing of its place.
func Part(heading string, content templ.Component) Section {
	return Section{Heading: heading, Show: func(*Place) templ.Component { return content }}
}

// Prose is a section of text.
func Prose(v *ui.View, heading string, text richtext.Doc) Section {
	return Part(heading, ui.RichText(v, text))
}

// Cards is a section with a card for each of the pages. A bare page has none:
// they tell of others.
func Cards(v *ui.View, heading string, rank ui.Rank, cards []ui.Card) Section {
	return Section{Heading: heading, Show: func(at *Place) templ.Component {
		if len(cards) == 0 || v.Bare {
			return templ.NopComponent
		}
		return ui.CardGrid(v, rank, at.Below(), cards)
	}}
}

// ColumnOf is Column for a page that shows more than blocks.
func ColumnOf(v *ui.View, renderers Renderers, sections ...Section) templ.Component {
	return ColumnBeside(v, renderers, nil, sections...)
}

// ColumnBeside is ColumnOf with something above the page contents; nil:
// nothing.
func ColumnBeside(v *ui.View, renderers Renderers, beside templ.Component, sections ...Section) templ.Component {
	return article{text: asBlocks(sections), beside: beside}.show(v, withSections(renderers))
}

// ArticleOf is ColumnOf with bands across the page below the column.
func ArticleOf(v *ui.View, renderers Renderers, text []Section, below ...Section) templ.Component {
	return article{text: asBlocks(text), below: asBlocks(below)}.show(v, withSections(renderers))
}

// BandsOf is Bands for a page that shows more than blocks.
func BandsOf(v *ui.View, renderers Renderers, sections ...Section) templ.Component {
	return Bands(v, asBlocks(sections), withSections(renderers))
}

// sectionType is the block type that sections take part as. No content file
// can name it.
const sectionType = "(section)"

func asBlocks(sections []Section) cms.Blocks {
	var all cms.Blocks
	for i, s := range sections {
		if s.Heading == "" && s.Show == nil {
			all = append(all, s.Body...)
			continue
		}
		all = append(all, cms.Block{Type: sectionType, Value: &sections[i]})
	}
	return all
}

func withSections(renderers Renderers) Renderers {
	all := maps.Clone(renderers)
	if all == nil {
		all = Renderers{}
	}
	all[sectionType] = show(section)
	return all
}

// section renders what stands below the heading first into a buffer, because
// the heading shows only with it.
func section(v *ui.View, s *Section, at *Place) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		listed := len(at.outline.Main)
		head := at.Section(s.Heading)
		if s.ID != "" {
			head = at.outline.Call(head, s.ID)
		}
		at.untilAsked, at.hidden = s.UntilAsked, s.UntilAsked && v.Listing != nil && v.Listing.Narrowed()
		var content bytes.Buffer
		if s.Show != nil {
			if err := s.Show(at).Render(ctx, &content); err != nil {
				return err
			}
		}
		if err := at.nest(ctx, v, s.Body, &content); err != nil {
			return err
		}
		if len(bytes.TrimSpace(content.Bytes())) == 0 {
			at.outline.Main = at.outline.Main[:listed]
			at.outline.Release(head.ID)
			return nil
		}
		if err := ui.SectionHead(v, head, s.More).Render(ctx, w); err != nil {
			return err
		}
		_, err := w.Write(content.Bytes())
		return err
	})
}

// nest renders blocks that stand below a heading of their page.
func (p *Place) nest(ctx context.Context, v *ui.View, body cms.Blocks, w io.Writer) error {
	for _, b := range body {
		render := p.Renderers[b.Type]
		if render == nil || b.Value == nil {
			continue
		}
		place := &Place{Renderers: p.Renderers, outline: p.outline, nested: true}
		if err := render(v, b.Value, place).Render(ctx, w); err != nil {
			return err
		}
	}
	return nil
}
