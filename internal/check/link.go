package check

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

var linkWithoutText = Rule{
	Name: "link-without-text", Label: "Link without text", Level: Block,
	Help: "A link with no words cannot be found by ear, nor said to a voice control",
	find: func(p *page) (problems []cms.Problem) {
		for _, l := range p.links() {
			if l.written && !strings.ContainsFunc(l.Text, isWord) {
				problems = append(problems, problem(l.path, "a link has no words; write what it leads to"))
			}
		}
		return problems
	},
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// vague are the words that say nothing without those around them.
var vague = []string{
	"click", "click here", "click this link", "details", "download", "find out more", "go", "here", "learn more", "link",
	"more", "more details", "more information", "read more", "read this", "see here", "see more", "this", "this link", "this page",
}

var linkText = Rule{
	Name: "link-text", Label: "Link text that says too little", Level: Advise,
	Help: "Many people read only the links of a page, one after the other, and “click here” tells them nothing",
	find: func(p *page) (problems []cms.Problem) {
		for _, l := range p.links() {
			switch {
			case slices.Contains(vague, sameWords(l.Text)):
				problems = append(problems, problem(l.path, "the link %q does not say where it leads; name what readers will find there", l.Text))
			case addressPattern.MatchString(l.Text):
				problems = append(problems, problem(l.path, "the link %q is called by its address; name what readers will find there", l.Text))
			}
		}
		return problems
	},
}

var addressPattern = regexp.MustCompile(`(?i)^(https?://|www\.|mailto:|tel:|[/#])\S+$`)

var linkTargets = Rule{
	Name: "link-targets", Label: "Same link text, different targets", Level: Advise,
	Help: "In a list of the page's links nobody can tell two of the same words apart",
	find: func(p *page) (problems []cms.Problem) {
		targets := map[string]string{}
		for _, l := range p.links() {
			words := sameWords(l.Text)
			if words == "" || slices.Contains(vague, words) { // that is said already
				continue
			}
			words += sameWords(l.beside)
			first, seen := targets[words]
			if seen && first != l.target() {
				problems = append(problems, problem(l.path, "another link of this page is called %q, too, and leads elsewhere; say in each what is special to its target", l.Text))
			}
			if !seen {
				targets[words] = l.target()
			}
		}
		return problems
	},
}

// link is a link in its place on the page.
type link struct {
	cms.Link        // Text is what a reader sees; empty: the name of its page
	beside   string // what else belongs to its name
	path     string // of the field that holds it
	written  bool   // it stands in running text, where no other words can stand in
}

// target is the one spelling of where a link leads.
func (l link) target() string {
	if l.Page != "" {
		return string(l.Page) + "#" + l.Fragment
	}
	u, err := url.Parse(l.URL)
	if err != nil || u.Host == "" {
		return l.URL
	}
	u.Scheme, u.Host, u.Path = "https", strings.ToLower(u.Host), strings.TrimSuffix(u.Path, "/")
	return u.String()
}

// links returns every link that leads somewhere.
func (p *page) links() []link {
	var links []link
	for _, place := range p.places {
		switch place.field.Type {
		case schema.TypeRichText:
			for _, l := range written(place.value.Interface().(richtext.Doc)) {
				links = append(links, link{l, "", place.path, true})
			}
		case schema.TypeLink:
			if l := place.value.Interface().(cms.Link); !l.IsZero() {
				var beside string
				l.Text, beside = p.called(l, place.path)
				links = append(links, link{l, beside, place.path, false})
			}
		}
	}
	return links
}

// called is what readers see of a link: what its entry says that one can do
// there, and of what; the title beside it; its text; the name of its page, which
// is not known here; or its address. These are words for the entry's own link,
// and for no other beside it; a page's own title is no link's.
func (p *page) called(l cms.Link, path string) (words, beside string) {
	entry := above(path)
	title, action := p.texts[below(entry, "title")], p.texts[below(entry, "action")]
	own := entry != "" && strings.HasSuffix(path, ".link")
	switch {
	case action != "" && own:
		return action, title
	case title != "" && own:
		return title, ""
	case l.Text == "" && l.Page == "":
		return l.URL, ""
	}
	return l.Text, ""
}

// written returns the links of running text, each with its words.
func written(doc richtext.Doc) []cms.Link {
	var links []cms.Link
	for _, b := range doc {
		var before cms.Link
		for _, span := range b.Paragraph {
			if span.Link == nil || span.Link.IsZero() {
				before = cms.Link{}
				continue
			}
			l := *span.Link
			l.Text = ""
			if l == before { // the same link in other marks
				links[len(links)-1].Text += span.Text
				continue
			}
			before = l
			l.Text = span.Text
			links = append(links, l)
		}
		if b.List == nil {
			continue
		}
		for _, item := range b.List.Items {
			links = append(links, written(item)...)
		}
	}
	return links
}
