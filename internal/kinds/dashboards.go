package kinds

import "lectern/internal/cms"

// Dashboards shows dashboards, or leads to them.
type Dashboards struct {
	Title      string        `rule:"required max=100"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"max=300"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Items      []Dashboard   `label:"Dashboards"`
	Body       cms.Blocks    `label:"Content below the list"`
}

// Dashboard is one entry of the list.
type Dashboard struct {
	Title       string   `rule:"required max=150"`
	Summary     string   `type:"longtext" rule:"max=400"`
	Link        cms.Link `rule:"required"`
	Alternative cms.Link `label:"The same data without the dashboard" help:"A table, a file or a publication, for those who cannot use it" rule:"required"`
}

func (*Dashboards) Kind() cms.Kind {
	return cms.Kind{Name: "dashboards", Label: "Dashboards list", Help: "Shows dashboards or leads to them", Addressed: true}
}

func (d *Dashboards) Card() cms.Card {
	return cms.Card{Title: d.Title, ShortTitle: d.ShortTitle, Summary: d.Summary}
}
