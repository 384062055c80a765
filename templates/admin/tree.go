package admin

import (
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// Branch is the pages below a page, as far as they fit on a page of ours.
type Branch struct {
	Top    *cms.PageRow // nil: somebody may not see the home page
	Search PageSearch
	List   cms.PageList
	Pages  ui.Pages
	Own    []cms.PageRow // the tops of the branches that the person works on
}

// PageSearch is what pages are searched by, and what may be chosen.
type PageSearch struct {
	Query  cms.PageQuery
	Text   string // as it was typed
	Since  string // as it was typed
	Below  *cms.PageRow
	Kinds  []Option
	States []Option
	Owners []Option
	Terms  []Group
	Sorts  []Option

	Chips    []Chip // what it is narrowed by, each with the way to be without
	Problems []cms.Problem
}

// filters is how many filters narrow the search.
func (s PageSearch) filters() int {
	n := len(s.Chips)
	if s.Query.Text != "" {
		n--
	}
	return n
}

// Option is one of what a field lets be chosen.
type Option struct {
	Value, Text string
	Chosen      bool
}

// Group is options that belong together.
type Group struct {
	Name    string
	Options []Option
}

// Chip is something that a list is narrowed by.
type Chip struct{ Text, Without string }

// Found is what a search for pages has found.
type Found struct {
	Search PageSearch
	List   cms.PageList
	Pages  ui.Pages
}

// EditHref is where somebody goes on with a page: to its edit page, or to what
// the public sees of it. Empty: nowhere.
func EditHref(row cms.PageRow) string {
	switch {
	case row.Readable:
		return "/admin/pages/" + string(row.ID)
	case row.Public():
		return row.Path
	}
	return ""
}

func branchHref(row cms.PageRow) string { return "/admin/pages?below=" + string(row.ID) }

// who names somebody for whoever reads the page.
func who(v *View, p cms.Person) string {
	switch {
	case p.ID == v.User.ID:
		return "you"
	case p.ID == cms.System.ID:
		return "Lectern"
	case p.Name == "":
		return "somebody"
	}
	return p.Name
}

// when writes an instant as briefly as it can be understood at another.
func when(v *View, t, now time.Time) string {
	t, now = t.In(v.Zone), now.In(v.Zone)
	switch {
	case cms.DateOf(t) == cms.DateOf(now):
		return "today at " + t.Format("3:04 pm")
	case t.Year() == now.Year():
		return t.Format("2 January")
	}
	return t.Format("2 January 2006")
}

// lastPart is the end of an address, which tells pages of a branch apart.
func lastPart(path string) string { return path[strings.LastIndexByte(path, '/'):] }

// countedPages says how many pages a list has.
func countedPages(l cms.PageList) string {
	if l.More {
		return "More than " + grouped(l.Total) + " pages"
	}
	return counted(l.Total, "page", "pages")
}

// pagesBelow says how many pages stand below one. Those of others are not
// counted.
func pagesBelow(row cms.PageRow) string {
	if !row.Readable {
		return "Pages below"
	}
	return counted(row.Children, "page", "pages") + " below"
}
