package kinds

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Site holds what every page shows of the organisation.
type Site struct {
	Title       string       `label:"Organisation" rule:"required max=60"`
	Strip       string       `label:"Line above the header" rule:"max=120"`
	StripLink   cms.Link     `label:"Link in that line"`
	Feedback    cms.Link     `label:"Where readers say what is wrong with a page"`
	Description string       `type:"longtext" label:"About the organisation, in the footer" rule:"max=300"`
	Copyright   string       `help:"Such as © Care Data Office" rule:"max=120"`
	Licence     richtext.Doc `help:"Under which licence the text may be used again"`
}

func (*Site) Kind() cms.Kind {
	return cms.Kind{Name: "site", Label: "Site settings", Help: "What every page shows of the organisation", Tag: cms.SiteTag}
}

func (s *Site) Card() cms.Card { return cms.Card{Title: s.Title} }
