package admin_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/testkit"
)

// navigate sends a form as a browser does that shows the answer.
func (g *guest) navigate(path, media string, body io.Reader) answer {
	g.t.Helper()
	r, err := http.NewRequest(http.MethodPost, g.o.url+path, body)
	if err != nil {
		g.t.Fatal(err)
	}
	r.Header.Set("Content-Type", media)
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Referer", g.o.url+"/admin/pages")
	response, err := g.client.Do(r)
	if err != nil {
		g.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	return answer{response, text}
}

func (g *guest) press(path string, form url.Values) answer {
	g.t.Helper()
	return g.navigate(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// step fills in a form of the sign-in that was shown, and sends it.
func (g *guest) step(shown answer, pairs ...string) answer {
	g.t.Helper()
	form := shown.page(g.t).Find("form.panel")
	values := url.Values{}
	form.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) { values.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return g.press(form.AttrOr("action", ""), values)
}

func (g *guest) endSession() {
	g.t.Helper()
	if _, err := g.o.store.Pool.Exec(g.t.Context(), `delete from session`); err != nil {
		g.t.Fatal(err)
	}
}

// hostileText is everything that a page, a form or a line of a log could take
// for something else.
const hostileText = "A “quoted” <b>title</b> & more\"'><script>alert(1)</script> + 100 % &amp; é 🦉"

// TestTextOutlivesTheSession has somebody save whose session has ended: after
// all the steps of signing in the form holds exactly what was sent.
func TestTextOutlivesTheSession(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@example.org", author)
	page := o.draft("page", o.home, "spine", contentPage("A", "B"))
	ann := o.guest().signIn("ann@example.org")
	form := fields(ann.get(edited(page)).page(t))
	form.Set("title", hostileText)
	form.Set("action", "remove:body.b")
	form.Set(":tab", aTab)
	form.Set(":number", "7")
	ann.endSession()
	asked := ann.press(edited(page), form)
	if asked.StatusCode != http.StatusUnauthorized || !strings.Contains(asked.page(t).Text(), "What you typed is kept while you sign in here") {
		t.Fatalf("%s: %s", asked.Status, asked.page(t).Text())
	}
	wrong := ann.step(asked, "email", "ann@example.org", "password", "not the right one")
	if wrong.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("a wrong password is answered %s", wrong.Status)
	}
	back := ann.step(wrong, "email", "ann@example.org", "password", goodPassword)
	shown := back.page(t)
	if back.StatusCode != http.StatusOK || !strings.Contains(shown.Text(), "You were signed out when you saved. Your text is here, and not saved yet.") {
		t.Fatalf("%s: %s", back.Status, shown.Text())
	}
	same := fields(shown)
	form.Del("action")
	if same.Encode() != form.Encode() {
		t.Errorf("the form holds\n%s\nand was sent as\n%s", same.Encode(), form.Encode())
	}
	if title := o.content(page).Value.(*kinds.ContentPage).Title; title != "Spine" {
		t.Errorf("%q was saved by itself", title)
	}
	ann.press(edited(page), same).is(t, http.StatusSeeOther, edited(page)+"?done=saved")
	if title := o.content(page).Value.(*kinds.ContentPage).Title; title != hostileText {
		t.Errorf("stored is %q", title)
	}
}

// TestTextOutlivesTheSecondStep does so with codes, the way by a recovery code
// and back among it.
func TestTextOutlivesTheSecondStep(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@example.org", cms.Grant{Role: cms.Publisher})
	page := o.draft("page", o.home, "spine", contentPage("A"))
	ann := o.guest().signIn("ann@example.org")
	secret, _ := ann.setUpFactor()
	form := fields(ann.get(edited(page)).page(t))
	form.Set("title", "Kept through three steps")
	ann.endSession()
	asked := ann.step(ann.press(edited(page), form), "email", "ann@example.org", "password", goodPassword)
	shown := asked.page(t)
	if asked.StatusCode != http.StatusOK || shown.Find("[name=carried]").Length() != 1 {
		t.Fatalf("%s: %s", asked.Status, shown.Text())
	}
	other := shown.Find("button[formaction]")
	values := url.Values{"carried": {shown.Find("[name=carried]").AttrOr("value", "")}, "next": {"/admin"}, "ask": {"yes"}, "code": {""}}
	asked = ann.press(other.AttrOr("formaction", ""), values)
	if !strings.Contains(asked.page(t).Text(), "Recovery code") {
		t.Fatalf("%s: %s", asked.Status, asked.page(t).Text())
	}
	values["carried"] = []string{asked.page(t).Find("[name=carried]").AttrOr("value", "")}
	asked = ann.press("/admin/signin/code", values)
	back := ann.step(asked, "code", code(t, secret, 0))
	if got := fields(back.page(t)).Get("title"); back.StatusCode != http.StatusOK || got != "Kept through three steps" {
		t.Errorf("%s: the title is %q: %s", back.Status, got, back.page(t).Text())
	}
}

// TestWhatIsTypedBeforeTheSecondStepIsSetUp is given back by a page that shows no
// secret, and no file.
func TestWhatIsTypedBeforeTheSecondStepIsSetUp(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@example.org", cms.Grant{Role: cms.Publisher})
	page := o.draft("page", o.home, "spine", contentPage("A"))
	ann := o.guest().signIn("ann@example.org")
	asked := func(a answer, offered bool, says ...string) {
		t.Helper()
		p := a.page(t)
		p.Heading(1, "This cannot be done yet")
		p.Wants(append(says, "Set up the second step of signing in first.")...)
		if a.StatusCode != http.StatusForbidden || p.Find("main form").Length() > 0 != offered {
			t.Errorf("%s: %s", a.Status, p.Text())
		}
	}
	asked(ann.press(edited(page)+"/publish/submit", url.Values{"note": {hostileText}}), true, hostileText)
	const other = "windmill saddle orbit 3"
	refused := ann.press("/admin/account/password", url.Values{"current": {goodPassword}, "password": {other}})
	asked(refused, false, "Passwords and codes are not kept: type them again afterwards.")
	if body := string(refused.body); strings.Contains(body, goodPassword) || strings.Contains(body, other) {
		t.Error("the page shows a password")
	}
	asked(ann.navigate("/admin/files", "multipart/form-data; boundary=x", strings.NewReader("--x--")), false, "The file was not kept: choose it again afterwards.")
}

// TestWhoeverSignsInNext is shown somebody else's text only if they may write
// the page, and who may not any more gets their own to read.
func TestWhoeverSignsInNext(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	section := o.publish("landing", o.home, "section", &kinds.Landing{Title: "S", Summary: "S."})
	o.person("ann@example.org", author)
	o.person("ben@example.org", author)
	o.person("eve@example.org", cms.Grant{Role: cms.Author, Branch: section})
	page := o.draft("page", o.home, "spine", contentPage("A"))
	ann := o.guest().signIn("ann@example.org")
	form := fields(ann.get(edited(page)).page(t))
	form.Set("title", "Ann's own words")
	ann.endSession()
	for _, test := range []struct {
		who     string
		status  int
		said    string
		message string
	}{
		{"ben@example.org", http.StatusOK, "Somebody else was signed in when this text was sent", "save"},
		{"eve@example.org", http.StatusForbidden, "You may not do this", ""},
	} {
		g := o.guest()
		back := g.step(g.press(edited(page), form), "email", test.who, "password", goodPassword)
		p := back.page(t)
		if back.StatusCode != test.status || !strings.Contains(p.Text(), test.said) || p.Find("#edit").AttrOr("data-holds", "") != test.message {
			t.Errorf("%s: %s: %s", test.who, back.Status, p.Text())
		}
		if test.status != http.StatusOK && strings.Contains(string(back.body), "own words") {
			t.Errorf("%s reads it", test.who)
		}
	}
	if _, err := o.store.Pool.Exec(t.Context(), `delete from account_grant where account_id = (select id from account where email = 'ann@example.org')`); err != nil {
		t.Fatal(err)
	}
	g := o.guest()
	back := g.step(g.press(edited(page), form), "email", "ann@example.org", "password", goodPassword)
	if p := back.page(t); !strings.Contains(p.Text(), "Ann's own words") || p.Find("main form").Length() != 0 {
		t.Errorf("who may not write it any more sees %s", p.Text())
	}
}

// TestOtherFormsOutliveTheSession lists what was typed and sends it again only
// when a button says so.
func TestOtherFormsOutliveTheSession(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@example.org", author)
	page := o.draft("page", o.home, "spine", contentPage("A"))
	submit := edited(page) + "/publish/submit"
	ann := o.guest()
	back := ann.step(ann.press(submit, url.Values{"note": {hostileText}, "version": {"1"}}), "email", "ann@example.org", "password", goodPassword)
	p := back.page(t)
	if back.StatusCode != http.StatusOK || p.Find(".carried dd").Text() != hostileText || p.Find(".carried dt").Text() != "Note" || p.Find("script:not([src])").Length() != 0 {
		t.Errorf("%s: %s", back.Status, p.Text())
	}
	again := url.Values{}
	p.Find("main form input[type=hidden]").Each(func(_ int, s *goquery.Selection) { again.Add(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	if p.Find("main form").AttrOr("action", "") != submit || again.Get("note") != hostileText || again.Get("version") != "1" {
		t.Errorf("sent again would be %v", again)
	}
	if o.content(page).Draft.Review.State != cms.Drafting {
		t.Error("it was done by itself")
	}
	ann.press(submit, again)
	if o.content(page).Draft.Review.State == cms.Drafting {
		t.Error("it was not done again")
	}

	for name, test := range map[string]struct {
		path, media, body string
		status            int
		said              string
	}{
		"a password": {"/admin/account/password", "application/x-www-form-urlencoded", "current=secret-one&password=secret-two", http.StatusUnauthorized, "Passwords and codes are not kept"},
		"a file":     {"/admin/files", "multipart/form-data; boundary=x", "--x\r\n", http.StatusUnauthorized, "The file was not kept: choose it again afterwards"},
		"a sign-out": {"/admin/signout", "application/x-www-form-urlencoded", "", http.StatusSeeOther, ""},
		"too much":   {edited(page), "application/x-www-form-urlencoded", "title=" + strings.Repeat("x", 4<<20), http.StatusRequestEntityTooLarge, "This is too large"},
		"broken":     {edited(page), "application/x-www-form-urlencoded", "title=%zz", http.StatusUnprocessableEntity, "the form came broken"},
	} {
		a := o.guest().navigate(test.path, test.media, strings.NewReader(test.body))
		if a.StatusCode != test.status || !strings.Contains(testkit.Page(t, a.body).Text(), test.said) || strings.Contains(string(a.body), "secret-") {
			t.Errorf("%s: %s: %s", name, a.Status, testkit.Page(t, a.body).Text())
		}
		if strings.Contains(string(a.body), `name="carried"`) {
			t.Errorf("%s is carried", name)
		}
	}
	if a := o.guest().do(http.MethodPost, edited(page), url.Values{"title": {"by a script"}}); a.StatusCode != http.StatusUnauthorized || strings.Contains(string(a.body), "carried") {
		t.Errorf("a script is answered %s", a.Status)
	}
	largest := "title=" + strings.Repeat("x", 4<<20-6)
	if a := ann.step(o.guest().navigate(edited(page), "application/x-www-form-urlencoded", strings.NewReader(largest)), "email", "ann@example.org", "password", goodPassword); a.StatusCode != http.StatusOK || !strings.Contains(a.page(t).Text(), "You were signed out when you saved") {
		t.Errorf("the largest form is answered %s", a.Status)
	}
}

// TestNothingElseIsCarried sends what no page of ours would.
func TestNothingElseIsCarried(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@example.org", author)
	for _, field := range []string{
		"https://example.org/admin/pages\na=b", "//example.org/admin\na=b", "/admin/../login\na=b", "/elsewhere\na=b", "/admin/signin\nemail=x",
		"/admin\\example.org\na=b", "javascript:alert(1)\na=b", "/admin/pages", "\n", "",
	} {
		for _, text := range []string{base64.RawURLEncoding.EncodeToString([]byte(field)), field} {
			g := o.guest()
			a := g.post("/admin/signin", "email", "ann@example.org", "password", goodPassword, "carried", text)
			if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/admin" {
				t.Errorf("%q is answered %s, %s", field, a.Status, a.page(t).Text())
			}
		}
	}
	r, err := http.NewRequest(http.MethodPost, o.url+edited(o.home), strings.NewReader("title=planted"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := o.send(cms.User{}, r); a.StatusCode != http.StatusForbidden || strings.Contains(string(a.body), "carried") {
		t.Errorf("a form of another website is answered %s", a.Status)
	}
}
