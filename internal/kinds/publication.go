package kinds

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// Publication is one release of statistics. What it leaves empty it takes from
// the series that it stands below.
type Publication struct {
	Title                 string        `rule:"required max=250"`
	ShortTitle            string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=80"`
	Published             cms.Date      `label:"Publication date" rule:"required"`
	Summary               richtext.Doc  `rule:"required"`
	CoverageStart         cms.Date      `label:"First day that the data is about"`
	CoverageEnd           cms.Date      `label:"Last day that the data is about"`
	InformationTypes      []cms.TermRef `vocabulary:"information-type"`
	Topics                []cms.TermRef `vocabulary:"topic"`
	Coverage              []cms.TermRef `vocabulary:"coverage" label:"Geographical coverage"`
	Granularity           []cms.TermRef `vocabulary:"granularity" label:"Geographical granularity"`
	Tier                  string        `type:"choice" options:"1=Tier 1,2=Tier 2,3=Tier 3"`
	AdministrativeSources string        `type:"longtext" rule:"max=2000"`
	Notices               cms.Blocks    `label:"Change notices" blocks:"change-notice"`
	Highlights            cms.Blocks
	KeyFacts              cms.Blocks        `label:"Key facts"`
	Survey                Survey            `label:"Survey of readers"`
	Tools                 []InteractiveTool `label:"Interactive tools"`
	Chapters              []cms.Ref         `kinds:"publication-page" help:"Pages below this one, in their order"`
	Files                 []Attachment      `label:"Resources: files"`
	Links                 []FurtherLink     `label:"Resources: links"`
	Related               []FurtherLink     `label:"Related links"`
}

// Survey asks readers what they think, until a day.
type Survey struct {
	Link  cms.Link
	Until cms.Date
}

// InteractiveTool is a tool elsewhere that shows the data, until a day.
type InteractiveTool struct {
	Title       string   `rule:"required max=150"`
	Link        cms.Link `rule:"required"`
	Text        richtext.Doc
	Until       cms.Date
	Accessible  bool            `label:"Meets WCAG 2.2 AA"`
	Alternative ToolAlternative `label:"Accessible version"`
}

// Check wants the data for those who cannot use the tool.
func (t *InteractiveTool) Check() []cms.Problem {
	if t.Accessible || !t.Alternative.Link.IsZero() {
		return nil
	}
	return []cms.Problem{{
		Field:   "alternative.link",
		Message: "whoever cannot use the tool needs its data; give a link to it, or say that the tool is accessible",
	}}
}

// ToolAlternative is where the same data is in an accessible form.
type ToolAlternative struct {
	Title string `rule:"max=150"`
	Link  cms.Link
	Text  richtext.Doc
}

func (*Publication) Kind() cms.Kind {
	return cms.Kind{
		Name: "publication", Label: "Publication", Help: "One release of statistics, in a series", Addressed: true,
		Below: []string{"series", "publications-hub"},
	}
}

func (p *Publication) Card() cms.Card {
	return cms.Card{Title: p.Title, ShortTitle: p.ShortTitle, Summary: brief(p.Summary), SortAt: noon(p.Published)}
}

func (p *Publication) FeedEntry() FeedEntry { return FeedEntry{Files: p.Files} }

// Redact leaves what may be known before the release: the title, the date and
// the information types.
func (p *Publication) Redact() schema.Kind {
	return &Publication{Title: p.Title, Published: p.Published, InformationTypes: p.InformationTypes}
}

// InheritsFrom names the kind of page that says what the publication does not.
func (*Publication) InheritsFrom() []string { return []string{"series"} }

// Inherit takes over what the series says and the publication does not.
func (p *Publication) Inherit(from schema.Kind) {
	s, ok := from.(*Series)
	if !ok {
		return
	}
	inherit(&p.InformationTypes, s.InformationTypes)
	inherit(&p.Topics, s.Topics)
	inherit(&p.Coverage, s.Coverage)
	inherit(&p.Granularity, s.Granularity)
	if p.Tier == "" {
		p.Tier = s.Tier
	}
	if p.AdministrativeSources == "" {
		p.AdministrativeSources = s.AdministrativeSources
	}
}

// inherit fills a list that is empty.
func inherit[T any](own *[]T, from []T) {
	if len(*own) == 0 {
		*own = from
	}
}

// monthOnly is how long before it comes an announced publication shows no more
// than the month of its date.
const monthOnly = 8 * 7 * 24 * time.Hour

// ShowsDay reports whether the day of publication may be told by then.
func (p *Publication) ShowsDay(at time.Time) bool { return TellsDay(p.Published, at) }

// TellsDay reports whether it may be told by then that something is published
// on that day, and not only in which month.
func TellsDay(published cms.Date, at time.Time) bool { return !at.Before(DayTold(published)) }

// DayTold is when it may be told on which day something is published: eight
// weeks before.
func DayTold(published cms.Date) time.Time { return noon(published).Add(-monthOnly) }

// Lists declares the data sets of the publication.
func (p *Publication) Lists(time.Time) []cms.ListQuery {
	return []cms.ListQuery{{Kinds: []string{"data-set"}, Below: cms.This, Sort: cms.ByTitle, Size: 100}}
}

// OpenAt reports whether readers are asked by then.
func (s Survey) OpenAt(at time.Time) bool { return !over(s.Until, at) }

// OfferedAt reports whether the tool can be used by then.
func (t InteractiveTool) OfferedAt(at time.Time) bool { return !over(t.Until, at) }

// over reports whether a last day has gone by; without one, never.
func over(last cms.Date, at time.Time) bool { return !last.IsZero() && !at.Before(after(last)) }

// ChangesAt is when the day may be told, or when a survey or a tool ends.
func (p *Publication) ChangesAt(at time.Time) time.Time {
	instants := []time.Time{DayTold(p.Published), after(p.Survey.Until)}
	for _, tool := range p.Tools {
		instants = append(instants, after(tool.Until))
	}
	var next time.Time
	for _, instant := range instants {
		if instant.After(at) {
			next = cms.Earlier(next, instant)
		}
	}
	return next
}

// after is the first instant after a day in UTC; zero stays zero.
func after(d cms.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.In(time.UTC).AddDate(0, 0, 1)
}

// Check refuses a period of which one end is missing or which ends before it
// starts or after the publication.
func (p *Publication) Check() []cms.Problem {
	return checkPeriod(p.CoverageStart, p.CoverageEnd, p.Published)
}

func checkPeriod(start, end, published cms.Date) []cms.Problem {
	problem := func(field, message string) []cms.Problem {
		return []cms.Problem{{Field: field, Message: message}}
	}
	switch {
	case start.IsZero() && end.IsZero():
		return nil
	case start.IsZero():
		return problem("coverage_start", "the data has a last day and no first; give both, or neither")
	case end.IsZero():
		return problem("coverage_end", "the data has a first day and no last; give both, or neither")
	case end.In(time.UTC).Before(start.In(time.UTC)):
		return problem("coverage_end", "the last day of the data is before its first; correct one of them")
	case !published.IsZero() && end.In(time.UTC).After(published.In(time.UTC)):
		return problem("coverage_end", "the data goes on after the day of publication; correct one of the two dates")
	}
	return nil
}

// released asks for the newest publications that are out, below a section or
// in the whole site.
func released(section cms.ID, size int) cms.ListQuery {
	return cms.ListQuery{Kinds: []string{"publication"}, Below: section, State: cms.Released, Size: size}
}

// upcoming asks for the publications that are announced, the next first. One
// that is late is among them for a month.
func upcoming(section cms.ID, at time.Time, size int) cms.ListQuery {
	return cms.ListQuery{
		Kinds: []string{"publication"}, Below: section, State: cms.Upcoming,
		From: at.AddDate(0, -1, 0), Sort: cms.Oldest, Size: size,
	}
}
