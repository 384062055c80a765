package admin_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"lectern/internal/admin"
	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// newDoor returns an office where people have to sign in.
func newDoor(t testing.TB, change ...func(*admin.Config)) *office {
	t.Helper()
	return newOffice(t, append(change, func(c *admin.Config) { c.SignedIn = nil })...)
}

const goodPassword = "lamp quiet orchard"

// guest is a browser.
type guest struct {
	t      testing.TB
	o      *office
	client *http.Client
}

func (o *office) guest() *guest {
	o.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	return &guest{o.t, o, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (g *guest) get(path string) answer { return g.do(http.MethodGet, path, nil) }

func (g *guest) post(path string, form ...string) answer {
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	return g.do(http.MethodPost, path, values)
}

func (g *guest) do(method, path string, form url.Values) answer {
	g.t.Helper()
	r, err := http.NewRequest(method, g.o.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		g.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := g.client.Do(r)
	if err != nil {
		g.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	return answer{response, body}
}

// cookie is what the browser keeps.
func (g *guest) cookie() string {
	u, _ := url.Parse(g.o.url + "/admin")
	for _, c := range g.client.Jar.Cookies(u) {
		return c.Value
	}
	return ""
}

// is checks the status of an answer, and where it leads on to.
func (a answer) is(t testing.TB, status int, to string) answer {
	t.Helper()
	if a.StatusCode != status || a.Header.Get("Location") != to {
		t.Fatalf("answered %d to %q, want %d to %q:\n%s", a.StatusCode, a.Header.Get("Location"), status, to, testkit.Page(t, a.body).Text())
	}
	return a
}

// person makes an account with the good password, by its invitation.
func (o *office) person(email string, grants ...cms.Grant) cms.ID {
	o.t.Helper()
	secret, link := auth.NewSecret()
	var id cms.ID
	err := o.publisher.Edit(context.Background(), cms.System, func(e *publishing.Edit) error {
		account, err := e.CreateAccount(context.Background(), "Person of "+email, email, grants, link)
		id = account.ID
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	o.guest().post("/admin/setup", "token", secret, "password", goodPassword).is(o.t, http.StatusSeeOther, "/admin")
	return id
}

var author = cms.Grant{Role: cms.Author}

// signIn signs in with the password alone.
func (g *guest) signIn(email string) *guest {
	g.t.Helper()
	g.post("/admin/signin", "email", email, "password", goodPassword).is(g.t, http.StatusSeeOther, "/admin")
	return g
}

// setUpFactor goes through the set-up of codes, and returns the secret and the
// recovery codes.
func (g *guest) setUpFactor() (secret string, codes []string) {
	g.t.Helper()
	g.post("/admin/account/factor/start", "current", goodPassword).is(g.t, http.StatusSeeOther, "/admin/account/factor")
	if a := g.get("/admin/account/factor/qr.png"); a.Header.Get("Content-Type") != "image/png" || !strings.HasPrefix(string(a.body), "\x89PNG") {
		g.t.Errorf("the picture is %s", a.Header.Get("Content-Type"))
	}
	found := regexp.MustCompile(`<code>([A-Z2-7 ]{39})</code>`).FindStringSubmatch(string(g.get("/admin/account/factor").body))
	if found == nil {
		g.t.Fatal("the page shows no secret")
	}
	secret = strings.ReplaceAll(found[1], " ", "")
	a := g.post("/admin/account/factor", "code", code(g.t, secret, -1)).is(g.t, http.StatusOK, "")
	for _, found := range regexp.MustCompile(`<code>([A-Z2-7-]{27})</code>`).FindAllStringSubmatch(string(a.body), -1) {
		codes = append(codes, found[1])
	}
	if len(codes) != 10 {
		g.t.Errorf("there are %d recovery codes", len(codes))
	}
	return secret, codes
}

// code is what an app shows so many half minutes from now.
func code(t testing.TB, secret string, steps int) string {
	t.Helper()
	text, err := totp.GenerateCode(secret, time.Now().Add(time.Duration(steps)*30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTheFirstLinkMakesTheAdministrator(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	secret, link := auth.NewSecret()
	other, otherLink := auth.NewSecret() // that another node has printed
	for _, l := range [][]byte{link, otherLink} {
		if err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error { return e.InviteFirst(t.Context(), l) }); err != nil {
			t.Fatal(err)
		}
	}
	g := o.guest()
	for range 2 { // looking at it uses nothing up
		page := g.get("/admin/setup?token="+secret).is(t, http.StatusOK, "").page(t)
		page.Field("Your name")
		page.Field("Email address")
		page.Field("New password")
	}
	wrong := g.post("/admin/setup", "token", secret, "name", "", "email", "ina", "password", "Sunshine20245!").is(t, http.StatusUnprocessableEntity, "").page(t)
	wrong.Wants("Enter a name", "Enter an email address", "Many people use this password", "Three random words")
	g.post("/admin/setup", "token", secret, "name", "Ina Word", "email", "ina@caredata.example", "password", goodPassword).is(t, http.StatusSeeOther, "/admin")

	// An administrator gets no further without a second step, whatever is asked for.
	g.get("/admin").is(t, http.StatusSeeOther, "/admin/account/factor")
	g.get("/admin/people/new").is(t, http.StatusSeeOther, "/admin/account/factor")
	if a := g.post("/admin/people/new", "name", "Eve"); a.StatusCode != http.StatusForbidden {
		t.Errorf("without a second step a form is answered %s", a.Status)
	}
	g.setUpFactor()
	g.get("/admin/people").is(t, http.StatusOK, "").page(t).Wants("Ina Word", "Administrator on the whole site")

	for _, used := range []string{secret, other, "", "x"} {
		if a := o.guest().get("/admin/setup?token=" + used); a.StatusCode != http.StatusConflict {
			t.Errorf("the link %q is answered %s once there is an account", used, a.Status)
		}
		if a := o.guest().post("/admin/setup", "token", used, "name", "Eve", "email", "eve@caredata.example", "password", goodPassword); a.StatusCode != http.StatusConflict {
			t.Errorf("a form for the link %q is answered %s", used, a.Status)
		}
	}
	err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error { return e.InviteFirst(t.Context(), link) })
	if err == nil {
		t.Error("another first administrator can be made")
	}
}

func TestPeopleSignInAndOut(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@caredata.example", author)
	g := o.guest()
	to := g.get("/admin/account?q=a+b").Header.Get("Location")
	if to != "/admin/signin?next=%2Fadmin%2Faccount%3Fq%3Da%2Bb" {
		t.Fatalf("somebody who is not signed in is led to %q", to)
	}
	page := g.get(to).is(t, http.StatusOK, "").page(t)
	page.Heading(1, "Sign in")
	for label, autocomplete := range map[string]string{"Email address": "username", "Password": "current-password"} {
		if got := page.Field(label).AttrOr("autocomplete", ""); got != autocomplete {
			t.Errorf("%s is completed as %q", label, got)
		}
	}
	if g.cookie() != "" {
		t.Error("there is a cookie before anybody has signed in")
	}
	a := g.post("/admin/signin", "email", " ANN@caredata.example ", "password", goodPassword, "next", "/admin/account?q=a+b").is(t, http.StatusSeeOther, "/admin/account?q=a+b")
	cookie := a.Header.Get("Set-Cookie")
	for _, want := range []string{"lectern-session=", "Path=/admin", "HttpOnly", "SameSite=Lax"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q lacks %s", cookie, want)
		}
	}
	if strings.Contains(cookie, "Expires") || strings.Contains(cookie, "Max-Age") || strings.Contains(cookie, "Domain") {
		t.Errorf("the cookie %q outlives the browser, or goes elsewhere", cookie)
	}
	kept := g.cookie()
	var stored int
	if err := o.store.Pool.QueryRow(t.Context(), `select count(*) from session where token = $1 or data::text like '%' || $1 || '%'`, kept).Scan(&stored); err != nil || stored > 0 {
		t.Errorf("the cookie's value is in the database (%v)", err)
	}
	g.get("/admin").is(t, http.StatusOK, "").page(t).Wants("Person of ann@caredata.example")
	g.get("/admin/signin").is(t, http.StatusSeeOther, "/admin")
	g.post("/admin/signout").is(t, http.StatusSeeOther, "/admin/signin?done=signed-out")
	g.get("/admin").is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin")

	thief := o.guest() // has copied the cookie before
	u, _ := url.Parse(o.url + "/admin")
	thief.client.Jar.SetCookies(u, []*http.Cookie{{Name: "lectern-session", Value: kept, Path: "/admin"}})
	thief.get("/admin").is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin")
}

func TestASessionIsNewAtSignIn(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@caredata.example", author)
	g := o.guest()
	u, _ := url.Parse(o.url + "/admin")
	planted := "cGxhbnRlZCBieSBzb21lYm9keSBlbHNlISEhISEhISE"
	g.client.Jar.SetCookies(u, []*http.Cookie{{Name: "lectern-session", Value: planted, Path: "/admin"}})
	g.get("/admin/signin")
	g.signIn("ann@caredata.example")
	first := g.cookie()
	if first == planted {
		t.Error("the session has the name that somebody else has chosen")
	}
	g.signIn("ann@caredata.example")
	if g.cookie() == first {
		t.Error("signing in again goes on with the same session")
	}
	g.setUpFactor()
	if g.cookie() == first || len(g.cookie()) < 43 {
		t.Errorf("with a second step the session is %q", g.cookie())
	}
}

// TestNobodyLearnsWhoHasAnAccount compares what strangers are answered.
func TestNobodyLearnsWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	disabled := o.person("dan@caredata.example", author)
	o.person("ann@caredata.example", author)
	err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error { return e.DisableAccount(t.Context(), disabled) })
	if err != nil {
		t.Fatal(err)
	}
	shape := func(a answer, email string) string {
		return a.Status + a.Header.Get("Location") + strings.ReplaceAll(string(a.body), email, "EMAIL")
	}
	for _, ask := range []struct{ path, password string }{{"/admin/signin", "another good password"}, {"/admin/reset", ""}} {
		var first string
		for _, email := range []string{"ann@caredata.example", "dan@caredata.example", "who@caredata.example"} {
			got := shape(o.guest().post(ask.path, "email", email, "password", ask.password), email)
			if first == "" {
				first = got
			}
			if got != first {
				t.Errorf("%s answers %s otherwise:\n%s\n%s", ask.path, email, got, first)
			}
		}
	}
	if got := shape(o.guest().post("/admin/signin", "email", "dan@caredata.example", "password", goodPassword), "dan@caredata.example"); !strings.Contains(got, "The email address or the password is not right") {
		t.Error("whoever is disabled learns more")
	}
}

func TestASecondStepIsAsked(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@caredata.example", cms.Grant{Role: cms.Publisher})
	secret, codes := o.guest().signIn("ann@caredata.example").setUpFactor()

	g := o.guest()
	half := func() *guest {
		g := o.guest()
		g.post("/admin/signin", "email", "ann@caredata.example", "password", goodPassword, "next", "/admin/account").
			is(t, http.StatusSeeOther, "/admin/signin/code?next=%2Fadmin%2Faccount")
		return g
	}
	g.get("/admin/signin/code?next=%2Fadmin%2Faccount").is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin%2Faccount")
	g.post("/admin/signin/code", "code", code(t, secret, 1)).is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin")

	g = half()
	was := g.cookie()
	g.get("/admin").is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin") // not in yet
	page := g.get("/admin/signin/code?next=%2Fadmin%2Faccount").is(t, http.StatusOK, "").page(t)
	if f := page.Field("Code"); f.AttrOr("autocomplete", "") != "one-time-code" || f.AttrOr("inputmode", "") != "numeric" {
		t.Error("phones do not help with the code")
	}
	g.post("/admin/signin/code", "code", "000000").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("This is not the code that the app shows now")
	g.post("/admin/signin/code", "code", code(t, secret, 3)).is(t, http.StatusUnprocessableEntity, "")
	now := code(t, secret, 1) // the clock of the phone is half a minute ahead
	g.post("/admin/signin/code", "code", now[:3]+" "+now[3:], "next", "/admin/account").is(t, http.StatusSeeOther, "/admin/account")
	if g.cookie() == was {
		t.Error("the session is not new after the second step")
	}
	g.get("/admin/account").is(t, http.StatusOK, "").page(t).Wants("10 left")

	half().post("/admin/signin/code", "code", now).is(t, http.StatusUnprocessableEntity, "") // used
	g = half()
	g.get("/admin/signin/recovery?next=%2Fadmin%2Faccount").is(t, http.StatusOK, "").page(t).Field("Recovery code")
	g.post("/admin/signin/recovery", "code", "ABCDEF-ABCDEF-ABCDEF-ABCDEF").is(t, http.StatusUnprocessableEntity, "")
	g.post("/admin/signin/recovery", "code", " "+strings.ToLower(codes[3])+" ").is(t, http.StatusSeeOther, "/admin")
	g.get("/admin/account").is(t, http.StatusOK, "").page(t).Wants("9 left")
	half().post("/admin/signin/recovery", "code", codes[3]).is(t, http.StatusUnprocessableEntity, "") // used

	var kept string
	if err := o.store.Pool.QueryRow(t.Context(), `select string_agg(encode(hash, 'escape'), ' ') from recovery_code`).Scan(&kept); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(kept, codes[0]) || strings.Contains(kept, strings.ReplaceAll(codes[0], "-", "")) {
		t.Error("recovery codes are kept as they are")
	}
}

func TestTriesAreSlowedDown(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@caredata.example", author)
	slowed := func(email string) answer {
		for range 4 {
			o.guest().post("/admin/signin", "email", email, "password", "wrong wrong wrong").is(t, http.StatusUnprocessableEntity, "")
		}
		// The fifth begins a wait, which the sixth runs into.
		o.guest().post("/admin/signin", "email", email, "password", "wrong wrong wrong")
		a := o.guest().post("/admin/signin", "email", email, "password", goodPassword).is(t, http.StatusTooManyRequests, "")
		if a.Header.Get("Retry-After") == "" {
			t.Error("nothing says when to try again")
		}
		return a
	}
	page := slowed("Ann@caredata.example").page(t)
	page.Wants("There were too many tries. Wait")
	if page.Field("Email address").AttrOr("value", "") != "Ann@caredata.example" {
		t.Error("the email address has to be typed again")
	}
	slowed("who@caredata.example") // just so when there is no account
}

func TestAPasswordIsReset(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	id := o.person("ann@caredata.example", author)
	before := o.guest().signIn("ann@caredata.example")
	o.guest().get("/admin/signin").page(t).Link("Forgotten your password?").Leads("/admin/reset")
	o.guest().post("/admin/reset", "email", "nobody").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("Enter an email address")
	a := o.guest().post("/admin/reset", "email", "ANN@caredata.example").is(t, http.StatusSeeOther, "/admin/signin?done=reset-asked")
	o.guest().get(a.Header.Get("Location")).page(t).Wants("If there is an account with that email address")

	secret, link := auth.NewSecret()
	err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		_, err := e.WriteLetter(t.Context(), publishing.LetterArgs{Email: "ann@caredata.example"}, link)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	g := o.guest()
	g.get("/admin/reset/set?token="+secret).is(t, http.StatusOK, "").page(t).Field("New password")
	g.post("/admin/reset/set", "token", secret, "password", "short").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("Use at least 12 characters")
	g.post("/admin/reset/set", "token", secret, "password", "ann likes oranges").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("Leave out “ann”")
	const other = "market bell sparrow"
	g.post("/admin/reset/set", "token", secret, "password", other).is(t, http.StatusSeeOther, "/admin/signin?done=password-reset")
	g.get("/admin").is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin") // the link alone signs nobody in
	before.get("/admin").is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin")
	if a := g.post("/admin/reset/set", "token", secret, "password", goodPassword); a.StatusCode != http.StatusConflict {
		t.Errorf("the link used again is answered %s", a.Status)
	}
	g.post("/admin/signin", "email", "ann@caredata.example", "password", goodPassword).is(t, http.StatusUnprocessableEntity, "")
	g.post("/admin/signin", "email", "ann@caredata.example", "password", other).is(t, http.StatusSeeOther, "/admin")

	// A link that is an hour old, and one of somebody who was disabled since.
	for what, change := range map[string]string{
		"old":      `update account_link set expires_at = now() - interval '1 second'`,
		"disabled": `update account set disabled_at = now()`,
	} {
		secret, link := auth.NewSecret()
		err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error { return e.SendLink(t.Context(), id, link) })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.store.Pool.Exec(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if a := o.guest().post("/admin/reset/set", "token", secret, "password", goodPassword); a.StatusCode != http.StatusConflict {
			t.Errorf("the link of an account that is %s is answered %s", what, a.Status)
		}
		if _, err := o.store.Pool.Exec(t.Context(), `update account set disabled_at = null`); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	for what, end := range map[string]func(id cms.ID, g *guest){
		"password": func(_ cms.ID, g *guest) {
			g.post("/admin/account/password", "current", "wrong wrong wrong", "password", "short").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("This is not your password", "Use at least 12 characters")
			g.post("/admin/account/password", "current", goodPassword, "password", "market bell sparrow").is(t, http.StatusSeeOther, "/admin/account?done=password-changed")
		},
		"factor": func(_ cms.ID, g *guest) { g.setUpFactor() },
		"role": func(id cms.ID, _ *guest) {
			o.edit(func(e *publishing.Edit) error { return e.SetGrants(t.Context(), id, []cms.Grant{{Role: cms.Reviewer}}) })
		},
		"disable": func(id cms.ID, _ *guest) {
			o.edit(func(e *publishing.Edit) error { return e.DisableAccount(t.Context(), id) })
		},
		"close": func(id cms.ID, _ *guest) {
			o.edit(func(e *publishing.Edit) error { return e.CloseAccount(t.Context(), id) })
		},
		"everywhere": func(_ cms.ID, g *guest) {
			g.post("/admin/account/sessions/end-all").is(t, http.StatusSeeOther, "/admin/signin?done=signed-out")
		},
		"one": func(_ cms.ID, g *guest) {
			page := g.get("/admin/account").is(t, http.StatusOK, "").page(t)
			page.Wants("Here", "A browser")
			for _, form := range page.Find("form[action='/admin/account/sessions/end']").EachIter() {
				if form.Closest("li").Find(".tag").Length() == 0 {
					g.post("/admin/account/sessions/end", "session", form.Find("input").AttrOr("value", "")).is(t, http.StatusSeeOther, "/admin/account?done=session-ended")
				}
			}
		},
	} {
		email := what + "@caredata.example"
		id := o.person(email, author)
		g, other := o.guest().signIn(email), o.guest().signIn(email)
		end(id, g)
		if a := other.get("/admin"); a.Header.Get("Location") != "/admin/signin?next=%2Fadmin" {
			t.Errorf("%s: the other session is answered %s", what, a.Status)
		}
		if a := g.get("/admin"); what == "password" || what == "factor" || what == "one" {
			a.is(t, http.StatusOK, "")
		} else {
			a.is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin")
		}
	}
}

// TestSessionsOfOthersStay tries to end a session of somebody else.
func TestSessionsOfOthersStay(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@caredata.example", author)
	o.person("eve@caredata.example", author)
	ann, eve := o.guest().signIn("ann@caredata.example"), o.guest().signIn("eve@caredata.example")
	token := ann.get("/admin/account").page(t).Find("form[action='/admin/account/sessions/end'] input").AttrOr("value", "")
	if token == "" || token == ann.cookie() {
		t.Fatalf("a session is named %q", token)
	}
	eve.post("/admin/account/sessions/end", "session", token)
	ann.get("/admin").is(t, http.StatusOK, "")
}

func TestSessionsRunOut(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@caredata.example", author)
	g := o.guest().signIn("ann@caredata.example")
	left := func() (idle, whole time.Duration) {
		t.Helper()
		err := o.store.Pool.QueryRow(t.Context(), `
			select expires_at - now(), (data ->> 'deadline')::timestamptz - now() from session where not ended order by begun_at desc limit 1`).Scan(&idle, &whole)
		if err != nil {
			t.Fatal(err)
		}
		return idle, whole
	}
	near := func(got, want time.Duration) bool { return got > want-5*time.Minute && got <= want+time.Second }
	if idle, whole := left(); !near(idle, 30*time.Minute) || !near(whole, 12*time.Hour) {
		t.Errorf("a session runs out after %s, at the latest %s", idle, whole)
	}
	sql := func(change string) {
		t.Helper()
		if _, err := o.store.Pool.Exec(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	// Use prolongs it, to its end and no further.
	sql(`update session set expires_at = now() + interval '10 seconds', data = jsonb_set(data, '{deadline}', to_jsonb(to_char((now() + interval '5 minutes') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))`)
	g.get("/admin").is(t, http.StatusOK, "")
	if idle, _ := left(); idle < 2*time.Minute || idle > 5*time.Minute+time.Second {
		t.Errorf("a session with five minutes left runs out after %s", idle)
	}
	// A page that merely says that it is open is not use.
	sql(`update session set expires_at = now() + interval '10 seconds'`)
	if a := g.post(edited(o.home)+"/presence", ":tab", aTab); a.StatusCode != http.StatusOK {
		t.Errorf("answered %s", a.Status)
	}
	if idle, _ := left(); idle > 10*time.Second {
		t.Errorf("a page that is open prolongs the session to %s", idle)
	}
	sql(`update session set expires_at = now()`)
	g.get("/admin").is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin")
}

// TestNobodyIsSentElsewhere tries to have people led to another website after
// they have signed in.
func TestNobodyIsSentElsewhere(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@caredata.example", author)
	for _, next := range []string{
		"https://evil.example/admin", "//evil.example/admin", `/\evil.example`, `/admin\..\..\x`, "/admin/../x", "/admin/%2e%2e/x", "admin", "", "/", "/x", "/administrator",
		"/admin\r\nSet-Cookie: a=b", "/admin\t", "javascript:alert(1)", "http:/admin", "///admin", "/admin@evil.example", "/admin/signout", "\x00/admin", "/%09/admin",
	} {
		g := o.guest()
		page := g.get("/admin/signin?next="+url.QueryEscape(next)).is(t, http.StatusOK, "").page(t)
		if got := page.Find("input[name=next]").AttrOr("value", ""); got != "/admin" {
			t.Errorf("the form for %q goes on to %q", next, got)
		}
		g.post("/admin/signin", "email", "ann@caredata.example", "password", goodPassword, "next", next).is(t, http.StatusSeeOther, "/admin")
		g.get("/admin/signin?next="+url.QueryEscape(next)).is(t, http.StatusSeeOther, "/admin")
	}
}

func TestOnlyOurHostIsAnswered(t *testing.T) {
	t.Parallel()
	o := newDoor(t, func(c *admin.Config) { c.Host, c.BaseURL = "www.caredata.example", "https://www.caredata.example" })
	for host, status := range map[string]int{
		"www.caredata.example": http.StatusOK, "WWW.caredata.example": http.StatusOK,
		"evil.example": http.StatusMisdirectedRequest, "www.caredata.example.evil.example": http.StatusMisdirectedRequest,
		"www.caredata.example:81": http.StatusMisdirectedRequest, "127.0.0.1": http.StatusMisdirectedRequest,
	} {
		r, err := http.NewRequest(http.MethodGet, o.url+"/admin/signin", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		r.Header.Set("X-Forwarded-Host", "www.caredata.example")
		a := o.send(cms.User{}, r)
		if a.StatusCode != status || strings.Contains(string(a.body), "evil.example") {
			t.Errorf("%s is answered %s", host, a.Status)
		}
	}
}

func TestTheCookieIsForHTTPSOnly(t *testing.T) {
	t.Parallel()
	o := newDoor(t, func(c *admin.Config) { c.BaseURL = "https://www.caredata.example" })
	o.person("ann@caredata.example", author)
	cookie := o.guest().signIn("ann@caredata.example").post("/admin/signin", "email", "ann@caredata.example", "password", goodPassword).Header.Get("Set-Cookie")
	for _, want := range []string{"__Secure-lectern-session=", "Path=/admin", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q lacks %s", cookie, want)
		}
	}
}

// TestOtherWebsitesCannotSignInOrOut sends the forms as a page elsewhere would.
func TestOtherWebsitesCannotSignInOrOut(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.person("ann@caredata.example", author)
	g := o.guest().signIn("ann@caredata.example")
	for _, path := range []string{"/admin/signin", "/admin/signin/code", "/admin/signout", "/admin/reset", "/admin/reset/set", "/admin/setup", "/admin/account/sessions/end-all"} {
		for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
			r, err := http.NewRequest(http.MethodPost, o.url+path, strings.NewReader("email=ann%40caredata.example&password="+url.QueryEscape(goodPassword)))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(header, value)
			response, err := g.client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if response.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %s: %s is answered %s", path, header, value, response.Status)
			}
		}
	}
	g.get("/admin").is(t, http.StatusOK, "")
}
