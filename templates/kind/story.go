package kind

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schemaorg"
	"lectern/templates/block"
	"lectern/templates/ui"
)

// featureStory returns a feature as the post that it is like.
func featureStory(f *kinds.Feature) *kinds.BlogPost {
	return &kinds.BlogPost{
		Title: f.Title, Summary: f.Summary, Published: f.Published,
		Authors: f.Authors, GuestAuthors: f.GuestAuthors,
		Categories: f.Categories, Topics: f.Topics, Hashtags: f.Hashtags,
		LeadImage: f.LeadImage, Lead: f.Lead, Body: f.Body,
		Backstory: f.Backstory, Contact: f.Contact, Related: f.Related, Share: f.Share,
	}
}

// caseStory returns a case study as the post that it is like.
func caseStory(c *kinds.CaseStudy) *kinds.BlogPost {
	return &kinds.BlogPost{
		Title: c.Title, Summary: c.Summary, Published: c.Published,
		Authors: c.Authors, GuestAuthors: c.GuestAuthors,
		Categories: c.Categories, Topics: c.Topics, Hashtags: c.Hashtags,
		LeadImage: c.LeadImage, Lead: c.Lead, Body: c.Body,
		Backstory: c.Backstory, Contact: c.Contact, Related: c.Related,
	}
}

// A storyHead is what the head of a story says.
type storyHead struct {
	kicker, beside templ.Component // nil: none
	title, lead    string
	picture        cms.Image
	low            bool // the drawing is a narrow one
}

// rows are those of the drawing.
func (h storyHead) rows() int {
	if h.low {
		return 2
	}
	return 3
}

// A writer is somebody who wrote a story, with a page here or without.
type writer struct {
	name, href, role, seed string
	about                  templ.Component
}

// writers are those with a page here, and then those without.
func writers(v *ui.View, p *kinds.BlogPost) []writer {
	var all []writer
	for _, person := range v.Live(p.Authors) {
		card := person.Card
		all = append(all, writer{name: card.Title, href: person.Path, role: card.Note, seed: string(person.Page), about: paragraph(card.Summary)})
	}
	for _, guest := range p.GuestAuthors {
		all = append(all, writer{name: guest.Name, role: roleOf(guest), seed: guest.Name, about: ui.RichText(v, guest.Biography)})
	}
	return all
}

// joint stands before the i-th of n names that stand apart from each other.
func joint(i, n int) string {
	switch {
	case i == 0:
		return "By "
	case i == n-1:
		return "and "
	default:
		return ""
	}
}

// aboutAuthors tells of those who wrote.
func aboutAuthors(v *ui.View, p *kinds.BlogPost) block.Section {
	all := writers(v, p)
	heading := "About the author"
	if len(all) > 1 {
		heading = "About the authors"
	}
	return block.Section{Heading: heading, Show: func(at *block.Place) templ.Component { return authorNotes(v, at, all) }}
}

// blogLabel says which blog a post stands in.
func blogLabel(v *ui.View) string {
	if blog, ok := nearest(v, "blog-hub"); ok {
		return "Blog: " + blog.Name()
	}
	return "Blog post"
}

// storyTags are what a story is about, without what its label says already.
func storyTags(v *ui.View, p *kinds.BlogPost, label string) []string {
	return slices.DeleteFunc(v.TermNames(slices.Concat(p.Categories, p.Topics)...), func(name string) bool {
		return strings.HasSuffix(label, ": "+name)
	})
}

// leadingOn are the bands below a story: what it is related to, and then the
// others of its kind. Only the first has drawings.
func leadingOn(v *ui.View, related string, refs []cms.Ref, more string, others []cms.Item) []block.Section {
	rank := ui.Standard
	all := cards(v.Live(refs))
	if len(all) > 0 {
		rank = ui.Plain
	}
	return []block.Section{
		block.Cards(v, related, ui.Standard, all),
		block.Cards(v, more, rank, dated(others)),
	}
}

// roleOf says what a guest does and where.
func roleOf(guest kinds.GuestAuthor) string {
	return joined(guest.Role, guest.JobTitle, guest.Organisation)
}

// joined puts commas between those that are not empty.
func joined(words ...string) string {
	var said []string
	for _, w := range words {
		if w != "" {
			said = append(said, w)
		}
	}
	return strings.Join(said, ", ")
}

var (
	_ = describe(describePost)
	_ = describe(describeFeature)
	_ = describe(describeCaseStudy)
)

// describePost tells of a post in the blog that it stands in.
func describePost(v *ui.View, p *kinds.BlogPost) schemaorg.Thing {
	return describeStory(v, "BlogPosting", p).With(schemaorg.Thing{"isPartOf": partOfNearest(v, "blog-hub", "Blog")})
}

func describeFeature(v *ui.View, p *kinds.Feature) schemaorg.Thing {
	return describeStory(v, "Article", featureStory(p)).With(schemaorg.Thing{"articleSection": "Feature"})
}

func describeCaseStudy(v *ui.View, p *kinds.CaseStudy) schemaorg.Thing {
	return describeStory(v, "Article", caseStory(p)).With(schemaorg.Thing{"articleSection": "Case study"})
}

func describeStory(v *ui.View, kind string, p *kinds.BlogPost) schemaorg.Thing {
	return article(v, kind, p.Title, storyAuthors(v, p)).With(outOn(v, p.Published)).With(schemaorg.Thing{
		"keywords": v.TermNames(slices.Concat(p.Categories, p.Topics)...),
	})
}

// storyAuthors are those who wrote a story, as machines know them.
func storyAuthors(v *ui.View, p *kinds.BlogPost) []schemaorg.Thing {
	authors := peopleOf(v, p.Authors...)
	for _, guest := range p.GuestAuthors {
		authors = append(authors, schemaorg.Of("Person", schemaorg.Thing{
			"name": guest.Name, "jobTitle": guest.JobTitle,
			"affiliation": schemaorg.Of("Organization", schemaorg.Thing{"name": guest.Organisation}),
		}))
	}
	return authors
}
