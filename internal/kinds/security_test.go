package kinds

import (
	"testing"

	"lectern/internal/cms"
)

func TestSecurityIsOfUse(t *testing.T) {
	for _, c := range []struct {
		security Security
		refused  string // field; empty: none
	}{
		{Security{}, ""},
		{Security{Email: "security@office.example", Languages: "en, cy en-GB"}, ""},
		{Security{Telephone: "+44 300 303 5678"}, ""},
		{Security{Page: cms.Link{Page: "a"}, Policy: cms.Link{URL: "https://office.example/policy"}, Acknowledgments: cms.Link{URL: "/thanks"}}, ""},
		{Security{Telephone: "0300 303 5678"}, "telephone"},
		{Security{Page: cms.Link{URL: "http://office.example/"}}, "page"},
		{Security{Page: cms.Link{URL: "mailto:security@office.example"}}, "page"},
		{Security{Email: "security@office.example", Policy: cms.Link{URL: "tel:+44"}}, "policy"},
		{Security{Email: "security@office.example", Acknowledgments: cms.Link{URL: "#thanks"}}, "acknowledgments"},
		{Security{Email: "security@office.example", Languages: "English"}, "languages"},
		{Security{Languages: "en"}, "email"},
		{Security{Policy: cms.Link{Page: "a"}}, "email"},
	} {
		problems := c.security.Check()
		switch {
		case c.refused == "" && len(problems) > 0:
			t.Errorf("%+v: %v", c.security, problems)
		case c.refused != "" && (len(problems) != 1 || problems[0].Field != c.refused):
			t.Errorf("%+v: %v, want one problem at %s", c.security, problems, c.refused)
		}
	}
}
