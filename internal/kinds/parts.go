package kinds

import (
	"strings"
	"time"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// GuestAuthor is somebody who wrote and has no page of their own here.
type GuestAuthor struct {
	Name         string       `rule:"required max=120"`
	Role         string       `help:"Such as guest author" rule:"max=120"`
	JobTitle     string       `rule:"max=120"`
	Organisation string       `rule:"max=120"`
	Biography    richtext.Doc `rule:"max=1000"`
}

// Attachment is a file that belongs to a page.
type Attachment struct {
	File cms.File `rule:"required"`
	Note string   `help:"What a reader should know before opening it" rule:"max=300"`
}

// FurtherLink leads to something that belongs to a page.
type FurtherLink struct {
	Link cms.Link `rule:"required"`
}

// Hashtag is a word that social networks find the page by, without the sign.
type Hashtag struct {
	Word string `rule:"required max=60 pattern=^[\\p{L}\\p{N}_]+$"`
}

// labelOf is the label of a value; empty: it has none.
func labelOf(choices []cms.Choice, value string) string {
	for _, o := range choices {
		if o.Value == value {
			return o.Label
		}
	}
	return ""
}

// newsAge is how old news may be to be called latest: about two months.
const newsAge = 60 * 24 * time.Hour

// aboutIt asks for the news that mention a page, latest and older, and for the
// events to come that do.
func aboutIt(at time.Time) []cms.ListQuery {
	news := cms.ListQuery{Kinds: []string{"news-article"}, RefersTo: cms.This, Size: 7}
	latest, related := news, news
	latest.From, related.To = at.Add(-newsAge), at.Add(-newsAge)
	return []cms.ListQuery{latest, related, {Kinds: []string{"event"}, RefersTo: cms.This, From: at, Sort: cms.Oldest, Size: 3}}
}

// noon is the middle of a day in UTC: the same day in nearly every zone, so
// that a list shows the date that was meant. Zero stays zero.
func noon(d cms.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.In(time.UTC).Add(12 * time.Hour)
}

// brief is what cards show of a longer summary: its first paragraph, cut
// between two words.
func brief(summary richtext.Doc) string {
	const most = 300 // characters
	first, _, _ := strings.Cut(summary.Plain(), "\n")
	if utf8.RuneCountInString(first) <= most {
		return first
	}
	cut := string([]rune(first)[:most])
	if space := strings.LastIndexByte(cut, ' '); space > 0 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, ",;:.–-") + "…"
}
