package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
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

// TestChoosersTellNoSecrets looks for drafts from within and from without their
// branch.
func TestChoosersTellNoSecrets(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	here := o.publish("landing", o.home, "here", &kinds.Landing{Title: "Here", Summary: "S."})
	there := o.publish("landing", o.home, "there", &kinds.Landing{Title: "There", Summary: "S."})
	live := o.publish("page", here, "live", &kinds.ContentPage{Title: "Budget as published", Summary: "S."})
	err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		hidden, err := e.Create(t.Context(), publishing.NewPage{Kind: "page", Parent: here, Slug: "hidden"})
		if err != nil {
			return err
		}
		for page, title := range map[cms.ID]string{hidden.ID: "Wombat plans", live: "Budget of the wombat"} {
			if _, err := e.Save(t.Context(), publishing.Save{Page: page, Value: &kinds.ContentPage{Title: title, Summary: "S."}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	insider, outsider := o.user(cms.Author, here), o.user(cms.Author, there)
	for _, query := range []string{"", "?q=wombat", "?q=wombats+plan", "?q=/here/", "?q=budget", "?q=wo", "?q=hidden"} {
		within, without := o.get(insider, "/admin/choose/pages"+query).page(t), o.get(outsider, "/admin/choose/pages"+query).page(t)
		if query != "?q=budget" {
			within.Wants("Wombat plans", "not live")
		}
		within.Lacks("Budget as published")
		for _, secret := range []string{"Wombat plans", "Budget of the wombat", "/here/hidden"} {
			if results := without.Find("[data-choices]").Text(); strings.Contains(results, secret) {
				t.Errorf("%q tells somebody who works elsewhere of %q", query, secret)
			}
		}
	}
	o.get(outsider, "/admin/choose/pages?q=budget").page(t).Wants("Budget as published")
	if n := o.get(outsider, "/admin/choose/pages?q=wombat").page(t).Find("li[data-id]").Length(); n != 0 {
		t.Errorf("a word of a draft finds %d pages", n)
	}
}
