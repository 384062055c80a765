package kinds

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// BlogPost is what somebody tells of their work.
type BlogPost struct {
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
	Lead         richtext.Doc `label:"Lead paragraph"`
	Action       cms.Link     `label:"Button"`
	SecondAction cms.Link     `label:"Second button"`
	Body         cms.Blocks   `label:"Content"`
	Backstory    richtext.Doc `help:"How the post came about, or what the reader should know of its background"`
	Contact      richtext.Doc `label:"Contact details"`
	Related      []cms.Ref    `label:"Related subjects"`
	Share        bool         `label:"Show links for sharing" default:"true"`
}

func (*BlogPost) Kind() cms.Kind {
	return cms.Kind{Name: "blog-post", Label: "Blog post", Help: "What somebody tells of their work", Addressed: true}
}

func (p *BlogPost) Card() cms.Card {
	return cms.Card{Title: p.Title, ShortTitle: p.ShortTitle, Summary: p.Summary, SortAt: noon(p.Published)}
}

func (p *BlogPost) FeedEntry() FeedEntry {
	return FeedEntry{Authors: p.Authors, Guests: p.GuestAuthors, Picture: p.LeadImage}
}

// Lists declares the newest posts beside this one. It is among them: the
// template leaves it out.
func (p *BlogPost) Lists(time.Time) []cms.ListQuery {
	return []cms.ListQuery{{Kinds: []string{"blog-post"}, Below: cms.Parent, Size: 4}}
}
