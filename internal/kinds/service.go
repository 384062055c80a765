package kinds

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Service tells what a service does, for whom, and how to use it.
type Service struct {
	Title      string           `rule:"required max=100"`
	ShortTitle string           `help:"For menus and breadcrumbs; leave empty to use the title" rule:"max=60"`
	Summary    string           `type:"longtext" label:"Lead" rule:"required max=300"`
	Status     string           `type:"choice" options:"alpha=Alpha,beta=Beta,live=Live,retiring=Retiring,retired=Retired" facet:"service-status"`
	Level      string           `type:"choice" label:"Service level" options:"platinum=Platinum,gold=Gold,silver=Silver,bronze=Bronze" facet:"service-level"`
	Topics     []cms.TermRef    `vocabulary:"topic"`
	Catalogue  []cms.TermRef    `vocabulary:"catalogue" label:"Place in the catalogue" help:"Leave empty to keep it out of the catalogue's filters"`
	Image      cms.Image        `label:"Picture in the heading"`
	Actions    []PriorityAction `label:"Priority actions" help:"What most readers come to do" rule:"max=5"`
	TopTasks   []TopTask        `rule:"max=5"`
	Intro      richtext.Doc     `label:"Introduction"`
	Body       cms.Blocks       `label:"Content"`
	Contact    richtext.Doc     `label:"Contact details"`
	Further    []cms.Ref        `label:"Further information" help:"Pages that belong to the service, in their order"`
	NoIndex    bool             `label:"Keep out of search engines"`
}

// PriorityAction is one thing that readers come to do.
type PriorityAction struct {
	Action string   `rule:"required max=120"`
	Note   string   `help:"What they should know first" rule:"max=200"`
	Link   cms.Link `rule:"required"`
}

// TopTask is something that many readers want to get done.
type TopTask struct {
	Text richtext.Doc `rule:"required"`
}

func (*Service) Kind() cms.Kind {
	return cms.Kind{Name: "service", Label: "Service", Help: "What a service does, for whom, and how to use it", Addressed: true}
}

func (s *Service) Card() cms.Card {
	card := cms.Card{Title: s.Title, ShortTitle: s.ShortTitle, Summary: s.Summary, Unindexed: s.NoIndex}
	if s.Status != "live" { // what a reader expects need not be said
		card.Label = labelOf(serviceStatuses, s.Status)
	}
	return card
}

func (s *Service) FeedEntry() FeedEntry { return FeedEntry{Picture: s.Image} }

var serviceStatuses = []cms.Choice{
	{Value: "alpha", Label: "Alpha"}, {Value: "beta", Label: "Beta"}, {Value: "live", Label: "Live"},
	{Value: "retiring", Label: "Retiring"}, {Value: "retired", Label: "Retired"},
}

// Lists declares the news and the events that mention the page.
func (s *Service) Lists(at time.Time) []cms.ListQuery { return aboutIt(at) }
