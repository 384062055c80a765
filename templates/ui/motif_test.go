package ui_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

var update = flag.Bool("update", false, "write the drawings that TestMotifsStay compares with")

const somePage = cms.ID("0191aaaa-0000-7000-8000-000000000002")

// TestMotifsStay fails when a page's drawing is no longer the one it always
// had. Images that others have stored depend on it.
func TestMotifsStay(t *testing.T) {
	for name, motif := range map[string]*ui.Motif{
		"home":    ui.HomeMotif(somePage),
		"hub":     ui.HubMotif("landing", somePage),
		"service": ui.ServiceMotif(somePage),
		"seal":    ui.Seal(somePage),
		"strip":   ui.Strip("landing", somePage),
		"story":   ui.StoryMotif("blog-post", somePage, 3),
		"data":    ui.DataMotif("publication", somePage),
		"alert":   ui.AlertMotif(somePage),
		"author":  ui.AuthorMotif(string(somePage)),
		"lead":    ui.LeadMotif("feature", somePage),
		"share":   ui.ShareMotif("feature", somePage),
	} {
		file := filepath.Join("testdata", "motif-"+name+".svg")
		got := html(t, motif.Draw()) + "\n"
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("the motif of %s differs from %s", name, file)
		}
	}
}

func TestOneMarkerPerMotif(t *testing.T) {
	for i := range 200 {
		page := cms.ID(strings.Repeat("x", i))
		for name, test := range map[string]struct {
			motif   *ui.Motif
			markers int
		}{
			"home":                   {ui.HomeMotif(page), 1},
			"hub":                    {ui.HubMotif("data-hub", page), 1},
			"service":                {ui.ServiceMotif(page), 1},
			"seal":                   {ui.Seal(page), 0},
			"story":                  {ui.StoryMotif("blog-post", page, 3), 1},
			"data":                   {ui.DataMotif("publication", page), 1},
			"alert":                  {ui.AlertMotif(page), 1},
			"author":                 {ui.AuthorMotif(string(page)), 0},
			"strip of a service":     {ui.Strip("service", page), 0},
			"strip of a hub":         {ui.Strip("landing", page), 0},
			"strip of a story":       {ui.Strip("blog-post", page), 0},
			"strip of data":          {ui.Strip("series", page), 0},
			"strip of an alert":      {ui.Strip("cyber-alert", page), 0},
			"lead card of a service": {ui.LeadMotif("service", page), 1},
			"lead card of a hub":     {ui.LeadMotif("landing", page), 1},
			"lead card of a story":   {ui.LeadMotif("feature", page), 1},
			"lead card of data":      {ui.LeadMotif("publication", page), 1},
			"lead card of an alert":  {ui.LeadMotif("cyber-alert", page), 1},
		} {
			_, marker, found := strings.Cut(html(t, test.motif.Draw()), `class="x" d="`)
			markers := 0
			if found {
				path, _, _ := strings.Cut(marker, `"`)
				markers = strings.Count(path, "M")
			}
			if markers != test.markers {
				t.Fatalf("the motif of %s of page %d has %d markers, want %d", name, i, markers, test.markers)
			}
		}
	}
}
