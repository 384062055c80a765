// Package admin holds the templates of the editors' pages. They are given plain
// data, load nothing, and decide nothing about access.
package admin

import (
	"net/http"
	"strings"
	"time"

	"lectern/internal/cms"
)

// View is what every page of the admin shows around its content.
type View struct {
	Title   string
	User    cms.User // without an ID: nobody is signed in
	Email   string   // what they sign in with
	Path    string   // of the request
	Zone    *time.Location
	Static  func(name string) string // address of a built asset, such as "admin.css"
	Crumbs  []Link                   // from the top down, without the page itself
	Done    string                   // what was done just before; empty: nothing
	Inside  bool                     // the address leads to a place on the page, which takes the focus
	Scripts []string                 // besides admin.js
	Wide    bool                     // it needs the whole width of the window
	Alone   bool                     // nothing else may be done before, and so there is no menu
}

// Link is a way to somewhere, by its name.
type Link struct{ Text, Href string }

// section is a part of the admin, as its main menu names it.
type section struct {
	Link
	shown func(cms.User) bool
}

var sections = []section{
	{Link{"Pages", "/admin/pages"}, anybody},
	{Link{"Files", "/admin/files"}, anybody},
	{Link{"Lists", "/admin/lists"}, configures},
	{Link{"Forms", "/admin/forms"}, configures},
	{Link{"People", "/admin/people"}, managesAccounts},
	{Link{"Settings", "/admin/settings"}, configures},
}

func anybody(cms.User) bool           { return true }
func configures(u cms.User) bool      { return cms.Can(u, cms.ActionConfigure, nil) }
func managesAccounts(u cms.User) bool { return cms.CanSomewhere(u, cms.ActionAccounts) }

// Sections are the entries of the main menu that the user has.
func (v *View) Sections() []Link {
	var list []Link
	for _, s := range sections {
		if v.User.ID != "" && !v.Alone && s.shown(v.User) {
			list = append(list, s.Link)
		}
	}
	return list
}

// In reports whether the page belongs to what a link leads to.
func (v *View) In(l Link) bool {
	path := v.Path
	if path == BinURL || path == reportURL || strings.HasPrefix(path, BinURL+"/") {
		path = "/admin/pages" // from where it is reached
	}
	return path == l.Href || strings.HasPrefix(path, l.Href+"/")
}

// At writes an instant as editors read it, in the site's own zone.
func (v *View) At(t time.Time) string {
	return t.In(v.Zone).Format("2 January 2006 at 3:04 pm")
}

// Day writes the day of an instant as a list has room for it.
func (v *View) Day(t time.Time) string { return t.In(v.Zone).Format("2 Jan 2006") }

// FailureTitle is what the page for an error is called.
func FailureTitle(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "Sign in to go on"
	case http.StatusForbidden:
		return "You may not do this"
	case http.StatusNotFound:
		return "There is no such page"
	case http.StatusConflict:
		return "This cannot be done now"
	case http.StatusUnprocessableEntity:
		return "Something needs to be put right"
	case http.StatusMethodNotAllowed:
		return "This cannot be done here"
	case http.StatusRequestEntityTooLarge:
		return "This is too large"
	case http.StatusTooManyRequests:
		return "Too many tries"
	case http.StatusMisdirectedRequest:
		return "This is not the address of the website"
	case http.StatusServiceUnavailable:
		return "Lectern is not available at the moment"
	default:
		return "Something went wrong"
	}
}
