package app_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"lectern/internal/testkit"
)

// TestSiteInOtherColours looks at a site with a logo, colours and a photograph
// of its own: they must reach the browser, be allowed there, and be readable in
// both colour schemes.
func TestSiteInOtherColours(t *testing.T) {
	w := serve(t, write(t, map[string]string{
		"pages/index.yaml": "kind: home\ntitle: Front page\nsummary: What we do.\n",
		"pages/app.yaml": `kind: service
title: The app
summary: What it does.
body:
  - {type: text, heading: Who it is for, body: "Everybody. See [the front page](/)."}
  - {type: image, image: {file: wide.jpg, alt: Evening sky}}
  - {type: callout, tone: warning, heading: Soon to change, body: "Ask [us](/)."}
`,
		"site.yaml":      "title: Somebody\nlogo: {file: logo.svg, decorative: true}\ncolours: {ink: \"#3b0a45\", link: \"#7a1f6b\", marker: \"#7fd6dc\"}\n",
		"media/logo.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><path fill="#3b0a45" d="M0 0h60v60z"/></svg>`,
		"media/wide.jpg": sky(t),
	}))
	look := testkit.Look{Origin: w.url}
	for _, path := range []string{"/", "/app"} {
		for _, context := range []string{testkit.Phone, testkit.Desktop, testkit.Dark, testkit.ForcedColours} {
			look.Visits = append(look.Visits, testkit.Visit{Path: path, Context: context, Status: 200})
		}
	}
	report(t, look.Run(t).Findings)
}

// sky is a photograph of one, nearly.
func sky(t *testing.T) string {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 1600, 900))
	for i := 0; i < len(picture.Pix); i += 4 {
		height := uint8(i / picture.Stride * 255 / 900)
		copy(picture.Pix[i:], []byte{height, height / 2, 255 - height, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
