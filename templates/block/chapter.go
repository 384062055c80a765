package block

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"lectern/templates/ui"
)

// Chapter is a section that shows a page as a part of this one: v is the view
// of that page, and above stands between its heading and its sections. Its
// headings are one level lower than by itself.
func Chapter(v *ui.View, title string, number int, above templ.Component, renderers Renderers, sections ...Section) Section {
	return Section{Show: func(at *Place) templ.Component {
		head, outline := at.outline.Chapter(v.Anchor, title, number)
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			inside := Place{Renderers: withSections(renderers), outline: outline}
			shown, err := pieces(ctx, v, asBlocks(sections), inside)
			if err != nil {
				return err
			}
			return chapter(head, above, shown).Render(ctx, w)
		})
	}}
}
