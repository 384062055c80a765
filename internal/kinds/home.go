package kinds

import "lectern/internal/cms"

// Home is the front page.
type Home struct {
	Title   string     `label:"Heading" rule:"required max=100"`
	Summary string     `type:"longtext" label:"Lead" rule:"required max=300"`
	Action  cms.Link   `label:"Button below the lead"`
	Body    cms.Blocks `label:"Content" blocks:"callout card-grid latest statistics text"`
}

func (*Home) Kind() cms.Kind {
	return cms.Kind{Name: "home", Label: "Home page", Help: "The front page of the website", Addressed: true, Top: true}
}

func (h *Home) Card() cms.Card {
	return cms.Card{Title: h.Title, ShortTitle: "Home", Summary: h.Summary}
}
