package block

import (
	"bytes"
	"context"
	"io"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// ground is the colour of a band.
type ground string

const (
	white ground = "white"
	mist  ground = "mist"
	ink   ground = "ink"
)

// A piece is a block that has been rendered and shows something.
type piece struct {
	html  []byte
	place *Place
}

// pieces renders the blocks one after the other. What a block needs to know of
// the page it asks its place for; what it does not show is not there.
// They all stand in a place like that one.
func pieces(ctx context.Context, v *ui.View, body cms.Blocks, like Place) ([]piece, error) {
	var shown []piece
	for _, b := range body {
		render := like.Renderers[b.Type]
		if render == nil || b.Value == nil {
			continue
		}
		place := like
		var html bytes.Buffer
		if err := render(v, b.Value, &place).Render(ctx, &html); err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(html.Bytes())) > 0 {
			shown = append(shown, piece{html.Bytes(), &place})
		}
	}
	return shown, nil
}

// Column shows the blocks as a column of text, with the page contents beside
// it when there are two main headings or more. What is given as children ends
// the column.
func Column(v *ui.View, body cms.Blocks, renderers Renderers) templ.Component {
	return article{text: body}.show(v, renderers)
}

// article is a column of text and what stands around it.
type article struct {
	text   cms.Blocks
	beside templ.Component // above the page contents; nil: nothing
	below  cms.Blocks      // bands across the page that lead on; their headings are not among the page contents
}

func (a article) show(v *ui.View, renderers Renderers) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx) // first: the blocks' own templates clear them
		ctx = templ.ClearChildren(ctx)
		outline := &ui.Outline{}
		shown, err := pieces(ctx, v, a.text, Place{Renderers: renderers, outline: outline})
		if err != nil {
			return err
		}
		text := column(outline, shown, a.beside, children)
		if v.Bare {
			text = run(shown)
		}
		if err := text.Render(ctx, w); err != nil {
			return err
		}
		shown, err = pieces(ctx, v, a.below, Place{Band: true, Renderers: renderers, outline: outline})
		if err != nil {
			return err
		}
		return showBands(ctx, w, shown, white)
	})
}

// Bands shows the blocks across the page: each one that begins a section is a
// band, and what follows it without a heading belongs to it.
func Bands(v *ui.View, body cms.Blocks, renderers Renderers) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		shown, err := pieces(ctx, v, body, Place{Band: true, Renderers: renderers, outline: &ui.Outline{}})
		if err != nil {
			return err
		}
		return showBands(ctx, w, shown, ink) // below a hero
	})
}

func showBands(ctx context.Context, w io.Writer, shown []piece, above ground) error {
	for _, b := range bands(shown, above) {
		if err := b.show().Render(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

type band struct {
	ground ground
	joined bool // stands on the same ground as the band above
	head   ui.Heading
	pieces []piece
}

// bands parts the pieces into bands and chooses their grounds: white and mist
// in turn, and never two of a tint on top of each other. Above them is a ground
// of that colour.
func bands(shown []piece, above ground) []band {
	var all []band
	for _, p := range shown {
		if len(all) > 0 && !p.place.opens {
			last := &all[len(all)-1]
			last.pieces = append(last.pieces, p)
			continue
		}
		b := band{ground: p.place.ground, head: p.place.head, pieces: []piece{p}}
		if b.ground == "" {
			b.ground = white
			if above == white && !bare(all) {
				b.ground = mist
			}
		}
		b.joined = b.ground == above
		above = b.ground
		all = append(all, b)
	}
	return all
}

// bare reports whether the last band is white because its block brings a
// colour of its own. The next band may then be white too.
func bare(all []band) bool {
	return len(all) > 0 && all[len(all)-1].pieces[0].place.ground == white
}
