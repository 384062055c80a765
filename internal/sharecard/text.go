package sharecard

import (
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationserifbold"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
)

// The fonts that the site's style sheet names last, and that may be given away.
var (
	serifFont = sync.OnceValue(func() *opentype.Font { return parse(liberationserifbold.TTF) })
	sansFont  = sync.OnceValue(func() *opentype.Font { return parse(liberationsansbold.TTF) })
)

func serif(pixels int) font.Face { return face(serifFont(), pixels) }
func sans(pixels int) font.Face  { return face(sansFont(), pixels) }

func parse(bytes []byte) *opentype.Font {
	f, err := opentype.Parse(bytes)
	if err != nil {
		panic(err) // it is compiled in
	}
	return f
}

func face(f *opentype.Font, pixels int) font.Face {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(pixels), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // the options are constants
	}
	return face
}

// wrap breaks a text between words into lines of that many pixels. A word that
// is wider has a line of its own.
func wrap(face font.Face, text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && measure(face, longer) > width {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// cut keeps that many lines, and says by an ellipsis that there were more.
func cut(lines []string, most int) []string {
	if len(lines) <= most {
		return lines
	}
	kept := append([]string{}, lines[:most]...)
	last := strings.TrimRight(kept[most-1], ".,;:–- ")
	if space := strings.LastIndexByte(last, ' '); space > 0 {
		last = last[:space]
	}
	kept[most-1] = last + "…"
	return kept
}

func widest(face font.Face, lines []string) int {
	most := 0
	for _, line := range lines {
		most = max(most, measure(face, line))
	}
	return most
}

func measure(face font.Face, text string) int { return font.MeasureString(face, text).Ceil() }
