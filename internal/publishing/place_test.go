package publishing_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// TestPlaces asks for pages by their ids and by their addresses.
func TestPlaces(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.release(d.home, "Home", publishing.Plan{})
	shelf := d.page(d.home, "shelf")
	hidden := d.create("page", shelf, "hidden")
	d.save(hidden, "Hidden")
	elsewhere := d.create("page", d.home, "elsewhere")
	d.save(elsewhere, "Elsewhere")
	writer := user(21, cms.Author, shelf)

	find := func(u cms.User, links ...cms.Link) (places cms.Places) {
		t.Helper()
		if err := d.as(u, func(e *publishing.Edit) (err error) {
			places, err = e.Places(t.Context(), links)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(places, func(a, b cms.Place) int { return strings.Compare(a.Path, b.Path) })
		return places
	}
	all := []cms.Link{
		{URL: "/"}, {URL: "/shelf"}, {URL: "/shelf/hidden#part"}, {URL: "/shelf/hidden"}, {URL: "/elsewhere"},
		{URL: "/nowhere"}, {URL: "/Shelf"}, {URL: "/shelf/"}, {URL: "https://example.org/shelf"}, {URL: "#here"}, {Page: "not-an-id"},
	}
	home := cms.Place{Page: d.home, Title: "Home", Path: "/", Branch: []cms.ID{d.home}, Live: true}
	onShelf := cms.Place{Page: shelf, Title: "shelf", Path: "/shelf", Branch: []cms.ID{d.home, shelf}, Live: true}
	inShelf := cms.Place{Page: hidden, Title: "Hidden", Path: "/shelf/hidden", Branch: []cms.ID{d.home, shelf, hidden}}
	other := cms.Place{Page: elsewhere, Title: "Elsewhere", Path: "/elsewhere", Branch: []cms.ID{d.home, elsewhere}}
	untitled := other
	untitled.Title = ""
	same := func(what string, got cms.Places, want ...cms.Place) {
		t.Helper()
		if diff := cmp.Diff(cms.Places(want), got); diff != "" {
			t.Errorf("%s:\n%s", what, diff)
		}
	}
	same("places for the writer of a branch", find(writer, all...), home, onShelf, inShelf)
	same("places for a writer of everything", find(ann, all...), home, other, onShelf, inShelf)
	same("places by id", find(writer, cms.Link{Page: cms.Ref(elsewhere)}, cms.Link{Page: cms.Ref(d.home)}), home, untitled)
	d.refusedTo(user(22, 0, ""), cms.ErrForbidden, func(e *publishing.Edit) error {
		_, err := e.Places(t.Context(), all)
		return err
	})

	for href, want := range map[string]cms.Link{
		"/shelf#part":         {Page: cms.Ref(shelf), Fragment: "part"},
		"/":                   {Page: cms.Ref(d.home)},
		"/search?q=a":         {URL: "/search?q=a"},
		"https://example.org": {URL: "https://example.org"},
	} {
		places := find(ann, all...)
		got, err := places.Link(href)
		if err != nil || got != want || places.Address(got) != href {
			t.Errorf("%s is %v, %v, written %s", href, got, err, places.Address(got))
		}
	}
	if _, err := find(ann, all...).Link("/nowhere"); err == nil {
		t.Error("a page is found where there is none")
	}
}
