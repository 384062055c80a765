package cms_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
)

func TestAnIDIsAUUIDInItsCanonicalForm(t *testing.T) {
	t.Parallel()
	for id, want := range map[cms.ID]bool{
		"00000000-0000-7000-8000-000000000001":   true,
		"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b":   true,
		"":                                       false,
		cms.This:                                 false,
		"0197A2B3-C4D5-7E6F-8A9B-0C1D2E3F4A5B":   false,
		"0197a2b3c4d57e6f8a9b0c1d2e3f4a5b":       false,
		"{0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b}": false,
		"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5g":   false,
		"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5":    false,
		"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b0":  false,
		"0197a2b3_c4d5_7e6f_8a9b_0c1d2e3f4a5b":   false,
		"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4aé":    false,
	} {
		if got := id.Valid(); got != want {
			t.Errorf("%q is valid: %v, want %v", id, got, want)
		}
	}
}

func TestADateIsReadAndWrittenInOneForm(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]cms.Date{
		"2024-02-29": {2024, time.February, 29},
		"0999-12-01": {999, time.December, 1},
	} {
		d, err := cms.ParseDate(text)
		if err != nil || d != want || d.String() != text {
			t.Errorf("ParseDate(%q) = %v, %v; want %v", text, d, err, want)
		}
	}
	for _, text := range []string{"", "2023-02-29", "2024-2-3", "03/02/2024", "2024-02-03T00:00:00Z", " 2024-02-03"} {
		if d, err := cms.ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", text, d)
		} else if !strings.Contains(err.Error(), fmt.Sprintf("%q", text)) {
			t.Errorf("ParseDate(%q) does not say what is wrong: %v", text, err)
		}
	}
}

func TestADateBeginsAtMidnightOfItsZone(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	d := cms.Date{2026, time.July, 1}
	if got, want := d.In(london), time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("begins %v, want %v", got, want)
	}
	late := time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC)
	if got := cms.DateOf(late.In(london)); got != d {
		t.Errorf("%v is on %v in London, want %v", late, got, d)
	}
}

func TestADateInJSON(t *testing.T) {
	t.Parallel()
	type holder struct {
		On cms.Date `json:"on"`
	}
	for text, want := range map[string]holder{
		`{"on":"2024-02-29"}`: {cms.Date{2024, time.February, 29}},
		`{"on":""}`:           {},
	} {
		got := holder{cms.Date{1, 1, 1}}
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s is %v, %v; want %v", text, got, err, want)
		}
		if got, err := json.Marshal(want); err != nil || string(got) != text {
			t.Errorf("%v becomes %s, %v; want %s", want, got, err, text)
		}
	}
	if err := json.Unmarshal([]byte(`{"on":"soon"}`), &holder{}); err == nil {
		t.Error(`"soon" is a date`)
	}
	if !(cms.Date{}).IsZero() || (cms.Date{Day: 1}).IsZero() {
		t.Error("only the zero date is no date")
	}
}

func TestAProblemSaysWhereItIs(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]cms.Problem{
		"is wrong":                                   {Message: "is wrong"},
		"title: is wrong":                            {Field: "title", Message: "is wrong"},
		"pages/a.yaml: is wrong":                     {File: "pages/a.yaml", Message: "is wrong"},
		"pages/a.yaml:7: is wrong":                   {File: "pages/a.yaml", Line: 7, Message: "is wrong"},
		"pages/a.yaml:7: body[2].title: is wrong":    {File: "pages/a.yaml", Line: 7, Field: "body[2].title", Message: "is wrong"},
		"body[0]: a line without a file is not told": {Line: 7, Field: "body[0]", Message: "a line without a file is not told"},
	} {
		if got := p.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestInvalidTellsEveryProblem(t *testing.T) {
	t.Parallel()
	err := cms.InvalidUnlessNone([]cms.Problem{{Field: "a", Message: "is one"}, {Field: "b", Message: "is two"}})
	if got, want := err.Error(), "a: is one\nb: is two"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if err := cms.InvalidUnlessNone(nil); err != nil {
		t.Errorf("no problems are an error: %v", err)
	}
	var invalid *cms.Invalid
	if err := cms.Invalidf("slug", "%q is taken", "a"); !errors.As(err, &invalid) ||
		len(invalid.Problems) != 1 || invalid.Problems[0] != (cms.Problem{Field: "slug", Message: `"a" is taken`}) {
		t.Errorf("Invalidf gives %#v", err)
	}
}

func TestEveryFailureIsOfItsKindAndNoOther(t *testing.T) {
	t.Parallel()
	kinds := []error{cms.ErrNotFound, cms.ErrForbidden, cms.ErrConflict, cms.ErrInvalid, cms.ErrUnavailable}
	for _, test := range []struct{ err, kind error }{
		{cms.ErrNotFound, cms.ErrNotFound},
		{cms.Forbiddenf("you may not %s", "save"), cms.ErrForbidden},
		{cms.Conflictf("%s is taken", "it"), cms.ErrConflict},
		{cms.Invalidf("a", "is wrong"), cms.ErrInvalid},
		{cms.InvalidUnlessNone([]cms.Problem{{Message: "is wrong"}}), cms.ErrInvalid},
		{cms.ErrUnavailable, cms.ErrUnavailable},
	} {
		wrapped := fmt.Errorf("while at it: %w", test.err)
		for _, kind := range kinds {
			if got, want := errors.Is(wrapped, kind), kind == test.kind; got != want {
				t.Errorf("%q is %q: %v, want %v", test.err, kind, got, want)
			}
		}
	}
	for want, err := range map[string]error{
		"you may not save": cms.Forbiddenf("you may not %s", "save"),
		"it is taken":      cms.Conflictf("%s is taken", "it"),
	} {
		if err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
	}
}

func TestTagsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, tag := range []string{cms.MenuTag, cms.SiteTag, cms.PageTag("a"), cms.RefTag("a"), cms.TermTag("a"),
		cms.ListTag("a", ""), cms.ListTag("a", "a"), cms.PageTag("b")} {
		if seen[tag] {
			t.Errorf("two things carry the tag %q", tag)
		}
		seen[tag] = true
	}
}
