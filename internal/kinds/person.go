package kinds

import (
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Person is somebody who works here, or writes here.
type Person struct {
	FirstName     string    `rule:"required max=60" search:"title"`
	MiddleNames   string    `rule:"max=80"`
	LastName      string    `rule:"required max=60" search:"title"`
	PreferredName string    `help:"The name that they go by, in full" rule:"max=120" search:"title"`
	Honorific     string    `help:"Such as Dr" rule:"max=20"`
	Pronunciation string    `rule:"max=120"`
	Pronouns      string    `help:"Such as they/them" rule:"max=40"`
	Gender        string    `help:"Not shown; for those who need it to write of them" rule:"max=40" search:"none"`
	Summary       string    `type:"longtext" help:"For cards and search engines" rule:"required max=300"`
	Photo         cms.Image `label:"Portrait"`
	PhotoRights   PhotoRights
	Roles         []PersonRole
	Board         richtext.Doc  `label:"Board membership"`
	Email         string        `rule:"max=254 email"`
	Telephone     string        `rule:"max=40 telephone"`
	Profiles      []FurtherLink `help:"Pages elsewhere, such as LinkedIn"`
	HelloMyNameIs string        `label:"Hello, my name is" help:"A sentence of their own to greet the reader with" rule:"max=200"`
	Hashtags      []Hashtag     `search:"none"`
	Biography     richtext.Doc
	Body          cms.Blocks `label:"More about them"`
	Awards        []Award
	Duties        []Duty        `label:"Responsibilities"`
	Services      []cms.Ref     `label:"Responsible for" help:"Services and other pages"`
	Manages       []cms.Ref     `kinds:"person"`
	ManagedBy     cms.Ref       `kinds:"person"`
	Topics        []cms.TermRef `vocabulary:"topic"`
	Share         bool          `label:"Show links for sharing"`
}

// PhotoRights says under which terms a portrait may be used. Readers do not
// see it.
type PhotoRights struct {
	Permission   string       `type:"choice" options:"own=Taken for us,consent=With consent of the person,licence=Under a licence,crown=Crown copyright,public=In the public domain" search:"none"`
	Details      richtext.Doc `search:"none"`
	Distribution string       `help:"Where else it may be shown" rule:"max=200" search:"none"`
}

// PersonRole is a post that somebody holds.
type PersonRole struct {
	Title        string `rule:"required max=120"`
	Organisation string `rule:"max=120"`
	Page         cms.Ref
	Basis        string `type:"choice" options:"substantive=Substantive,contractor=Contractor,acting=Acting,temporary=Temporary"`
}

// Award is something that somebody was given.
type Award struct {
	Name     string   `rule:"required max=150"`
	Link     cms.Link `help:"Where to read about the award"`
	Body     string   `label:"Given by" rule:"max=120"`
	BodyLink cms.Link `label:"Page of the giver"`
	Picture  cms.Image
}

// Duty is one thing that somebody is responsible for.
type Duty struct {
	Text string `rule:"required max=200"`
}

func (*Person) Kind() cms.Kind {
	return cms.Kind{Name: "person", Label: "Person", Help: "Somebody who works or writes here", Addressed: true}
}

// Name is what the person is called.
func (p *Person) Name() string {
	if p.PreferredName != "" {
		return p.PreferredName
	}
	return strings.Join(strings.Fields(p.Honorific+" "+p.FirstName+" "+p.LastName), " ")
}

// SetTitle takes a name apart: what comes last is the last name.
func (p *Person) SetTitle(name string) {
	words := strings.Fields(name)
	if n := len(words) - 1; n > 0 {
		p.FirstName, p.LastName = strings.Join(words[:n], " "), words[n]
	} else {
		p.LastName = name
	}
}

func (p *Person) Card() cms.Card {
	c := cms.Card{Title: p.Name(), Summary: p.Summary}
	if len(p.Roles) > 0 {
		c.Note = p.Roles[0].Title
		if at := p.Roles[0].Organisation; at != "" {
			c.Note += ", " + at
		}
	}
	return c
}

func (p *Person) FeedEntry() FeedEntry { return FeedEntry{Picture: p.Photo} }

// Lists declares the blogs and the news that mention the person.
func (p *Person) Lists(time.Time) []cms.ListQuery {
	return []cms.ListQuery{
		{Kinds: []string{"blog-post", "case-study", "feature"}, RefersTo: cms.This, Size: 6},
		{Kinds: []string{"news-article"}, RefersTo: cms.This, Size: 6},
	}
}
