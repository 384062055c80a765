package ui

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
)

// PublishedOn is when the page came out, as machines read it: the day or the
// instant that it says of itself, else that of its first release.
func (v *View) PublishedOn() string {
	at, isDay := v.published()
	if isDay {
		return at.Format(time.DateOnly)
	}
	return v.Machine(at)
}

// EditedOn is when the page was last edited, as machines read it; empty if that
// was not after it came out.
func (v *View) EditedOn() string {
	if at, _ := v.published(); !v.Release.LastEditedAt.After(at) {
		return ""
	}
	return v.Machine(v.Release.LastEditedAt)
}

// published is when the page came out. It is true for a day that has no time:
// then the instant is its beginning.
func (v *View) published() (at time.Time, isDay bool) {
	var day cms.Date
	switch p := v.Value.(type) {
	case *kinds.BlogPost:
		day = p.Published
	case *kinds.CaseStudy:
		day = p.Published
	case *kinds.DataSet:
		day = p.Published
	case *kinds.Feature:
		day = p.Published
	case *kinds.Publication:
		day = p.Published
	case *kinds.CyberAlert:
		at = p.Published
	case *kinds.NewsArticle:
		at = p.PublishedAt
	case *kinds.PublishedWork:
		at = p.Published
	}
	switch {
	case !day.IsZero():
		return day.In(v.In(time.Time{}).Location()), true
	case at.IsZero():
		return v.Release.FirstPublishedAt, false
	default:
		return at, false
	}
}

// Machine writes an instant as machines read it; zero: nothing.
func (v *View) Machine(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return v.In(at).Format(time.RFC3339)
}
