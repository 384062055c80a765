package corpus

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// mend gives a value that is filled by its declaration what its own rules ask
// for besides, or what makes it sensible where that is easily said.
func (f *Filler) mend(v any) {
	switch v := v.(type) {
	case *blocks.Button:
		v.Link.Text = atMost(30, f.title())
	case *blocks.CardGrid:
		for i := range v.Cards {
			if v.Cards[i].Link.IsZero() {
				v.Cards[i].Title = f.title()
			}
		}
	case *blocks.Chart:
		f.chart(v)
	case *blocks.Clauses:
		v.Number = fmt.Sprint(1 + f.random.IntN(20))
		for i := range v.Items {
			v.Items[i].Number = fmt.Sprintf("%s.%d", v.Number, i+1)
		}
	case *blocks.Contact:
		v.Name = f.title()
	case *blocks.Dashboard:
		f.dashboard(v)
	case *blocks.Featured:
		f.featured(v)
	case *blocks.Latest:
		v.Size = 1 + v.Size%6
	case *blocks.Statistics:
		for i := range v.Items {
			v.Items[i].Value = fmt.Sprintf("%.1f", 100*f.random.Float64())
			v.Items[i].Word = "million"
		}
	case *blocks.Table:
		f.table(v)
	case *blocks.Text:
		v.Heading, v.Body = f.title(), f.doc()
	case *blocks.Video:
		f.video(v)
	case *kinds.APICatalogue:
		f.filters(v.Filters)
	case *kinds.ServiceCatalogue:
		f.filters(v.Filters)
	case *kinds.CyberAlert:
		slices.SortFunc(v.Severities, func(a, b kinds.SeverityChange) int { return strings.Compare(a.Date.String(), b.Date.String()) })
	case *kinds.DataSet:
		v.CoverageStart, v.CoverageEnd = f.period(v.Published)
	case *kinds.Event:
		f.sessions(v)
	case *kinds.Feeds:
		for i := range v.Groups {
			for j := range v.Groups[i].Feeds {
				v.Groups[i].Feeds[j].Name = choose(f.prose, []string{"blogs", "cyber-alerts", "events", "news", "publications", "upcoming"})
			}
		}
	case *kinds.Form:
		f.form(v)
	case *kinds.Job:
		if f.chance(2) {
			v.Closes = f.ahead()
		}
	case *kinds.Publication:
		v.CoverageStart, v.CoverageEnd = f.period(v.Published)
		v.Chapters = refs(f.Below["publication-page"])
		for i := range v.Tools {
			v.Tools[i].Accessible = v.Tools[i].Alternative.Link.IsZero()
		}
	case *kinds.PublishedWork:
		v.CoverageStart, v.CoverageEnd = f.period(cms.DateOf(v.Published))
		v.Chapters = refs(f.Below["published-work-chapter"])
	case *kinds.Site:
		v.Robots = choose(f.prose, []string{"", "User-agent: *\nDisallow: /search"})
		f.security(&v.Security)
		v.Colours = choose(f.prose, []kinds.Colours{{}, {Ink: "#0b3d2e", Link: "#00614a", Marker: "#ffc64c"}})
	case *kinds.UpdateNotice:
		if !v.Expires.IsZero() {
			v.Expires = f.ahead()
		}
	}
}

// beginWithHeading makes the heading of the text that comes first in a run of
// blocks a main one: no other stands above it.
func beginWithHeading(_ string, _ *schema.Field, value reflect.Value) {
	run, holds := value.Interface().(cms.Blocks)
	if !holds || len(run) == 0 {
		return
	}
	if text, is := run[0].Value.(*blocks.Text); is {
		text.Level = "main"
	}
}

func refs(pages []cms.ID) []cms.Ref {
	var list []cms.Ref
	for _, page := range pages {
		list = append(list, cms.Ref(page))
	}
	return list
}

// chart gives a chart numbers. Only in bars of one series one stands out.
func (f *Filler) chart(c *blocks.Chart) {
	series := 1 + f.random.IntN(3)
	lines := make([]string, 4+f.random.IntN(3))
	for i := range lines {
		cells := []string{fmt.Sprint(2019 + i)}
		for n := range series {
			cell := fmt.Sprint(f.random.IntN(5000))
			if i == 0 {
				cell = fmt.Sprintf("%s %d", capital(f.word()), n+1)
			}
			cells = append(cells, cell)
		}
		if i == 0 {
			cells[0] = "Year"
		}
		lines[i] = strings.Join(cells, ",")
	}
	c.Data = strings.Join(lines, "\n")
	if c.Highlight != "" {
		c.Highlight = "2021"
	}
	if series > 1 || c.Form == "line" {
		c.Highlight = ""
	}
}

// dashboard gives the data of a dashboard as a file or as a link.
func (f *Filler) dashboard(d *blocks.Dashboard) {
	if f.chance(2) || d.DataFile.Asset == "" {
		d.Data, d.DataFile = cms.Link{Text: f.title(), URL: f.url()}, cms.File{}
	} else {
		d.Data = cms.Link{}
	}
}

// featured has one thing that is featured: a page, or what is elsewhere.
func (f *Filler) featured(b *blocks.Featured) {
	if b.Page != "" {
		b.Link = cms.Link{}
		return
	}
	b.Title, b.Link = f.title(), cms.Link{Text: f.title(), URL: f.url()}
}

// table gives every row as many cells as there are columns.
func (f *Filler) table(t *blocks.Table) {
	for r := range t.Rows {
		cells := make([]blocks.Cell, len(t.Columns))
		for c := range cells {
			switch {
			case t.Columns[c].Numeric:
				cells[c].Text = plain(fmt.Sprint(f.random.IntN(100_000)))
			case c > 0 && f.chance(8):
				// nothing is known
			case c > 0 && f.chance(3):
				cells[c].Text = richtext.Doc{{Paragraph: []richtext.Span{f.span()}}}
			default:
				cells[c].Text = plain(f.title())
			}
		}
		t.Rows[r].Cells = cells
	}
}

// video has one source, and words for those who cannot hear it.
func (f *Filler) video(v *blocks.Video) {
	v.File, v.URL, v.Captions = cms.File{}, f.url(), cms.File{}
	if f.Film != "" && f.chance(2) {
		v.URL, v.File = "", cms.File{Asset: f.Film}
		if f.Captions != "" && f.chance(2) {
			v.Captions = cms.File{Asset: f.Captions}
		}
	}
	if v.Captions.Asset == "" && !v.Captioned {
		v.Transcript = f.doc()
	}
}

// period is some days before a publication, or none.
func (f *Filler) period(published cms.Date) (start, end cms.Date) {
	if f.chance(4) {
		return start, end
	}
	last := published.In(f.registry.Zone()).AddDate(0, 0, -1-f.random.IntN(60))
	return cms.DateOf(last.AddDate(0, -1-f.random.IntN(12), 0)), cms.DateOf(last)
}

// sessions puts the sessions of an event one after the other. Half of the
// events are to come.
func (f *Filler) sessions(e *kinds.Event) {
	from := f.past()
	if f.chance(2) {
		from = f.ahead()
	}
	for i := range e.Sessions {
		day := from.AddDate(0, 0, i)
		e.Sessions[i].Starts, e.Sessions[i].Ends = day, day.Add(90*time.Minute)
	}
}

// form gives every question a name of its own, and answers to those who ask to
// choose.
func (f *Filler) form(form *kinds.Form) {
	for i := range form.Fields {
		field := &form.Fields[i]
		field.Name = fmt.Sprintf("%s-%d", f.word(), i+1)
		field.Options = nil
		if field.Type == "radios" || field.Type == "checkboxes" {
			for n := range 2 + f.random.IntN(3) {
				field.Options = append(field.Options, kinds.FormOption{Label: fmt.Sprintf("%s %d", f.title(), n+1)})
			}
		}
	}
}

// security makes a way to tell of a weakness one that all the world can use.
func (f *Filler) security(s *kinds.Security) {
	s.Telephone, s.Languages = "+44 "+strings.TrimPrefix(f.telephone(), "0"), choose(f.prose, []string{"", "en", "en, cy"})
	for _, link := range []*cms.Link{&s.Page, &s.Policy, &s.Acknowledgments} {
		if link.URL != "" {
			link.URL = f.url()
		}
	}
}

// filters gives every filter of a catalogue something to choose.
func (f *Filler) filters(filters []kinds.CatalogueFilter) {
	for i := range filters {
		if len(filters[i].Terms)+len(filters[i].Branch) == 0 && len(f.Terms[""]) > 0 {
			filters[i].Terms = []cms.TermRef{cms.TermRef(f.Terms[""][0])}
		}
	}
}
