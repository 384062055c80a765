package kind_test

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/a-h/templ"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/search"
	"lectern/internal/testkit"
	"lectern/templates/block"
	"lectern/templates/gallery"
	"lectern/templates/kind"
	"lectern/templates/site"
	"lectern/templates/ui"
)

func TestEveryAddressedKindHasARenderer(t *testing.T) {
	var names []string
	for _, k := range kinds.All() {
		if k.Kind().Addressed {
			names = append(names, k.Kind().Name)
		}
	}
	slices.Sort(names)
	if got := slices.Sorted(maps.Keys(kind.All())); !slices.Equal(got, names) {
		t.Errorf("renderers are for %q, and the addressed kinds are %q", got, names)
	}
}

// TestDocumentsAreSound renders every document that there is, with as little
// and with as much around it as can be.
func TestDocumentsAreSound(t *testing.T) {
	for _, around := range []struct {
		name string
		view ui.View
	}{
		{"nothing around", ui.View{}},
		{"everything around", whole()},
	} {
		t.Run(around.name, func(t *testing.T) {
			for name, document := range documents(t, around.view) {
				t.Run(name, func(t *testing.T) {
					for _, problem := range testkit.Page(t, render(t, document)).Problems() {
						t.Error(problem)
					}
				})
			}
		})
	}
}

func documents(t *testing.T, v ui.View) map[string]templ.Component {
	t.Helper()
	view := func(title string) *ui.View { // each its own, as each answer has
		own := v
		own.Title = title
		return &own
	}
	all := map[string]templ.Component{
		"gallery":           gallery.Gallery(view("")),
		"not found":         site.NotFound(view("")),
		"gone":              site.Gone(view("")),
		"failed":            site.Failed(view("")),
		"unavailable":       site.Unavailable(view("")),
		"search":            site.Search(view(""), sought("", 1, 0)),
		"search in vain":    site.Search(view(""), sought("spine", 1, 0)),
		"search with words": site.Search(view(""), sought(`<"spine">`, 1, 1)),
		"search, page 2":    site.Search(view(""), sought("spine", 2, 918)),
		"search, narrowed":  site.Search(view(""), narrowed()),
	}
	for _, k := range kinds.All() {
		if !k.Kind().Addressed {
			continue
		}
		own := view("A page")
		own.Release.Kind = k.Kind().Name
		own.Value = titled(k)
		document, ok := kind.Render(own, kind.All(), block.All())
		if !ok {
			t.Fatalf("nothing renders a page of kind %s", own.Release.Kind)
		}
		all[own.Release.Kind] = document
	}
	return all
}

// titled returns a new value of the kind with nothing but a title.
func titled(k any) any {
	value := reflect.New(reflect.TypeOf(k).Elem())
	for _, name := range []string{"Title", "PreferredName"} { // a person has a name
		if field := value.Elem().FieldByName(name); field.IsValid() {
			field.SetString("A page")
		}
	}
	return value.Interface()
}

func whole() ui.View {
	menu := func(title string) ui.Menu {
		return ui.Menu{Title: title, Entries: []ui.MenuEntry{{Text: "Services", Href: "/services", Current: true}, {Text: "Data", Href: "/data"}}}
	}
	return ui.View{
		BaseURL: "https://example.org", Path: "/services", Zone: time.UTC, Description: "What it is about.",
		Static: func(name string) string { return "/static/" + name },
		Site: kinds.Site{
			Title: "Care Data Office", Strip: "A demonstration site.", StripLink: cms.Link{Text: "What it is", URL: "https://example.org"},
			Description: "Digital services.", Copyright: "© Care Data Office",
			Licence: richtext.Doc{{Paragraph: []richtext.Span{{Text: "Text may be used again."}}}},
		},
		Menus: map[string]ui.Menu{"main": menu("Main"), "legal": menu("Legal"), "contact": menu("Get in touch"), "follow": menu("Follow us")},
		Trail: []cms.Item{{Path: "/", Card: cms.Card{Title: "Better care", ShortTitle: "Home"}}},
		Release: cms.Release{
			Page: "1", Outcome: cms.OutcomeWithdrawn, Notice: "Nobody needs it any more.",
			LastEditedAt: time.Date(2026, time.March, 5, 11, 55, 0, 0, time.UTC),
		},
		Notes: []cms.ChangeNote{{At: time.Date(2026, time.March, 5, 11, 55, 0, 0, time.UTC), Note: "First published."}},
	}
}

func TestHead(t *testing.T) {
	v := whole()
	v.Title, v.Release.Kind, v.Value = "Spine", "service", &kinds.Service{Title: "Spine"}
	head := func(selector, attribute string) string {
		t.Helper()
		document, _ := kind.Render(&v, kind.All(), block.All())
		found := testkit.Page(t, render(t, document)).Find("head " + selector)
		if attribute == "" {
			return found.Text()
		}
		return found.AttrOr(attribute, "")
	}
	for _, want := range []struct{ selector, attribute, value string }{
		{"title", "", "Spine - Care Data Office"},
		{"meta[name=description]", "content", "What it is about."},
		{"link[rel=canonical]", "href", "https://example.org/services"},
		{"meta[name=robots]", "content", ""},
		{"link[rel=stylesheet]", "href", "/static/site.css"},
	} {
		if got := head(want.selector, want.attribute); got != want.value {
			t.Errorf("%s is %q, want %q", want.selector, got, want.value)
		}
	}
	v.NoIndex = true
	if got := head("meta[name=robots]", "content"); got != "noindex" {
		t.Errorf("robots are told %q, want noindex", got)
	}
	if got := head("link[rel=canonical]", "href"); got != "" {
		t.Errorf("a page that is not to be indexed has the canonical address %q", got)
	}
}

func TestSearchTitle(t *testing.T) {
	v := whole()
	got := testkit.Page(t, render(t, site.Search(&v, sought("spine", 1, 0)))).Find("title").Text()
	if want := "“spine” – search results - Care Data Office"; got != want {
		t.Errorf("the title is %q, want %q", got, want)
	}
}

// TestOneSearchField shows that a page which is itself a place to search has no
// second field of the same name.
func TestOneSearchField(t *testing.T) {
	v := whole()
	for name, document := range map[string]templ.Component{
		"search": site.Search(&v, sought("", 1, 0)), "search in vain": site.Search(&v, sought("spine", 1, 0)),
		"not found": site.NotFound(&v), "gone": site.Gone(&v), "refused": site.Refused(&v),
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Page(t, render(t, document)).Field("Search this website")
		})
	}
}

func TestMenu(t *testing.T) {
	v := whole()
	page := testkit.Page(t, render(t, site.NotFound(&v)))
	menu := page.Landmark("navigation", "Main")
	if got := menu.Find(`a[href="/services"]`).AttrOr("aria-current", ""); got != "page" {
		t.Errorf("the entry of this page is marked %q", got)
	}
	if id := page.Button("Menu").AttrOr("popovertarget", ""); id == "" || id != menu.AttrOr("id", "") {
		t.Errorf("the button opens %q", id)
	}
	v.Path = "/services/spine"
	page = testkit.Page(t, render(t, site.NotFound(&v)))
	if got := page.Landmark("navigation", "Main").Find(`a[href="/services"]`).AttrOr("aria-current", ""); got != "true" {
		t.Errorf("the entry of the page above is marked %q", got)
	}
}

func render(t *testing.T, c templ.Component) []byte {
	t.Helper()
	var html bytes.Buffer
	if err := c.Render(t.Context(), &html); err != nil {
		t.Fatal(err)
	}
	return html.Bytes()
}

// narrowed is a page of results with more values of a facet than are shown at
// once, some of which are chosen and one of which has no name.
func narrowed() site.SearchResults {
	r := sought("spine", 1, 918)
	r.Counts = search.Counts{search.Type: {"service": 9, "page": 3}, search.Year: {"2024": 3, "2023": 7}, search.Month: {"2": 1}, search.Topic: {}}
	r.Chosen = search.Chosen{search.Year: {"2024"}, search.Topic: {"t1", "unknown"}}
	r.Terms = ui.Terms{search.Topic: {}}
	for n := range 24 {
		slug := fmt.Sprint("t", n)
		r.Counts[search.Topic][slug], r.Terms[search.Topic][slug] = 30-n, ui.Term{Name: "Topic <" + slug + ">"}
	}
	return r
}

// sought is a page of so many results, of which one is shown.
func sought(text string, page, total int) site.SearchResults {
	r := site.SearchResults{Listing: ui.SearchListing(search.Query{Text: text, Page: page})}
	r.Total = total
	if total > 0 {
		r.Hits = search.Hits([]cms.Item{{Path: "/a", Card: cms.Card{Title: "A", Summary: "Of a " + text}}}, search.Understand(text, search.Lexicon{}))
	}
	return r
}
