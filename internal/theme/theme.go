// Package theme turns an organisation's colours into a style sheet, and refuses
// those that cannot be read. It is pure: the colours are in the sheet's name, so
// that every server can make it at any time, and browsers may keep it for ever.
package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// Colours are those that an organisation may choose, each as #rrggbb. What is
// empty is Lectern's own.
type Colours struct {
	Ink    string // bands, headings, rules
	Link   string // links and buttons
	Marker string // what says "here"
}

// Own are Lectern's own colours: static/src/_tokens.scss says the same.
var Own = Colours{Ink: "#171f4a", Link: "#2b3fae", Marker: "#ff8a4c"}

// Least is the contrast that text must have with what it stands on.
const Least = 4.5

// The colours that do not change: static/src/_tokens.scss says what each is for.
var (
	white, black = mustRead("#ffffff"), mustRead("#000000")
	onMarker     = mustRead("#171a2e")
	quietOnInk   = mustRead("#c7cfee")
	lightGrounds = colours("#ffffff", "#eef1f8", "#dfe4f2", "#dff1f1", "#f4e9f8", "#fde9ee", "#fdf0d2", "#e2f3e6")
	darkGrounds  = colours("#0e1330", "#181f45", "#232c5c", "#0f3a45", "#3a2350", "#471729", "#40300f", "#123822")
)

func colours(list ...string) (read []colour) {
	for _, c := range list {
		read = append(read, mustRead(c))
	}
	return read
}

// whole returns the colours with Lectern's own for those that are not chosen.
func (c Colours) whole() Colours {
	pick := func(chosen, own string) string {
		if chosen == "" {
			return own
		}
		return strings.ToLower(chosen)
	}
	return Colours{pick(c.Ink, Own.Ink), pick(c.Link, Own.Link), pick(c.Marker, Own.Marker)}
}

// Problem says what is wrong with one of the colours.
type Problem struct{ Colour, Message string }

// Problems returns what keeps the colours from being used: those that are none,
// and those with too little contrast.
func (c Colours) Problems() (problems []Problem) {
	c = c.whole()
	for _, one := range []struct{ name, value string }{{"ink", c.Ink}, {"link", c.Link}, {"marker", c.Marker}} {
		if _, ok := read(one.value); !ok {
			problems = append(problems, Problem{one.name, fmt.Sprintf("%q is not a colour; write it as %s", one.value, Own.Ink)})
		}
	}
	if len(problems) > 0 {
		return problems
	}
	ink, link, marker := mustRead(c.Ink), mustRead(c.Link), mustRead(c.Marker)
	check := func(name string, on colour, grounds []colour, say string, args ...any) {
		if ground, ratio := worst(on, grounds); ratio < Least {
			message := fmt.Sprintf(say, append(args, ground)...)
			problems = append(problems, Problem{name, fmt.Sprintf("%s has a contrast of %.1f, and text needs %.1f", message, floor(ratio), Least)})
		}
	}
	check("ink", quietOnInk, []colour{ink}, "make the ink darker: quiet text (%[1]s) on it (%[2]s)", quietOnInk)
	check("ink", ink, lightGrounds, "make the ink darker: a heading in it (%s) on a quiet ground (%s)", ink)
	check("link", link, lightGrounds, "make the link darker: a link (%s) on a quiet ground (%s)", link)
	check("marker", marker, []colour{ink}, "make the marker lighter or the ink darker: the marker (%s) on the ink (%s)", marker)
	check("marker", onMarker, []colour{marker}, "make the marker lighter: dark text (%s) on it (%s)", onMarker)
	return problems
}

// floor rounds down, so that what is refused is never told to be enough.
func floor(ratio float64) float64 { return float64(int(ratio*10)) / 10 }

// CSS is the style sheet that follows site.css; that of Lectern's own colours
// for those that cannot be used.
func (c Colours) CSS() string { return c.usable().css() }

// css makes the dark scheme from the light one: the ink darker, and the others
// as much lighter as they must be.
func (c Colours) css() string {
	c = c.whole()
	ink, link, marker := mustRead(c.Ink), mustRead(c.Link), mustRead(c.Marker)
	light := declare(
		"ink rule heading link-hover button-hover tile", ink,
		"link button", link,
		"marker", marker,
		"marker-text", marker.until(5, black, lightGrounds))
	darkInk := ink.towards(black, 0.65)
	onDark := append([]colour{darkInk}, darkGrounds...)
	lightLink := link.until(6, white, onDark)
	lightMarker := marker.until(5, white, onDark)
	dark := declare(
		"ink", darkInk,
		"rule link button", lightLink,
		"heading link-hover button-hover", white,
		"marker marker-text", lightMarker,
		"tile", link.towards(white, 0.1))
	return fmt.Sprintf(":root{%[1]s}@media (prefers-color-scheme:dark){:root{%[2]s}}@media print{:root{%[1]s}}", light, dark) +
		motifs(ink, link)
}

// motifs gives the drawings of Lectern's own blue, and the shelf at the end of
// every page, the hue of the organisation.
func motifs(ink, link colour) string {
	t := tones(ink, link)
	return ".motif-blue{" + declare("e", t[0], "a", t[1], "b", t[2], "c", t[3]) + "}" +
		".colophon{background-color:var(--ink);background-blend-mode:luminosity}"
}

// tones are those of a drawing, from the darkest.
func tones(ink, link colour) [4]colour {
	return [4]colour{link.towards(ink, 0.5), link.towards(white, 0.1), link.towards(white, 0.45), link.towards(white, 0.75)}
}

// declare writes custom properties: names, then what they all are.
func declare(pairs ...any) string {
	var css []string
	for i := 0; i < len(pairs); i += 2 {
		for name := range strings.FieldsSeq(pairs[i].(string)) {
			css = append(css, fmt.Sprintf("--%s:%s", name, pairs[i+1]))
		}
	}
	return strings.Join(css, ";")
}

// Bars are the colours that a browser may give its own bars, light and dark.
func (c Colours) Bars() (light, dark string) {
	if c = c.usable(); c.own() {
		return Own.Ink, "#070a1d"
	}
	ink := mustRead(c.whole().Ink)
	return ink.String(), ink.towards(black, 0.65).String()
}

func (c Colours) own() bool { return c.whole() == Own }

// usable returns Lectern's own colours for those that cannot be used. They may
// have been stored before they were checked as they are now.
func (c Colours) usable() Colours {
	if c.own() || c.File() != "" {
		return c
	}
	return Own
}

// File is what the style sheet is called; empty: the colours are Lectern's own
// or cannot be used, and there is none.
func (c Colours) File() string {
	if c.own() {
		return ""
	}
	return files.of(c, Colours.file)
}

func (c Colours) file() string {
	if len(c.Problems()) > 0 {
		return ""
	}
	return "theme." + c.key() + "." + digest(c.css()) + ".css"
}

// files keeps what the latest style sheets are called, for every page asks.
var files names

type names struct {
	mutex sync.Mutex
	kept  map[Colours]string
}

// mostNames bounds what is kept: a site has one, and visitors may ask for any.
const mostNames = 64

func (n *names) of(c Colours, name func(Colours) string) string {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	file, known := n.kept[c]
	if known {
		return file
	}
	if n.kept == nil || len(n.kept) >= mostNames {
		n.kept = map[Colours]string{}
	}
	file = name(c)
	n.kept[c] = file
	return file
}

func (c Colours) key() string {
	c = c.whole()
	return c.Ink[1:] + "-" + c.Link[1:] + "-" + c.Marker[1:]
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:5])
}

var fileName = regexp.MustCompile(`^theme\.([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{6})\.[0-9a-f]{10}\.css$`)

// Sheet returns the style sheet of that name.
func Sheet(file string) (css string, found bool) {
	part := fileName.FindStringSubmatch(file)
	if part == nil {
		return "", false
	}
	c := Colours{Ink: "#" + part[1], Link: "#" + part[2], Marker: "#" + part[3]}
	if c.File() != file {
		return "", false
	}
	return c.css(), true
}
