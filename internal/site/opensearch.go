package site

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"lectern/internal/web"
	"lectern/templates/ui"
)

const searchDescription = "application/opensearchdescription+xml; charset=utf-8"

// openSearch tells browsers how to search the site: OpenSearch 1.1.
type openSearch struct {
	XMLName       xml.Name        `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName     string          // at most 16 characters
	LongName      string          // at most 48
	Description   string          // at most 1,024
	URLs          []openSearchURL `xml:"Url"`
	Image         openSearchIcon
	Language      string
	InputEncoding string
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
	Template string `xml:"template,attr"`
}

type openSearchIcon struct {
	Type    string `xml:"type,attr"`
	Address string `xml:",chardata"`
}

// showOpenSearch tells browsers how to search the site from their own field.
func (s *Site) showOpenSearch(w http.ResponseWriter, r *http.Request) error {
	view, err := s.standaloneView(r)
	if err != nil {
		return err
	}
	text, err := xml.MarshalIndent(searchOf(view), "", "  ")
	if err != nil {
		return err
	}
	return web.Respond(w, r, http.StatusOK, searchDescription, append([]byte(xml.Header), append(text, '\n')...))
}

func searchOf(v *ui.View) openSearch {
	name := v.Site.Title
	if name == "" {
		name = "Search" // nobody has said whose site it is
	}
	return openSearch{
		ShortName: shortened(name, 16), LongName: shortened(name, 48), Description: "Search " + name,
		URLs: []openSearchURL{
			{Type: "text/html", Template: v.BaseURL + "/search?q={searchTerms}"},
			{Type: "application/opensearchdescription+xml", Rel: "self", Template: v.BaseURL + "/opensearch.xml"},
		},
		Image: searchIcon(v), Language: "en-GB", InputEncoding: "UTF-8",
	}
}

// searchIcon is the organisation's logo or, if it has none, what stands for the
// site on the screen of a phone: browsers want no drawing there either.
func searchIcon(v *ui.View) openSearchIcon {
	if v.Logo.ID != "" {
		return openSearchIcon{v.Logo.MediaType, v.BaseURL + v.Logo.URLNear(96)}
	}
	return openSearchIcon{"image/png", v.BaseURL + "/static/" + v.Site.Theme().IconFile()}
}

// small words do not end a name that has been shortened.
var small = []string{"and", "at", "for", "in", "of", "on", "the", "to"}

// shortened is as many of the words of a name as fit, or else as many letters of
// the first.
func shortened(name string, most int) string {
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	words := strings.Fields(name)
	for len(words) > 1 && (utf8.RuneCountInString(strings.Join(words, " ")) > most || slices.Contains(small, words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	letters := []rune(strings.TrimRight(strings.Join(words, " "), ",;:-"))
	return string(letters[:min(len(letters), most)])
}
