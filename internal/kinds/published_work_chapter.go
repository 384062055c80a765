package kinds

import (
	"lectern/internal/cms"
	"lectern/internal/schema"
)

// PublishedWorkChapter is a chapter of a published work.
type PublishedWorkChapter struct {
	Title      string        `rule:"required max=250"`
	ShortTitle string        `help:"For the list of chapters; leave empty to use the title" rule:"max=80"`
	Summary    string        `type:"longtext" label:"Lead" rule:"max=400"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Banner     cms.Image     `label:"Picture in the heading" help:"Leave empty to use that of the work"`
	Jump       bool          `label:"Show a button that leads to the content"`
	Body       cms.Blocks    `label:"Content"`
	NoIndex    bool          `label:"Keep out of search engines"`
}

func (*PublishedWorkChapter) Kind() cms.Kind {
	return cms.Kind{
		Name: "published-work-chapter", Label: "Chapter", Help: "A chapter of a published work", Addressed: true,
		Below: []string{"published-work"},
	}
}

func (c *PublishedWorkChapter) Card() cms.Card {
	return cms.Card{Title: c.Title, ShortTitle: c.ShortTitle, Summary: c.Summary, Unindexed: c.NoIndex}
}

func (c *PublishedWorkChapter) FeedEntry() FeedEntry { return FeedEntry{Picture: c.Banner} }

// InheritsFrom names the kind of page whose chapters are shown beside this one.
func (*PublishedWorkChapter) InheritsFrom() []string { return []string{"published-work"} }

// Inherit takes over what the work says and the chapter does not.
func (c *PublishedWorkChapter) Inherit(from schema.Kind) {
	if work, ok := from.(*PublishedWork); ok {
		inherit(&c.Topics, work.Topics)
		if c.Banner.Asset == "" {
			c.Banner = work.Banner
		}
	}
}
