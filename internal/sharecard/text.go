package sharecard

import (
	"sort"
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

// wrap breaks a text between words into lines of that many pixels, and a word
// that is wider between its letters.
func wrap(face font.Face, text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range fitting(face, strings.Fields(text), width) {
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

// fitting returns the words, and in the place of one that is wider than a line
// parts of it that are not.
func fitting(face font.Face, words []string, width int) []string {
	var parts []string
	for _, word := range words {
		part := ""
		for _, letter := range word {
			if longer := part + string(letter); part == "" || measure(face, longer) <= width {
				part = longer
				continue
			}
			parts, part = append(parts, part), string(letter)
		}
		parts = append(parts, part)
	}
	return parts
}

// balance breaks a text into as few lines as wrap does, but of about the same
// length: no single word is left to the last.
func balance(face font.Face, text string, width int) []string {
	lines := len(wrap(face, text, width))
	least := min(width, widest(face, strings.Fields(text))) // no word is broken for it
	more := sort.Search(width-least, func(n int) bool { return len(wrap(face, text, least+n)) <= lines })
	return wrap(face, text, least+more)
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
