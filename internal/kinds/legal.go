package kinds

import "lectern/internal/cms"

// Legal is a page of terms, policies or statements.
type Legal struct {
	Title      string     `rule:"required max=150"`
	ShortTitle string     `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string     `type:"longtext" label:"Lead" rule:"max=300"`
	Body       cms.Blocks `label:"Content"`
}

func (*Legal) Kind() cms.Kind {
	return cms.Kind{Name: "legal", Label: "Legal page", Help: "Terms, policies and statements", Addressed: true}
}

func (l *Legal) Card() cms.Card {
	return cms.Card{Title: l.Title, ShortTitle: l.ShortTitle, Summary: l.Summary}
}
