package admin

import (
	"net/url"
	"strconv"
	"strings"

	"lectern/internal/cms"
)

// PageChooser is a search for pages and what it has found.
type PageChooser struct {
	Query     cms.ChoiceQuery
	Found     []cms.PageChoice
	More      bool     // others follow
	Href      *url.URL // of the search itself
	KindLabel func(name string) string
}

func (c PageChooser) kinds() string { return strings.Join(c.Query.Kinds, ",") }

// page is the address of another page of what was found.
func (c PageChooser) page(number int) string {
	query := c.Href.Query()
	query.Del("part")
	query.Set("page", strconv.Itoa(number))
	return c.Href.Path + "?" + query.Encode()
}

// about is a page's kind, address and state in words.
func (c PageChooser) about(p cms.PageChoice) string {
	parts := []string{c.KindLabel(p.Kind)}
	if p.Path != "" {
		parts = append(parts, p.Path)
	}
	if !p.Live {
		parts = append(parts, "not live yet")
	}
	return strings.Join(parts, " · ")
}
