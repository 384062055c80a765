package kinds

import (
	"time"

	"lectern/internal/cms"
)

// Careers tells what it is like to work here, and lists the job postings below
// it that are open.
type Careers struct {
	Title      string     `rule:"required max=100"`
	ShortTitle string     `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string     `type:"longtext" label:"Lead" rule:"required max=300"`
	Image      cms.Image  `label:"Heading image"`
	Action     cms.Link   `label:"Button below the lead"`
	JobsTitle  string     `label:"Heading of the jobs" default:"Latest jobs" rule:"max=150"`
	Body       cms.Blocks `label:"Content below the jobs"`
}

func (*Careers) Kind() cms.Kind {
	return cms.Kind{Name: "careers", Label: "Careers page", Help: "What it is like to work here, with the jobs that are open", Addressed: true}
}

func (c *Careers) Card() cms.Card {
	return cms.Card{Title: c.Title, ShortTitle: c.ShortTitle, Summary: c.Summary}
}

// Lists declares the jobs that are open, those that close first at the top.
func (c *Careers) Lists(at time.Time) []cms.ListQuery {
	return []cms.ListQuery{{Kinds: []string{"job"}, Below: cms.This, From: at, Sort: cms.Oldest, Size: 100, Count: true}}
}

// Anchors declares that links may lead to the jobs.
func (c *Careers) Anchors() []string { return []string{c.JobsTitle} }
