package check

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

var webLink = Rule{
	Name: "web-link", Label: "Link to another website that does not work", Level: Advise,
	Help: "Readers who follow it find nothing; other websites are asked once a week, about the links of what is public",
	find: func(p *page) []cms.Problem { return p.webProblems(cms.VerdictBroken, p.broken) },
}

var webLinkMoved = Rule{
	Name: "web-link-moved", Label: "Link to another website that has moved", Level: Advise,
	Help: "Readers are sent on, as long as the website remembers its old address",
	find: func(p *page) []cms.Problem { return p.webProblems(cms.VerdictMoved, p.hasMoved) },
}

func (p *page) broken(link string, l cms.WebLink) string {
	if l.Outcome == cms.WebGone {
		return fmt.Sprintf("%q leads to nothing: %s; correct it, or take it away", link, l.Said(p.day(l.AnsweredAt)))
	}
	return fmt.Sprintf("%q may not work any more: %s, and it has not worked since %s; see whether it does, correct it, or take it away",
		link, l.Said(p.day(l.AnsweredAt)), p.day(l.Since))
}

// hasMoved names the new address with the part of the page that the link leads to:
// browsers take that along, too.
func (p *page) hasMoved(link string, l cms.WebLink) string {
	to := l.MovedTo
	if _, part, has := strings.Cut(link, "#"); has {
		to += "#" + part
	}
	return fmt.Sprintf("%q has moved for good to %q, as it was said on %s; link to that", link, to, p.day(l.AnsweredAt))
}

// day writes the day of an instant in the site's zone.
func (p *page) day(at time.Time) string { return at.In(p.registry.Zone()).Format("2 January 2006") }

// webProblems returns one problem for every link of a field whose address is known
// for something.
func (p *page) webProblems(verdict cms.WebVerdict, message func(string, cms.WebLink) string) (problems []cms.Problem) {
	if p.world.Web == nil {
		return nil
	}
	told := map[string]bool{}
	for _, l := range p.toWeb() {
		known := p.world.Web(l.address)
		if key := l.path + " " + l.address; known.Verdict == verdict && !told[key] {
			told[key] = true
			problems = append(problems, problem(l.path, "%s", message(l.written, known)))
		}
	}
	return problems
}

// webLinkTo is a link to another website in its place on the page.
type webLinkTo struct {
	path    string
	written string // as it stands there
	address string // the one spelling of it
}

// toWeb returns the links that lead to other websites, those of fields for an
// address alone included.
func (p *page) toWeb() []webLinkTo {
	if p.webRead {
		return p.web
	}
	p.webRead = true
	add := func(path, written string) {
		if address, is := cms.WebAddress(written); is && !p.onSite(address) {
			p.web = append(p.web, webLinkTo{path, written, address})
		}
	}
	for _, l := range p.links() {
		if l.Page == "" {
			add(l.path, l.URL)
		}
	}
	for _, place := range p.places {
		if place.field.Format == schema.FormatURL {
			add(place.path, p.texts[place.path])
		}
	}
	return p.web
}

// onSite reports whether a full address leads to this site.
func (p *page) onSite(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && hostOf(u) == p.ownHost()
}

func (p *page) ownHost() string {
	base, err := url.Parse(p.world.Base)
	if err != nil {
		return ""
	}
	return hostOf(base)
}

// hostOf is the host of an address with its port, unless that is what its scheme
// has anyway.
func hostOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "http":
		return strings.TrimSuffix(host, ":80")
	case "https":
		return strings.TrimSuffix(host, ":443")
	}
	return host
}

// WebLinks returns the addresses of other websites that a page's value links to,
// each once. base is the origin of the site, if it is known.
func WebLinks(registry *schema.Registry, value schema.Kind, base string) (list []string) {
	for _, l := range read(registry, value, World{Base: base}).toWeb() {
		if !slices.Contains(list, l.address) {
			list = append(list, l.address)
		}
	}
	return list
}
