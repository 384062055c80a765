package kind

import (
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/ui"
)

var _ = describe(describePage)

// describePage tells of a page that says what type it is of, such as guidance,
// as of an article. Others are web pages.
func describePage(v *ui.View, p *kinds.ContentPage) schemaorg.Thing {
	topics := schemaorg.Thing{"keywords": v.TermNames(p.Topics...)}
	types := v.TermNames(p.Types...)
	if len(types) == 0 {
		return webPage(v).With(topics)
	}
	return article(v, "Article", p.Title, nil).With(topics).With(schemaorg.Thing{"articleSection": types})
}
