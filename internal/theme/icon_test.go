package theme_test

import (
	"image/color"
	"strings"
	"testing"

	"lectern/internal/theme"
)

func TestIconIsNamedByItsColours(t *testing.T) {
	t.Parallel()
	green := theme.Colours{Ink: "#0B3D2E", Marker: "#ffc64c"}
	file := green.IconFile()
	if file != "icon.0b3d2e-2b3fae-ffc64c."+theme.IconVersion+".png" {
		t.Errorf("it is called %q", file)
	}
	if got, own := (theme.Colours{Ink: "#eeeeee"}).IconFile(), theme.Own.IconFile(); got != own {
		t.Errorf("in colours that cannot be used it is %q, want %q", got, own)
	}
	if c, found := theme.Icon(file); !found || c.Ink != "#0b3d2e" || c.Marker != "#ffc64c" {
		t.Errorf("%s: %+v, %t", file, c, found)
	}
	for _, absent := range []string{"", "icon.png", "icon.0b3d2e-2b3fae-ffc64c.png", strings.Replace(file, ".png", ".svg", 1), strings.Replace(file, "."+theme.IconVersion, ".0", 1),
		strings.Replace(file, "0b3d2e", "eeeeee", 1), strings.Replace(file, "0b3d2e", "0B3D2E", 1),
	} {
		if _, found := theme.Icon(absent); found {
			t.Errorf("there is an icon called %q", absent)
		}
	}
}

func TestPicturesAreDrawnInTheColours(t *testing.T) {
	t.Parallel()
	ink, marker := color.RGBA{0x0b, 0x3d, 0x2e, 255}, color.RGBA{0xff, 0xc6, 0x4c, 255}
	if d := (theme.Colours{Ink: "#0B3D2E", Marker: "#ffc64c"}).Drawn(); d.Ink != ink || d.Marker != marker {
		t.Errorf("drawn in %+v", d)
	}
	if bad, own := (theme.Colours{Ink: "#eeeeee"}).Drawn(), theme.Own.Drawn(); bad != own {
		t.Errorf("colours that cannot be used are drawn in %+v", bad)
	}
}
