package kinds

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/theme"
)

// Site holds what every page shows of the organisation.
type Site struct {
	Title       string       `label:"Organisation" rule:"required max=60"`
	Logo        cms.Image    `help:"Stands at the left of the name if it is decorative, and in its place if its alternative text says the name. Leave empty to have Lectern's"`
	Colours     Colours      `help:"Leave empty to have Lectern's"`
	Strip       string       `label:"Line above the header" rule:"max=120"`
	StripLink   cms.Link     `label:"Link in that line"`
	Feedback    cms.Link     `label:"Where readers say what is wrong with a page"`
	Description string       `type:"longtext" label:"About the organisation, in the footer" rule:"max=300"`
	Copyright   string       `help:"Such as © Care Data Office" rule:"max=120"`
	Licence     richtext.Doc `help:"Under which licence the text may be used again"`
	Robots      string       `type:"verbatim" label:"What robots may fetch" help:"Lines of robots.txt, such as User-agent: * and below it Disallow: /search. Leave empty to let them fetch everything" rule:"max=20000" search:"none"`
	Acronyms    []Acronym    `label:"Acronyms that every reader knows" help:"They need not be spelt out; checks of content ask for the others to be. Such as NHS, which is known already"`
	Security    Security     `label:"Whom to tell of a weakness of the site"`
}

// Acronym is the short form of something.
type Acronym struct {
	Word string `rule:"required max=20" search:"none"`
}

// KnownAcronyms are those that need not be spelt out.
func (s *Site) KnownAcronyms() []string {
	words := make([]string, len(s.Acronyms))
	for i, a := range s.Acronyms {
		words[i] = a.Word
	}
	return words
}

// Colours are those of the organisation: #rrggbb, or empty.
type Colours struct {
	Ink    string `label:"Ink" help:"Of bands, headings and rules; dark, such as #171f4a"`
	Link   string `label:"Links and buttons" help:"Such as #2b3fae"`
	Marker string `label:"Marker" help:"Says where a section begins and what is current; light enough for dark text on it, such as #ff8a4c"`
}

// Check refuses colours that cannot be read.
func (c *Colours) Check() (problems []cms.Problem) {
	for _, p := range theme.Colours(*c).Problems() {
		problems = append(problems, cms.Problem{Field: p.Colour, Message: p.Message})
	}
	return problems
}

// Check refuses lines that robots would not understand.
func (s *Site) Check() []cms.Problem { return checkRobots(s.Robots) }

// Theme is what every page looks like.
func (s *Site) Theme() theme.Colours { return theme.Colours(s.Colours) }

func (*Site) Kind() cms.Kind {
	return cms.Kind{Name: "site", Label: "Site settings", Help: "What every page shows of the organisation", Tag: cms.SiteTag}
}

func (s *Site) Card() cms.Card { return cms.Card{Title: s.Title} }
