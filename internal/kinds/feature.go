package kinds

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Feature is a long story, told with pictures, numbers and quotes.
type Feature struct {
	Title        string        `rule:"required max=150"`
	ShortTitle   string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary      string        `type:"longtext" help:"For cards, feeds and search engines" rule:"required max=300"`
	Published    cms.Date      `label:"Date of publication" rule:"required"`
	Authors      []cms.Ref     `kinds:"person"`
	GuestAuthors []GuestAuthor `label:"Authors without a page here"`
	Categories   []cms.TermRef `vocabulary:"blog-category"`
	Topics       []cms.TermRef `vocabulary:"topic"`
	Hashtags     []Hashtag     `search:"none"`
	LeadImage    cms.Image
	Thumbnail    cms.Image    `help:"For cards; leave empty to have one drawn"`
	Lead         richtext.Doc `label:"Lead paragraph"`
	Body         cms.Blocks   `label:"Content"`
	Backstory    richtext.Doc
	Contact      richtext.Doc `label:"Contact details"`
	Related      []cms.Ref    `label:"Related subjects"`
	Share        bool         `label:"Show links for sharing" default:"true"`
}

func (*Feature) Kind() cms.Kind {
	return cms.Kind{Name: "feature", Label: "Feature", Help: "A long story with pictures, numbers and quotes", Addressed: true}
}

func (f *Feature) Card() cms.Card {
	return cms.Card{Title: f.Title, ShortTitle: f.ShortTitle, Summary: f.Summary, SortAt: noon(f.Published)}
}

func (f *Feature) FeedEntry() FeedEntry {
	return FeedEntry{Authors: f.Authors, Guests: f.GuestAuthors, Picture: f.LeadImage}
}

// Lists declares the newest features beside this one, which is among them.
func (f *Feature) Lists(time.Time) []cms.ListQuery {
	return []cms.ListQuery{{Kinds: []string{"feature"}, Below: cms.Parent, Size: 4}}
}
