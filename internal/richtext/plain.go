package richtext

import (
	"strings"

	"lectern/internal/cms"
)

// Plain returns the words alone, for searching, comparing and counting: each
// paragraph on its own line, those of list items included, without bullets and
// numbers. Of a link the words are there, not the address; of an abbreviation
// the short form.
func (d Doc) Plain() string {
	var lines []string
	for _, b := range d {
		if len(b.Paragraph) > 0 {
			lines = append(lines, plainSpans(b.Paragraph))
		}
		if b.List == nil {
			continue
		}
		for _, item := range b.List.Items {
			lines = append(lines, item.Plain())
		}
	}
	return strings.Join(lines, "\n")
}

func plainSpans(spans []Span) string {
	var text strings.Builder
	for _, s := range spans {
		text.WriteString(s.Text)
	}
	return text.String()
}

// Links returns the links of the text in reading order.
func (d Doc) Links() []cms.Link {
	var links []cms.Link
	for _, b := range d {
		for _, s := range b.Paragraph {
			if s.Link != nil {
				links = append(links, *s.Link)
			}
		}
		if b.List == nil {
			continue
		}
		for _, item := range b.List.Items {
			links = append(links, item.Links()...)
		}
	}
	return links
}
