package admin

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"lectern/internal/cms"
)

// Chooser is a search for what a field or a link may hold, and what it has
// found.
type Chooser struct {
	What    string // page, image, file or term
	Query   string // empty: the recent ones
	Paging  cms.Paging
	Href    *url.URL // of the search itself
	Choices []Choice
	More    bool // others follow

	For   cms.PageRow // the page that it is chosen for; without an ID: for none
	Name  string      // of the input there
	Label string      // of the field there
	Pick  bool        // it is part of another page, whose scripts take what is chosen
	Many  bool        // several may be chosen

	Chosen []string // before, in the field
	Upload *UploadForm
}

// Choice is one thing that may be chosen.
type Choice struct {
	ID          string
	Title       string
	Note        string // what tells it from others
	Path        string // of a page
	Kind        string // of a page, or the vocabulary of a term
	Description string // of a picture: offered as its alternative text
	Live        bool
	Asset       *cms.Asset
	Href        string // of what it is itself; empty: nothing to look at
	Chosen      bool   // before
}

// FileChoice is a file that may be chosen.
func FileChoice(f cms.AssetRow) Choice {
	return Choice{
		ID: string(f.ID), Title: f.Name(), Note: fileFacts(f.Asset), Description: f.Description, Live: true, Asset: &f.Asset,
		Href: "/admin/files/" + string(f.ID),
	}
}

var choiceWords = map[string]struct{ one, many, search, recent string }{
	"page":  {"page", "pages", "Words of the title, or an address", "Recent pages"},
	"image": {"picture", "pictures", "Words of the name or description", "Your own pictures, then the latest"},
	"file":  {"file", "files", "Words of the name, title or description", "Your own files, then the latest"},
	"term":  {"term", "terms", "A part of the name", ""},
}

// Title is what the chooser is called as a page.
func (c *Chooser) Title() string {
	words := choiceWords[c.What]
	switch {
	case c.For.ID == "" && !c.Pick:
		return "Find a " + words.one
	case c.Many:
		return "Choose " + words.many
	}
	return "Choose a " + words.one
}

// inForm reports whether what is chosen is sent.
func (c *Chooser) inForm() bool { return c.For.ID != "" || c.Pick }

func (c *Chooser) searchLabel() string { return choiceWords[c.What].search }
func (c *Chooser) recent() string      { return choiceWords[c.What].recent }

// nothing says that nothing was found.
func (c *Chooser) nothing() string {
	switch {
	case c.Query == "" && c.What == "page":
		return "There is no page that can be chosen here yet."
	case c.Query == "":
		return "There is none yet."
	case c.What == "page":
		return "Nothing was found. Try fewer words, or the beginning of an address such as /services."
	}
	return "Nothing was found. Try fewer or other words."
}

// kept are the parts of the address that a search keeps.
func (c *Chooser) kept() []Link {
	var list []Link
	query := c.Href.Query()
	for _, name := range []string{"for", "name", "kinds", "vocabulary", "pick"} {
		if value := query.Get(name); value != "" {
			list = append(list, Link{name, value})
		}
	}
	return list
}

func (c *Chooser) more() string { return withQuery(c.Href, "page", strconv.Itoa(c.Paging.Number+1)) }

// putTo takes what is chosen.
func (c *Chooser) putTo() string { return "/admin/pages/" + string(c.For.ID) + "/choose" }

// uploadTo takes a file for the field.
func (c *Chooser) uploadTo() string {
	if c.For.ID == "" {
		return "/admin/files"
	}
	return "/admin/pages/" + string(c.For.ID) + "/upload?" + url.Values{"name": {c.Name}}.Encode()
}

// back leads to the field without a choice.
func (c *Chooser) back() string {
	return "/admin/pages/" + string(c.For.ID) + "?" + url.Values{"open": {c.Name}}.Encode() + "#" + (&url.URL{Path: c.Name}).EscapedPath()
}

// unlisted are those chosen before that the list does not show.
func (c *Chooser) unlisted() []string {
	shown := map[string]bool{}
	for _, one := range c.Choices {
		shown[one.ID] = true
	}
	var list []string
	for _, id := range c.Chosen {
		if !shown[id] {
			list = append(list, id)
		}
	}
	return list
}

// ChosenField is a field of an edit page with what is chosen in it.
type ChosenField struct {
	Name, Label, What, Kinds string
	Multiple                 bool
	IDs                      []string
	Names                    cms.Names
}

// Show is the field as the edit page shows it.
func (f ChosenField) Show() templ.Component {
	c := chooser{Name: f.Name, Label: f.Label, What: f.What, Kinds: f.Kinds, Multiple: f.Multiple}
	e := &Edit{Names: f.Names}
	for _, id := range f.IDs {
		c.pick(e, id)
	}
	return chooserField(c)
}
