package kinds

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/search"
)

// BlogHub lists the posts below it.
type BlogHub struct {
	Title      string        `rule:"required max=100"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Subtitle   string        `rule:"max=150"`
	Summary    string        `type:"longtext" label:"Lead" rule:"max=300"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Categories []cms.TermRef `vocabulary:"blog-category" help:"What its posts are about; readers can choose one of several"`
	Publisher  string        `help:"Who publishes it; leave empty for the organisation itself" rule:"max=120"`
	ISSN       string        `label:"ISSN" help:"Such as 1234-5679" rule:"pattern=^[0-9]{4}-[0-9]{3}[0-9X]$"`
	Image      cms.Image     `label:"Heading image"`
	Subject    cms.Link      `help:"What the whole blog is about"`
	Author     cms.Ref       `kinds:"person" help:"Who writes it, if it is one person's"`
	Intro      richtext.Doc
	Body       cms.Blocks `label:"Content below the posts"`
}

func (*BlogHub) Kind() cms.Kind {
	return cms.Kind{Name: "blog-hub", Label: "Blog hub", Help: "Lists the blog posts below it, newest first", Addressed: true}
}

func (h *BlogHub) Card() cms.Card {
	return cms.Card{Title: h.Title, ShortTitle: h.ShortTitle, Summary: h.Summary}
}

// Browse declares the posts below the hub, by category where it has several.
func (h *BlogHub) Browse(time.Time) Browsing {
	b := Browsing{
		List:  cms.ListQuery{Kinds: []string{"blog-post"}, Below: cms.This, Size: 18},
		What:  Noun{"post", "posts"},
		Sorts: []search.Sort{search.Date, search.Relevance, search.Title},
	}
	if len(h.Categories) > 1 {
		category := as("category", blogCategory, "Category").open()
		category.Terms = h.Categories
		b.Facets = append(b.Facets, category)
	}
	b.Facets = append(b.Facets, years()...)
	b.Facets = append(b.Facets, by(search.Topic, "Topic"))
	return b
}

// Follows declares the feed of the blog posts below the hub.
func (*BlogHub) Follows() Following { return Following{Prefix: HubFeed, Kinds: []string{"blog-post"}} }
