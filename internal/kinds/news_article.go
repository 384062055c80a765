package kinds

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// NewsArticle tells what has happened.
type NewsArticle struct {
	Title          string        `rule:"required max=150"`
	ShortTitle     string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary        string        `type:"longtext" label:"Lead" rule:"required max=300"`
	PublishedAt    time.Time     `label:"Published" rule:"required"`
	Type           string        `type:"choice" options:"news=News,statement=Statement,press-release=Press release,update=Update,correction=Correction" default:"news" facet:"news-type"`
	Topics         []cms.TermRef `vocabulary:"topic"`
	Theme          []cms.TermRef `vocabulary:"news-theme"`
	Credit         string        `label:"Credit line" help:"Whose news it is, such as another organisation" rule:"max=120"`
	LeadImage      cms.Image
	ShareImage     cms.Image    `label:"Picture for social networks" help:"Leave empty to have one drawn"`
	Body           cms.Blocks   `label:"Content"`
	EditorNotes    []EditorNote `label:"Notes for editors"`
	People         []cms.Ref    `kinds:"person" label:"People mentioned"`
	Related        []cms.Ref    `label:"Related pages"`
	Backstory      richtext.Doc
	MediaContact   MediaContact
	Hashtags       []Hashtag `search:"none"`
	Priority       bool      `label:"Comes first in the news hub for 30 days"`
	NotInNewsLists bool      `label:"Leave out of the lists of news"`
}

// EditorNote is background for those who write about the news.
type EditorNote struct {
	Text richtext.Doc `rule:"required"`
}

// MediaContact is whom journalists may ask.
type MediaContact struct {
	Name      string `rule:"max=120"`
	Telephone string `rule:"max=40 telephone"`
	Email     string `rule:"max=254 email"`
}

func (*NewsArticle) Kind() cms.Kind {
	return cms.Kind{Name: "news-article", Label: "News article", Help: "What has happened", Addressed: true}
}

func (a *NewsArticle) Card() cms.Card {
	c := cms.Card{
		Title: a.Title, ShortTitle: a.ShortTitle, Summary: a.Summary, SortAt: a.PublishedAt,
		Label: labelOf(NewsTypes, a.Type), Unlisted: a.NotInNewsLists,
	}
	if a.Priority {
		c.PinnedUntil = a.PublishedAt.Add(pinnedFor)
	}
	return c
}

func (a *NewsArticle) FeedEntry() FeedEntry {
	return FeedEntry{Labels: []FeedLabel{{"news-type", a.Type, labelOf(NewsTypes, a.Type)}}, Picture: a.LeadImage}
}

// pinnedFor is how long news that are flagged come first.
const pinnedFor = 30 * 24 * time.Hour

// NewsTypes are what the types of news are called.
var NewsTypes = []cms.Choice{
	{Value: "news", Label: "News"}, {Value: "statement", Label: "Statement"}, {Value: "press-release", Label: "Press release"},
	{Value: "update", Label: "Update"}, {Value: "correction", Label: "Correction"},
}

// Lists declares the latest news beside this one, which is among them.
func (a *NewsArticle) Lists(time.Time) []cms.ListQuery {
	return []cms.ListQuery{{Kinds: []string{"news-article"}, Below: cms.Parent, Listed: true, Size: 4}}
}
