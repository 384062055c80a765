// Package block is the HTML of the content blocks: one file per block type.
package block

import (
	"github.com/a-h/templ"

	"lectern/templates/ui"
)

// Renderer shows a block. Its value is a pointer to the struct of its type. A
// block that has nothing to show writes nothing, its heading included.
type Renderer func(v *ui.View, value any, at *Place) templ.Component

// Renderers holds the renderer of every block type by the type's name.
type Renderers map[string]Renderer

// All returns the renderer of every block type.
func All() Renderers {
	return Renderers{
		"button":        show(button),
		"callout":       show(callout),
		"card-grid":     show(cardGrid),
		"change-notice": show(changeNotice),
		"chart":         show(drawnChart),
		"checklist":     show(checklist),
		"clauses":       show(clauses),
		"code":          show(code),
		"contact":       show(contact),
		"dashboard":     show(dashboard),
		"downloads":     show(downloads),
		"expander":      show(expander),
		"featured":      show(featured),
		"gallery":       show(gallery),
		"icon-list":     show(iconList),
		"image":         show(image),
		"key-facts":     show(keyFacts),
		"latest":        show(latest),
		"people":        show(people),
		"quote":         show(quote),
		"statistics":    show(statistics),
		"table":         show(table),
		"text":          show(text),
		"tiles":         show(tiles),
		"video":         show(video),
	}
}

// show makes a Renderer of the templ for one block struct.
func show[T any](component func(*ui.View, *T, *Place) templ.Component) Renderer {
	return func(v *ui.View, value any, at *Place) templ.Component {
		block, ok := value.(*T)
		if !ok {
			return templ.NopComponent
		}
		return component(v, block, at)
	}
}
