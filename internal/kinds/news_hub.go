package kinds

import (
	"slices"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/search"
)

// NewsHub leads to news, features and blogs.
type NewsHub struct {
	Title       string        `rule:"required max=100"`
	ShortTitle  string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary     string        `type:"longtext" label:"Lead" rule:"required max=300"`
	Topics      []cms.TermRef `vocabulary:"topic"`
	SignUp      string        `type:"longtext" label:"Invitation to subscribe" rule:"max=300"`
	SignUpLink  cms.Link      `label:"Where to subscribe"`
	Body        cms.Blocks    `label:"Content"`
	Contact     richtext.Doc  `label:"Contact details"`
	Profiles    []FurtherLink `help:"Our pages on social networks"`
	ShowBlogs   bool          `label:"List the latest blogs" default:"true"`
	ShowFeature bool          `label:"List the latest features" default:"true"`
}

func (*NewsHub) Kind() cms.Kind {
	return cms.Kind{Name: "news-hub", Label: "News hub", Help: "Leads to news, features and blogs, newest first", Addressed: true}
}

func (h *NewsHub) Card() cms.Card {
	return cms.Card{Title: h.Title, ShortTitle: h.ShortTitle, Summary: h.Summary}
}

// Browse declares the news below the hub.
func (*NewsHub) Browse(time.Time) Browsing {
	return Browsing{
		List:  cms.ListQuery{Kinds: []string{"news-article"}, Below: cms.This, Listed: true, Size: 12},
		What:  Noun{"news article", "news articles"},
		Sorts: []search.Sort{search.Date, search.Relevance, search.Title},
		Facets: slices.Concat(
			[]Narrowing{as("type", newsType, "").open()},
			years(),
			[]Narrowing{as("theme", newsTheme, "Theme"), by(search.Topic, "Topic")},
		),
	}
}

// Lists declares the features below the hub, the latest blogs of the whole site,
// and the news that are flagged to come first.
func (h *NewsHub) Lists(time.Time) []cms.ListQuery {
	return []cms.ListQuery{
		{Kinds: []string{"feature"}, Below: cms.This, Size: 3},
		{Kinds: []string{"blog-post"}, Size: 3},
		{Kinds: []string{"news-article"}, Below: cms.This, Listed: true, Pinned: true, Size: 3},
	}
}

// Follows declares the feed of the news and features below the hub.
func (*NewsHub) Follows() Following {
	return Following{Prefix: HubFeed, Kinds: []string{"news-article", "feature"}}
}
