package schemaorg_test

import (
	"encoding/json"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/schemaorg"
)

func TestWhatIsEmptyIsLeftOut(t *testing.T) {
	t.Parallel()
	nothing := schemaorg.Of("Place", schemaorg.Thing{"name": "", "address": schemaorg.Thing(nil)})
	graph := schemaorg.Graph{
		nil, nothing,
		schemaorg.Of("Article", schemaorg.Thing{
			"url": "https://a.example", "name": "", "about": nil, "keywords": []string{"", "b", ""}, "mentions": []string{},
			"contentLocation": nothing, "author": []schemaorg.Thing{nothing, schemaorg.Ref("#a")}, "position": 0, "isAccessibleForFree": false,
			"image": schemaorg.Picture("", 1, 1), "thumbnail": schemaorg.Picture("https://a.example/b", 0, 630),
		}),
	}
	const want = `{"@context":"https://schema.org","@graph":[{"@type":"Article","author":[{"@id":"#a"}],"isAccessibleForFree":false,"keywords":["b"],"position":0,` +
		`"thumbnail":{"@type":"ImageObject","height":"630 px","url":"https://a.example/b"},"url":"https://a.example"}]}`
	for range 20 { // always in the same order
		if got, err := json.Marshal(graph); err != nil || string(got) != want {
			t.Fatalf("it is written as\n%s, %v, want\n%s", got, err, want)
		}
	}
}

func TestPropertiesAreAddedToACopy(t *testing.T) {
	t.Parallel()
	one := schemaorg.Of("Article", schemaorg.Thing{"name": "A", "url": "u"})
	two := one.With(schemaorg.Thing{"name": nil, "headline": "A"})
	if one["name"] != "A" || one["headline"] != nil || two["name"] != nil || two["headline"] != "A" || two["url"] != "u" {
		t.Errorf("%v became %v", one, two)
	}
}

func TestPeriod(t *testing.T) {
	t.Parallel()
	day := cms.Date{Year: 2026, Month: 3, Day: 5}
	later := cms.Date{Year: 2026, Month: 4, Day: 1}
	for want, c := range map[string][2]cms.Date{
		"": {{}, later}, "2026-03-05": {day, day}, "2026-03-05/2026-04-01": {day, later},
	} {
		if got := schemaorg.Period(c[0], c[1]); got != want {
			t.Errorf("from %s to %s is %q, want %q", c[0], c[1], got, want)
		}
	}
	if got := schemaorg.Period(day, cms.Date{}); got != "2026-03-05" {
		t.Errorf("from a day on is %q", got)
	}
}

func TestWhatThePageSaysOfItself(t *testing.T) {
	t.Parallel()
	graph := schemaorg.Graph{schemaorg.Of("Article", schemaorg.Thing{"headline": "A", "position": 1}), schemaorg.Of("Place", schemaorg.Thing{"name": "B"})}
	for property, want := range map[string]string{"@type": "Article", "headline": "A", "position": "", "name": ""} {
		if got := graph.Says(property); got != want {
			t.Errorf("it says as %s %q, want %q", property, got, want)
		}
	}
	if got := (schemaorg.Graph{}).Says("@type"); got != "" {
		t.Errorf("nothing says %q", got)
	}
}
