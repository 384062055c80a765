package check_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/check"
	"lectern/internal/cms"
)

var found = check.Report{Looked: "2 files", Problems: []cms.Problem{
	{File: "pages/index.yaml", Line: 3, Field: "title", Message: "Heading is missing; fill it in"},
	{File: "pages/index.yaml", Line: 9, Field: "body[0].image", Rule: "alt-file-name", Message: `the alternative text "a&b.png" is the name of a file`},
	{Field: "summary", Rule: "summary", Message: "this page has no summary"},
}}

func TestReport(t *testing.T) {
	tests := []struct {
		name       string
		report     check.Report
		clean      bool
		text, json string
	}{
		{"nothing", check.Report{Looked: "1 file"}, true,
			"Looked at 1 file and found nothing to mend.\n",
			`{
  "looked_at": "1 file",
  "problems": []
}
`},
		{"problems and advice", found, false,
			`pages/index.yaml:3: title: Heading is missing; fill it in
pages/index.yaml:9: body[0].image: the alternative text "a&b.png" is the name of a file [alt-file-name]
summary: this page has no summary [summary]
Looked at 2 files and found 2 problems to mend and 1 piece of advice.
`,
			`{
  "looked_at": "2 files",
  "problems": [
    {
      "file": "pages/index.yaml",
      "line": 3,
      "field": "title",
      "level": "block",
      "message": "Heading is missing; fill it in"
    },
    {
      "file": "pages/index.yaml",
      "line": 9,
      "field": "body[0].image",
      "rule": "alt-file-name",
      "level": "block",
      "message": "the alternative text \"a&b.png\" is the name of a file"
    },
    {
      "field": "summary",
      "rule": "summary",
      "level": "advise",
      "message": "this page has no summary"
    }
  ]
}
`},
		{"advice only is not clean", check.Report{Looked: "1 file", Problems: found.Problems[2:]}, false,
			"summary: this page has no summary [summary]\nLooked at 1 file and found 0 problems to mend and 1 piece of advice.\n",
			`{
  "looked_at": "1 file",
  "problems": [
    {
      "field": "summary",
      "rule": "summary",
      "level": "advise",
      "message": "this page has no summary"
    }
  ]
}
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var text, json strings.Builder
			if err := test.report.WriteText(&text); err != nil {
				t.Fatal(err)
			}
			if err := test.report.WriteJSON(&json); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.text, text.String()); diff != "" {
				t.Errorf("text:\n%s", diff)
			}
			if diff := cmp.Diff(test.json, json.String()); diff != "" {
				t.Errorf("JSON:\n%s", diff)
			}
			if got := test.report.Clean(); got != test.clean {
				t.Errorf("clean is %v", got)
			}
		})
	}
}
