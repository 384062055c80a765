// Package kind is the HTML of the page kinds: one file per kind. What it
// returns is the whole document, header and footer included.
package kind

import (
	"maps"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/templates/block"
	"lectern/templates/ui"
)

// Renderer shows a page as a whole document. Its value is a pointer to the
// struct of its kind; blocks shows the content blocks on it.
type Renderer func(v *ui.View, value any, blocks block.Renderers) templ.Component

// Renderers holds the renderer of every addressed kind by the kind's name.
type Renderers map[string]Renderer

// renderers is filled by the files of the kinds as the program starts.
var renderers = Renderers{}

// All returns the renderer of every addressed kind.
func All() Renderers { return maps.Clone(renderers) }

// add makes a component the renderer of its kind. The file of each calls it,
// so that package kinds has the only list of them.
func add[T any, P interface {
	*T
	Kind() cms.Kind
}](component func(*ui.View, P, block.Renderers) templ.Component) Renderer {
	name := P(new(T)).Kind().Name
	if renderers[name] != nil {
		panic("kind: " + name + " has two renderers")
	}
	renderers[name] = show(component)
	return renderers[name]
}

// Render returns the document of the view's page: its release says the kind,
// its value the content. It is false for a kind that nothing renders.
func Render(v *ui.View, kinds Renderers, blocks block.Renderers) (templ.Component, bool) {
	render, ok := kinds[v.Release.Kind]
	if !ok || v.Value == nil {
		return nil, false
	}
	v.Linked = linked(v)
	return render(v, v.Value, blocks), true
}

// show makes a Renderer of the component for one kind's struct.
func show[V any](component func(*ui.View, V, block.Renderers) templ.Component) Renderer {
	return func(v *ui.View, value any, blocks block.Renderers) templ.Component {
		content, ok := value.(V)
		if !ok {
			return templ.NopComponent
		}
		return component(v, content, blocks)
	}
}
