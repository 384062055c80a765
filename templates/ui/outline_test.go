package ui_test

import (
	"slices"
	"testing"

	"lectern/templates/ui"
)

func TestOutline(t *testing.T) {
	var o ui.Outline
	check := func(got, want ui.Heading) {
		t.Helper()
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	check(o.AddSub("Before all"), ui.Heading{Level: 2, ID: "before-all", Text: "Before all"})
	check(o.AddMain("Café & Co", ""), ui.Heading{Level: 2, ID: "cafe-and-co", Text: "Café & Co"})
	check(o.AddSub("Contact us"), ui.Heading{Level: 3, ID: "contact-us", Text: "Contact us"})
	check(o.AddMain("Contact us", "6."), ui.Heading{Level: 2, ID: "contact-us-2", Number: "6.", Text: "Contact us"})
	check(o.AddCounted("First"), ui.Heading{Level: 2, ID: "first", Number: "1.", Counted: true, Text: "First"})
	check(o.AddCounted("Second"), ui.Heading{Level: 2, ID: "second", Number: "2.", Counted: true, Text: "Second"})
	if n := len(o.Main); n != 4 {
		t.Errorf("there are %d main headings, want 4", n)
	}
}

func TestOutlineInside(t *testing.T) {
	var page ui.Outline
	page.AddMain("About", "")
	inside := page.Inside()
	deeper := inside.Inside()
	levels := []int{
		inside.AddSub("Before all").Level, inside.AddMain("Main", "").Level, inside.AddCounted("Counted").Level, inside.AddSub("Sub").Level,
		deeper.AddMain("Deep", "").Level, deeper.AddSub("Deeper").Level, inside.Inside().AddMain("Deep", "").Level,
	}
	if want := []int{3, 3, 3, 4, 3, 4, 4}; !slices.Equal(levels, want) {
		t.Errorf("the levels are %v, want %v", levels, want)
	}
	if h := page.AddCounted("Main"); h.ID != "main-2" || h.Number != "1." {
		t.Errorf("a heading after it is %+v", h)
	}
	if len(page.Main) != 2 {
		t.Errorf("%d main headings are listed, want 2", len(page.Main))
	}
	nested := &page
	for range 9 {
		nested = nested.Inside()
		nested.AddMain("Deep", "")
	}
	if h := nested.AddSub("Deepest"); h.Level != 6 {
		t.Errorf("the deepest heading has level %d", h.Level)
	}
}

func TestOutlineOfAChapter(t *testing.T) {
	var page ui.Outline
	page.AddMain("Areas", "")
	head, chapter := page.Chapter("chapter.beds", "Beds", 2)
	if want := (ui.Heading{Level: 2, ID: "chapter.beds", Number: "2.", Counted: true, Text: "Beds"}); head != want {
		t.Errorf("the chapter begins with %+v, want %+v", head, want)
	}
	own := &ui.Outline{} // as on the chapter's page
	for _, name := range []string{"Areas", "Areas", "Menu"} {
		if got, want := chapter.Anchor(name), "chapter.beds."+own.Anchor(name); got != want {
			t.Errorf("%s is at %s, want %s", name, got, want)
		}
	}
	if got, want := chapter.AddCounted("First"), (ui.Heading{Level: 3, ID: "chapter.beds.first", Number: "1.", Counted: true, Text: "First"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := chapter.AddSub("Detail").Level; got != 4 {
		t.Errorf("a subheading has level %d", got)
	}
	chapter.Release("chapter.beds.first")
	if got := chapter.Anchor("First"); got != "chapter.beds.first" {
		t.Errorf("what was given back is %s", got)
	}
	if len(page.Main) != 2 {
		t.Errorf("%d main headings are listed, want 2", len(page.Main))
	}
	page.Label("Code: JSON")
	if got := chapter.Label("Code: JSON"); got != "Code: JSON, 2" {
		t.Errorf("the second label of that name is %q", got)
	}
}

func TestACalledHeadingCanBeLedTo(t *testing.T) {
	var page ui.Outline
	h := page.Call(page.AddMain("Data sets", ""), ui.DataID)
	if h.ID != ui.DataID || page.Main[0] != h || page.Anchor("Data sets") != "data-sets" {
		t.Errorf("the heading is %+v among %+v", h, page.Main)
	}
}

func TestLabelsAreUnique(t *testing.T) {
	var o ui.Outline
	for _, want := range []string{"Code: JSON", "Code: JSON, 2", "Code: JSON, 3"} {
		if got := o.Label("Code: JSON"); got != want {
			t.Errorf("the label is %q, want %q", got, want)
		}
	}
	if got := o.Inside().Label("Code: JSON"); got != "Code: JSON, 4" {
		t.Errorf("inside, the label is %q", got)
	}
}

func TestAnchorsLeaveTheFrameAlone(t *testing.T) {
	var o ui.Outline
	for name, want := range map[string]string{
		"Menu":          "menu-2",
		"Search":        "search-2",
		"Page contents": "page-contents-2",
		"Main content":  "main-content-2",
		"Q":             "q-2",
		"☃":             "section",
		"s 6.1":         "s-6-1",
	} {
		if got := o.Anchor(name); got != want {
			t.Errorf("Anchor(%q) = %q, want %q", name, got, want)
		}
	}
}
