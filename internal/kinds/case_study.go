package kinds

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// CaseStudy tells how something was done, for those who want to do it, too.
type CaseStudy struct {
	Title        string        `rule:"required max=150"`
	ShortTitle   string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary      string        `type:"longtext" help:"For cards and search engines" rule:"required max=300"`
	Published    cms.Date      `label:"Date of publication" rule:"required"`
	Authors      []cms.Ref     `kinds:"person"`
	GuestAuthors []GuestAuthor `label:"Authors without a page here"`
	Categories   []cms.TermRef `vocabulary:"blog-category"`
	Topics       []cms.TermRef `vocabulary:"topic"`
	Hashtags     []Hashtag     `search:"none"`
	LeadImage    cms.Image
	Lead         richtext.Doc `label:"Lead paragraph"`
	Body         cms.Blocks   `label:"Content"`
	Backstory    richtext.Doc
	Contact      richtext.Doc `label:"Contact details"`
	Related      []cms.Ref    `label:"Related subjects"`
}

func (*CaseStudy) Kind() cms.Kind {
	return cms.Kind{Name: "case-study", Label: "Case study", Help: "How something was done, for those who want to do it, too", Addressed: true}
}

func (c *CaseStudy) Card() cms.Card {
	return cms.Card{Title: c.Title, ShortTitle: c.ShortTitle, Summary: c.Summary, SortAt: noon(c.Published)}
}

func (c *CaseStudy) FeedEntry() FeedEntry {
	return FeedEntry{Authors: c.Authors, Guests: c.GuestAuthors, Picture: c.LeadImage}
}
