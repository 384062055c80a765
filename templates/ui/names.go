package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/cms"
)

// Named is a name that may lead to a page.
type Named struct {
	Text string
	Href string // empty: the name alone
}

// Joint is what stands before the i-th of n names: A, B and C.
func Joint(i, n int) string {
	switch {
	case i == 0:
		return ""
	case i == n-1:
		return " and "
	default:
		return ", "
	}
}

// Names writes names one after the other: A, B and C. It is written in Go and
// not in templ because no space may stand before a comma.
func Names(names []Named) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var out strings.Builder
		for i, n := range names {
			out.WriteString(Joint(i, len(names)))
			text := templ.EscapeString(n.Text)
			if n.Href != "" {
				text = `<a href="` + templ.EscapeString(string(templ.URL(n.Href))) + `">` + text + `</a>`
			}
			out.WriteString(text)
		}
		_, err := io.WriteString(w, out.String())
		return err
	})
}

// Live returns the pages that are live of those that are referred to.
func (v *View) Live(refs []cms.Ref) []cms.Item {
	var items []cms.Item
	for _, ref := range refs {
		if item, live := v.Refs[cms.ID(ref)]; live && item.Path != "" {
			items = append(items, item)
		}
	}
	return items
}

// TermNames returns what the terms are called. A term that there is no more is
// left out.
func (v *View) TermNames(refs ...cms.TermRef) []string {
	var names []string
	for _, ref := range refs {
		if term, known := v.Terms[cms.ID(ref)]; known {
			names = append(names, term.Name)
		}
	}
	return names
}
