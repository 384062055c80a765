package sharecard

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"

	"lectern/internal/theme"
)

const square = "M0 0h40v40h-40z"

func drawn(t *testing.T, c Card) image.Image {
	t.Helper()
	data, err := c.PNG()
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got := picture.Bounds().Size(); got != image.Pt(Width, Height) {
		t.Fatalf("the picture has %v pixels", got)
	}
	return picture
}

// ink counts the pixels of a part that are not the ground.
func ink(picture image.Image, part image.Rectangle) int {
	n := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if color.RGBAModel.Convert(picture.At(x, y)) != Lectern.Ground {
				n++
			}
		}
	}
	return n
}

func TestTitleStaysInItsRoom(t *testing.T) {
	for name, title := range map[string]string{
		"short":     "Spine",
		"long":      strings.Repeat("Appointments in general practice ", 12),
		"one word":  strings.Repeat("Donaudampfschifffahrt", 4),
		"no letter": "🙂 \u202e \u0000",
		"empty":     "",
	} {
		picture := drawn(t, Card{Title: title, Kind: "Blog post", Organisation: strings.Repeat("Office of care data ", 4), Theme: Lectern})
		if n := ink(picture, image.Rect(0, titleBottom, motifLeft, nameLine-tileSide+10)); n > 0 {
			t.Errorf("%s: the title reaches the name: %d pixels", name, n)
		}
		if n := ink(picture, image.Rect(0, 0, margin-8, Height)); n > 0 {
			t.Errorf("%s: %d pixels in the left margin", name, n)
		}
		if n := ink(picture, image.Rect(motifLeft, 0, Width, Height)); n > 0 {
			t.Errorf("%s: %d pixels where the motif stands", name, n)
		}
	}
}

func TestMotifIsDrawnInItsColours(t *testing.T) {
	picture := drawn(t, Card{Theme: Lectern, Motif: Motif{Colour: "teal", Height: 400, Tones: []Tone{
		{"e", square}, {"x", "M40 0h40v40h-40z"}, {"b", "M80 20a20 20 0 1 0 40 0a20 20 0 1 0-40 0z"},
	}}})
	module := Height / 10
	for i, want := range []color.RGBA{rgb(0x0a4650), Lectern.Marker, rgb(0x58b3b8)} {
		if got := color.RGBAModel.Convert(picture.At(motifLeft+i*module+module/2, module/2)); got != want {
			t.Errorf("module %d is %v, want %v", i, got, want)
		}
	}
	if got := color.RGBAModel.Convert(picture.At(motifLeft+2*module+2, 2)); got != Lectern.Ground {
		t.Errorf("the corner beside a disc is %v", got)
	}
}

func TestArcsAreCircles(t *testing.T) {
	// A quarter disc of 630 pixels, drawn either way: its first 500 columns.
	for _, path := range []string{"M0 0h40a40 40 0 0 1-40 40z", "M0 40a40 40 0 0 0 40-40h-40z"} {
		picture := drawn(t, Card{Theme: Lectern, Motif: Motif{Colour: "blue", Height: 40, Tones: []Tone{{"a", path}}}})
		share := float64(ink(picture, image.Rect(motifLeft, 0, Width, Height))) / (500 * 630)
		if share < 0.878 || share > 0.887 { // 0.8816, and its edge
			t.Errorf("%s covers %.3f of its place", path, share)
		}
	}
}

func TestPathThatCannotBeRead(t *testing.T) {
	for _, path := range []string{"M0", "h", "Q0 0 1 1", "M0 0a1 1 0"} {
		if _, err := (Card{Theme: Lectern, Motif: Motif{Height: 40, Tones: []Tone{{"a", path}}}}).PNG(); err == nil {
			t.Errorf("%q was drawn", path)
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	c := Card{Title: "Appointments in general practice, October 2026", Kind: "Publication", Organisation: "Care Data Office", Theme: Lectern,
		Motif: Motif{Colour: "teal", Height: 400, Tones: []Tone{{"e", strings.Repeat(square, 80)}}}}
	for b.Loop() {
		if _, err := c.PNG(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestCardsAndIconsAreInTheColoursOfTheOrganisation(t *testing.T) {
	t.Parallel()
	green := ThemeOf(theme.Colours{Ink: "#0b3d2e", Link: "#00614a", Marker: "#ffc64c"})
	ink, marker := rgb(0x0b3d2e), rgb(0xffc64c)
	if ThemeOf(theme.Colours{}) != Lectern || ThemeOf(theme.Colours{Ink: "#eeeeee"}) != Lectern {
		t.Error("without colours that can be used, cards are not Lectern's")
	}
	picture := drawn(t, Card{Theme: green, Motif: Motif{Colour: "blue", Height: 40, Tones: []Tone{{"a", "M0 0h4v4h-4z"}}}})
	if got := color.RGBAModel.Convert(picture.At(2, 2)); got != ink {
		t.Errorf("the ground of a card is %v", got)
	}
	if got := color.RGBAModel.Convert(picture.At(motifLeft+2, 2)); got != green.Blue[1] || got == rgb(0x3f51c4) {
		t.Errorf("the drawing of a card is %v", got)
	}
	content, err := Icon(green)
	if err != nil {
		t.Fatal(err)
	}
	icon, err := png.Decode(bytes.NewReader(content))
	if err != nil || icon.Bounds().Size() != (image.Point{180, 180}) {
		t.Fatalf("%v, %v", icon.Bounds(), err)
	}
	for at, want := range map[image.Point]color.RGBA{{0, 0}: ink, {179, 179}: ink, {90, 30}: ink, {60, 80}: rgb(0xffffff), {120, 80}: marker} {
		if got := color.RGBAModel.Convert(icon.At(at.X, at.Y)); got != want {
			t.Errorf("the icon at %v is %v, want %v", at, got, want)
		}
	}
}

// TestIconIsDrawnAsItsVersionSays compares with the picture that is kept of each
// version: browsers keep an icon for ever under its name.
func TestIconIsDrawnAsItsVersionSays(t *testing.T) {
	t.Parallel()
	content, err := Icon(Lectern)
	if err != nil {
		t.Fatal(err)
	}
	kept := "testdata/icon." + theme.IconVersion + ".png"
	if !drawnAs(t, content, kept) {
		t.Errorf("the icon is drawn differently from %s: raise theme.IconVersion, and keep the new picture under its name", kept)
	}
}

// TestCardIsDrawnAsItsVersionSays does the same for cards, which servers keep.
func TestCardIsDrawnAsItsVersionSays(t *testing.T) {
	t.Parallel()
	content, err := Card{
		Title: "Appointments in general practice, October 2026", Kind: "Publication", Organisation: "Office for the Statistics of Public Health and Adult Social Care",
		Theme: Lectern, Motif: Motif{Colour: "teal", Height: 80, Tones: []Tone{{"e", square}, {"x", "M40 40a40 40 0 0 1-40 40v-40z"}}},
	}.PNG()
	if err != nil {
		t.Fatal(err)
	}
	kept := "testdata/card." + Version + ".png"
	if !drawnAs(t, content, kept) {
		t.Errorf("cards are drawn differently from %s: raise Version, and keep the new picture under its name", kept)
	}
}

// drawnAs reports whether a picture looks as one that is kept. Machines differ
// in how they round an edge.
func drawnAs(t *testing.T, content []byte, kept string) bool {
	t.Helper()
	golden, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(golden))
	if err != nil {
		t.Fatal(err)
	}
	same := got.Bounds() == want.Bounds()
	for y := 0; same && y < want.Bounds().Dy(); y++ {
		for x := 0; same && x < want.Bounds().Dx(); x++ {
			r, g, b, _ := got.At(x, y).RGBA()
			r2, g2, b2, _ := want.At(x, y).RGBA()
			const least = 0x300
			same = max(r, r2)-min(r, r2) < least && max(g, g2)-min(g, g2) < least && max(b, b2)-min(b, b2) < least
		}
	}
	return same
}

func TestTitleHasNoWordLeftOver(t *testing.T) {
	t.Parallel()
	face := serif(64)
	for _, title := range []string{"COVID-19 vaccinations, week ending 15 November 2026", "Our services stop accepting TLS 1.0 and 1.1 in March 2027", "Spine", ""} {
		greedy, lines := wrap(face, title, textWidth), balance(face, title, textWidth)
		if len(lines) != len(greedy) || strings.Join(lines, " ") != strings.Join(greedy, " ") {
			t.Errorf("%q in %d lines becomes %q", title, len(greedy), lines)
		}
		if n := len(lines); n > 1 && 3*measure(face, lines[n-1]) < textWidth {
			t.Errorf("%q has %q in its last line", title, lines[n-1])
		}
	}
}

func TestWordThatIsTooLongIsBroken(t *testing.T) {
	t.Parallel()
	word := strings.Repeat("Donaudampfschifffahrt", 4)
	lines := wrap(serif(44), "The "+word, textWidth)
	if strings.Join(lines, "") != "The"+word || widest(serif(44), lines) > textWidth {
		t.Errorf("it becomes %q", lines)
	}
}

// TestOrganisationWithALogoIsNotShownWithLecterns shows its name alone, and a
// long name in two lines.
func TestOrganisationWithALogoIsNotShownWithLecterns(t *testing.T) {
	t.Parallel()
	tile := image.Rect(margin, tileTop, margin+4, tileTop+30) // its left edge
	for own, want := range map[bool]bool{false: true, true: false} {
		picture := drawn(t, Card{Organisation: "Office for the Statistics of Public Health and Adult Social Care", OwnLogo: own, Theme: Lectern})
		if got := color.RGBAModel.Convert(picture.At(tile.Min.X, tile.Min.Y)) == Lectern.Tile; got != want {
			t.Errorf("own logo %t: the tile of Lectern is there %t", own, got)
		}
		if ink(picture, image.Rect(margin+tileSide+20, nameLine+8, motifLeft, Height-margin/2)) == 0 {
			t.Errorf("own logo %t: a long name has no second line", own)
		}
	}
}
