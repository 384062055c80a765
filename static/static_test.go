package static_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"lectern/static"
)

// What a page may load at most, in bytes of brotli.
const (
	mostCSS   = 14_000
	mostJS    = 3_000
	mostAdmin = 60_000  // style and scripts of a page of the admin
	mostEdit  = 150_000 // of one on which content is written
	mostAxe   = 170_000 // what looks at a preview
)

// editors are the files that only the admin loads. Those with true are loaded
// by the pages on which content is written, and by no other.
var editors = map[string]bool{"admin.css": false, "admin.js": false, "choose.js": false, "edit.js": true}

func TestWeight(t *testing.T) {
	file, err := static.Dist.ReadFile("dist/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest map[string]struct {
		File, Type, Integrity string
		Size                  int64
	}
	if err := json.Unmarshal(file, &manifest); err != nil {
		t.Fatal(err)
	}
	var css, js, admin, edit int64
	for name, asset := range manifest {
		plain, small := size(t, asset.File), size(t, asset.File+".br")
		if plain != asset.Size {
			t.Errorf("%s has %d bytes, and the manifest says %d", name, plain, asset.Size)
		}
		t.Logf("%-14s %6d bytes, %5d in brotli, %5d in gzip", name, plain, small, size(t, asset.File+".gz"))
		writing, ours := editors[name]
		switch {
		case name == "axe.js": // beside a preview, when all else is there
			if small > mostAxe {
				t.Errorf("%s has %d bytes in brotli, and the budget is %d", name, small, mostAxe)
			}
		case ours && writing:
			edit += small
		case ours:
			admin += small
		case strings.HasPrefix(asset.Type, "text/css"):
			css += small
		case strings.HasPrefix(asset.Type, "text/javascript"):
			js += small
		}
	}
	if css == 0 || css > mostCSS {
		t.Errorf("the stylesheets have %d bytes in brotli, and the budget is %d", css, mostCSS)
	}
	edit += admin
	t.Logf("a page of the admin loads %d bytes in brotli, one on which content is written %d", admin, edit)
	if admin > mostAdmin || edit > mostEdit {
		t.Errorf("pages of the admin load %d and %d bytes in brotli, and the budgets are %d and %d", admin, edit, mostAdmin, mostEdit)
	}
	if js > mostJS {
		t.Errorf("the scripts have %d bytes in brotli, and the budget is %d", js, mostJS)
	}
}

// TestStylesUseTheFontsThatReadersHave keeps pages in the reader's own fonts,
// free of what other websites send, and with a menu in every browser.
func TestStylesUseTheFontsThatReadersHave(t *testing.T) {
	sheets, err := fs.Glob(static.Dist, "dist/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatal("there is no style sheet", err)
	}
	for _, name := range sheets {
		text, err := fs.ReadFile(static.Dist, name)
		if err != nil {
			t.Fatal(err)
		}
		css := string(text)
		for _, fault := range []string{"@font-face", "@import", "url(http", "url(//"} {
			if strings.Contains(css, fault) {
				t.Errorf("%s holds %s", name, fault)
			}
		}
		if !strings.HasPrefix(name, "dist/site.") {
			continue
		}
		if !strings.Contains(css, "@supports not selector(:popover-open)") {
			t.Errorf("%s does not show the menu in browsers that cannot open it", name)
		}
		// Under the pointer its words and its ground belong to each other in both
		// schemes: white on the link's colour could not be read in the dark.
		if !strings.Contains(css, ".menu-open:hover{color:var(--button-text);background:var(--button)}") {
			t.Errorf("%s does not give the Menu button the colours of a button under the pointer", name)
		}
	}
}

func size(t *testing.T, name string) int64 {
	t.Helper()
	info, err := fs.Stat(static.Dist, "dist/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
