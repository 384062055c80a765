package admin_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/corpus"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/testkit"

	"github.com/PuerkitoBio/goquery"
)

// edited is the address of the edit page of a page.
func edited(page cms.ID) string { return "/admin/pages/" + string(page) }

// fields is what a browser without JavaScript sends of the edit page.
func fields(p *testkit.Part) url.Values {
	values := url.Values{}
	p.Find("#edit input, #edit textarea, #edit select").Each(func(_ int, s *goquery.Selection) {
		name, named := s.Attr("name")
		switch {
		case !named:
		case goquery.NodeName(s) == "textarea":
			values.Add(name, strings.TrimPrefix(s.Text(), "\n"))
		case goquery.NodeName(s) == "select":
			value, _ := s.Find("option[selected]").Attr("value")
			if s.Find("option[selected]").Length() == 0 {
				value, _ = s.Find("option").First().Attr("value")
			}
			values.Add(name, value)
		case s.AttrOr("type", "") == "checkbox":
			if _, checked := s.Attr("checked"); checked {
				values.Add(name, s.AttrOr("value", "on"))
			}
		default:
			values.Add(name, s.AttrOr("value", ""))
		}
	})
	return values
}

// press sends the edit page with one of its buttons.
func (o *office) press(u cms.User, page cms.ID, values url.Values, action string) answer {
	values.Set("action", action)
	return o.post(u, edited(page), values)
}

// content is what is written of a page.
func (o *office) content(page cms.ID) (c publishing.Content) {
	o.t.Helper()
	err := o.publisher.Read(o.t.Context(), cms.System, func(e *publishing.Edit) (err error) {
		c, err = e.Content(o.t.Context(), page)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// TestEditPageLosesNothing opens a page of every kind with all that it may
// hold, and sends the form as it is: the draft is what was released.
func TestEditPageLosesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	u := o.user(cms.Administrator, "")
	filler := corpus.NewFiller(rand.New(rand.NewPCG(1, 1)), o.registry)
	filler.Pages = map[string][]cms.ID{"": {o.home}}
	for i, kind := range o.registry.Kinds() {
		if kind.Top {
			continue
		}
		for n := range 3 {
			value := kind.New()
			filler.Fill(value)
			page := o.draft(kind.Name, o.placeFor(kind), fmt.Sprintf("page-%d-%d", i, n), value)
			shown := o.get(u, edited(page))
			if shown.StatusCode != http.StatusOK {
				t.Fatalf("%s: %s %s", kind.Name, shown.Status, shown.body)
			}
			if a := o.press(u, page, fields(shown.page(t)), "save"); a.StatusCode != http.StatusSeeOther {
				t.Fatalf("%s: %s %s", kind.Name, a.Status, a.page(t).Text())
			}
			if changes := o.registry.Compare(value, o.content(page).Value); len(changes) > 0 {
				t.Errorf("%s: %v", kind.Name, changes)
			}
		}
	}
}

// placeFor is a page that a page of that kind may stand below.
func (o *office) placeFor(kind *schema.KindType) cms.ID {
	switch {
	case !kind.Addressed:
		return ""
	case len(kind.Below) == 0 || slices.Contains(kind.Below, "home"):
		return o.home
	}
	above, _ := o.registry.Kind(kind.Below[0])
	return o.draft(above.Name, o.placeFor(above), fmt.Sprintf("above-%d", rand.Uint64()), above.New())
}

// draft makes a page with a draft.
func (o *office) draft(kind string, parent cms.ID, slug string, value schema.Kind) (page cms.ID) {
	o.t.Helper()
	err := o.publisher.Edit(o.t.Context(), cms.System, func(e *publishing.Edit) error {
		made, err := e.Create(o.t.Context(), publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
		if err != nil {
			return err
		}
		page = made.ID
		_, err = e.Save(o.t.Context(), publishing.Save{Page: page, Value: value})
		return err
	})
	if err != nil {
		o.t.Fatalf("%s %s: %v", kind, slug, err)
	}
	return page
}

// contentPage is a page with callouts of these titles.
func contentPage(titles ...string) *kinds.ContentPage {
	p := &kinds.ContentPage{Title: "Spine"}
	for _, title := range titles {
		p.Body = append(p.Body, cms.Block{ID: strings.ToLower(title), Type: "callout", Value: &blocks.Callout{Heading: title}})
	}
	return p
}
