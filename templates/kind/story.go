package kind

import (
	"strings"

	"github.com/a-h/templ"

	"lectern/internal/kinds"
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

// authors are those with a page here, and then those without.
func authors(v *ui.View, p *kinds.BlogPost) []ui.Named {
	names := namesOf(v.Live(p.Authors))
	for _, guest := range p.GuestAuthors {
		names = append(names, ui.Named{Text: guest.Name})
	}
	return names
}

// aboutAuthors tells of those who wrote.
func aboutAuthors(v *ui.View, p *kinds.BlogPost) block.Section {
	heading := "About the author"
	if len(authors(v, p)) > 1 {
		heading = "About the authors"
	}
	return block.Section{Heading: heading, Show: func(at *block.Place) templ.Component { return authorNotes(v, at, p) }}
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
