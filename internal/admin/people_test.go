package admin_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

// chief signs in an administrator who may do everything.
func (o *office) chief() *guest {
	o.t.Helper()
	o.person("chief@caredata.example", cms.Grant{Role: cms.Administrator, Delete: true})
	g := o.guest().signIn("chief@caredata.example")
	g.setUpFactor()
	return g
}

func TestAPersonIsInvited(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	o.publish("landing", o.home, "news", &kinds.Landing{Title: "News", Summary: "S."})
	chief := o.chief()
	page := chief.get("/admin/people/new").is(t, http.StatusOK, "").page(t)
	page.Field("Role")
	page.Field("Where")
	wrong := chief.post("/admin/people/new", "name", "Ann", "email", "ann", "role.0", "author", "path.0", "/nowhere").is(t, http.StatusUnprocessableEntity, "").page(t)
	wrong.Wants("Enter an email address", "There is no page at /nowhere")
	if wrong.Field("Email address").AttrOr("value", "") != "ann" || wrong.Find("option[selected]").AttrOr("value", "") != "author" {
		t.Error("what was typed is gone")
	}
	chief.post("/admin/people/new", "name", "Ann", "email", "ann@caredata.example", "role.0", "", "path.0", "").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("Choose at least one role")
	chief.post("/admin/people/new", "name", "Ann", "email", "CHIEF@caredata.example", "role.0", "author", "path.0", "").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("There is already an account with this email address")

	shown := chief.post("/admin/people/new", "name", "Ann", "email", "ann@caredata.example", "role.0", "author", "path.0", "/news", "delete.0", "yes").is(t, http.StatusOK, "").page(t)
	shown.Wants("It is not shown again")
	link := shown.Field("Link").AttrOr("value", "")
	path, found := strings.CutPrefix(link, "http://site.example")
	if !found {
		t.Fatalf("the link is %q", link)
	}
	list := chief.get("/admin/people").is(t, http.StatusOK, "").page(t)
	list.Wants("Ann", "Author at and below /news, and may delete", "Invited")

	ann := o.guest()
	ann.get(path).is(t, http.StatusOK, "").page(t).Wants("Hello Ann")
	_, token, _ := strings.Cut(path, "token=")
	ann.post("/admin/setup", "token", token, "password", goodPassword).is(t, http.StatusSeeOther, "/admin")
	ann.get("/admin").is(t, http.StatusOK, "")
	if a := ann.get("/admin/people"); a.StatusCode != http.StatusForbidden {
		t.Errorf("an author sees who works here: %s", a.Status)
	}
	if a := ann.get("/admin/people/new"); a.StatusCode != http.StatusForbidden {
		t.Errorf("an author is shown how to add people: %s", a.Status)
	}
}

func TestAPersonIsManaged(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	news := o.publish("landing", o.home, "news", &kinds.Landing{Title: "News", Summary: "S."})
	o.publish("landing", o.home, "about", &kinds.Landing{Title: "About", Summary: "S."})
	chief := o.chief()
	id := o.person("ann@caredata.example", author)
	at := "/admin/people/" + string(id)
	back := at + "?done="

	page := chief.get(at).is(t, http.StatusOK, "").page(t)
	page.Heading(1, "Person of ann@caredata.example")
	page.Button("Disable the account")
	chief.post(at+"/details", "name", "", "email", "ann@caredata.example").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("Enter a name")
	chief.post(at+"/details", "name", "Ann", "email", "ann2@caredata.example").is(t, http.StatusSeeOther, back+"details-saved")
	chief.get(back+"details-saved").page(t).Wants("The name and the email address are saved.", "Ann")

	chief.post(at+"/grants", "role.0", "publisher", "path.0", "/news", "role.1", "author", "path.1", "/about", "role.2", "", "path.2", "").is(t, http.StatusSeeOther, back+"rights-saved")
	chief.get("/admin/people").page(t).Wants("Publisher at and below /news", "Author at and below /about", "No second step yet")
	chief.post(at+"/grants", "role.0", "author", "path.0", "/news", "role.1", "publisher", "path.1", "/news").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("Give one role for each part of the site")
	chief.post(at+"/grants", "role.0", "", "path.0", "/news").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("Choose a role for /news")

	shown := chief.post(at+"/link").is(t, http.StatusOK, "").page(t)
	if link := shown.Field("Link").AttrOr("value", ""); !strings.HasPrefix(link, "http://site.example/admin/reset/set?token=") {
		t.Errorf("the link is %q", link)
	}
	chief.post(at+"/disable").is(t, http.StatusSeeOther, back+"disabled")
	o.guest().post("/admin/signin", "email", "ann2@caredata.example", "password", goodPassword).is(t, http.StatusUnprocessableEntity, "")
	chief.get(at).page(t).Button("Enable the account")
	chief.post(at+"/enable").is(t, http.StatusSeeOther, back+"enabled")
	ann := o.guest().signIn("ann2@caredata.example")
	ann.get("/admin").is(t, http.StatusSeeOther, "/admin/account/factor") // a publisher now
	ann.setUpFactor()
	chief.post(at+"/factor").is(t, http.StatusSeeOther, back+"factor-forgotten")
	ann.get("/admin").is(t, http.StatusSeeOther, "/admin/signin?next=%2Fadmin")

	chief.get(at+"/close").is(t, http.StatusOK, "").page(t).Wants("This cannot be taken back")
	chief.post(at+"/close").is(t, http.StatusSeeOther, back+"closed")
	closed := chief.get(at).is(t, http.StatusOK, "").page(t)
	closed.Wants("Former colleague", "Who it was is erased")
	closed.Lacks("ann2@caredata.example")
	if a := chief.post(at + "/enable"); a.StatusCode != http.StatusConflict {
		t.Errorf("a closed account is enabled: %s", a.Status)
	}

	// Somebody of the newsroom manages there, and nowhere else.
	o.person("newsroom@caredata.example", cms.Grant{Role: cms.Administrator, Branch: news})
	other := o.person("about@caredata.example", author)
	newsroom := o.guest().signIn("newsroom@caredata.example")
	newsroom.setUpFactor()
	for path, form := range map[string][]string{
		"/admin/people/new":                        {"name", "Eve", "email", "eve@caredata.example", "role.0", "administrator", "path.0", ""},
		"/admin/people/" + string(other) + "/link": nil, "/admin/people/" + string(other) + "/close": nil,
		"/admin/people/" + string(id) + "/close": nil,
	} {
		a := newsroom.post(path, form...)
		if a.StatusCode != http.StatusForbidden && a.StatusCode != http.StatusUnprocessableEntity || regexp.MustCompile("token=").Match(a.body) {
			t.Errorf("%s is answered %s", path, a.Status)
		}
	}
	newsroom.get("/admin/people").is(t, http.StatusOK, "").page(t).Lacks("about@caredata.example", "chief@caredata.example")
	newsroom.post("/admin/people/new", "name", "Nia", "email", "nia@caredata.example", "role.0", "author", "path.0", "/news").is(t, http.StatusOK, "")
}

func TestOnesOwnAccount(t *testing.T) {
	t.Parallel()
	o := newDoor(t)
	id := o.person("ann@caredata.example", author)
	g := o.guest().signIn("ann@caredata.example")
	g.post("/admin/account/name", "name", " ").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("Enter a name")
	g.post("/admin/account/name", "name", "Ann Other").is(t, http.StatusSeeOther, "/admin/account?done=name-saved")
	g.get("/admin/account").page(t).Wants("Ann Other", "ann@caredata.example", "Author on the whole site", "You sign in with your password alone")
	if a := g.get("/admin/account/factor/qr.png"); a.StatusCode != http.StatusNotFound {
		t.Errorf("a picture of no secret is answered %s", a.Status)
	}
	g.post("/admin/account/factor", "code", "123456").is(t, http.StatusSeeOther, "/admin/account/factor") // not begun
	g.post("/admin/account/factor/start", "current", "wrong wrong wrong").is(t, http.StatusUnprocessableEntity, "").page(t).Wants("This is not your password")
	g.setUpFactor()
	g.post("/admin/account/codes", "current", "wrong wrong wrong").is(t, http.StatusUnprocessableEntity, "")
	g.post("/admin/account/codes", "current", goodPassword).is(t, http.StatusOK, "").page(t).Wants("They are not shown again")
	g.post("/admin/account/factor/remove", "current", "wrong wrong wrong").is(t, http.StatusUnprocessableEntity, "")
	g.post("/admin/account/factor/remove", "current", goodPassword).is(t, http.StatusSeeOther, "/admin/account?done=factor-removed")
	o.guest().signIn("ann@caredata.example")

	// Who publishes cannot do without.
	o.edit(func(e *publishing.Edit) error {
		return e.SetGrants(t.Context(), id, []cms.Grant{{Role: cms.Publisher}})
	})
	g = o.guest().signIn("ann@caredata.example")
	g.setUpFactor()
	if a := g.post("/admin/account/factor/remove", "current", goodPassword); a.StatusCode != http.StatusForbidden {
		t.Errorf("a publisher does without a second step: %s", a.Status)
	}
}
