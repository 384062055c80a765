// Package kind is the HTML of the page kinds: one file per kind. What it
// returns is the whole document, header and footer included.
package kind

import (
	"github.com/a-h/templ"

	"lectern/templates/block"
	"lectern/templates/ui"
)

// Renderer shows a page as a whole document. Its value is a pointer to the
// struct of its kind; blocks shows the content blocks on it.
type Renderer func(v *ui.View, value any, blocks block.Renderers) templ.Component

// Renderers holds the renderer of every addressed kind by the kind's name.
type Renderers map[string]Renderer

// All returns the renderer of every addressed kind.
func All() Renderers {
	return Renderers{
		"alert-hub":              show(alertHub),
		"api":                    show(api),
		"api-catalogue":          show(apiCatalogue),
		"blog-hub":               show(blogHub),
		"blog-post":              show(blogPost),
		"careers":                show(careers),
		"case-study":             show(caseStudy),
		"contact":                show(contact),
		"cyber-alert":            show(cyberAlert),
		"dashboards":             show(dashboards),
		"data-hub":               show(dataHub),
		"data-set":               show(dataSet),
		"event":                  show(event),
		"events-hub":             show(eventsHub),
		"feature":                show(feature),
		"feeds":                  show(feeds),
		"form":                   show(form),
		"home":                   show(home),
		"job":                    show(job),
		"landing":                show(landing),
		"legal":                  show(legal),
		"news-article":           show(newsArticle),
		"news-hub":               show(newsHub),
		"page":                   show(contentPage),
		"person":                 show(person),
		"publication":            show(publication),
		"publication-page":       show(publicationPage),
		"publications-hub":       show(publicationsHub),
		"published-work":         show(publishedWork),
		"published-work-chapter": show(publishedWorkChapter),
		"series":                 show(series),
		"service":                show(service),
		"service-catalogue":      show(serviceCatalogue),
	}
}

// Render returns the document of the view's page: its release says the kind,
// its value the content. It is false for a kind that nothing renders.
func Render(v *ui.View, kinds Renderers, blocks block.Renderers) (templ.Component, bool) {
	render, ok := kinds[v.Release.Kind]
	if !ok || v.Value == nil {
		return nil, false
	}
	return render(v, v.Value, blocks), true
}

// show makes a Renderer of the templ for one kind's struct.
func show[T any](component func(*ui.View, *T, block.Renderers) templ.Component) Renderer {
	return func(v *ui.View, value any, blocks block.Renderers) templ.Component {
		page, ok := value.(*T)
		if !ok {
			return templ.NopComponent
		}
		return component(v, page, blocks)
	}
}
