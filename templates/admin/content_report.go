package admin

import (
	"net/url"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

// ContentReport is what the content rules found in all that is public.
type ContentReport struct {
	Reports  []cms.ContentReport // the latest first; empty: there was none
	Rules    []RuleFound
	Owners   []cms.OwnerCount
	Problems []FoundProblem
	Total    int // in all that was asked for
	Pages    ui.Pages
	Asked    cms.ContentQuery
	MayCheck bool // have it looked at now

	Web    cms.WebCounts // of links to other websites
	Unsure []cms.WebLink // some of those that are uncertain
}

// RuleFound is a rule with how often it has found something.
type RuleFound struct {
	cms.RuleCount
	Label string
}

// FoundProblem is a problem of a page that is public.
type FoundProblem struct {
	cms.PageProblem
	Label string // of the rule
	Where string // in words
	Href  string // of the place on the edit page
}

const reportURL = "/admin/report"

// query is what was asked for, as an address says it.
func (r ContentReport) query() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"rule": r.Asked.Rule, "owner": string(r.Asked.Owner), "q": r.Asked.Text} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func (r ContentReport) csv() string { return asking(reportURL+".csv", r.query()) }

// of is the report about a rule or an owner alone.
func (r ContentReport) of(name, value string) string {
	return asking(reportURL, url.Values{name: {value}})
}

func (r ContentReport) narrowed() bool { return r.Asked.Narrowed() }

// since says how a number differs from that of the look before.
func (r ContentReport) since(of func(cms.ContentReport) int) string {
	if len(r.Reports) < 2 {
		return ""
	}
	now, before := of(r.Reports[0]), of(r.Reports[1])
	switch {
	case now > before:
		return grouped(now-before) + " more than before"
	case now < before:
		return grouped(before-now) + " fewer than before"
	}
	return "as many as before"
}

// tells reports whether a rule has found something.
func (r ContentReport) tells(rule string) bool {
	return slices.ContainsFunc(r.Rules, func(f RuleFound) bool { return f.Rule == rule })
}

// followed reports whether links to other websites were.
func (r ContentReport) followed() bool {
	return r.Reports[0].Web != "" && r.Reports[0].Web != cms.WebOff
}

// moved says how many of the links that are fine have moved.
func (r ContentReport) moved() string {
	if r.Web.Moved == 0 {
		return ""
	}
	return grouped(r.Web.Moved) + " moved for good"
}

// came says what a website answered last, and since when it is no better.
func came(v *View, l cms.WebLink) string {
	said := l.Said(v.Day(l.AnsweredAt))
	if !strings.HasPrefix(said, l.Host) { // which has no capital
		said = strings.ToUpper(said[:1]) + said[1:]
	}
	if since := v.Day(l.Since); since != v.Day(l.AnsweredAt) {
		return said + ", and no better since " + since
	}
	return said
}

// otherPages says how many other pages have a link that one page is told of.
func otherPages(l cms.WebLink) string {
	if l.Pages < 2 {
		return ""
	}
	return "and on " + counted(l.Pages-1, "other page", "other pages")
}

func blockingOf(r cms.ContentReport) int { return r.Blocking }
func adviceOf(r cms.ContentReport) int   { return r.Advice }

func (p FoundProblem) name() string {
	if p.Title != "" {
		return p.Title
	}
	return "Without a title"
}

func asking(address string, query url.Values) string {
	if len(query) == 0 {
		return address
	}
	return address + "?" + query.Encode()
}
