// Package block is the HTML of the content blocks: one file per block type.
package block

import (
	"maps"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// Renderer shows a block. Its value is a pointer to the struct of its type. A
// block that has nothing to show writes nothing, its heading included.
type Renderer func(v *ui.View, value any, at *Place) templ.Component

// Renderers holds the renderer of every block type by the type's name.
type Renderers map[string]Renderer

// renderers is filled by the files of the block types as the program starts.
var renderers = Renderers{}

// All returns the renderer of every block type.
func All() Renderers { return maps.Clone(renderers) }

// add makes a component the renderer of its block type. The file of each calls it,
// so that package blocks has the only list of them.
func add[T any, P interface {
	*T
	Block() cms.BlockType
}](component func(*ui.View, P, *Place) templ.Component) Renderer {
	name := P(new(T)).Block().Name
	if renderers[name] != nil {
		panic("block: " + name + " has two renderers")
	}
	renderers[name] = show(component)
	return renderers[name]
}

// show makes a Renderer of the component for one block struct.
func show[V any](component func(*ui.View, V, *Place) templ.Component) Renderer {
	return func(v *ui.View, value any, at *Place) templ.Component {
		content, ok := value.(V)
		if !ok {
			return templ.NopComponent
		}
		return component(v, content, at)
	}
}
