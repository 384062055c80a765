package site_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
	"lectern/templates/ui"
)

const feedback = `kind: form
title: Tell us
fields:
- {name: why, label: "Why did you come?", type: longtext, required: true, missing: Enter why you came, max: 200}
- {name: found, label: "Did you find it?", type: radios, options: ["Yes", "No"], required: true}
- {name: email, label: Email address, type: email}
done_title: Thank you
done: It has come.
`

var formSite = map[string]string{
	"pages/index.yaml": home, "pages/tell-us.yaml": feedback, "pages/a.yaml": "kind: page\ntitle: A page\n",
	"redirects.yaml": "- {from: /old-form, to: /tell-us}\n- {from: /elsewhere, to: https://example.org/}\n",
}

// right is a form that is filled in as it should be.
func right() url.Values {
	return url.Values{ui.TokenField: {uuid.NewString()}, ui.TrapField: {""}, "why": {"To look"}, "found": {"Yes"}, "email": {""}}
}

func with(name string, values ...string) url.Values {
	form := maps.Clone(right())
	form[name] = values
	return form
}

// post sends a form; headers are names and values in turn.
func (w *website) post(path string, form url.Values, headers ...string) response {
	w.t.Helper()
	return w.doWith(http.MethodPost, path, strings.NewReader(form.Encode()),
		append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
}

// submissions returns what was kept, the oldest first.
func (w *website) submissions() (all []cms.Submission) {
	w.t.Helper()
	err := w.publisher.Read(context.Background(), cms.System, func(e *publishing.Edit) error {
		return e.EachSubmission(context.Background(), "", func(s cms.Submission) error {
			all = append(all, s)
			return nil
		})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// token is the one that the form on a page carries.
func token(t *testing.T, r response) string {
	t.Helper()
	value := testkit.Page(t, []byte(r.body)).Find("main form [name="+ui.TokenField+"]").AttrOr("value", "")
	if !cms.ID(value).Valid() {
		t.Errorf("%s: the form carries the token %q", r.Request.URL, value)
	}
	return value
}

func TestAFormIsShownKeptAndThankedFor(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(formSite)
	first, second := w.get("/tell-us"), w.get("/tell-us")
	first.wants(t, 200, "Why did you come?")
	if token(t, first) == token(t, second) {
		t.Error("two forms carry one token")
	}
	for _, r := range []response{first, second} {
		if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("Set-Cookie") != "" {
			t.Errorf("a form may be kept, or leaves a cookie: %v", r.Header)
		}
	}
	form := right()
	form.Set(ui.TokenField, token(t, first))
	form.Set("why", "  To look\r\nat it ")
	form.Set("injected", "x")
	sent := w.post("/tell-us", form)
	sent.wants(t, http.StatusSeeOther)
	thanks := w.get(sent.Header.Get("Location"))
	thanks.wants(t, 200, "<h1>Thank you</h1>", "It has come.", `content="noindex"`)
	thanks.lacks(t, "<textarea")
	w.get(sent.Header.Get("Location")).wants(t, 200, "It has come.")

	kept := w.submissions()
	if len(kept) != 1 || kept[0].Page != w.pageAt("/tell-us") || string(kept[0].Token) != token(t, first) || kept[0].At.IsZero() {
		t.Fatalf("kept: %+v", kept)
	}
	if got := asJSON(t, kept[0].Answers); got != `{"found":["Yes"],"why":["To look\nat it"]}` {
		t.Errorf("of the answers %s is kept", got)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAFormWithMistakesComesBackAsItWasTyped(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(formSite)
	form := url.Values{ui.TokenField: {uuid.NewString()}, "why": {""}, "email": {`"me" <b>`}}
	r := w.post("/tell-us", form)
	r.wants(t, http.StatusUnprocessableEntity, "<title>Error: Tell us</title>", `content="noindex"`)
	if r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("Cache-Control is %q", r.Header.Get("Cache-Control"))
	}
	if got := token(t, r); got == form.Get(ui.TokenField) {
		t.Error("it comes back with the token under which nothing was kept")
	}
	page := testkit.CheckPage(t, []byte(r.body))
	page.Section("There is a problem").Wants("Enter why you came", "Choose an answer to “Did you find it?”", "Enter an email address in the correct format")
	if got := page.Field("Email address (optional)").AttrOr("value", ""); got != `"me" <b>` {
		t.Errorf("of the address %q is left", got)
	}
	if kept := w.submissions(); len(kept) != 0 {
		t.Errorf("kept: %+v", kept)
	}
	form = right()
	form.Set(ui.TokenField, token(t, r))
	w.post("/tell-us", form).wants(t, http.StatusSeeOther)
	if kept := w.submissions(); len(kept) != 1 {
		t.Errorf("%d forms are kept after the mistakes were mended", len(kept))
	}
}

func TestAFormSentManyTimesAtOnceIsKeptOnce(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(formSite)
	form := right()
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() { w.post("/tell-us", form).wants(t, http.StatusSeeOther) })
	}
	all.Wait()
	form.Set("why", "Another reason")
	again := w.post("/tell-us", form)
	again.wants(t, http.StatusSeeOther)
	w.get(again.Header.Get("Location")).wants(t, 200, "<h1>Thank you</h1>", "kept as it was first")
	if kept := w.submissions(); len(kept) != 1 || kept[0].Answers["why"][0] != "To look" {
		t.Errorf("kept: %+v", kept)
	}
	w.post("/tell-us", right()).wants(t, http.StatusSeeOther)
	if kept := w.submissions(); len(kept) != 2 {
		t.Errorf("%d forms are kept after another was sent", len(kept))
	}
}

func TestAProgramThatFillsInEverythingLearnsNothing(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(formSite)
	honest := w.post("/tell-us", right())
	program := w.post("/tell-us", with(ui.TrapField, "https://spam.example"))
	program.wants(t, http.StatusSeeOther)
	if program.Header.Get("Location") != honest.Header.Get("Location") || program.body != honest.body {
		t.Error("the answer gives the trap away")
	}
	if kept := w.submissions(); len(kept) != 1 {
		t.Errorf("%d forms are kept, want the honest one", len(kept))
	}
}

func TestWhatIsNotASoundFormIsRefused(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(formSite)
	const urlencoded = "application/x-www-form-urlencoded"
	for name, c := range map[string]struct {
		path, contentType, body string
		status                  int
	}{
		"not a form's page":    {"/a", urlencoded, right().Encode(), 405},
		"no page":              {"/nothing", urlencoded, right().Encode(), 405},
		"the search":           {"/search", urlencoded, "q=x", 405},
		"a file":               {"/static/site.0123456789.css", urlencoded, "", 405},
		"an impossible path":   {"/a%00b", urlencoded, "", 405},
		"a redirect elsewhere": {"/elsewhere", urlencoded, right().Encode(), 405},
		"JSON":                 {"/tell-us", "application/json", "{}", 415},
		"no content type":      {"/tell-us", "", right().Encode(), 415},
		"parts":                {"/tell-us", "multipart/form-data; boundary=x", "--x--", 415},
		"broken encoding":      {"/tell-us", urlencoded, "why=%zz", 400},
		"too large":            {"/tell-us", urlencoded, "why=" + strings.Repeat("x", 1<<20), 413},
		"nothing":              {"/tell-us", urlencoded, "", 422},
		"no token":             {"/tell-us", urlencoded, with(ui.TokenField).Encode(), 422},
		"an odd token":         {"/tell-us", urlencoded, with(ui.TokenField, "'; drop table").Encode(), 422},
		"another charset":      {"/tell-us", urlencoded + "; charset=UTF-8", with("why", "\xff\xfe\x00").Encode(), 422},
		"an old address":       {"/old-form", urlencoded, right().Encode(), 308},
	} {
		r := w.doWith("POST", c.path, strings.NewReader(c.body), "Content-Type", c.contentType)
		if r.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d", name, r.StatusCode, c.status)
		}
		if r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control %q", name, r.Header.Get("Cache-Control"))
		}
		switch c.status {
		case 308:
			if r.Header.Get("Location") != "/tell-us" {
				t.Errorf("%s leads to %q", name, r.Header.Get("Location"))
			}
		case 405:
			if r.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s: Allow %q", name, r.Header.Get("Allow"))
			}
			fallthrough
		default:
			testkit.CheckPage(t, []byte(r.body))
		}
	}
	if kept := w.submissions(); len(kept) != 0 {
		t.Errorf("kept: %+v", kept)
	}
}

func TestAFormFromAnotherWebsiteIsRefused(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{baseURL: "https://www.example.org"})
	w.load(formSite)
	for _, c := range []struct {
		headers []string
		status  int
	}{
		{[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{[]string{"Sec-Fetch-Site", "same-site", "Origin", "https://other.example.org"}, 403},
		{[]string{"Origin", "https://evil.example"}, 403},
		{[]string{"Origin", "null"}, 403},
		{[]string{"Sec-Fetch-Site", "same-origin"}, 303},
		{[]string{"Origin", "https://www.example.org"}, 303}, // a proxy has given us another host
		{nil, 303}, // not a browser
	} {
		if r := w.post("/tell-us", right(), c.headers...); r.StatusCode != c.status {
			t.Errorf("with %q: status %d, want %d", c.headers, r.StatusCode, c.status)
		}
	}
	if kept := w.submissions(); len(kept) != 3 {
		t.Errorf("%d forms are kept, want those of our own pages", len(kept))
	}
}

func TestTooManyFormsFromOneAddressComeBack(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{formLimit: 2, proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}})
	w.load(formSite)
	from := func(address string) response { return w.post("/tell-us", right(), "X-Forwarded-For", address) }
	for range 2 {
		from("192.0.2.1").wants(t, 303)
		from("2001:db8:0:1::1").wants(t, 303)
	}
	r := from("192.0.2.1")
	r.wants(t, http.StatusTooManyRequests, "<title>Error: Tell us</title>", "Wait ten minutes", ">\nTo look</textarea>")
	if r.Header.Get("Retry-After") != "600" || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("nobody is told to come back: %v", r.Header)
	}
	testkit.CheckPage(t, []byte(r.body))
	from("2001:db8:0:1:ffff::9").wants(t, 429)   // the same network
	from("203.0.113.9, 192.0.2.1").wants(t, 429) // whoever claims to be another
	w.post("/tell-us", right()).wants(t, 303)    // the proxy itself
	from("192.0.2.2").wants(t, 303)
	from("2001:db8:0:2::1").wants(t, 303)
	if kept := w.submissions(); len(kept) != 7 {
		t.Errorf("%d forms are kept, want 7", len(kept))
	}
}

func TestNobodyIsBelievedToBeAProxy(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{formLimit: 1})
	w.load(formSite)
	w.post("/tell-us", right(), "X-Forwarded-For", "192.0.2.1").wants(t, 303)
	w.post("/tell-us", right(), "X-Forwarded-For", "192.0.2.2", "X-Real-Ip", "192.0.2.3", "Forwarded", "for=192.0.2.4").wants(t, 429)
}

func TestAFormThatCannotBeStoredComesBackAsItWasTyped(t *testing.T) {
	t.Parallel()
	fails := true
	var w *website
	w = newWebsite(t, options{submit: func(ctx context.Context, sent cms.Submission) (bool, error) {
		if first, err := publishing.NewIntake(w.db).SubmitForm(ctx, sent); err != nil || !fails {
			return first, err
		}
		return false, errors.New("the connection broke") // when it was stored already, which nobody can know
	}})
	w.load(formSite)
	form := right()
	r := w.post("/tell-us", form)
	r.wants(t, http.StatusServiceUnavailable, "the fault is ours", ">\nTo look</textarea>")
	r.lacks(t, "the connection")
	if token(t, r) != form.Get(ui.TokenField) || r.Header.Get("Retry-After") == "" {
		t.Error("it does not come back as the same form, to be sent again")
	}
	fails = false
	w.post("/tell-us", form).wants(t, 303)
	if kept := w.submissions(); len(kept) != 1 {
		t.Errorf("%d forms are kept", len(kept))
	}
}

func TestAFormSentWhileTheDatabaseIsAwayCanBeSentOnceMore(t *testing.T) {
	t.Parallel()
	database := testkit.DatabaseURL(t)
	between := newCounter(t, database)
	w := newWebsite(t, options{database: database, publicURL: between.publicURL(t, database)})
	w.load(formSite)
	w.get("/tell-us").wants(t, 200)
	form := right()
	between.cut()
	r := w.post("/tell-us", form)
	r.wants(t, http.StatusServiceUnavailable, "load this page again")
	r.lacks(t, "Try again<")
	if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("Retry-After") == "" {
		t.Errorf("it is answered with %v", r.Header)
	}
	testkit.CheckPage(t, []byte(r.body))
	between.listen(t)
	w.post("/tell-us", form).wants(t, 303)
	if kept := w.submissions(); len(kept) != 1 {
		t.Errorf("%d forms are kept", len(kept))
	}
}

func TestAWithdrawnFormTakesNothing(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(formSite)
	page := w.pageAt("/tell-us")
	w.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(context.Background(), page, "It is over.", publishing.Plan{})
		return err
	})
	r := w.get("/tell-us")
	r.wants(t, 200, "It is over.", "<h1>Tell us</h1>")
	r.lacks(t, "<textarea", ui.TokenField)
	w.get("/tell-us?sent=1").lacks(t, "It has come.")
	w.post("/tell-us", right()).wants(t, 405)
	if kept := w.submissions(); len(kept) != 0 {
		t.Errorf("kept: %+v", kept)
	}
}

func TestVisitorsMaySendAFormAndNeverReadOne(t *testing.T) {
	t.Parallel()
	w := newWebsite(t, options{})
	w.load(formSite)
	w.post("/tell-us", right()).wants(t, 303)
	kept := w.submissions()[0]
	for _, sql := range []string{
		`select * from form_submission`, `select count(*) from form_submission`, `select data from form_submission where token = '%[1]s'`,
		`insert into form_submission (token, page_id, data) values (gen_random_uuid(), '%[2]s', '{}') returning data`,
		`update form_submission set data = '{}'`, `delete from form_submission`,
		`insert into form_submission (token, page_id, data) values ('%[1]s', '%[2]s', '{}') on conflict (token) do update set data = '{}'`,
	} {
		sql = strings.NewReplacer("%[1]s", string(kept.Token), "%[2]s", string(kept.Page)).Replace(sql)
		if _, err := w.db.Pool.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v, want it to be refused", sql, err)
		}
	}
	insert := fmt.Sprintf(`insert into form_submission (token, page_id, data) values (gen_random_uuid(), '%s', $1)`, kept.Page)
	if _, err := w.db.Pool.Exec(t.Context(), insert, `{"why": ["x"]}`); err != nil {
		t.Errorf("a form is refused: %v", err)
	}
	for _, data := range []string{`"text"`, `[1]`, `{"why": ["` + strings.Repeat("x", 2_000_000) + `"]}`} {
		if _, err := w.db.Pool.Exec(t.Context(), insert, data); err == nil {
			t.Errorf("%.20s… is taken for a form", data)
		}
	}
}
