package kind_test

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/internal/testkit"
	"lectern/templates/block"
	"lectern/templates/kind"
	"lectern/templates/ui"
)

// now is the instant at which filled pages are shown.
var now = time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC)

// filler puts something into every field of a value, each text with a marker
// that says which field it is of.
type filler struct{ markers []string }

// mark returns the text of the field at that path. No two have the same, and
// none holds another.
func (f *filler) mark(path string) string {
	marker := "Z" + path + "Z"
	f.markers = append(f.markers, marker)
	return marker
}

func (f *filler) fill(v reflect.Value, field reflect.StructField, path string) {
	switch held := v.Addr().Interface().(type) {
	case *cms.Date:
		*held = cms.DateOf(now.AddDate(0, 0, 3))
	case *time.Time:
		*held = now.Add(48 * time.Hour)
	case *cms.Ref:
		*held = "ref"
	case *cms.Link:
		marker := f.mark(path) // shown by its address, or its text
		*held = cms.Link{Text: marker, URL: "https://example.org/" + strings.ToLower(marker)}
	case *cms.Image:
		*held = cms.Image{Asset: "asset", Alt: "A picture", Caption: f.mark(path)}
	case *cms.File:
		*held = cms.File{Asset: "asset", Title: f.mark(path)}
	case *richtext.Doc:
		*held = prose(f.mark(path))
	case *[]cms.Ref:
		*held = []cms.Ref{"ref", "other", "not live"}
	case *[]cms.TermRef:
		*held = []cms.TermRef{"term", "no term"}
	case *cms.Blocks:
		*held = cms.Blocks{{Type: "text", Value: &blocks.Text{Heading: f.mark(path), Body: prose("Text.")}}}
	case *string:
		*held = f.text(field, path)
	case *bool:
		*held = field.Name != "Accessible" // so that there is an alternative
	case *int:
		*held = 4711
	default:
		f.fillMany(v, path)
	}
}

func (f *filler) text(field reflect.StructField, path string) string {
	if options := field.Tag.Get("options"); options != "" {
		value, _, _ := strings.Cut(options, "=")
		return value
	}
	switch {
	case strings.Contains(field.Tag.Get("rule"), "email"):
		return strings.ToLower(f.mark(path)) + "@example.org"
	case strings.Contains(field.Tag.Get("rule"), "url"):
		return "https://example.org/" + strings.ToLower(f.mark(path))
	}
	return f.mark(path)
}

func (f *filler) fillMany(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			f.fill(v.Field(i), field, path+field.Name)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			f.fill(v.Index(i), reflect.StructField{}, path+strconv.Itoa(i))
		}
	default:
		panic("nothing fills " + v.Type().String())
	}
}

// filled returns a view of the kind with something in every field and list, and
// the markers of its texts.
func filled(t *testing.T, k schema.Kind) (*ui.View, []string) {
	t.Helper()
	value := reflect.New(reflect.TypeOf(k).Elem())
	var f filler
	f.fill(value.Elem(), reflect.StructField{}, "")
	v := whole()
	v.At = now
	v.Path = "/a/page"
	v.Release.Outcome, v.Release.Kind, v.Release.Page = cms.OutcomePage, k.Kind().Name, "this"
	v.Value, v.Title = value.Interface(), "A page"
	item := func(page cms.ID, name string) cms.Item {
		return cms.Item{Page: page, Kind: "page", Outcome: cms.OutcomePage, Path: "/" + string(page),
			Card: cms.Card{Title: name, Summary: "About " + name + ".", SortAt: now}}
	}
	v.Refs = map[cms.ID]cms.Item{"ref": item("ref", "Mo Ali"), "other": item("other", "Jo Bell")}
	v.Assets = map[cms.ID]cms.Asset{"asset": {ID: "asset", Filename: "a.csv", MediaType: "text/csv", Size: 42_200, Width: 20, Height: 10}}
	v.Terms = map[cms.ID]cms.Term{"term": {ID: "term", Name: "England"}}
	v.Lists = map[any][]cms.List{}
	if lister, ok := v.Value.(schema.Lister); ok {
		for range lister.Lists(now) {
			v.Lists[v.Value] = append(v.Lists[v.Value], cms.List{
				Items: []cms.Item{item("this", "This page"), item("first", "First listed"), item("second", "Second listed")}, Total: 12,
			})
		}
	}
	if _, is := v.Value.(kinds.Hub); is {
		browse(&v, item("this", "This page"), item("first", "First listed"), item("second", "Second listed"))
	}
	if page, is := v.Value.(*kinds.Feeds); is {
		v.Feeds = fillFeeds(page)
	}
	if form, is := v.Value.(*kinds.Form); is {
		v.Form = &ui.FormState{Token: "token"}
		for i := range form.Fields {
			form.Fields[i].Type = "checkboxes" // so that its options show
		}
	}
	v.Trail = append(v.Trail, cms.Item{Path: "/a", Page: "a", Card: cms.Card{Title: "Above"}})
	return &v, f.markers
}

// fillFeeds returns a feed of each name that the page gives.
func fillFeeds(p *kinds.Feeds) []*kinds.Feed {
	var feeds []*kinds.Feed
	for _, group := range p.Groups {
		for _, listed := range group.Feeds {
			feeds = append(feeds, &kinds.Feed{Title: "Feed of " + listed.Name, Address: listed.Name})
		}
	}
	return feeds
}

func shown(t *testing.T, v *ui.View) *testkit.Part {
	t.Helper()
	document, ok := kind.Render(v, kind.All(), block.All())
	if !ok {
		t.Fatalf("nothing renders a page of kind %s", v.Release.Kind)
	}
	return testkit.Page(t, render(t, document))
}

func addressed() map[string]schema.Kind {
	all := map[string]schema.Kind{}
	for _, k := range kinds.All() {
		if k.Kind().Addressed {
			all[k.Kind().Name] = k
		}
	}
	return all
}

// notShown are the texts of a kind that readers do not see on its page, by the
// beginnings of their markers: short titles, which menus show, and what is for
// editors.
var notShown = map[string][]string{
	"api":          {"Catalogue", "SpecificationTitle"},
	"feature":      {"Thumbnail"},
	"form":         {"Fields0Missing", "Fields1Missing", "Done", "Recipient"}, // before it was sent
	"news-article": {"ShareImage"},
	"page":         {"ShareImage"},
	"person":       {"FirstName", "MiddleNames", "LastName", "Honorific", "Gender", "PhotoRights"}, // the preferred name is shown
}

// TestEveryFieldIsShown fills every field. What is not shown is named above,
// so that none is forgotten.
func TestEveryFieldIsShown(t *testing.T) {
	for name, k := range addressed() {
		t.Run(name, func(t *testing.T) {
			v, markers := filled(t, k)
			page := shown(t, v)
			for _, problem := range page.Problems() {
				t.Error(problem)
			}
			told := linkedData(t, page)
			page.Find("head script").Remove() // what machines are told is not shown
			html, err := page.Html()
			if err != nil {
				t.Fatal(err)
			}
			for _, marker := range markers {
				hidden := strings.HasPrefix(marker, "ZShortTitle") || slices.ContainsFunc(notShown[name], func(begin string) bool {
					return strings.HasPrefix(marker, "Z"+begin)
				})
				said := strings.Contains(html, marker) || strings.Contains(html, strings.ToLower(marker))
				if said == hidden {
					t.Errorf("the text %s: shown %t, want %t", marker, said, !hidden)
				}
				if hidden && strings.Contains(told, marker) {
					t.Errorf("the text %s is not shown, and machines are told of it", marker)
				}
			}
		})
	}
}

// TestNothingIsPromised shows pages whose references, files, terms and lists
// lead nowhere: nothing says that they were there.
func TestNothingIsPromised(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(addressed())) {
		t.Run(name, func(t *testing.T) {
			v, _ := filled(t, addressed()[name])
			v.Refs, v.Assets, v.Terms, v.Lists, v.Listing = nil, nil, nil, nil, nil
			page := shown(t, v)
			for _, problem := range page.Problems() {
				t.Error(problem)
			}
			page.Lacks("Mo Ali", "England", "Data sets", "Latest news", "Related pages", "Related subjects")
		})
	}
}

func prose(text string) richtext.Doc { return richtext.Doc{{Paragraph: []richtext.Span{{Text: text}}}} }
