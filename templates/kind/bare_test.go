package kind_test

import (
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/feeds"
	"lectern/internal/kinds"
	"lectern/internal/testkit"
	"lectern/templates/block"
	"lectern/templates/kind"
	"lectern/templates/ui"
)

// toldElsewhere are the texts of a kind that a feed tells beside the content of
// the page, by the beginnings of their markers.
var toldElsewhere = map[string][]string{
	"api-catalogue":     {"Filters"},   // beside a list
	"careers":           {"JobsTitle"}, // above a list
	"cyber-alert":       {"ThreatID"},  // in the title
	"data-hub":          {"Link"},      // beside a list
	"form":              {"Fields", "Privacy", "Button"},
	"service-catalogue": {"Filters"},
}

// TestABarePageTellsEveryField fills every field, and looks for it in what feed
// readers get.
func TestABarePageTellsEveryField(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(addressed())) {
		t.Run(name, func(t *testing.T) {
			v, markers := filled(t, addressed()[name])
			v.Bare = true
			content := bareContent(t, v)
			elsewhere := slices.Concat([]string{"ShortTitle", "PreferredName"}, notShown[name], toldElsewhere[name])
			for _, marker := range markers {
				if marker == "ZTitleZ" {
					continue // a heading may still say it
				}
				told := strings.Contains(content, marker) || strings.Contains(content, strings.ToLower(marker))
				hidden := slices.ContainsFunc(elsewhere, func(begin string) bool { return strings.HasPrefix(marker, "Z"+begin) })
				if told == hidden {
					t.Errorf("the text %s: told %t, want %t", marker, told, !hidden)
				}
			}
		})
	}
}

// blockToldElsewhere is the same for blocks: what only the site shows, and what
// gives way to something else.
var blockToldElsewhere = map[string][]string{
	"chart":     {"Data", "Highlight"}, // the data have no marker
	"dashboard": {"DataFile"},
	"featured":  {"Link"},
	"latest":    {"Heading", "Kinds", "Link"}, // it is a list
	"tiles":     {"Items0Image", "Items1Image"},
	"video":     {"File", "URL", "Captions"},
}

// TestABarePageTellsEveryBlock fills every field of every block.
func TestABarePageTellsEveryBlock(t *testing.T) {
	for _, b := range blocks.All() {
		name := b.Block().Name
		t.Run(name, func(t *testing.T) {
			v, _ := filled(t, &kinds.ContentPage{})
			v.Bare = true
			value := reflect.New(reflect.TypeOf(b).Elem())
			var f filler
			f.fill(value.Elem(), reflect.StructField{}, "")
			switch b := value.Interface().(type) {
			case *blocks.Chart:
				b.Data = "Area,Share\nNorth,4\nSouth,5"
			case *blocks.Video:
				v.Assets = map[cms.ID]cms.Asset{"asset": {ID: "asset", Filename: "a.mp4", MediaType: "video/mp4", Size: 42_200}}
			}
			v.Value.(*kinds.ContentPage).Body = cms.Blocks{{Type: name, Value: value.Interface()}}
			content := bareContent(t, v)
			for _, marker := range f.markers {
				told := strings.Contains(content, marker) || strings.Contains(content, strings.ToLower(marker))
				hidden := slices.ContainsFunc(blockToldElsewhere[name], func(begin string) bool { return strings.HasPrefix(marker, "Z"+begin) })
				if told == hidden {
					t.Errorf("the text %s: told %t, want %t", marker, told, !hidden)
				}
			}
		})
	}
}

func TestABarePageHasNoFurniture(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(addressed())) {
		t.Run(name, func(t *testing.T) {
			v, _ := filled(t, addressed()[name])
			v.Bare, v.Release.LastEditedAt, v.Notes = true, whole().Release.LastEditedAt, whole().Notes
			page := testkit.Page(t, []byte(bareContent(t, v)))
			page.Lacks("Page contents", "Back to", "Last edited", "What has changed on this page", "Share", "Search", "First listed", "Second listed",
				"Related pages", "Related subjects", "Related news", "Further information", "Help us", "Skip to", "Care Data Office", "Above", "Previous", "Go to the content")
			if n := page.Find("h1, nav, form, header, footer, main, svg, [class], [id], [style]").Length(); n > 0 {
				t.Errorf("%d elements belong to a page of the site", n)
			}
		})
	}
}

// TestABarePageSaysFiguresInOneLine looks at what is set large on the site.
func TestABarePageSaysFiguresInOneLine(t *testing.T) {
	v, _ := filled(t, &kinds.ContentPage{})
	v.Bare = true
	v.Value.(*kinds.ContentPage).Body = cms.Blocks{
		{Type: "statistics", Value: &blocks.Statistics{Items: []blocks.Statistic{{Value: "1.6", Word: "billion", Unit: "messages a month"}, {Value: "40", Unit: "charts"}}}},
		{Type: "key-facts", Value: &blocks.KeyFacts{Items: []blocks.KeyFact{{Headline: "71% in time"}}}},
	}
	content := bareContent(t, v)
	for _, want := range []string{
		"<li><strong>1.6 billion</strong> messages a month</li>", "<li><strong>40</strong> charts</li>", "<li><strong>71% in time</strong></li>",
	} {
		if !strings.Contains(content, want) {
			t.Errorf("it does not say %s:\n%s", want, content)
		}
	}
}

// bareContent is what feed readers get of a view.
func bareContent(t *testing.T, v *ui.View) string {
	t.Helper()
	page, ok := kind.Render(v, kind.All(), block.All())
	if !ok {
		t.Fatalf("nothing renders a page of kind %s", v.Release.Kind)
	}
	content, err := feeds.Content(string(render(t, page)), &url.URL{Scheme: "https", Host: "example.org", Path: v.Path})
	if err != nil {
		t.Fatal(err)
	}
	return content
}
