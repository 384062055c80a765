package kinds

import (
	"regexp"
	"slices"
	"strings"

	"lectern/internal/cms"
)

// Security is what security.txt says (RFC 9116): whom to tell of a weakness of
// the site. Without a contact there is no such file.
type Security struct {
	Email           string   `label:"Email address" help:"It stands in security.txt, which is there when there is an email address, a page or a telephone number" rule:"max=254 email" search:"none"`
	Page            cms.Link `label:"Page to tell it on"`
	Telephone       string   `help:"With the country, such as +44 300 303 5678" rule:"max=40 telephone" search:"none"`
	Policy          cms.Link `label:"How we treat what we are told"`
	Acknowledgments cms.Link `label:"Page that thanks those who told us"`
	Languages       string   `label:"Languages that you understand" help:"Their codes, the one you like best first, such as en, cy" rule:"max=100" search:"none"`
}

// HasContact reports whether there is a way to tell of a weakness.
func (s *Security) HasContact() bool { return s.Email != "" || !s.Page.IsZero() || s.Telephone != "" }

var languageCode = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// LanguageCodes are the languages, each by itself.
func (s *Security) LanguageCodes() []string {
	return strings.FieldsFunc(s.Languages, func(r rune) bool { return r == ',' || r == ' ' })
}

// Check refuses what those who read security.txt could not use.
func (s *Security) Check() (problems []cms.Problem) {
	problem := func(field, message string) { problems = append(problems, cms.Problem{Field: field, Message: message}) }
	if s.Telephone != "" && !strings.HasPrefix(s.Telephone, "+") {
		problem("telephone", "begin the number with + and the country, such as +44 300 303 5678: it is read all over the world")
	}
	links := []struct {
		field string
		link  cms.Link
	}{{"page", s.Page}, {"policy", s.Policy}, {"acknowledgments", s.Acknowledgments}}
	for _, l := range links {
		if url := l.link.URL; url != "" && !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "/") {
			problem(l.field, "choose a page, or give an address that begins with https://")
		}
	}
	if slices.ContainsFunc(s.LanguageCodes(), func(code string) bool { return !languageCode.MatchString(code) }) {
		problem("languages", "give the codes of languages with commas between them, such as en, cy")
	}
	if !s.HasContact() && (*s != Security{}) {
		problem("email", "say where to tell of a weakness: an email address, a page or a telephone number. Without, there is no security.txt")
	}
	return problems
}
