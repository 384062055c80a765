package theme_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"lectern/internal/theme"
)

func TestColoursThatCannotBeReadAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		colours theme.Colours
		wrong   string   // the colour that is told of; empty: none is
		says    []string // in the message
	}{
		{theme.Colours{}, "", nil},
		{theme.Own, "", nil},
		{theme.Colours{Ink: "#0b3d2e", Link: "#00614a", Marker: "#ffc64c"}, "", nil},
		{theme.Colours{Ink: "#3B0A45"}, "", nil},
		{theme.Colours{Ink: "navy"}, "ink", []string{`"navy"`, "#171f4a"}},
		{theme.Colours{Link: "#12345"}, "link", []string{"not a colour"}},
		{theme.Colours{Marker: "#12345g"}, "marker", []string{"not a colour"}},
		{theme.Colours{Ink: "#4466aa"}, "ink", []string{"#4466aa", "darker", "4.5"}},
		{theme.Colours{Link: "#767676"}, "link", []string{"#767676", "contrast of 3.5"}}, // enough on white, not on a tint
		{theme.Colours{Marker: "#a8410f"}, "marker", []string{"#171f4a", "lighter"}},
		{theme.Colours{Ink: "#000000", Marker: "#777777"}, "marker", []string{"#171a2e"}},
	} {
		problems := c.colours.Problems()
		if c.wrong == "" {
			if len(problems) > 0 {
				t.Errorf("%+v is refused: %v", c.colours, problems)
			}
			continue
		}
		if len(problems) == 0 || problems[0].Colour != c.wrong {
			t.Errorf("%+v: %v, want a problem with the %s", c.colours, problems, c.wrong)
			continue
		}
		said := ""
		for _, p := range problems {
			said += p.Message + "\n"
		}
		for _, part := range c.says {
			if !strings.Contains(said, part) {
				t.Errorf("%+v: %q does not say %q", c.colours, said, part)
			}
		}
		if c.colours.File() != "" {
			t.Errorf("%+v is refused, and has a style sheet", c.colours)
		}
	}
}

func TestStyleSheetIsNamedByItsColours(t *testing.T) {
	t.Parallel()
	green := theme.Colours{Ink: "#0B3D2E", Link: "#00614a", Marker: "#ffc64c"}
	file := green.File()
	if !strings.HasPrefix(file, "theme.0b3d2e-00614a-ffc64c.") {
		t.Fatalf("the file is called %q", file)
	}
	css, found := theme.Sheet(file)
	if !found || css != green.CSS() {
		t.Errorf("%s: %t", file, found)
	}
	for _, absent := range []string{
		"", "theme.css", strings.Replace(file, "0b3d2e", "0b3d2f", 1), strings.Replace(file, "theme", "theme2", 1),
		strings.Replace(file, "0b3d2e", "eeeeee", 1), strings.ToUpper(file), file + "x",
	} {
		if _, found := theme.Sheet(absent); found {
			t.Errorf("there is a sheet called %q", absent)
		}
	}
	if theme.Own.File() != "" || (theme.Colours{}).File() != "" {
		t.Error("Lectern's own colours have a sheet of their own")
	}
}

// TestOwnColoursAreThoseOfTheStyleSheet reads the palette that the theme
// stands on.
func TestOwnColoursAreThoseOfTheStyleSheet(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../static/src/_tokens.scss")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(text), "@mixin dark")
	for name, want := range map[string]string{"ink": theme.Own.Ink, "link": theme.Own.Link, "marker": theme.Own.Marker, "on-marker": "#171a2e"} {
		if !strings.Contains(light, "--"+name+": "+want+";") {
			t.Errorf("--%s is not %s", name, want)
		}
	}
	ground := regexp.MustCompile(`--(ground|mist|mist-2|teal-tint|plum-tint|red-tint|amber-tint|green-tint): (#[0-9a-f]+);`)
	for scheme, css := range map[string]string{"light": light, "dark": strings.Split(dark, "@mixin govuk")[0]} {
		found := ground.FindAllStringSubmatch(css, -1)
		if len(found) != 8 {
			t.Errorf("%s: %d grounds", scheme, len(found))
		}
		for _, g := range found {
			if !theme.StandsOn(strings.Replace(g[2], "#fff", "#ffffff", 1)[:7]) {
				t.Errorf("%s: the theme does not know the ground --%s: %s", scheme, g[1], g[2])
			}
		}
	}
}

// TestEveryAcceptedColourHasContrastInBothSchemes holds whatever colours are accepted to what the
// light scheme is held to.
func TestEveryAcceptedColourHasContrastInBothSchemes(t *testing.T) {
	t.Parallel()
	for _, c := range []theme.Colours{
		{}, {Ink: "#000000", Link: "#000000", Marker: "#ffffff"},
		{Ink: "#0b3d2e", Link: "#00614a", Marker: "#ffc64c"},
		{Ink: "#3b0a45", Link: "#8a0f33", Marker: "#7fd6dc"},
		{Ink: "#00205b", Link: "#0000ee", Marker: "#ffff00"},
	} {
		if problems := c.Problems(); len(problems) > 0 {
			t.Fatalf("%+v: %v", c, problems)
		}
		for _, unreadable := range theme.Unreadable(c.CSS()) {
			t.Errorf("%+v: %s", c, unreadable)
		}
	}
}

// TestColoursStoredFromElsewhere is about colours that nobody has checked: pages
// are shown in Lectern's own.
func TestColoursStoredFromElsewhere(t *testing.T) {
	t.Parallel()
	ownLight, ownDark := theme.Own.Bars()
	for _, c := range []theme.Colours{{Ink: "navy"}, {Ink: "#0b3d2e", Link: "x"}, {Marker: "#12345g"}, {Ink: "#eeeeee"}, {Ink: "#é1234"}} {
		if light, dark := c.Bars(); light != ownLight || dark != ownDark {
			t.Errorf("%+v: the bars are %s and %s", c, light, dark)
		}
		if c.File() != "" || c.IconFile() != theme.Own.IconFile() || c.CSS() != theme.Own.CSS() || c.Drawn() != theme.Own.Drawn() {
			t.Errorf("%+v are used", c)
		}
	}
	if light, dark := (theme.Colours{Ink: "#0B3D2E"}).Bars(); light != "#0b3d2e" || dark == ownDark {
		t.Errorf("the bars of green are %s and %s", light, dark)
	}
}

// TestNamesOfSheetsAreKept asks for more colours than are kept.
func TestNamesOfSheetsAreKept(t *testing.T) {
	t.Parallel()
	first := theme.Colours{Ink: "#000000"}
	file := first.File()
	for n := range 3 * theme.MostNames {
		c := theme.Colours{Ink: fmt.Sprintf("#0000%02x", n%100)}
		if f := c.File(); f != c.File() || c != first && f == file {
			t.Errorf("%+v: %s", c, f)
		}
	}
	if kept := theme.KeptNames(); kept > theme.MostNames {
		t.Errorf("%d names are kept", kept)
	}
	if got := first.File(); got != file {
		t.Errorf("%s became %s", file, got)
	}
}

func BenchmarkFile(b *testing.B) {
	green := theme.Colours{Ink: "#0b3d2e", Link: "#00614a", Marker: "#ffc64c"}
	for b.Loop() {
		if green.File() == "" {
			b.Fatal("no sheet")
		}
	}
}
