package transfer_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/transfer"
)

func TestWhatIsWrongWithRedirectsIsToldWithItsLine(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	lines := []struct{ from, to, says string }{
		{"/old/*", "/news/$1", ""},
		{"/old/x", "/news", ""},
		{"/topic/*", "/search?topic=$1", ""},
		{"/feed/*.xml", "/feeds/$1.rss", ""},
		{"/sitemap-old.xml", "/sitemap.xml", ""},
		{"/**/content", "/$1", ""},
		{"/news/content/content", "/news/content", "redirect-chain: /news/content leads on itself: /news/content/content → /news/content → /news"},
		{"/search/year/*", "/search?year=$1", ""},
		{"/a*b*c", "/news", "one star"},
		{"/Up/*", "/news", "lower case"},
		{"/b/**/c/**", "/news", "two stars twice"},
		{"/c/*", "/news/$2", "asks for $2"},
		{"/d/*", "https://$1/", "which site"},
		{"/e/*", "/nowhere/$1", "no page /nowhere"},
		{"/f/*", "/f/$1", "lead into itself"},
		{"/g/*", "/old/$1", "/old/* leads on itself: /g/* → /old/* → /news/*; lead straight to /news/*"},
		{"/h/*", "/i/$1", "round in a circle: /h/* → /i/* → /h/*"},
		{"/i/*", "/h/$1", "round in a circle: /i/* → /h/* → /i/*"},
		{"/j/*", "/k", "redirect-chain: /k leads on itself: /j/* → /k → /news"},
		{"/k", "/news", ""},
		{"/l/*", "/l/there", "round in a circle: /l/* → /l/there → /l/there"},
		{"/media/*", "/news", "the program's own"},
		{"/old/*", "/news", "has a redirect above already"},
		{"/m", "/M", "would lead to itself"},
	}
	var text strings.Builder
	for _, l := range lines {
		text.WriteString("- {from: \"" + l.from + "\", to: \"" + l.to + "\"}\n")
	}
	s.writeAll(map[string]string{"pages/index.yaml": home, "pages/news.yaml": "kind: page\ntitle: News\nsummary: All.\n", "pages/feeds.yaml": "kind: page\ntitle: Feeds\nsummary: All.\n", "redirects.yaml": text.String()})
	_, problems, err := transfer.CheckFolder(t.Context(), s.registry, s.dir, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	found := map[int]string{}
	for _, p := range problems {
		if p.File != "redirects.yaml" || found[p.Line] != "" {
			t.Errorf("unexpected: %s", p)
		}
		if found[p.Line] = p.Message; p.Rule != "" {
			found[p.Line] = p.Rule + ": " + p.Message
		}
	}
	for i, l := range lines {
		if got := found[i+1]; !strings.Contains(got, l.says) || got == "" != (l.says == "") {
			t.Errorf("%d, %s to %s: %q, want %q", i+1, l.from, l.to, got, l.says)
		}
	}
}

func TestRulesMakeTheTripByteForByte(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{
		"pages/index.yaml": home, "pages/news.yaml": "kind: page\ntitle: News\n",
		"redirects.yaml": "- from: /**/content\n  to: /$1\n- from: /a/*.xml\n  to: /search?x=$1&y=100%#z\n- from: /b/**\n  to: /news\n- from: /c/*\n  to: https://example.org/$1\n",
	})
	s.mustLoad()
	exported := tree(t, s.export())["redirects.yaml"]
	if diff := cmp.Diff(tree(t, s.dir)["redirects.yaml"], exported); diff != "" {
		t.Errorf("the export differs:\n%s", diff)
	}
}

func TestAnImportMakesNoCircleWithWhatTheSiteHas(t *testing.T) {
	t.Parallel()
	s := newTarget(t)
	s.writeAll(map[string]string{"pages/index.yaml": home, "pages/b.yaml": "kind: page\ntitle: B\n", "redirects.yaml": "- {from: \"/a/*\", to: \"/b/$1\"}\n"})
	s.mustLoad()
	s.write("redirects.yaml", "# Others\n- {from: \"/b/x\", to: /b}\n- {from: \"/b/*\", to: \"/a/$1\"}\n")
	s.write("pages/a.yaml", "kind: page\ntitle: A\n")
	_, err := s.load()
	var invalid *cms.Invalid
	if !errors.As(err, &invalid) || len(invalid.Problems) != 1 || !strings.Contains(err.Error(), "redirects.yaml:3: to: readers would go round in a circle: /b/* → /a/* → /b/*") {
		t.Errorf("%v", err)
	}
}
