package app_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/app"
	"lectern/internal/testkit"
)

// everyQuestion is a form with a question of every type, all of which must be
// answered.
const everyQuestion = `kind: form
title: Tell us
summary: What you think.
intro:
- {type: text, heading: Before you begin, body: It takes a minute.}
fields:
- {name: why, label: "Why did you come?", hint: In a few words., type: longtext, required: true}
- {name: found, label: "Did you find it?", type: radios, options: ["Yes", "No"], required: true, missing: Select yes if you found it}
- {name: uses, label: "What do you use?", hint: Choose all., type: checkboxes, options: [A phone, "A computer that somebody else looks after for you"], required: true}
- {name: role, section: About you, label: Role, type: text, required: true}
- {name: email, label: Email address, type: email, required: true}
- {name: phone, label: Telephone number, type: telephone, required: true}
privacy: We keep it for a year.
done_title: Thank you
done: It has come.
`

// TestAFormInABrowser sends a form by keyboard: first as it is, then with what
// the summary of errors asks for. Each time what comes is looked at.
func TestAFormInABrowser(t *testing.T) {
	t.Parallel()
	w := serve(t, write(t, map[string]string{"pages/index.yaml": "kind: home\ntitle: Home\nsummary: What we do.\n", "pages/tell-us.yaml": everyQuestion}))
	look := testkit.Look{Origin: w.url}
	for _, one := range []string{testkit.Phone, testkit.NoJavaScript, testkit.ForcedColours} {
		look.Forms = append(look.Forms, testkit.Visit{Path: "/tell-us", Context: one})
	}
	report(t, look.Run(t).Findings)
	if n := formsKept(t, w.App); n != len(look.Forms) {
		t.Errorf("%d forms are kept, and %d were sent", n, len(look.Forms))
	}
	wrong := sendForm(t, w.url+"/tell-us", url.Values{"email": {"me@"}})
	report(t, testkit.CheckHTML(t, map[string][]byte{"with errors": wrong, "sent": fetch(t, w.url+"/tell-us?sent=1")}))
}

func formsKept(t *testing.T, a *app.App) (n int) {
	t.Helper()
	if err := a.Store.Pool.QueryRow(context.Background(), `select count(*) from form_submission`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func sendForm(t *testing.T, address string, form url.Values) []byte {
	t.Helper()
	answer, err := http.Post(address, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
