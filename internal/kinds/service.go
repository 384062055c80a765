package kinds

import "lectern/internal/cms"

// Service tells what a service does, for whom, and how to use it.
type Service struct {
	Title      string        `rule:"required max=100"`
	ShortTitle string        `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string        `type:"longtext" label:"Lead" rule:"required max=300"`
	Status     string        `type:"choice" options:"alpha=Alpha,beta=Beta,live=Live,retiring=Retiring,retired=Retired"`
	Level      string        `type:"choice" label:"Service level" options:"platinum=Platinum,gold=Gold,silver=Silver,bronze=Bronze"`
	Topics     []cms.TermRef `vocabulary:"topic"`
	Body       cms.Blocks    `label:"Content"`
}

func (*Service) Kind() cms.Kind {
	return cms.Kind{Name: "service", Label: "Service", Help: "What a service does, for whom, and how to use it", Addressed: true}
}

func (s *Service) Card() cms.Card {
	return cms.Card{Title: s.Title, ShortTitle: s.ShortTitle, Summary: s.Summary}
}
