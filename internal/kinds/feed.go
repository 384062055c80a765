package kinds

import (
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
)

// Feed is a run of pages that readers follow in a program of theirs: what came
// out last comes first.
type Feed struct {
	Title   string        `rule:"required max=100"`
	Address string        `label:"Name in its address" help:"Such as tech-talk, for /feeds/tech-talk.rss. Whoever follows the feed loses it when this changes" rule:"required unique max=60 pattern=^[a-z0-9]+(-[a-z0-9]+)*$"`
	Summary string        `type:"longtext" label:"What comes in it" rule:"required max=300"`
	Page    cms.Ref       `label:"Page that it belongs to" help:"Readers' programs find the feed there, and lead back to it" rule:"required"`
	Kinds   []string      `type:"kinds" label:"Kinds of page" rule:"required"`
	Below   cms.Ref       `label:"Only pages below this one" help:"Leave empty for the whole site"`
	Terms   []cms.TermRef `label:"Only pages filed under all of these"`
	State   string        `type:"choice" label:"What of them" options:"released=What is published,upcoming=What is announced and still to come" default:"released" rule:"required"`
	Count   int           `label:"How many at a time" help:"Older ones are on the further pages of the feed" rule:"min=1 max=100" default:"20"`
	Image   cms.Image     `help:"A small picture that stands for the feed"`
}

// ownFeeds is what the names of the feeds begin with that Lectern makes by
// itself, of every topic, series and hub.
var ownFeeds = []string{TopicFeed, SeriesFeed, HubFeed}

func (*Feed) Kind() cms.Kind {
	return cms.Kind{Name: "feed", Label: "Feed", Help: "What readers can follow in a program of theirs: RSS, Atom and JSON Feed", Tag: cms.FeedTag}
}

func (f *Feed) Card() cms.Card { return cms.Card{Title: f.Title} }

// Query asks for what is in the feed.
func (f *Feed) Query() cms.ListQuery {
	q := cms.ListQuery{Kinds: f.Kinds, Below: cms.ID(f.Below), State: cms.Current, Sort: cms.Latest, Size: f.Count}
	if f.State == "upcoming" {
		q.State = cms.Upcoming
	}
	for _, term := range f.Terms {
		q.Terms = append(q.Terms, cms.ID(term))
	}
	return q
}

// Lists declares what came out last, as the page of feeds shows it.
func (f *Feed) Lists(time.Time) []cms.ListQuery {
	q := f.Query()
	q.Size = 3
	return []cms.ListQuery{q}
}

// Covers reports whether the feed holds all that the own feed of a page holds.
func (f *Feed) Covers(page cms.ID, own Following) bool {
	return f.State == "released" && len(f.Terms) == 0 && (f.Below == "" || cms.ID(f.Below) == page && !own.Everywhere) &&
		!slices.ContainsFunc(own.Kinds, func(kind string) bool { return !slices.Contains(f.Kinds, kind) })
}

// Check refuses names that belong to feeds which Lectern makes by itself.
func (f *Feed) Check() []cms.Problem {
	for _, prefix := range ownFeeds {
		if strings.HasPrefix(f.Address, prefix+"-") {
			return []cms.Problem{{Field: "address", Message: "names that begin with " + prefix + "- belong to feeds that Lectern makes by itself; choose another"}}
		}
	}
	return nil
}
