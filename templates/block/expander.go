package block

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"lectern/internal/blocks"
	"lectern/templates/ui"
)

var _ = add(expander)

func expander(v *ui.View, b *blocks.Expander, at *Place) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		content, shown, err := at.Inside(ctx, v, b.Body)
		if err != nil || !shown {
			return err
		}
		return expanderBox(b, at.Anchor(b.Heading), content).Render(ctx, w)
	})
}
