package admin_test

import (
	"net/http"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
)

// TestPagesAreFound searches for pages to link to.
func TestPagesAreFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	hub := o.publish("landing", o.home, "services", &kinds.Landing{Title: "All our services", Summary: "S."})
	o.publish("service", hub, "spine", &kinds.Service{Title: "Spine", Summary: "S."})
	o.publish("service", hub, "app", &kinds.Service{Title: "The app 100% free", Summary: "S."})
	author := o.user(cms.Author, hub)
	for _, test := range []struct {
		query       string
		wants, lack []string
	}{
		{"?q=spine", []string{"Spine", "Service · /services/spine"}, []string{"All our services"}},
		{"?q=services+ALL", []string{"All our services"}, []string{"Spine"}},
		{"?q=servics", []string{"All our services"}, nil},
		{"?q=/services/", []string{"Spine", "The app"}, []string{"All our services"}},
		{"?q=https://site.example/Services/app", []string{"The app"}, []string{"Spine"}},
		{"?q=100%25", []string{"The app"}, []string{"Spine"}},
		{"?q=1%25", nil, []string{"The app"}},
		{"?q=00%25+", []string{"The app"}, []string{"Spine"}},
		{"?q=services&kinds=service", nil, []string{"All our services"}},
		{"?q=sp", []string{"Spine"}, []string{"The app"}},
		{"?q=%00%ff", []string{"Recent pages"}, nil},
		{"?q=zzzz", []string{"Nothing was found"}, nil},
		{"", []string{"Recent pages", "Spine", "The app", "All our services", "Home"}, nil},
		{"?kinds=service", []string{"Spine", "The app"}, []string{"All our services"}},
	} {
		for _, part := range []string{"", "part=results"} {
			query := test.query
			switch {
			case part != "" && query == "":
				query = "?" + part
			case part != "":
				query += "&" + part
			}
			a := o.get(author, "/admin/choose/pages"+query)
			if a.StatusCode != http.StatusOK {
				t.Fatalf("%s is answered %s", query, a.Status)
			}
			page := a.page(t)
			page.Wants(test.wants...)
			page.Lacks(test.lack...)
			if whole := page.HasHeading("Find a page"); whole == (part != "") {
				t.Errorf("%s is a whole page: %t", query, whole)
			}
		}
	}
	if a := o.get(o.user(0, ""), "/admin/choose/pages"); a.StatusCode != http.StatusForbidden {
		t.Errorf("somebody without a role is answered %s", a.Status)
	}
}
