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
	if a.StatusCode != http.StatusUnauthorized || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a stranger is answered %s, Cache-Control %q", a.Status, a.Header.Get("Cache-Control"))
	}
	a.page(t).Heading(1, "Sign in to go on")
	if a := o.get(o.user(cms.Author, ""), "/admin"); a.StatusCode != http.StatusOK {
		t.Errorf("an author is answered %s", a.Status)
	}
	if a := o.post(o.user(cms.Author, ""), "/admin", url.Values{}); a.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a form for no route is answered %s", a.Status)
	}
}
