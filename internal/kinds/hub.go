package kinds

import (
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
	"lectern/internal/search"
)

// Hub is implemented by kinds of page that readers look through others on: a
// list with a form that searches and narrows it.
type Hub interface {
	schema.Kind
	Browse(at time.Time) Browsing
}

// Browsing says what readers look through on a hub, and what they can narrow it
// by.
type Browsing struct {
	// List is what is shown before anything is asked. Whatever is asked is of the
	// same kinds, below the same page, and listed as it is.
	List   cms.ListQuery
	What   Noun          // what there is
	Before Noun          // what there is of it before anything is asked; empty: all
	Sorts  []search.Sort // that readers can choose from, the usual one first
	Facets []Narrowing   // in the order of the page
	A2Z    bool          // by the first letters of titles as well
	Tagged bool          // each entry shows which choices it falls under
}

// Noun is what one thing is called and what several are, such as alert and
// alerts.
type Noun struct{ One, Many string }

// Narrowing is a group of values that a list is narrowed by.
type Narrowing struct {
	search.Group
	Name   string // empty: what the fields or the vocabulary call it
	Help   string
	Open   bool          // its values are seen without asking
	Terms  []cms.TermRef // only these and what is below them, in this order; empty: all
	Branch []cms.TermRef // only what is right below these, in their order
	Tree   bool          // a group for each term at the top of the vocabulary, of what is below it
}

// Facets that kinds of pages and the vocabularies of this site make.
const (
	severity       search.Facet = "severity"
	threatType     search.Facet = "threat-type"
	threatCategory search.Facet = "threat-category"
	newsType       search.Facet = "news-type"
	newsTheme      search.Facet = "news-theme"
	blogCategory   search.Facet = "blog-category"
	eventType      search.Facet = "event-type"
	serviceStatus  search.Facet = "service-status"
	serviceLevel   search.Facet = "service-level"
	apiStatus      search.Facet = "api-status"
	catalogue      search.Facet = "catalogue"
)

// by narrows by a facet under its own name.
func by(facet search.Facet, name string) Narrowing {
	return Narrowing{Group: search.Group{Facet: facet}, Name: name}
}

// as narrows by a facet under another name in the address.
func as(param, facet search.Facet, name string) Narrowing {
	return Narrowing{Group: search.Group{Facet: param, Of: facet}, Name: name}
}

// open shows the values without being asked.
func (n Narrowing) open() Narrowing {
	n.Open = true
	return n
}

// years narrows by year, and by month once a year is chosen.
func years() []Narrowing {
	return []Narrowing{by(search.Year, "Year").open(), by(search.Month, "Month").open()}
}
