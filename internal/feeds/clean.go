package feeds

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// clean is the feed with what every format can hold. What the caller has is
// left as it is.
func (f Feed) clean() Feed {
	cleanAll(&f.ID, &f.Title, &f.Description, &f.Page, &f.Language, &f.Rights, &f.LicenceURL,
		&f.Publisher, &f.PublisherURL, &f.Icon, &f.Hub, &f.Stylesheet)
	f.PageNumber = max(f.PageNumber, 1)
	f.Updated = second(f.Updated)
	if f.Image != nil {
		image := *f.Image
		cleanAll(&image.URL, &image.Title)
		f.Image = &image
	}
	f.Items = each(f.Items, Item.clean)
	return f
}

func (i Item) clean() Item {
	cleanAll(&i.ID, &i.Title, &i.Summary, &i.URL, &i.HTML, &i.Image, &i.Language)
	i.Published, i.Updated = second(i.Published), second(i.Updated)
	if i.Updated.IsZero() {
		i.Updated = i.Published
	}
	i.Authors = each(i.Authors, Author.clean)
	i.Categories = each(i.Categories, Category.clean)
	i.Enclosures = each(i.Enclosures, Enclosure.clean)
	// The lists are our own by now.
	i.Authors = slices.DeleteFunc(i.Authors, func(a Author) bool { return a.Name == "" })
	i.Categories = slices.DeleteFunc(i.Categories, func(c Category) bool { return c.Term == "" })
	i.Enclosures = slices.DeleteFunc(i.Enclosures, func(e Enclosure) bool {
		return e.URL == "" || e.MediaType == "" || e.Length < 1
	})
	return i
}

func (a Author) clean() Author {
	cleanAll(&a.Name, &a.URL)
	return a
}

func (c Category) clean() Category {
	cleanAll(&c.Scheme, &c.Term, &c.Label)
	return c
}

func (e Enclosure) clean() Enclosure {
	cleanAll(&e.URL, &e.MediaType)
	return e
}

func cleanAll(texts ...*string) {
	for _, text := range texts {
		*text = cleanText(*text)
	}
}

var oneLineEnding = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// cleanText is text without what XML cannot hold, and without other control
// characters, which its readers take for something else.
func cleanText(text string) string {
	if utf8.ValidString(text) && !strings.ContainsFunc(text, forbidden) {
		return text // as nearly all is
	}
	text = oneLineEnding.Replace(strings.ToValidUTF8(text, ""))
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, text)
}

func forbidden(r rune) bool {
	return unicode.IsControl(r) && r != '\t' && r != '\n' || r == '\uFFFE' || r == '\uFFFF'
}

// second is an instant as every format tells it.
func second(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// each is never nil: a list of JSON is there even when nothing is in it.
func each[T, U any](list []T, of func(T) U) []U {
	result := make([]U, len(list))
	for i, entry := range list {
		result[i] = of(entry)
	}
	return result
}
