package testkit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// CheckPage fails the test for everything about a whole HTML document that is
// wrong on any page: see Problems.
func CheckPage(t testing.TB, body []byte) *Part {
	t.Helper()
	page := Page(t, body)
	for _, problem := range page.Problems() {
		t.Error(problem)
	}
	return page
}

// Problems tells what is wrong with a whole HTML document that would be wrong
// on any page: its language and title, its headings, ids and what refers to
// them, links and fields without a name, landmarks and lists without content,
// and anything that the content security policy would refuse.
func (p *Part) Problems() []string {
	var problems []string
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }

	if p.Find("html").AttrOr("lang", "") == "" {
		add("the html element has no lang")
	}
	if textOf(p.Find("head > title")) == "" {
		add("the page has no title")
	}
	if n := p.Find("h1").Length(); n != 1 {
		add("the page has %d headings of level 1 and not one", n)
	}
	p.headings(add)
	p.ids(add)
	p.names(add)
	p.emptiness(add)
	p.policy(add)
	return problems
}

type adder func(format string, args ...any)

func (p *Part) headings(add adder) {
	above := 0
	p.Find("h1, h2, h3, h4, h5, h6").Each(func(_ int, s *goquery.Selection) {
		level := headingLevel(s.Nodes[0])
		if above > 0 && level > above+1 {
			add("the heading %q has level %d, and the one before it level %d", textOf(s), level, above)
		}
		if textOf(s) == "" {
			add("a heading of level %d is empty", level)
		}
		above = level
	})
}

// ids checks that ids are unique, and that what is referred to by id is there.
func (p *Part) ids(add adder) {
	known := map[string]bool{}
	p.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if known[id] {
			add("the id %q is there twice", id)
		}
		known[id] = true
	})
	for _, attribute := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "list", "form"} {
		p.Find("[" + attribute + "]").Each(func(_ int, s *goquery.Selection) {
			for id := range strings.FieldsSeq(s.AttrOr(attribute, "")) {
				if !known[id] {
					add("%s refers by %s to the id %q, which nothing has", outline(s), attribute, id)
				}
			}
		})
	}
	p.Find(`a[href^="#"]`).Each(func(_ int, s *goquery.Selection) {
		if id := strings.TrimPrefix(s.AttrOr("href", ""), "#"); id != "" && !known[id] {
			add("the link %q leads to the id %q, which nothing has", p.nameOf(s), id)
		}
	})
}

// names checks that whatever can be reached has a name.
func (p *Part) names(add adder) {
	p.Find("a").Each(func(_ int, s *goquery.Selection) {
		if p.nameOf(s) == "" {
			add("%s has no name", outline(s))
		}
		if s.AttrOr("href", "") == "" {
			add("the link %q leads nowhere", p.nameOf(s))
		}
	})
	p.Find("button, " + fields).Each(func(_ int, s *goquery.Selection) {
		if p.nameOf(s) == "" {
			add("%s has no label", outline(s))
		}
	})
	p.Find("img:not([alt])").Each(func(_ int, s *goquery.Selection) {
		add("%s has no alternative text", outline(s))
	})
	p.Find("img:not([width]), img:not([height])").Each(func(_ int, s *goquery.Selection) {
		add("%s does not say its size, so that the page moves when it arrives", outline(s))
	})
}

// emptiness checks that no part promises what is not there.
func (p *Part) emptiness(add adder) {
	p.Find("main, nav, header, section, aside, ul, ol, dl, table, p, li, dt, dd, figure, caption, summary").Each(func(_ int, s *goquery.Selection) {
		if textOf(s) == "" && s.Find("img, svg, input, button, select, textarea").Length() == 0 {
			add("%s is empty", outline(s))
		}
	})
}

// policy checks that nothing is inline that must be in a file.
func (p *Part) policy(add adder) {
	p.Find("[style]").Each(func(_ int, s *goquery.Selection) { add("%s has a style attribute", outline(s)) })
	p.Find("style").Each(func(_ int, s *goquery.Selection) { add("there is a style sheet inside the page") })
	p.Find("script:not([src])").Each(func(_ int, s *goquery.Selection) {
		// A block of data is not a script.
		if kind := s.AttrOr("type", ""); kind == "" || kind == "module" || strings.Contains(kind, "javascript") {
			add("there is a script inside the page")
		}
	})
	p.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Nodes[0].Attr {
			if strings.HasPrefix(a.Key, "on") {
				add("%s has a script in %s", outline(s), a.Key)
			}
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
				add("%s has a script in %s", outline(s), a.Key)
			}
		}
	})
}

// outline is the opening tag of an element.
func outline(s *goquery.Selection) string {
	n := s.Nodes[0]
	opening := &html.Node{Type: html.ElementNode, Data: n.Data, Attr: n.Attr}
	var text strings.Builder
	if err := html.Render(&text, opening); err != nil {
		return "<" + n.Data + ">"
	}
	tag, _, _ := strings.Cut(text.String(), ">")
	return strings.TrimSuffix(tag, "/") + ">"
}
