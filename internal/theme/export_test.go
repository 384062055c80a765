package theme

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// MostNames is how many names of style sheets are kept.
const MostNames = mostNames

// KeptNames is how many are kept now.
func KeptNames() int {
	files.mutex.Lock()
	defer files.mutex.Unlock()
	return len(files.kept)
}

// StandsOn reports whether it is a ground that the colours are checked on.
func StandsOn(ground string) bool {
	return slices.Contains(append(slices.Clone(lightGrounds), darkGrounds...), mustRead(ground))
}

var declaration = regexp.MustCompile(`--([a-z-]+):(#[0-9a-f]{6})`)

// Unreadable returns the pairs of a style sheet that have too little contrast.
func Unreadable(css string) (pairs []string) {
	light, dark, _ := strings.Cut(css, "@media (prefers-color-scheme:dark)")
	dark, _, _ = strings.Cut(dark, "@media print")
	for scheme, of := range map[string]struct {
		css     string
		grounds []colour
		button  colour
	}{"light": {light, lightGrounds, white}, "dark": {dark, darkGrounds, mustRead("#0e1330")}} {
		value := map[string]colour{}
		for _, d := range declaration.FindAllStringSubmatch(of.css, -1) {
			value[d[1]] = mustRead(d[2])
		}
		pair := func(name string, grounds ...colour) {
			if ground, ratio := worst(value[name], grounds); ratio < Least {
				pairs = append(pairs, fmt.Sprintf("%s: %s (%s) on %s: %.2f", scheme, name, value[name], ground, ratio))
			}
		}
		for _, name := range []string{"link", "heading", "marker-text", "rule", "link-hover"} {
			pair(name, of.grounds...)
		}
		pair("ink", white, quietOnInk, value["marker"])
		pair("marker", onMarker)
		pair("button", of.button)
		pair("button-hover", of.button)
	}
	return pairs
}
