package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"lectern/internal/cms"
)

// TestNobodyGetsInUnasked asks for pages of the admin without being signed in,
// and sends it a form from another website.
func TestNobodyGetsInUnasked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.get(cms.User{}, "/admin")
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/admin/signin?next=%2Fadmin" || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a stranger is answered %s to %q, Cache-Control %q", a.Status, a.Header.Get("Location"), a.Header.Get("Cache-Control"))
	}
	if a := o.post(cms.User{}, "/admin/signout", url.Values{}); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger's form is answered %s", a.Status)
	} else {
		a.page(t).Wants("What you sent was not kept", "go back with your browser")
	}
	if a := o.get(o.user(cms.Author, ""), "/admin"); a.StatusCode != http.StatusOK {
		t.Errorf("an author is answered %s", a.Status)
	}
	if a := o.post(o.user(cms.Author, ""), "/admin", url.Values{}); a.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a form for no route is answered %s", a.Status)
	}
}
