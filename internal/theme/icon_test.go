package theme_test

import (
	"bytes"
	"image/color"
	"image/png"
	"testing"

	"lectern/internal/theme"
)

func TestIconIsInTheColours(t *testing.T) {
	t.Parallel()
	green := theme.Colours{Ink: "#0B3D2E", Marker: "#ffc64c"}
	if got := green.IconFile(); got != "icon.0b3d2e-ffc64c.png" {
		t.Errorf("it is called %q", got)
	}
	if got, own := (theme.Colours{Ink: "#eeeeee"}).IconFile(), theme.Own.IconFile(); got != own {
		t.Errorf("in colours that cannot be used it is %q, want %q", got, own)
	}
	content, found := theme.Icon(green.IconFile())
	icon, err := png.Decode(bytes.NewReader(content))
	if !found || err != nil || icon.Bounds().Dx() != 180 || icon.Bounds().Dy() != 180 {
		t.Fatalf("%t, %v", found, err)
	}
	for _, c := range []struct {
		x, y int
		want color.RGBA
	}{
		{0, 0, color.RGBA{0x0b, 0x3d, 0x2e, 255}}, {179, 179, color.RGBA{0x0b, 0x3d, 0x2e, 255}}, {90, 30, color.RGBA{0x0b, 0x3d, 0x2e, 255}},
		{60, 80, color.RGBA{255, 255, 255, 255}}, {120, 80, color.RGBA{0xff, 0xc6, 0x4c, 255}},
	} {
		if got := color.RGBAModel.Convert(icon.At(c.x, c.y)); got != c.want {
			t.Errorf("at %d, %d: %v, want %v", c.x, c.y, got, c.want)
		}
	}
	for _, absent := range []string{"", "icon.png", "icon.0b3d2e-ffc64c.svg", "icon.eeeeee-ffc64c.png", "icon.0B3D2E-ffc64c.png"} {
		if _, found := theme.Icon(absent); found {
			t.Errorf("there is an icon called %q", absent)
		}
	}
}
