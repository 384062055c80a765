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
		"hub":     ui.HubMotif(somePage),
		"service": ui.ServiceMotif(somePage),
		"seal":    ui.Seal(somePage),
		"alert":   ui.AlertMotif(somePage),
		"strip":   ui.Strip("landing", somePage, false),
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
			"home":                    {ui.HomeMotif(page), 1},
			"hub":                     {ui.HubMotif(page), 1},
			"service":                 {ui.ServiceMotif(page), 1},
			"seal":                    {ui.Seal(page), 0},
			"strip of a service":      {ui.Strip("service", page, false), 0},
			"strip of a hub":          {ui.Strip("landing", page, false), 0},
			"strip of a lead service": {ui.Strip("service", page, true), 1},
			"strip of a lead hub":     {ui.Strip("landing", page, true), 1},
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
