package forms_test

import (
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/forms"
	"lectern/internal/kinds"
	"lectern/internal/sheet"
)

func TestReceivedFormsAreWritten(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC)
	list := []forms.Received{
		{ID: "1", Page: "/a", At: at, Answers: cms.Answers{"why": {`<b> & "quotes"`}, "uses": {"Phone", "Paper"}}},
		{ID: "2", Page: "/a", At: at, Answers: cms.Answers{"why": {"=cmd|'/c calc'!A0"}, "phone": {"+44 20"}}},
	}
	for _, c := range []struct {
		name  string
		write func(*strings.Builder) error
		want  string
	}{
		{"JSON", func(w *strings.Builder) error { return forms.WriteJSON(w, list) },
			`{"id":"1","page":"/a","received_at":"2026-03-05T12:00:00Z","answers":{"uses":["Phone","Paper"],"why":["<b> & \"quotes\""]}}` + "\n" +
				`{"id":"2","page":"/a","received_at":"2026-03-05T12:00:00Z","answers":{"phone":["+44 20"],"why":["=cmd|'/c calc'!A0"]}}` + "\n"},
		{"CSV", func(w *strings.Builder) error { return forms.WriteCSV(w, list) },
			"id,page,received_at,phone,uses,why\n" +
				"1,/a,2026-03-05T12:00:00Z,,\"Phone\nPaper\",\"<b> & \"\"quotes\"\"\"\n" +
				"2,/a,2026-03-05T12:00:00Z,'+44 20,,'=cmd|'/c calc'!A0\n"},
		{"an empty table", func(w *strings.Builder) error { return forms.WriteCSV(w, nil) }, "id,page,received_at\n"},
	} {
		var got strings.Builder
		if err := c.write(&got); err != nil || got.String() != c.want {
			t.Errorf("%s: %v\n%swant\n%s", c.name, err, &got, c.want)
		}
	}
}

func TestAnswersStandUnderTheQuestionsAsTheyWereLastAsked(t *testing.T) {
	t.Parallel()
	versions := []*kinds.Form{
		{Fields: []kinds.FormField{{Name: "why", Label: "Why did you come?"}, {Name: "name", Label: "=Name"}}},
		{Fields: []kinds.FormField{{Name: "old", Label: "An old question"}, {Name: "why", Label: "Why?"}}},
	}
	at := time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC)
	list := []forms.Received{{ID: "1", At: at, Answers: cms.Answers{"why": {"@a", "b"}, "zip": {"-1"}, "lost": {"x"}}}}
	questions := forms.Asked(versions, list[0].Answers)
	var got strings.Builder
	if err := sheet.Write(&got, forms.Table(questions, list)); err != nil {
		t.Fatal(err)
	}
	want := "Sent,Why did you come?,'=Name,An old question,lost,zip,Number\n" +
		"2026-03-05 12:00:00,\"'@a\nb\",,,x,'-1,1\n"
	if got.String() != want {
		t.Errorf("%s\nwant\n%s", &got, want)
	}
}
